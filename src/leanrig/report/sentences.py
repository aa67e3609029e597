"""What is said of a run, by rules, honest first: no result is ever great; what may be luck is called so. Pure."""

import math
from dataclasses import dataclass
from datetime import datetime

from leanrig.model.verdict import Judgement, Reason
from leanrig.report import formats
from leanrig.report.bootstrap import FEWEST_DAYS
from leanrig.report.fact import Fact, Facts, Prose, Quote, say
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures

__all__ = ["Headline", "ToldReason", "headline_of", "told_reasons"]

_LUCK = 0.05

_BADGES = {
    Judgement.CRASHED: "crashed",
    Judgement.UNFINISHED: "killed",
    Judgement.INITIALIZE_ERROR: "failed to start",
    Judgement.RUNTIME_ERROR: "ended by an error",
    Judgement.NO_DATA: "no data",
    Judgement.BANKRUPT: "bankrupt",
    Judgement.ALL_REFUSED: "all orders refused",
    Judgement.CUT_SHORT: "cut short",
    Judgement.NO_ORDERS: "no orders",
    Judgement.MISSING_DATA: "data missing",
    Judgement.SOME_REFUSED: "orders refused",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """The badge, and the sentences of the verdict in their order."""

    badge: str
    is_good: bool
    sentences: tuple[Prose, ...]

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class ToldReason:
    """A reason of the verdict with its cure and Lean's own words."""

    text: Prose
    cure: Prose
    quote: Quote | None


def headline_of(
    facts: Facts, inputs: ReportInputs, reasons: tuple[ToldReason, ...], found: Measures | None
) -> Headline:
    """Return the verdict: what is wrong with the run, or else how it compares with its benchmark."""
    performance = _performance(facts, inputs, found) if found is not None else ()
    if not inputs.verdict.is_good:
        told = (reasons[0].text, *performance) if inputs.verdict.judgement in _STILL_COMPARED else (reasons[0].text,)
        return Headline(_BADGES[inputs.verdict.judgement], False, told)
    if found is None or not performance:
        return Headline("whole, nothing to compare", True, (say("The run is whole, and too short to say more."),))
    return Headline(_badge(found), True, performance)


# A run with one of these has run to its end: its figures stand, with what is wrong said before them.
_STILL_COMPARED = {Judgement.SOME_REFUSED, Judgement.MISSING_DATA}


def told_reasons(facts: Facts, reasons: tuple[Reason, ...]) -> tuple[ToldReason, ...]:
    """Return the reasons with their figures as facts."""
    told = []
    for number, reason in enumerate(reasons):
        found = {name: _fact_of(facts, f"verdict.{number}.{name}", value) for name, value in reason.values.items()}
        quote = facts.quote(f"verdict.{number}", reason.quote, "result") if reason.quote else None
        told.append(ToldReason(say(reason.text, **found), say(reason.cure), quote))
    return tuple(told)


def _fact_of(facts: Facts, key: str, value: float | str | datetime) -> Fact:
    if isinstance(value, datetime):
        return facts.add(key, value, formats.day(value), source="result")
    if isinstance(value, str):
        return facts.name(key, value, source="result")
    text = formats.count(value) if float(value).is_integer() else formats.money(value, "")
    return facts.add(key, value, text, source="result")


def _performance(facts: Facts, inputs: ReportInputs, found: Measures) -> tuple[Prose, ...]:
    own = facts["figure.sharpe"]
    if math.isnan(found.sharpe):
        return (say("The account did not move: there is nothing to compare."),)
    if "benchmark.sharpe" not in facts or math.isnan(found.benchmark_sharpe):
        return (
            say(
                "There is no benchmark to hold it against: Lean had no data for it. Sharpe {own}, drawdown {fall}.",
                own=own,
                fall=facts["figure.drawdown"],
            ),
        )
    other, versus = facts["benchmark.sharpe"], _benchmark_name(facts, inputs)
    compared = _compared(facts, found)
    if compared is None:
        fewest = facts.add("fewest", FEWEST_DAYS, formats.count(FEWEST_DAYS), unit="days", how="fewest days compared")
        first = say(
            "Too short to tell it from {versus} (fewer than {fewest} days): Sharpe {own} against {other}.",
            versus=versus, fewest=fewest, own=own, other=other,
        )  # fmt: skip
    else:
        first = say(
            {
                "no": "Not distinguishable from {versus}: Sharpe {own} against {other}, p = {p}.",
                "better": "Better than {versus} in this sample: Sharpe {own} against {other}, p = {p}.",
                "worse": "Worse than {versus}: Sharpe {own} against {other}, p = {p}.",
            }[_word(found)],
            versus=versus, own=own, other=other, p=compared,
        )  # fmt: skip
    falls = say("Drawdown {own} against {other}.", own=facts["figure.drawdown"], other=facts["benchmark.drawdown"])
    return first, falls


def _compared(facts: Facts, found: Measures) -> Fact | None:
    comparison = found.comparison
    if comparison is None:
        return None
    facts.add("comparison.draws", comparison.draws, formats.count(comparison.draws), how="draws of the bootstrap")
    facts.add(
        "comparison.block", comparison.block, formats.count(comparison.block), unit="days", how="length of a block"
    )
    return facts.add(
        "comparison.p",
        comparison.p,
        formats.p_value(comparison.p),
        how="two-sided, circular block bootstrap of paired daily returns with a fixed seed",
        source="result",
    )


def _word(found: Measures) -> str:
    if found.comparison is None or found.comparison.p >= _LUCK:
        return "no"
    return "better" if found.comparison.difference > 0 else "worse"


def _badge(found: Measures) -> str:
    if math.isnan(found.sharpe) or math.isnan(found.benchmark_sharpe):
        return "whole, nothing to compare"
    if found.comparison is None:
        return "too short to tell"
    return {"no": "not distinguishable", "better": "better in this sample", "worse": "worse"}[_word(found)]


def _benchmark_name(facts: Facts, inputs: ReportInputs) -> Fact:
    if inputs.is_held_against_itself:
        text = "buy and hold"
    else:
        text = inputs.benchmark or "its benchmark"
    return facts.name("benchmark.name", text, source="recipe")
