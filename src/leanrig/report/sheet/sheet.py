"""A sheet is a report before it is laid out: title, headline and parts, whichever kind it is and whatever form it gets.

Everything that can be read comes from one table of facts, so that each form can be traced to it.
"""

from dataclasses import dataclass
from typing import Literal

from leanrig.report.context_page import Block as Cited
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Quote
from leanrig.report.judging_chart import Chart
from leanrig.report.narrate.credits import Credits
from leanrig.report.stack import Stack

__all__ = ["Block", "Bullets", "Kind", "Part", "Picture", "Sheet"]

Kind = Literal["backtest", "day", "regimes", "comparison", "week", "analysis", "judgement"]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences that stand one below the other."""

    items: tuple[Prose, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines over time, and the same values as a table for forms that cannot draw and for those who read."""

    title: str
    stack: Stack
    table: FactTable


Block = Prose | Bullets | FactTable | Quote | Picture | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; `anchor` is its place on the page."""

    heading: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole report. `headline` is what is said first; `label` says of what kind the data is.

    `context` is what others say: quoted, after all parts of ours.
    """

    kind: Kind
    facts: Facts
    title: Fact
    subtitle: Prose
    label: Fact
    headline: tuple[Prose, ...]
    parts: tuple[Part, ...]
    credits: Credits | None = None
    context: tuple[Cited, ...] = ()

    def part(self, anchor: str) -> Part | None:
        """Return a part by its anchor."""
        return next((part for part in self.parts if part.anchor == anchor), None)
