"""The report that holds runs against each other. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from leanrig.model.comparison import Comparison
from leanrig.report import formats
from leanrig.report.cite.citable import CitableTable
from leanrig.report.daily import as_of
from leanrig.report.fact import Column, Facts, FactTable, Prose, Row, say
from leanrig.report.narrate.language import Narrative, SectionName
from leanrig.report.narrate.rule_words import is_known, ordered, sized
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.comparison_facts import FIGURES, Side, comparison_facts
from leanrig.report.sheet.kinds.doubts import Doubt, doubt_citables, known, told_doubts
from leanrig.report.sheet.kinds.rules_words import narrative_of, there
from leanrig.report.sheet.picture import Drawn, picture_of
from leanrig.report.sheet.sheet import Bullets, Part, Picture

__all__ = ["draft_of_comparison"]

_ONLY: tuple[SectionName, ...] = ("summary", "performance", "history", "doubts")
_LUCK = 0.05
_MOST_SHOWN = 40
_SHOWN = ("inputs", "ending", "statistics")


def draft_of_comparison(
    sides: Sequence[Side], comparisons: Sequence[Comparison], *, made_at: datetime, command: str
) -> Draft:
    """Return everything that there is to say of two or more runs."""
    facts, table = Facts(), CitableTable()
    table.add(comparison_facts(sides, comparisons))
    table.add(doubt_citables(_doubts(sides, table), table))
    labels = sorted({origin.label for side in sides for origin in side.inputs.origins if origin.label})
    titles = " and ".join(dict.fromkeys(side.inputs.title or side.folder for side in sides))
    return Draft(
        kind="comparison",
        facts=facts,
        title=facts.name("title", f"Compared: {titles}"),
        subtitle=_subtitle(facts, sides),
        label=facts.name("label", " · ".join(labels) or "data of unknown origin"),
        table=table,
        rules=_rules(sides, table),
        headings={"performance": "Side by side", "history": "What differs between them"},
        blocks={
            "performance": (_figures(facts, sides, table), *_picture(facts, sides)),
            "history": tuple(_differences(facts, comparisons)),
        },
        missing=tuple(_missing(facts, sides, comparisons)),
        tail=(_tail(facts, sides, made_at, command),),
        only=_ONLY,
    )


def _rules(sides: Sequence[Side], table: CitableTable) -> Narrative:
    return narrative_of(
        {
            "summary": _summary(sides, table),
            "performance": _performance(sides, table),
            "history": _apart(sides, table),
            "doubts": told_doubts(table),
        }
    )


def _summary(sides: Sequence[Side], table: CitableTable) -> Iterator[str | None]:
    for side in sides:
        if f"{side.key}.verdict" in table and table[f"{side.key}.verdict"].value != "good":
            yield f"Keep in mind {{{side.key}.verdict}}."
    for side in sides[1:]:
        yield ordered(table, f"{side.key}.sharpe", "run_a.sharpe")
        if is_known(table, f"{side.key}.against_a.p"):
            yield f"Keep in mind {{{side.key}.against_a.reading}}, with {{{side.key}.against_a.p}}."
        yield sized(table, f"{side.key}.drawdown", "run_a.drawdown")


def _performance(sides: Sequence[Side], table: CitableTable) -> Iterator[str | None]:
    for side in sides[1:]:
        for part in ("total_return", "return", "deviation", "market", "orders", "fees"):
            yield ordered(table, f"{side.key}.{part}", f"run_a.{part}")


def _apart(sides: Sequence[Side], table: CitableTable) -> Iterator[str]:
    for side in sides[1:]:
        for part in ("inputs", "orders"):
            if f"{side.key}.against_a.{part}" in table:
                yield there(table, f"{side.key}.against_a.{part}")


def _doubts(sides: Sequence[Side], table: CitableTable) -> Iterator[Doubt]:
    for side in sides:
        key = f"{side.key}.verdict"
        if key in table and table[key].value != "good":
            yield Doubt(f"verdict_{side.name.lower()}", table[key].phrase, f"{side.subject} made again, whole", (key,))
    yield from _own_doubts(sides)
    for side in sides[1:]:
        key = f"{side.key}.against_a.p"
        p = known(table, key)
        if p is not None and p >= _LUCK:
            yield Doubt(
                f"luck_{side.name.lower()}", f"a difference that chance alone may explain (p = {table[key].text})",
                "years or symbols that neither run has seen, with the same difference", (key,),
            )  # fmt: skip
        if any(
            table[f"{side.key}.{part}"].text != table[f"run_a.{part}"].text
            for part in ("start", "end")
            if f"{side.key}.{part}" in table and f"run_a.{part}" in table
        ):
            yield Doubt(
                f"days_{side.name.lower()}", f"other days in {side.subject} than in run A", "both over the same days",
                (f"{side.key}.start",),
            )  # fmt: skip


def _own_doubts(sides: Sequence[Side]) -> Iterator[Doubt]:
    """Yield the gravest doubt about each run, as its own report has it."""
    for side in sides:
        keys = [key for key in side.table if key.startswith("doubt.") and f"{key}.settle" in side.table]
        if keys:
            states, settles = (str(side.table[key].value) for key in (keys[0], f"{keys[0]}.settle"))
            yield Doubt(
                f"own_{side.name.lower()}", f"a doubt about {side.subject}: {states}", settles, (f"{side.key}.sharpe",)
            )


def _subtitle(facts: Facts, sides: Sequence[Side]) -> Prose:
    told = " · ".join(f"{side.name}: {side.folder}" for side in sides)
    return say("{sides}", sides=facts.name("sides", told))


def _figures(facts: Facts, sides: Sequence[Side], table: CitableTable) -> FactTable:
    columns = [Column("figure", "Figure", is_number=False)]
    columns += [Column(side.key, f"Run {side.name}") for side in sides]
    rows: list[Row] = []
    for part, name in (("start", "First day"), ("end", "Last day"), *FIGURES):
        found = [table.get(f"{side.key}.{part}") for side in sides]
        if any(fact is not None for fact in found):
            cells = [(fact.value, fact.text) if fact is not None else (None, formats.NOTHING) for fact in found]
            rows.append(((name, name), *cells))
    return facts.table("side-by-side", "Side by side", columns, rows, "results")


def _picture(facts: Facts, sides: Sequence[Side]) -> Iterator[Picture]:
    dailies = [(side, side.story.daily) for side in sides if side.story.daily is not None]
    if not dailies:
        return
    times = np.unique(np.concatenate([daily.times for _, daily in dailies]))
    lines = []
    for side, daily in dailies:
        values = as_of(tuple(daily.times.tolist()), tuple((daily.equity / daily.equity[0]).tolist()), times)
        lines.append((f"run {side.name}", np.where(times <= daily.times[-1], values, np.nan)))
    chart = Drawn("equity", "Account, first value = one", "plain", tuple(lines))
    made = picture_of(facts, "equity", "Both accounts", times.tolist(), (chart,), source="results")
    if made is not None:
        yield made


def _differences(facts: Facts, comparisons: Sequence[Comparison]) -> Iterator[FactTable]:
    for comparison in comparisons:
        left, right = comparison.left.name, comparison.right.name
        found = [
            (part.name, item)
            for name in _SHOWN
            for part in comparison.parts
            if part.name == name
            for item in part.differences
        ]
        rows: list[Row] = [_texts(name, item.what, item.left, item.right) for name, item in found[:_MOST_SHOWN]]
        if rows:
            columns = (
                Column("part", "Part", is_number=False),
                Column("what", "What", is_number=False),
                Column("left", f"Run {left}", is_number=False),
                Column("right", f"Run {right}", is_number=False),
            )
            yield facts.table(f"differ-{right.lower()}", "What differs", columns, rows, "runs")


def _texts(*texts: str) -> Row:
    return tuple((text, text) for text in texts)


def _missing(facts: Facts, sides: Sequence[Side], comparisons: Sequence[Comparison]) -> Iterator[Prose]:
    for side in sides:
        if side.story.daily is None:
            yield say(
                "{run} left no samples of its account.", run=facts.name(f"missing.{side.name}", f"Run {side.name}")
            )
    notes = [part.note for comparison in comparisons for part in comparison.parts if part.note]
    notes += [note for comparison in comparisons for note in comparison.notes]
    for number, note in enumerate(dict.fromkeys(notes)):
        yield say("{note}.", note=facts.name(f"missing.note.{number}", note.rstrip(".")))


def _tail(facts: Facts, sides: Sequence[Side], made_at: datetime, command: str) -> Part:
    lines = [f"Run {side.name}: {side.folder}, {side.inputs.engine or 'engine not named'}" for side in sides]
    lines.append(f"Page made: {made_at:%Y-%m-%d %H:%M} UTC")
    bullets = Bullets(tuple(say("{line}", line=facts.name(f"source.{n}", text)) for n, text in enumerate(lines)))
    return Part("From what", "from", (bullets, facts.quote("command", command, "this page")))
