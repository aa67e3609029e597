"""What is said of a run without any model: sentences chosen by rules from the facts, honest first. Pure.

The sentences are in the slot language and held to the same check as a model's: the rules have no privilege.
"""

from collections.abc import Callable, Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.language import SECTIONS, Narrative, Section, SectionName, Sentence
from leanrig.report.narrate.rule_words import is_known, number, ordered, sized
from leanrig.report.narrate.rules_of_performance import performance
from leanrig.report.narrate.rules_of_regimes import patterns, regimes
from leanrig.report.narrate.rules_of_sources import data, history
from leanrig.report.narrate.rules_of_trading import trading

__all__ = ["rules_of"]

_LUCK = 0.05
_MOST_DOUBTS = 8


def rules_of(table: CitableTable) -> Narrative:
    """Return the rules' sentences; a section of which nothing is known has none."""
    return Narrative(
        sections=[
            Section(name=name, sentences=[Sentence(text=text) for text in _RULES[name](table) if text])
            for name in SECTIONS
        ]
    )


def _summary(table: CitableTable) -> Iterator[str | None]:
    yield from _ending(table)
    yield from _against_benchmark(table)
    if number(table, "account.drawdown"):
        yield sized(table, "account.drawdown", "benchmark.drawdown")
    said = "doubt.luck" if is_known(table, "comparison.reading") else ""
    doubt = next((key for key in _doubts_of(table) if key != said), None)
    if doubt is not None:
        yield f"To keep in mind is {{{doubt}}}."


def _ending(table: CitableTable) -> Iterator[str]:
    if "run.verdict" in table and table["run.verdict"].value != "good":
        yield "The verdict is {run.verdict}, to be read with care."
    yield from (f"Keep in mind {{{key}}}." for key in table if key.startswith("run.reason."))


def _against_benchmark(table: CitableTable) -> Iterator[str | None]:
    if not is_known(table, "account.sharpe"):
        if "account.sharpe" in table:
            yield "There is {account.sharpe}."
        return
    if not is_known(table, "benchmark.sharpe"):
        yield "{account.sharpe} stands on its own."
        return
    chance = number(table, "comparison.p")
    if chance is not None and chance < _LUCK:
        yield ordered(table, "account.sharpe", "benchmark.sharpe", also=" in this sample, with {comparison.p}")
        return
    yield ordered(table, "account.sharpe", "benchmark.sharpe")
    if chance is not None:
        yield "Keep in mind {comparison.reading}, with {comparison.p}."


def _doubts(table: CitableTable) -> Iterator[str]:
    for key in _doubts_of(table)[:_MOST_DOUBTS]:
        yield f"Keep in mind {{{key}}}; note {{{key}.settle}}."


def _doubts_of(table: CitableTable) -> list[str]:
    return [key for key in table if key.startswith("doubt.") and not key.endswith(".settle")]


_RULES: dict[SectionName, Callable[[CitableTable], Iterator[str | None]]] = {
    "summary": _summary,
    "performance": performance,
    "regimes": regimes,
    "trading": trading,
    "patterns": patterns,
    "data": data,
    "history": history,
    "doubts": _doubts,
}
