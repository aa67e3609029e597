"""Whether stored bars can be trusted: all findings on them, and a verdict.

The whole sample is looked at, later bars too: this is a judgement on data, nothing that a signal may use.
"""

from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS, BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import SecurityType
from leanrig.store.due import Due, due_bars
from leanrig.store.findings import Finding, Grade, Quality
from leanrig.store.quality_limits import QualityLimits
from leanrig.store.quality_prices import frozen_findings, law_findings, outlier_findings
from leanrig.store.quality_times import hole_findings, order_findings, outside_findings, tail_findings
from leanrig.store.split_check import check_actions

__all__ = ["judge"]

_DEFAULTS = QualityLimits()
_GRAVEST_FIRST = (Grade.BAD, Grade.LOOK, Grade.NOTE)


def judge(
    bar_set: BarSet,
    *,
    now: datetime,
    first_day: date | None = None,
    last_day: date | None = None,
    limits: QualityLimits = _DEFAULTS,
) -> Quality:
    """Return what can be said against the bars, the gravest first.

    Parameters
    ----------
    now
        The present moment: no bar may end later, and what should have followed the last bar counts as stale.
    first_day, last_day
        Days that must be covered. Where one is None, the first or last bar takes its place. With `last_day`, bars that
        are missing up to then count as missing, not as a stale tail.

    Raises
    ------
    BadInput
        If there are no bars, columns are missing, the index is not in UTC, or the resolution has no grid.
    """
    _refuse(bar_set)
    came = pd.DatetimeIndex(bar_set.bars.index).as_unit("us")
    findings = list(order_findings(came))
    ordered = _ordered(bar_set.bars.set_axis(came))
    symbol, resolution = bar_set.symbol, bar_set.resolution
    ends = pd.DatetimeIndex(ordered.index)
    days = bar_days(symbol, ends)
    grid = due_bars(symbol, resolution, *_range(days, first_day, last_day))
    first = ends[0] if first_day is None else pd.Timestamp(first_day, tz="UTC")
    last = ends[-1] if last_day is None else pd.Timestamp(now) - limits.grace(resolution)
    due = grid.between(first, last)
    findings += outside_findings(ends, grid, limits)
    findings += hole_findings(ends, due, resolution, limits)
    findings += tail_findings(ends, symbol, resolution, now, limits) if last_day is None else []
    findings += _on_prices(bar_set, ordered, days, grid, limits)
    findings.sort(key=lambda finding: _GRAVEST_FIRST.index(finding.grade))
    missing = int((~due.ends.isin(ends)).sum())
    label = bar_set.provenance.label
    return Quality(
        symbol, resolution, label, len(bar_set.bars), ends[0], ends[-1], len(due.ends), missing, tuple(findings)
    )


def _refuse(bar_set: BarSet) -> None:
    bars, where = bar_set.bars, f"{bar_set.symbol} {bar_set.resolution}"
    absent = [column for column in BAR_COLUMNS if column not in bars.columns]
    if absent:
        raise BadInput(f"columns are missing: {', '.join(absent)}", where=where, cure="give bars with all five columns")
    if not isinstance(bars.index, pd.DatetimeIndex) or str(bars.index.tz) != "UTC":
        raise BadInput("the times are not all in UTC", where=where, cure="index the bars by end_time, in UTC")
    if not bars.index.notna().any():
        raise BadInput("there are no bars", where=where, cure="choose another range, or check the symbol")


def _ordered(bars: pd.DataFrame) -> pd.DataFrame:
    known = bars[bars.index.notna()]
    return known[~known.index.duplicated()].sort_index()


def _range(days: pd.DatetimeIndex, first_day: date | None, last_day: date | None) -> tuple[date, date]:
    first, last = days[0].date(), days[-1].date()
    return min(first, first_day or first), max(last, last_day or last)


def _on_prices(
    bar_set: BarSet, ordered: pd.DataFrame, days: pd.DatetimeIndex, grid: Due, limits: QualityLimits
) -> list[Finding]:
    findings, sound = law_findings(ordered)
    bars, days = ordered[sound], days[sound]
    ends, symbol, resolution = pd.DatetimeIndex(bars.index), bar_set.symbol, bar_set.resolution
    steps = np.zeros(len(bars))
    if symbol.security_type is SecurityType.EQUITY and len(bars):
        on_actions, steps = check_actions(bars, days, bar_set.actions, limits)
        findings += on_actions
    pauses = _pauses(ends, grid, resolution)
    findings += outlier_findings(bars, steps, pauses, limits)
    return findings + list(frozen_findings(bars, symbol, resolution, limits))


def _pauses(ends: pd.DatetimeIndex, grid: Due, resolution: Resolution) -> npt.NDArray[np.bool_]:
    """Return which bars do not directly follow the one before in trading time; sessions follow one another for days."""
    place = np.asarray(grid.ends.searchsorted(ends))
    after_hole = np.append(False, np.diff(place) > 1) if len(ends) else np.zeros(0, dtype=bool)
    if resolution is Resolution.DAILY:
        return after_hole
    session = np.asarray(grid.closes.searchsorted(ends))
    is_new = np.append(False, np.diff(session) > 0) if len(ends) else after_hole
    long = (
        np.append(False, np.diff(ends.as_unit("us").asi8) > 2 * resolution.length // timedelta(microseconds=1))
        if len(ends)
        else after_hole
    )
    return np.asarray(after_hole | (is_new & long))
