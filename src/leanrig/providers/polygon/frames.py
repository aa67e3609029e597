"""From the vendor's columns to bars that are indexed by the moment they are known.

The vendor stamps the start of a window: midnight in New York for days of stocks, midnight UTC for days of pairs. Its
stock minutes run from 04:00 to 20:00; ours are of the regular session alone. Its stock hours mix both, so ours are
made of minutes. Its stock days have the prices of the regular session; their volume counts the other hours too.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.polygon.columns import Columns, Ints
from leanrig.providers.polygon.wire import bad

__all__ = ["Framed", "base_timespan", "framed"]

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_LENGTHS = {Resolution.MINUTE: _MINUTE, Resolution.HOUR: _HOUR, Resolution.DAILY: _DAY}


@dataclass(frozen=True, slots=True)
class Framed:
    """Bars, and how many were left out and why."""

    bars: pd.DataFrame
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sessions:
    """Opens and closes of the sessions in a range, in milliseconds."""

    days: Ints
    opens: Ints
    closes: Ints


def base_timespan(symbol: Symbol, resolution: Resolution) -> str:
    """Return the vendor's word for the bars that are asked for."""
    if resolution is Resolution.HOUR and symbol.security_type is SecurityType.EQUITY:
        return "minute"
    return {Resolution.MINUTE: "minute", Resolution.HOUR: "hour", Resolution.DAILY: "day"}[resolution]


def framed(
    columns: Columns, symbol: Symbol, resolution: Resolution, start: date, end: date, *, known_until: datetime
) -> Framed:
    """Return the bars of the days from `start` to `end` that were finished at `known_until`.

    A moment that comes twice is kept once. Where the two differ the later one counts: the vendor sends a bar again
    when a late trade changes it.
    """
    columns, repeated, differing = _each_once(columns)
    total = len(columns)
    if symbol.security_type is SecurityType.EQUITY:
        columns, ends = _of_sessions(columns, resolution, _sessions(start, end), about=str(symbol))
    else:
        columns, ends = _of_days(columns, _LENGTHS[resolution], start, end, about=str(symbol))
    outside = total - len(columns)
    if resolution is Resolution.HOUR and symbol.security_type is SecurityType.EQUITY:
        columns, ends = _gathered(columns, ends)
    finished = ends <= int(known_until.timestamp() * 1000)
    count = int(finished.sum())
    if count < len(columns):
        columns, ends = columns.chosen(finished), ends[finished]
    unfinished = len(finished) - count
    counts = {"repeated": repeated, "repeated differently": differing, "outside": outside, "unfinished": unfinished}
    return Framed(_frame(columns, ends), {name: n for name, n in counts.items() if n})


def _each_once(columns: Columns) -> tuple[Columns, int, int]:
    """Sorted bars, how many came again, and how many of those said something else."""
    steps = np.diff(columns.start_ms)
    if (steps > 0).all():
        return columns, 0, 0
    ordered = columns.chosen(np.argsort(columns.start_ms, kind="stable"))
    same = ordered.start_ms[1:] == ordered.start_ms[:-1]
    differs = same & (ordered.values[:, 1:] != ordered.values[:, :-1]).any(axis=0)
    return ordered.chosen(np.r_[~same, True]), int(same.sum()), int(differs.sum())


def _of_days(columns: Columns, length: int, start: date, end: date, *, about: str) -> tuple[Columns, Ints]:
    """Bars of whole UTC days, with their ends."""
    _on_grid(columns.start_ms, length, about)
    first, last = _midnight(start), _midnight(end) + _DAY
    stamps = columns.start_ms
    if len(stamps) and (stamps[0] < first or stamps[-1] >= last):
        columns = columns.chosen((stamps >= first) & (stamps < last))
    return columns, columns.start_ms + length


def _of_sessions(columns: Columns, resolution: Resolution, sessions: _Sessions, *, about: str) -> tuple[Columns, Ints]:
    if resolution is Resolution.DAILY:
        days = _new_york_days(columns.start_ms)
        at = np.searchsorted(sessions.days, days)
        known = np.isin(days, sessions.days)
        return columns.chosen(known), sessions.closes[at[known]]
    _on_grid(columns.start_ms, _MINUTE, about)
    at = np.searchsorted(sessions.opens, columns.start_ms, side="right") - 1
    inside = (at >= 0) & (columns.start_ms < _or_nothing(sessions.closes)[at])
    kept = columns.chosen(inside)
    if resolution is Resolution.MINUTE:
        return kept, kept.start_ms + _MINUTE
    # An hour ends at the whole hour of the clock, or at the close where that comes first.
    whole = -(-(kept.start_ms + _MINUTE) // _HOUR) * _HOUR
    return kept, np.minimum(whole, _or_nothing(sessions.closes)[at[inside]])


def _gathered(columns: Columns, ends: Ints) -> tuple[Columns, Ints]:
    """One bar for each run of equal ends."""
    if not len(columns):
        return columns, ends
    first = np.flatnonzero(np.r_[True, ends[1:] != ends[:-1]])
    last = np.r_[first[1:], len(ends)] - 1
    opened, high, low, close, volume = columns.values
    values = np.stack(
        [
            opened[first],
            np.maximum.reduceat(high, first),
            np.minimum.reduceat(low, first),
            close[last],
            np.add.reduceat(volume, first),
        ]
    )
    return Columns(columns.start_ms[first], values), ends[first]


def _frame(columns: Columns, ends: Ints) -> pd.DataFrame:
    index = pd.DatetimeIndex((ends * 1000).view("M8[us]"), tz="UTC", name="end_time")
    return pd.DataFrame(columns.values.T, index=index, columns=list(BAR_COLUMNS), copy=False)


def _sessions(start: date, end: date) -> _Sessions:
    # Whole decades: a calendar of them costs no more than one of a year, and serves all ranges.
    calendar = exchange_calendar(start.year // 10 * 10, end.year // 10 * 10 + 9)
    chosen = slice(pd.Timestamp(start), pd.Timestamp(end))
    opens, closes = calendar.opens[chosen], calendar.closes[chosen]
    return _Sessions(_ms(opens.index), _ms(pd.DatetimeIndex(opens.array)), _ms(pd.DatetimeIndex(closes.array)))


def _ms(moments: pd.DatetimeIndex) -> Ints:
    plain = moments.tz_convert(None) if moments.tz is not None else moments
    found: Ints = plain.to_numpy().astype("M8[ms]").astype(np.int64)
    return found


def _new_york_days(stamps: Ints) -> Ints:
    """The days whose midnights in New York these stamps are, as naive midnights in milliseconds."""
    local = pd.DatetimeIndex(stamps.astype("M8[ms]"), tz="UTC").tz_convert("America/New_York")
    return _ms(local.tz_localize(None).normalize())


def _or_nothing(closes: Ints) -> Ints:
    return closes if len(closes) else np.zeros(1, dtype=np.int64)


def _midnight(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * _DAY


def _on_grid(stamps: Ints, length: int, about: str) -> None:
    off: Any = stamps % length
    if off.any():
        raise bad(f"bars that do not start at whole steps of {length // 1000} s", about)
