"""Changes of regimes: the latest of each symbol, how sure it is, and what followed earlier ones of its kind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leanrig.report import formats
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.make import Source, cite
from leanrig.report.fact import Facts, Prose, say
from leanrig.report.narrate.language import Narrative, SectionName
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.adding import add_distinct
from leanrig.report.sheet.kinds.doubts import Doubt, doubt_citables, known, told_doubts
from leanrig.report.sheet.kinds.regime_facts import Watched, regime_facts
from leanrig.report.sheet.kinds.regimes_tables import changes_table, followed_table
from leanrig.report.sheet.kinds.rules_words import narrative_of, now_sentences, switch_sentences, there
from leanrig.report.sheet.kinds.switch_facts import HORIZONS, latest_switch, switch_facts
from leanrig.report.sheet.picture import Drawn, picture_of
from leanrig.report.sheet.sheet import Block, Bullets, Part

__all__ = ["RegimesInputs", "draft_of_regimes"]

_ONLY: tuple[SectionName, ...] = ("summary", "regimes", "patterns", "doubts")
_MOST_TOLD = 5
_MOST_PICTURES = 4
_MOST_TESTED = 2
_FEW_CASES = 10
_UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class RegimesInputs:
    """Symbols with their rows and, where they are stored, their closes.

    `recipe` names whose signals they are, `currencies` what prices are in; `notes` say what is missing.
    """

    recipe: str
    watched: tuple[Watched, ...]
    made_at: datetime
    command: str
    label: str = ""
    notes: tuple[str, ...] = ()


def draft_of_regimes(inputs: RegimesInputs) -> Draft:
    """Return everything that there is to say of the latest changes."""
    facts, table = Facts(), CitableTable()
    changed = _newest_first(inputs.watched)
    table.add([_count(inputs)])
    for watched in inputs.watched:
        add_distinct(table, regime_facts(watched))
        add_distinct(table, switch_facts(watched, tests=len(inputs.watched)))
    add_distinct(table, doubt_citables(_doubts(inputs, table), table))
    return Draft(
        kind="regimes",
        facts=facts,
        title=facts.name("title", f"Regimes of {inputs.recipe}"),
        subtitle=_subtitle(facts, inputs),
        label=facts.name("label", inputs.label or "data of unknown origin"),
        table=table,
        rules=_rules(table, changed),
        headings={"regimes": "Changes", "patterns": "What followed such changes"},
        blocks={
            "regimes": (*changes_table(facts, table, changed), *_pictures(facts, changed)),
            "patterns": tuple(followed_table(facts, table, changed)),
        },
        missing=tuple(_missing(facts, inputs)),
        tail=(
            Part("From what", "from", (_sources(facts, inputs), facts.quote("command", inputs.command, "this page"))),
        ),
        only=_ONLY,
    )


def _newest_first(watched: tuple[Watched, ...]) -> tuple[Watched, ...]:
    """Return those whose regime ever changed, the newest change first."""
    found = [(switch.row.stamp, one) for one in watched if (switch := latest_switch(one.rows)) is not None]
    return tuple(one for _, one in sorted(found, key=lambda item: item[0], reverse=True))


def _count(inputs: RegimesInputs) -> Citable:
    number = sum(bool(one.rows) for one in inputs.watched)
    return cite(
        "symbols.count", number, shown.count(number), "number of symbols", source=Source("signals"), measure="symbols",
        how="signal files with rows", whole=shown.counted(number, "symbol") + " with signal rows",
    )  # fmt: skip


def _rules(table: CitableTable, changed: tuple[Watched, ...]) -> Narrative:
    return narrative_of(
        {
            "summary": _summary(table, changed),
            "regimes": _regimes(table, changed),
            "patterns": _patterns(table, changed),
            "doubts": told_doubts(table),
        }
    )


def _summary(table: CitableTable, changed: tuple[Watched, ...]) -> Iterator[str]:
    if not changed:
        yield there(table, "symbols.count")
    for one in changed[:_MOST_TOLD]:
        yield from now_sentences(table, one.key)
    doubt = next((key for key in table if key.startswith("doubt.")), None)
    if doubt is not None:
        yield f"To keep in mind is {{{doubt}}}."


def _regimes(table: CitableTable, changed: tuple[Watched, ...]) -> Iterator[str | None]:
    for one in changed[:_MOST_TOLD]:
        yield there(table, f"{one.key}.switches")
        yield f"Keep in mind {{{one.key}.now.days}}."


def _patterns(table: CitableTable, changed: tuple[Watched, ...]) -> Iterator[str | None]:
    for one in changed[:_MOST_TESTED]:
        yield from switch_sentences(table, one.switch_key, HORIZONS)


def _doubts(inputs: RegimesInputs, table: CitableTable) -> Iterator[Doubt]:
    for one in inputs.watched:
        name = one.switch_key.replace(".", "_")
        confidence = known(table, f"{one.key}.now.confidence")
        if confidence is not None and confidence < _UNSURE:
            key = f"{one.key}.now.confidence"
            yield Doubt(
                f"unsure_{name}", f"a regime{one.suffix} that is not sure (confidence {table[key].text})",
                f"a confidence of at least {_UNSURE}", (key,),
            )  # fmt: skip
        key = f"{one.switch_key}.next_{HORIZONS[0]}.count"
        cases = known(table, key)
        if cases is not None and cases < _FEW_CASES:
            yield Doubt(
                f"few_{name}", f"few earlier changes of the latest kind ({table[key].phrase})",
                f"at least {_FEW_CASES} cases", (key,),
            )  # fmt: skip


def _subtitle(facts: Facts, inputs: RegimesInputs) -> Prose:
    rows = [one.rows[-1].stamp for one in inputs.watched if one.rows]
    symbols = facts.name("symbols", ", ".join(one.symbol for one in inputs.watched[:8]) or "no symbol")
    if not rows:
        return say("{symbols}", symbols=symbols)
    return say("{symbols} · rows to {last}", symbols=symbols, last=facts.name("last", formats.day(max(rows))))


def _pictures(facts: Facts, changed: tuple[Watched, ...]) -> Iterator[Block]:
    for number, one in enumerate(changed[:_MOST_PICTURES]):
        line = one.line
        if line is None or len(line.times) < 2:
            continue
        chart = Drawn("price", "Close", "plain", ((one.symbol, np.array(line.closes)),))
        made = picture_of(
            facts, f"price {number}".replace(" ", "-"), "Closes and regimes", line.times, (chart,),
            regimes=(one.symbol, one.rows), source=line.source,
        )  # fmt: skip
        if made is not None:
            yield made


def _missing(facts: Facts, inputs: RegimesInputs) -> Iterator[Prose]:
    steady = [one.symbol for one in inputs.watched if one.rows and latest_switch(one.rows) is None]
    notes = [*inputs.notes, *(f"The regime of {symbol} never changed" for symbol in steady)]
    notes += [f"There are no signal rows of {one.symbol}" for one in inputs.watched if not one.rows]
    notes += [f"No prices of {one.symbol} are stored" for one in inputs.watched if one.rows and one.line is None]
    for number, note in enumerate(notes):
        yield say("{note}.", note=facts.name(f"missing.note.{number}", note.rstrip(".")))


def _sources(facts: Facts, inputs: RegimesInputs) -> Bullets:
    lines = [f"{one.symbol}: {one.source.name} {one.source.sha256[:16]}".rstrip() for one in inputs.watched if one.rows]
    lines.append(f"Page made: {inputs.made_at:%Y-%m-%d %H:%M} UTC")
    return Bullets(tuple(say("{line}", line=facts.name(f"source.{n}", text)) for n, text in enumerate(lines)))
