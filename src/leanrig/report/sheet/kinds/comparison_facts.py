"""Runs side by side: each figure of each run, the differences, and whether luck may explain them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.model.comparison import Comparison
from leanrig.report import formats
from leanrig.report.bootstrap import compare_sharpe
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.make import Source, cite, reading
from leanrig.report.daily import Daily
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs

__all__ = ["FIGURES", "Side", "comparison_facts"]

FIGURES: tuple[tuple[str, str], ...] = (
    ("total_return", "Return over the whole run"),
    ("return", "Return a year"),
    ("sharpe", "Sharpe ratio"),
    ("drawdown", "Drawdown"),
    ("deviation", "Deviation a year"),
    ("market", "Time in the market"),
    ("orders", "Orders"),
    ("trades", "Closed trades"),
    ("fees", "Fees"),
)
"""The account's facts that are held against each other, and their names."""

_LUCK = 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """One run: its letter, where it lies, what its page says, and all its facts."""

    name: str
    folder: str
    inputs: ReportInputs
    story: Story
    table: CitableTable

    @property
    def key(self) -> str:
        """First part of its facts' keys."""
        return f"run_{self.name.lower()}"

    @property
    def subject(self) -> str:
        """What sentences call it."""
        return f"run {self.name}"


def comparison_facts(sides: Sequence[Side], comparisons: Sequence[Comparison]) -> Iterator[Citable]:
    """Yield run_a.*, run_b.* and run_b.against_a.*: the first run is what the others are held against."""
    for side in sides:
        yield from _figures(side)
        yield from _ending(side)
    for side, comparison in zip(sides[1:], comparisons, strict=True):
        yield from _difference(sides[0], side, tests=len(sides) - 1)
        yield from _equal(side, comparison)


def _figures(side: Side) -> Iterator[Citable]:
    for part, noun in FIGURES:
        fact = side.table.get(f"account.{part}")
        if fact is None:
            continue
        is_count = part in ("orders", "trades")
        yield Citable(
            key=f"{side.key}.{part}",
            value=fact.value,
            text=fact.text,
            unit=fact.unit,
            noun=f"number of {noun.lower()}" if is_count else fact.noun,
            measure=fact.measure,
            how=fact.how,
            source=f"{side.folder}: {fact.source}",
            sha256=fact.sha256,
            precision=fact.precision,
            subject=side.subject,
            group=f"runs.{part}",
            sense=fact.sense,
            is_change=fact.is_change,
            is_size=fact.is_size,
            whole="" if fact.is_known else f"no {fact.noun} of {side.subject}",
        )
    for part in ("start", "end"):
        fact = side.table.get(f"account.{part}")
        if fact is not None:
            yield cite(
                f"{side.key}.{part}", fact.value, shown.Shown(fact.text, "date"), fact.noun, how=fact.how,
                source=Source(f"{side.folder}: {fact.source}", fact.sha256), subject=side.subject,
                measure=f"run {part}",
            )  # fmt: skip


def _ending(side: Side) -> Iterator[Citable]:
    fact = side.table.get("run.verdict")
    if fact is not None:
        yield cite(
            f"{side.key}.verdict", fact.value, shown.Shown(fact.text, "name"), "verdict", how=fact.how,
            source=Source(f"{side.folder}: {fact.source}", fact.sha256), subject=side.subject, measure="verdict",
            whole=f"{side.subject} as {fact.text}",
        )  # fmt: skip


def _difference(first: Side, other: Side, *, tests: int) -> Iterator[Citable]:
    one, two = first.table.get("account.sharpe"), other.table.get("account.sharpe")
    if one is None or two is None or not one.is_known or not two.is_known:
        return
    assert isinstance(one.value, float) and isinstance(two.value, float)
    key, source = f"{other.key}.against_a", Source(f"{first.folder}, {other.folder}")
    named = f"between {first.subject} and {other.subject}"
    gap = two.value - one.value
    yield cite(
        f"{key}.sharpe", gap, shown.ratio(gap), f"difference in Sharpe ratio {named}", source=source,
        how=f"Sharpe ratio of {other.subject} less that of {first.subject}", measure="difference in Sharpe ratio",
    )  # fmt: skip
    p = _chance(first.story, other.story)
    if p is None:
        return
    p = min(1.0, p * tests)
    yield cite(
        f"{key}.p", p, shown.chance(p), f"p-value of the difference in Sharpe ratio {named}", source=source,
        how="two-sided, circular block bootstrap of the daily returns of both on their common days, with a fixed seed,"
        " times the comparisons of this page", measure="p-value",
    )  # fmt: skip
    odds = "may explain" if p >= _LUCK else "would rarely give"
    yield reading(
        f"{key}.reading", f"a difference {named} that chance alone {odds}", source=source,
        how=f"p-value against {_LUCK}",
    )  # fmt: skip


def _chance(first: Story, other: Story) -> float | None:
    if first.daily is None or other.daily is None or first.measures is None:
        return None
    left, right = _common(first.daily, other.daily)
    if len(left) < 2 or np.array_equal(left, right):
        return None
    found = compare_sharpe(right, left, days_per_year=first.measures.days_per_year, rate=first.measures.rate)
    return None if found is None else found.p


def _common(first: Daily, other: Daily) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the daily changes of both on the days that both have."""
    one, two = dict(zip(first.days, first.equity, strict=True)), dict(zip(other.days, other.equity, strict=True))
    days = [day for day in one if day in two]
    left, right = (np.array([side[day] for day in days], dtype=np.float64) for side in (one, two))
    sound = bool(len(days) > 1 and np.all(left > 0) and np.all(right > 0))
    return (left[1:] / left[:-1] - 1, right[1:] / right[:-1] - 1) if sound else (np.zeros(0), np.zeros(0))


def _equal(side: Side, comparison: Comparison) -> Iterator[Citable]:
    for part in comparison.parts:
        apart = part.total - part.equal
        thing = {"orders": "order", "inputs": "input"}.get(part.name)
        if thing is None:
            continue
        told = shown.counted(apart, f"{thing} that differs", things=f"{thing}s that differ")
        yield cite(
            f"{side.key}.against_a.{part.name}", apart, shown.count(apart), f"number of {thing}s that differ",
            source=Source(str(comparison.right.folder.name)), measure=f"{thing}s that differ",
            how=f"{formats.count(part.total)} compared one by one",
            whole=f"{told} between run A and {side.subject}",
        )  # fmt: skip
