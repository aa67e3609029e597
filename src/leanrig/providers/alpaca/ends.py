"""From the vendor's starts to frames indexed by `end_time`.

Alpaca stamps a bar's start: of a stock's day midnight in New York, of all else the bar's own first moment in UTC.
Stocks keep regular hours only; their hours are built from minutes, since the vendor's hour bars begin before the open.
"""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.sessions import exchange_calendar
from leanrig.providers.alpaca.bar_page import RawBars

__all__ = ["NEW_YORK", "finished", "frame", "grouped", "session_days", "session_hours", "session_minutes"]

NEW_YORK = ZoneInfo("America/New_York")
Times = npt.NDArray[np.datetime64]


def frame(bars: RawBars, ends: Times) -> pd.DataFrame:
    """Return the bars as a frame, with their ends (UTC) as index."""
    index = pd.DatetimeIndex(ends).as_unit("us").tz_localize("UTC").rename("end_time")
    return pd.DataFrame(dict(zip(BAR_COLUMNS, bars.values, strict=True)), index=index)


def session_minutes(bars: RawBars, start: date, end: date) -> pd.DataFrame:
    """Return the minutes of regular sessions from `start` to `end`."""
    opens, closes = _sessions(start, end)
    at = _session_of(bars.starts, opens)
    inside = at >= 0
    inside[inside] = bars.starts[inside] < closes[at[inside]]
    kept = bars.chosen(inside)
    return frame(kept, kept.starts + np.timedelta64(1, "m"))


def session_hours(minutes: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Return the hours that regular minutes make: they end at whole hours of the clock, or at the session's close."""
    opens, closes = _sessions(start, end)
    ends = pd.DatetimeIndex(minutes.index).tz_localize(None)
    at = _session_of((ends - pd.Timedelta(microseconds=1)).to_numpy("M8[us]"), opens)
    hours = np.minimum(ends.ceil("h").to_numpy("M8[us]"), closes[at])
    return grouped(minutes, hours)


def session_days(bars: RawBars, start: date, end: date) -> pd.DataFrame:
    """Return the daily bars of sessions from `start` to `end`, each at its session's close.

    Their prices are the session's; their volume is the tape's of the whole day, also of the hours after the close.
    """
    local = pd.DatetimeIndex(bars.starts).tz_localize("UTC").tz_convert(NEW_YORK)
    days = local.tz_localize(None).normalize()
    closes: pd.Series[Any] = exchange_calendar(start.year, end.year).closes[pd.Timestamp(start) : pd.Timestamp(end)]
    kept = np.asarray(days.isin(closes.index))
    ends = closes.reindex(days[kept]).dt.tz_localize(None).to_numpy("M8[us]")
    return frame(bars.chosen(kept), ends)


def grouped(bars: pd.DataFrame, ends: Times) -> pd.DataFrame:
    """Return one bar for each run of equal `ends`."""
    if bars.empty:
        return bars
    first = np.flatnonzero(np.r_[True, ends[1:] != ends[:-1]])
    last = np.r_[first[1:], len(ends)] - 1
    columns = {name: bars[name].to_numpy() for name in BAR_COLUMNS}
    values = np.stack(
        [
            columns["open"][first],
            np.maximum.reduceat(columns["high"], first),
            np.minimum.reduceat(columns["low"], first),
            columns["close"][last],
            np.add.reduceat(columns["volume"], first),
        ]
    )
    return frame(RawBars(ends[first], values), ends[first])


def finished(bars: pd.DataFrame, known_until: datetime) -> tuple[pd.DataFrame, int]:
    """Return the bars that had ended by then, and how many had not."""
    kept = bars[bars.index <= pd.Timestamp(known_until.astimezone(UTC))]
    return kept, len(bars) - len(kept)


def _sessions(start: date, end: date) -> tuple[Times, Times]:
    calendar = exchange_calendar(start.year, end.year)
    days = slice(pd.Timestamp(start), pd.Timestamp(end))
    opens, closes = (part[days].dt.tz_localize(None).to_numpy("M8[us]") for part in (calendar.opens, calendar.closes))
    return opens, closes


def _session_of(moments: Times, opens: Times) -> npt.NDArray[np.int64]:
    return np.searchsorted(opens, moments, side="right").astype(np.int64) - 1
