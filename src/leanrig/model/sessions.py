"""When a market's sessions open and close."""

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["exchange_calendar", "minute_ends", "session_closes"]


def session_closes(symbol: Symbol, start: date, end: date) -> pd.Series:
    """Return the close of each session from `start` to `end`, UTC, indexed by the session's date (naive midnight).

    Crypto has a session each day, which ends at the next midnight UTC.
    """
    if symbol.security_type is SecurityType.CRYPTO:
        days = pd.date_range(start, end, freq="D")
        return pd.Series(days.tz_localize("UTC") + pd.Timedelta(days=1), index=days)
    calendar = exchange_calendar(start.year, end.year)
    closes: pd.Series = calendar.closes[pd.Timestamp(start) : pd.Timestamp(end)]
    return closes


def minute_ends(symbol: Symbol, start: date, end: date) -> pd.DatetimeIndex:
    """Return the end of each regular trading minute from `start` to `end`, UTC."""
    if symbol.security_type is SecurityType.CRYPTO:
        first = pd.Timestamp(start, tz="UTC")
        return pd.date_range(first, pd.Timestamp(end, tz="UTC") + pd.Timedelta(days=1), freq="min", inclusive="right")
    calendar = exchange_calendar(start.year, end.year)
    opens = calendar.opens[pd.Timestamp(start) : pd.Timestamp(end)]
    closes = calendar.closes[pd.Timestamp(start) : pd.Timestamp(end)]
    pairs = zip(opens, closes, strict=True)
    parts = [pd.date_range(o, c, freq="min", inclusive="right") for o, c in pairs]
    return pd.DatetimeIndex(np.concatenate(parts), tz="UTC") if parts else pd.DatetimeIndex([], tz="UTC")


@lru_cache(maxsize=4)
def exchange_calendar(first_year: int, last_year: int) -> Any:
    """Return the calendar of New York's stock exchange over whole years."""
    from exchange_calendars import get_calendar  # slow to import: only those who need sessions pay

    return get_calendar("XNYS", start=f"{first_year}-01-01", end=f"{last_year}-12-31")
