"""Fill-forward: which moments get a copy of the last bar, and what times a copy has."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.feed.columns import Ints
from leanrig.engine.hours.sessions import Sessions
from leanrig.engine.hours.zone_arrays import to_wall

__all__ = ["Bars", "Filled", "daily_bars", "fill_forward", "step_bars", "step_ends"]


class Bars(NamedTuple):
    """The bars that a subscription could have.

    Attributes
    ----------
    emit
        Ends in microseconds UTC, increasing.
    start, end
        Wall clock of the exchange in microseconds.
    """

    emit: Ints
    start: Ints
    end: Ints


class Filled(NamedTuple):
    """Rows after fill-forward: where each comes from, and its times."""

    source: Ints
    emit: Ints
    start: Ints
    end: Ints
    copied: npt.NDArray[np.bool_]

    def where(self, rows: npt.NDArray[np.bool_]) -> "Filled":
        """These rows only."""
        return Filled(self.source[rows], self.emit[rows], self.start[rows], self.end[rows], self.copied[rows])


def step_ends(sessions: Sessions, step: int, zone: str) -> Ints:
    """Ends, in microseconds UTC, of the bars of `step` that overlap a session.

    Parameters
    ----------
    sessions
        When the exchange is open.
    step
        Length of a bar in microseconds.
    zone
        Whose midnight bars count from: the zone of the files.
    """
    walls = to_wall(sessions.opens, zone)
    ends = []
    for begin, close, wall in zip(sessions.opens.tolist(), sessions.closes.tolist(), walls.tolist(), strict=True):
        offset = wall - begin
        first = wall // step * step + step
        last = -(-(close + offset) // step) * step
        ends.append(np.arange(first - offset, last - offset + 1, step, dtype=np.int64))
    if not ends:
        return np.empty(0, dtype=np.int64)
    emit = np.concatenate(ends)
    # Sessions that touch within one bar would give it twice.
    return emit[np.r_[True, emit[1:] > np.maximum.accumulate(emit)[:-1]]]


def step_bars(emit: Ints, step: int, zone: str) -> Bars:
    """Bars of one length with their times in the exchange's zone."""
    return Bars(emit, to_wall(emit - step, zone), to_wall(emit, zone))


def daily_bars(days: Sessions) -> Bars:
    """One bar a trading day, from its open to its close."""
    return Bars(days.closes, days.local_opens, days.local_opens + (days.closes - days.opens))


def fill_forward(emit: Ints, start: Ints, end: Ints, moments: Ints, bars: Bars) -> Filled:
    """Merge real rows with copies at those moments after the first real row that no real row ends at.

    Parameters
    ----------
    emit, start, end
        Times of the real rows.
    moments
        Candidates in microseconds UTC.
    bars
        A copy gets the times of the last of these that is complete at its moment.
    """
    count = len(emit)
    rows = np.arange(count, dtype=np.int64)
    if count == 0:
        return Filled(rows, emit, start, end, np.zeros(0, dtype=bool))
    place = np.searchsorted(emit, moments, side="right") - 1
    wanted = (place >= 0) & (emit[np.maximum(place, 0)] != moments)
    if not wanted.any():
        return Filled(rows, emit, start, end, np.zeros(count, dtype=bool))
    source, times = place[wanted], moments[wanted]
    bar = np.searchsorted(bars.emit, times, side="right") - 1
    known = bar >= 0
    bar = np.maximum(bar, 0)
    copies_start = np.where(known, bars.start[bar], start[source]) if len(bars.emit) else start[source]
    copies_end = np.where(known, bars.end[bar], end[source]) if len(bars.emit) else end[source]
    emits = np.concatenate([emit, times])
    order = np.argsort(emits, kind="stable")
    return Filled(
        np.concatenate([rows, source])[order],
        emits[order],
        np.concatenate([start, copies_start])[order],
        np.concatenate([end, copies_end])[order],
        np.concatenate([np.zeros(count, dtype=bool), np.ones(len(source), dtype=bool)])[order],
    )
