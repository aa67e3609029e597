"""Verbs that relate facts, in all their forms, and the phrases that start with a verb. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leanrig.report.narrate.inflect import forms
from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["DIMENSIONS", "Form", "Meaning", "verb_phrases"]

Form = Literal["pred", "verb", "part"]
"""`pred`: behind was, or alone (above). `verb`: stands by itself (exceeds). `part`: behind has, or was ... by."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase claims, and how it is built into a sentence."""

    op: Op
    domain: Domain
    form: Form = "pred"


DIMENSIONS: dict[str, Domain] = {
    "depth": "depth", "severity": "depth", "length": "length", "duration": "length", "size": "size",
    "magnitude": "size", "extent": "size",
}  # fmt: skip
_TRANSITIVE: tuple[tuple[Op, Domain, str], ...] = (
    ("gt", "order", "exceed top overtop overshoot outnumber clear outweigh"),
    ("gt", "race", "surpass outrank lead outpace outstrip overtake outrun outscore overhaul pass"),
    ("gt", "quality", "beat outperform outdo best trump outshine defeat outclass outplay outmatch overcome"),
    ("lt", "order", "undercut undershoot"),
    ("lt", "race", "trail"),
    ("lt", "quality", "underperform lag"),
    ("gt", "length", "outlast outlive outstay"),
    ("lt", "date", "precede predate antedate"),
    ("gt", "date", "postdate follow"),
    ("ge", "order", "reach attain meet"),
    ("eq", "equal", "equal match tie mirror echo duplicate replicate parallel"),
)
_PHRASAL: tuple[tuple[Op, Domain, str], ...] = (
    ("lt", "order", """
    fall short of / come short of / stop short of / come up short of / come up short against / fall shy of /
    come up shy of / fall below / fall under / drop below / drop under / dip below / dip under / dip beneath /
    slip below / slip under / slip beneath / slide below / slide under / sink below / sink under /
    sink beneath
    / fall beneath / go below / go under / move below / get below
    """),
    ("gt", "order", """
    rise above / rise over / climb above / climb over / climb past / rise past / rise beyond / go beyond /
    go above / go over / go past / run past / move past / move above / move beyond / push past / get past /
    get above / pass beyond / reach beyond / extend beyond / reach above / top out above / run over
    """),
    ("ge", "depth", """
    reach the depth of / attain the depth of / match the depth of / come to the depth of
    """),
    ("ge", "length", """
    reach the length of / attain the length of / reach the duration of / match the length of
    """),
    ("lt", "race", """
    fall behind / trail behind / yield to / give way to / bow to / concede to / defer to / drop behind /
    slip behind / rank behind / rank below / place behind / place below / take a back seat to /
    have to look up to / have to look up at / look up to / look up at
    """),
    ("gt", "race", """
    pull ahead of / get ahead of / move ahead of / draw ahead of / go ahead of / rank ahead of / rank above /
    place ahead of / place above / come out ahead of / come out on top of / take the lead over /
    have the lead over / hold the lead over / forge ahead of / stay clear of
    """),
    ("ge", "order", """
    come up to / reach to / reach up with / measure up to / keep pace with / keep up with / catch up with /
    catch up to / live up to / match up to / get as far as / get up to / reach up to / draw up to /
    arrive at /
    arrive to / make it to / attain to
    """),
    ("eq", "equal", """
    show the same figure as / show the same value as / have the same figure as / have the same value as /
    align with / line up with / agree with / coincide with / tie with / draw level with / tally with /
    correspond to / come level with / draw with / square with / carry the same figure as /
    carry the same value as / have the same value like / match up with / differ in nothing from /
    differ in no way from / equate to / equal to / have no difference from / have no difference to /
    have no difference with / show no difference from / show no difference to /
    show no difference with / exhibit no difference from / display no difference from /
    share its figure with / share its value with / have the same reading as /
    share a figure with
    """),
    ("ne", "equal", """
    change from / move from / budge from / stray from / differ from / depart from / deviate from /
    diverge from
    / part from / differ with
    """),
    ("edge", "order", "edge past / edge above"),
    ("edge", "race", "edge ahead of"),
    ("gt", "quality", """
    do better than / fare better than / perform better than / improve on / improve upon / win against /
    win over
    / get the better of / have the better of / get the best of / have the upper hand over /
    hold the upper hand over / gain the upper hand over / come off better than / come out better than /
    come off best against / come away better than / compare favourably with / compare favourably to /
    compare favorably with / compare favorably to / compare well with / prevail over /
    have the advantage over /
    win out over / triumph over / get off better than
    """),
    ("lt", "quality", """
    do worse than / fare worse than / perform worse than / lag behind / lose out to / lose to /
    come off worse than / come out worse than / come off worst against / compare unfavourably with /
    compare unfavourably to / compare unfavorably with / compare unfavorably to / compare badly with /
    compare poorly with / lose against / get off worse than / come away worse than / underperform against
    """),
    ("lt", "date", "fall before / fall prior to / come prior to / fall earlier than"),
    ("gt", "date", "fall after / fall subsequent to / fall later than / come subsequent to"),
    ("as-high", "quality", "do as well as / fare as well as / perform as well as"),
)  # fmt: skip
_FLIPPED: dict[Op, Op] = {"gt": "lt", "lt": "gt", "eq": "eq", "ge": "le"}


def verb_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield each verb that stands between two facts, in all its forms, with its meaning."""
    for op, domain, listed in _TRANSITIVE:
        for verb in listed.split():
            yield from _transitive(verb, op, domain)
    for op, domain, listed in _PHRASAL:
        for phrase in (" ".join(one.split()) for one in listed.split("/")):
            yield from ((form, Meaning(op, domain, "verb")) for form in dict.fromkeys(forms(phrase)))


def _transitive(verb: str, op: Op, domain: Domain) -> Iterator[tuple[str, Meaning]]:
    made = forms(verb)
    for word in dict.fromkeys((made.base, made.third, made.past, made.gerund)):
        yield word, Meaning(op, domain, "verb")
    if made.participle != made.past:
        yield made.participle, Meaning(op, domain, "part")
    yield f"{made.participle} by", Meaning(_FLIPPED[op], domain, "part")
    if domain in ("order", "race", "quality") and op != "ge":
        for noun, dimension in DIMENSIONS.items():
            yield f"{made.participle} in {noun} by", Meaning(_FLIPPED[op], dimension, "part")
