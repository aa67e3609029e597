"""When a market's sessions open and close, and which day a bar belongs to."""

from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["bar_days", "day_zone", "exchange_calendar", "minute_ends", "previous_session", "session_closes"]

NEW_YORK = ZoneInfo("America/New_York")
_UTC = ZoneInfo("UTC")
_DAY = pd.Timedelta(days=1)
_MINUTE_US = 60_000_000
# Currencies rest from 17:00 New York on the eve of these days to 17:00 on the day itself.
_RESTS = ((12, 25), (1, 1))


def day_zone(symbol: Symbol) -> ZoneInfo:
    """Return the zone whose midnights part this symbol's days: New York for stocks, UTC for all else."""
    return NEW_YORK if symbol.security_type is SecurityType.EQUITY else _UTC


def bar_days(symbol: Symbol, ends: "pd.Index[Any]") -> pd.DatetimeIndex:
    """Return the day that each bar belongs to, as naive midnights; a bar that ends at midnight is of the day before."""
    local = pd.DatetimeIndex(ends).tz_convert(day_zone(symbol)) - pd.Timedelta(microseconds=1)
    return local.tz_localize(None).normalize()


def session_closes(symbol: Symbol, start: date, end: date) -> pd.Series:
    """Return the close of each session from `start` to `end`, UTC, indexed by the session's date (naive midnight).

    Crypto and forex have a session each day, which ends at the next midnight UTC; forex none on Saturdays, Christmas
    and New Year's day.
    """
    if symbol.security_type is SecurityType.EQUITY:
        calendar = exchange_calendar(start.year, end.year)
        closes: pd.Series = calendar.closes[pd.Timestamp(start) : pd.Timestamp(end)]
        return closes
    days = pd.date_range(start, end, freq="D")
    if symbol.security_type is SecurityType.FOREX:
        days = days[(days.day_of_week != 5) & ~_is_rest(days)]
    return pd.Series(days.tz_localize("UTC") + _DAY, index=days)


def minute_ends(symbol: Symbol, start: date, end: date) -> pd.DatetimeIndex:
    """Return the end of each regular trading minute from `start` to `end`, UTC.

    Forex trades from Sunday 17:00 to Friday 17:00 New York, but for the rests around Christmas and New Year.
    """
    if symbol.security_type is not SecurityType.EQUITY:
        first = pd.Timestamp(start, tz="UTC")
        ends = pd.date_range(first, pd.Timestamp(end, tz="UTC") + _DAY, freq="min", inclusive="right")
        return ends if symbol.security_type is SecurityType.CRYPTO else ends[_currencies_trade(ends)]
    calendar = exchange_calendar(start.year, end.year)
    opens = calendar.opens[pd.Timestamp(start) : pd.Timestamp(end)]
    closes = calendar.closes[pd.Timestamp(start) : pd.Timestamp(end)]
    opened, closed = (pd.DatetimeIndex(times.array).as_unit("us").asi8 // _MINUTE_US for times in (opens, closes))
    counts = closed - opened
    # Minute k of each session, without a loop over sessions.
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    minutes = (np.repeat(opened, counts) + within) * _MINUTE_US
    return pd.DatetimeIndex(minutes.view("M8[us]")).tz_localize("UTC")


def previous_session(day: date) -> date:
    """Return the last session of New York's stock exchange before `day`."""
    decade = day.year // 10 * 10  # few calendars serve many days
    calendar = exchange_calendar(decade - 1, decade + 9)
    before: pd.Timestamp = calendar.sessions[calendar.sessions.searchsorted(pd.Timestamp(day)) - 1]
    return before.date()


@lru_cache(maxsize=16)
def exchange_calendar(first_year: int, last_year: int) -> Any:
    """Return the calendar of New York's stock exchange over whole years."""
    from exchange_calendars import get_calendar  # slow to import: only those who need sessions pay

    return get_calendar("XNYS", start=f"{first_year}-01-01", end=f"{last_year}-12-31")


def _currencies_trade(ends: pd.DatetimeIndex) -> "np.typing.NDArray[np.bool_]":
    """Shifted by seven hours, New York's 17:00 is a midnight: the week is then Monday to Friday, a rest a whole day."""
    local = (ends.tz_convert(NEW_YORK) - pd.Timedelta(minutes=1)).tz_localize(None) + pd.Timedelta(hours=7)
    return np.asarray((local.day_of_week < 5) & ~_is_rest(local))


def _is_rest(days: pd.DatetimeIndex) -> "np.typing.NDArray[np.bool_]":
    found = np.zeros(len(days), dtype=bool)
    for month, day in _RESTS:
        found |= np.asarray((days.month == month) & (days.day == day))
    return found
