"""The account's deepest drawdowns: from peak to trough and back, over all samples. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.sources import Sources
from leanrig.report.inputs import ReportInputs
from leanrig.report.risk import drawdowns

__all__ = ["Episode", "drawdown_facts", "episodes_of"]

_MOST = 5
_RANKS = ("deepest", "second deepest", "third deepest", "fourth deepest", "fifth deepest")


@dataclass(frozen=True, slots=True)
class Episode:
    """One way from a peak down and back to it: places of peak, trough and return (None: not yet)."""

    peak: int
    trough: int
    back: int | None
    depth: float


def episodes_of(values: NDArray[np.float64]) -> list[Episode]:
    """Return all falls from a peak in the order of time; depths are fractions below zero."""
    falls = drawdowns(values)
    below = np.flatnonzero(falls < 0)
    if not len(below):
        return []
    breaks = np.flatnonzero(np.diff(below) > 1)
    firsts, lasts = below[np.r_[0, breaks + 1]], below[np.r_[breaks, len(below) - 1]]
    found = []
    for first, last in zip(firsts, lasts, strict=True):
        trough = int(first + np.argmin(falls[first : last + 1]))
        back = int(last) + 1 if last + 1 < len(values) else None
        found.append(Episode(int(first) - 1, trough, back, float(falls[trough])))
    return found


def drawdown_facts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    """Yield drawdown.<n>.*, 1 the deepest. They are some of all, so no group: the rank is in the name."""
    equity = inputs.result.equity
    if equity is None or len(equity.values) < 2 or not np.all(np.isfinite(equity.values)):
        return
    deepest = sorted(episodes_of(np.array(equity.values)), key=lambda episode: episode.depth)[:_MOST]
    for place, episode in enumerate(deepest, 1):
        yield from _told(place, episode, [_day(time) for time in equity.times], sources)


def _told(place: int, episode: Episode, days: list[date], sources: Sources) -> Iterator[Citable]:
    key, rank = f"drawdown.{place}", f"{_RANKS[place - 1]} drawdown"
    peak, trough = days[episode.peak], days[episode.trough]
    yield cite(
        f"{key}.depth", episode.depth, shown.percent(episode.depth), rank, source=sources.result,
        subject="the account", period=f"from {peak:%Y-%m-%d} to {trough:%Y-%m-%d}", measure="drawdown",
        sense="less", is_size=True, how="fall from a peak to the lowest sample before its return",
    )  # fmt: skip
    back = days[episode.back] if episode.back is not None else None
    for part, value, word in (("start", peak, "start"), ("low", trough, "lowest day"), ("end", back, "end")):
        yield cite(
            f"{key}.{part}", value, shown.day(value) if value is not None else shown.Shown("not reached", "date"),
            f"{word} of the account's {rank}", source=sources.result, measure="day of a drawdown",
            how="day of the peak, of the lowest sample, of the first sample back at the peak",
        )  # fmt: skip
    length = ((back or days[-1]) - peak).days
    yield cite(
        f"{key}.days", length, shown.days(length), f"length of the account's {rank}", source=sources.result,
        period=f"that started on {peak:%Y-%m-%d}", measure="length of a drawdown", sense="less",
        how="calendar days from the peak back to it, or to the run's end where it was not reached",
    )  # fmt: skip


def _day(time: int) -> date:
    """Return the day that a sample tells of; one taken at Lean's midnight tells of the day that has ended."""
    return (datetime.fromtimestamp(time, UTC) - timedelta(hours=12)).date()
