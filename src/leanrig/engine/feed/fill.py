"""Fill-forward: which moments get a copy of the last bar."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.feed.columns import Ints

__all__ = ["Filled", "Grid", "daily_grid", "fill_forward", "step_grid"]


class Grid(NamedTuple):
    """Moments at which a bar may end.

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


def step_grid(opens: Ints, closes: Ints, local_opens: Ints, step: int) -> Grid:
    """Ends of bars of `step` that overlap a session.

    Parameters
    ----------
    opens, closes
        Sessions in microseconds UTC.
    local_opens
        The same opens as wall clock of the zone whose midnight the bars count from.
    step
        Length of a bar in microseconds.
    """
    emits, ends = [], []
    for begin, close, local in zip(opens.tolist(), closes.tolist(), local_opens.tolist(), strict=True):
        offset = local - begin
        first = local // step * step + step
        last = -(-(close + offset) // step) * step
        wall = np.arange(first, last + 1, step, dtype=np.int64)
        ends.append(wall)
        emits.append(wall - offset)
    if not ends:
        empty = np.empty(0, dtype=np.int64)
        return Grid(empty, empty, empty)
    end, emit = np.concatenate(ends), np.concatenate(emits)
    # Sessions that touch within one bar would give it twice.
    keep = np.r_[True, emit[1:] > emit[:-1]]
    return Grid(emit[keep], end[keep] - step, end[keep])


def daily_grid(opens: Ints, closes: Ints, local_opens: Ints) -> Grid:
    """One bar a session, from its open to its close."""
    return Grid(closes, local_opens, local_opens + (closes - opens))


def fill_forward(emit: Ints, start: Ints, end: Ints, grid: Grid, *, keep_times: bool) -> Filled:
    """Merge real rows with copies at those grid moments after the first real row that no real row ends at.

    Parameters
    ----------
    emit, start, end
        Times of the real rows.
    grid
        Candidates.
    keep_times
        Copies keep the original's start and end (the grid is finer than the bars) instead of taking the grid's.
    """
    count = len(emit)
    rows = np.arange(count, dtype=np.int64)
    if count == 0:
        return Filled(rows, emit, start, end, np.zeros(0, dtype=bool))
    place = np.searchsorted(emit, grid.emit, side="right") - 1
    wanted = (place >= 0) & (emit[np.maximum(place, 0)] != grid.emit)
    if not wanted.any():
        return Filled(rows, emit, start, end, np.zeros(count, dtype=bool))
    source = place[wanted]
    copies_start = start[source] if keep_times else grid.start[wanted]
    copies_end = end[source] if keep_times else grid.end[wanted]
    emits = np.concatenate([emit, grid.emit[wanted]])
    order = np.argsort(emits, kind="stable")
    return Filled(
        np.concatenate([rows, source])[order],
        emits[order],
        np.concatenate([start, copies_start])[order],
        np.concatenate([end, copies_end])[order],
        np.concatenate([np.zeros(count, dtype=bool), np.ones(len(source), dtype=bool)])[order],
    )
