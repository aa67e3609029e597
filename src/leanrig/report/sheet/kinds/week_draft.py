"""The digest of a week: runs, changes of regime, data, and what models cost; of a quiet one it says so. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.fact import Facts, Prose, say
from leanrig.report.narrate.language import Narrative, SectionName
from leanrig.report.narrate.rule_words import is_known, number
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.adding import add_distinct
from leanrig.report.sheet.kinds.doubts import doubt_citables, told_doubts
from leanrig.report.sheet.kinds.rules_words import narrative_of, there
from leanrig.report.sheet.kinds.week_facts import week_doubts, week_facts
from leanrig.report.sheet.kinds.week_inputs import WeekInputs
from leanrig.report.sheet.kinds.week_tables import changes_table, gaps_table, runs_table, spending_table
from leanrig.report.sheet.sheet import Bullets, Part

__all__ = ["draft_of_week"]

_ONLY: tuple[SectionName, ...] = ("summary", "performance", "regimes", "data", "history", "doubts")
_MOST_TOLD = 5


def draft_of_week(inputs: WeekInputs) -> Draft:
    """Return everything that there is to say of a week."""
    facts, table = Facts(), CitableTable()
    table.add(week_facts(inputs))
    add_distinct(table, doubt_citables(week_doubts(inputs), table))
    first, last = f"{inputs.first:%Y-%m-%d}", f"{inputs.last:%Y-%m-%d}"
    return Draft(
        kind="week",
        facts=facts,
        title=facts.name("title", f"Week from {first} to {last}"),
        subtitle=say("Runs, regimes, data and models"),
        label=facts.name("label", "from this workspace's own files"),
        table=table,
        rules=_rules(inputs, table),
        headings={"performance": "Runs", "regimes": "Changes of regime", "history": "What models cost"},
        blocks={
            "performance": tuple(runs_table(facts, inputs)),
            "regimes": tuple(changes_table(facts, inputs)),
            "data": tuple(gaps_table(facts, inputs)),
            "history": tuple(spending_table(facts, inputs)),
        },
        missing=tuple(_missing(facts, inputs)),
        tail=(_tail(facts, inputs),),
        only=_ONLY,
    )


def _rules(inputs: WeekInputs, table: CitableTable) -> Narrative:
    return narrative_of(
        {
            "summary": _summary(inputs, table),
            "performance": _performance(table),
            "regimes": (
                f"The record has {{regime.change.{n}}}." for n in range(1, 1 + min(_MOST_TOLD, len(inputs.changes)))
            ),
            "data": (there(table, "week.gapped"),),
            "history": _cost(table),
            "doubts": told_doubts(table),
        }
    )


def _summary(inputs: WeekInputs, table: CitableTable) -> Iterator[str]:
    if inputs.is_quiet:
        yield "The record has {week.quiet}."
        return
    yield there(table, "week.runs", "week.changes")
    if number(table, "week.bad"):
        yield "Keep in mind {week.bad}."


def _performance(table: CitableTable) -> Iterator[str]:
    found = sorted(
        table.group("week_run.sharpe"), key=lambda fact: float(fact.value) if isinstance(fact.value, float) else 0.0
    )
    if len(found) > 1 and found[-1].text != found[-2].text:
        yield f"The highest was {{{found[-1].key}}}."
    if len(found) > 1 and found[0].text != found[1].text:
        yield f"The lowest was {{{found[0].key}}}."
    if len(found) == 1:
        yield f"The record has {{{found[0].key}}}."


def _cost(table: CitableTable) -> Iterator[str]:
    if number(table, "models.calls"):
        yield there(table, "models.calls", "models.tokens")
        if is_known(table, "models.cost"):
            yield "Keep in mind {models.cost}."


def _missing(facts: Facts, inputs: WeekInputs) -> Iterator[Prose]:
    if not inputs.runs:
        yield say("There was no run.")
    if not inputs.changes:
        yield say("No regime changed in the signal files.")
    if not inputs.spending:
        yield say("No language model was called.")
    if not inputs.gaps:
        yield say("No bars are stored.")
    for place, note in enumerate(inputs.notes):
        yield say("{note}.", note=facts.name(f"missing.note.{place}", note.rstrip(".")))


def _tail(facts: Facts, inputs: WeekInputs) -> Part:
    line = say("{line}", line=facts.name("source", f"Page made: {inputs.made_at:%Y-%m-%d %H:%M} UTC"))
    return Part("From what", "from", (Bullets((line,)), facts.quote("command", inputs.command, "this page")))
