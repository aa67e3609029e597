"""Findings on the times of bars: order, exchange hours, holes, the tail."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.store.due import Due, due_bars
from leanrig.store.findings import Fault, Finding, Grade
from leanrig.store.quality_limits import QualityLimits
from leanrig.store.runs import runs
from leanrig.store.wording import aged, counted, shown

__all__ = ["hole_findings", "order_findings", "outside_findings", "tail_findings"]

_NONE = pd.DatetimeIndex([], tz="UTC")


def order_findings(ends: pd.DatetimeIndex) -> Iterator[Finding]:
    """Times that are missing, stand twice or go backwards, in the order in which the bars came."""
    lost = int(np.asarray(ends.isna()).sum())
    if lost:
        yield Finding(Fault.NO_TIME, Grade.BAD, f"{counted(lost, 'bar')} without a time", lost, _NONE)
    known = ends[~np.asarray(ends.isna())]
    back = np.flatnonzero(np.diff(known.asi8) < 0) + 1
    if len(back):
        words = f"time goes backwards at {counted(len(back), 'bar')}, the first at {shown(known[back[0]])}"
        yield Finding(Fault.DISORDER, Grade.BAD, words, len(back), known[back])
    twice = known[np.asarray(known.duplicated())]
    if len(twice):
        words = f"{counted(len(twice), 'bar')} at a moment that has one already, the first at {shown(twice.min())}"
        yield Finding(Fault.DUPLICATE, Grade.BAD, words, len(twice), twice.unique().sort_values())


def outside_findings(ends: pd.DatetimeIndex, due: Due, limits: QualityLimits) -> Iterator[Finding]:
    """Bars that end when no bar ends: outside exchange hours, or off the grid."""
    outside = ends[~ends.isin(due.ends)]
    if len(outside):
        share = len(outside) / len(ends)
        grade = Grade.BAD if share > limits.outside_bad else Grade.LOOK
        words = f"{counted(len(outside), 'bar')} outside exchange hours ({share:.2%}), the first at {shown(outside[0])}"
        yield Finding(Fault.OUTSIDE_HOURS, grade, words, len(outside), outside)


def hole_findings(ends: pd.DatetimeIndex, due: Due, resolution: Resolution, limits: QualityLimits) -> Iterator[Finding]:
    """Sessions without any bar, and bars missing within the others."""
    is_there = np.asarray(due.ends.isin(ends))
    has_bars = np.zeros(len(due.closes), dtype=bool)
    has_bars[due.session[is_there]] = True
    wanted = np.unique(due.session)
    empty = wanted[~has_bars[wanted]]
    if len(empty):
        yield _sessions(due, wanted, empty, limits)
    inside = has_bars[due.session]
    if resolution.is_intraday and (inside & ~is_there).any():
        yield _holes(due, inside, inside & ~is_there, resolution, limits)


def tail_findings(
    ends: pd.DatetimeIndex, symbol: Symbol, resolution: Resolution, now: datetime, limits: QualityLimits
) -> Iterator[Finding]:
    """Bars from the future, and bars that should have followed the last one by `now`."""
    moment = pd.Timestamp(now).as_unit("us")
    future = ends[ends > moment]
    if len(future):
        words = (
            f"{counted(len(future), 'bar')} from the future: now is {shown(moment)}, the last is of {shown(future[-1])}"
        )
        yield Finding(Fault.FUTURE, Grade.BAD, words, len(future), future)
        return
    last, limit = ends[-1], moment - limits.grace(resolution)
    # Ten days hold a session of every market.
    recent = due_bars(symbol, resolution, (limit - timedelta(days=10)).date(), limit.date()).ends
    late = recent[(recent > last) & (recent <= limit)]
    if len(late):
        closes = due_bars(symbol, Resolution.DAILY, bar_days(symbol, ends[-1:])[0].date(), limit.date()).ends
        count = int(((closes > last) & (closes <= limit)).sum())
        lag = f"{counted(count, 'session')} closed since" if count else f"{counted(len(late), 'bar')} due since"
        words = f"the last bar ended at {shown(last)}, {aged(moment - last)} ago; {lag}"
        yield Finding(Fault.STALE_TAIL, Grade.LOOK, words, max(count, 1), ends[-1:])


def _sessions(due: Due, wanted: npt.NDArray[np.int64], empty: npt.NDArray[np.int64], limits: QualityLimits) -> Finding:
    share = len(empty) / len(wanted)
    stretch = runs(np.isin(wanted, empty))
    grade = Grade.BAD if share > limits.missing_sessions_bad else Grade.LOOK
    words = (
        f"{counted(len(empty), 'session')} without a bar ({share:.2%} of {len(wanted):,}), the first "
        f"{due.days[empty[0]]:%Y-%m-%d}, at most {stretch.longest} in a row"
    )
    return Finding(Fault.MISSING_SESSIONS, grade, words, len(empty), due.closes[empty])


def _holes(
    due: Due,
    inside: npt.NDArray[np.bool_],
    missing: npt.NDArray[np.bool_],
    resolution: Resolution,
    limits: QualityLimits,
) -> Finding:
    count, share = int(missing.sum()), float(missing.sum() / inside.sum())
    stretch = runs(missing)
    if share > limits.missing_bad:
        grade = Grade.BAD
    elif share > limits.missing_look or stretch.longest * resolution.length >= limits.hole_look:
        grade = Grade.LOOK
    else:
        grade = Grade.NOTE
    gone = due.ends[missing]
    words = (
        f"{counted(count, 'bar')} missing within {counted(len(np.unique(due.session[missing])), 'session')} "
        f"({share:.2%} of those due), the first at {shown(gone[0])}, at most {stretch.longest} in a row from "
        f"{shown(due.ends[stretch.longest_start])}"
    )
    return Finding(Fault.MISSING_BARS, grade, words, count, gone)
