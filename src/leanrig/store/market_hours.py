"""Lean's market hours, made from exchange_calendars: holidays and early closes in Lean's own date form."""

from typing import Any

import pandas as pd

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["entry_key", "has_entry", "hours_entry"]

_WEEK = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_NEW_YORK = "America/New_York"
_FIRST_YEAR = 1998


def entry_key(symbol: Symbol) -> str:
    """Return the name of the database's entry for all symbols of this market and type."""
    return f"{symbol.security_type.capitalize()}-{symbol.market}-[*]"


def has_entry(database: dict[str, Any], symbol: Symbol) -> bool:
    """Return whether Lean would find the hours of `symbol`."""
    own = entry_key(symbol).replace("[*]", symbol.ticker)
    return any(key in database.get("entries", {}) for key in (own, entry_key(symbol)))


def hours_entry(symbol: Symbol, last_year: int) -> dict[str, Any]:
    """Return the entry: New York's sessions up to the end of `last_year`, or a market that never closes."""
    if symbol.security_type is SecurityType.CRYPTO:
        always = [{"start": "00:00:00", "end": "1.00:00:00", "state": "market"}]
        return {"dataTimeZone": "UTC", "exchangeTimeZone": "UTC", **dict.fromkeys(_WEEK, always), "holidays": []}
    return {
        "dataTimeZone": _NEW_YORK,
        "exchangeTimeZone": _NEW_YORK,
        **{day: [] if day in ("sunday", "saturday") else _session() for day in _WEEK},
        **_exceptions(last_year),
    }


def _session() -> list[dict[str, str]]:
    parts = (
        ("04:00:00", "09:30:00", "premarket"),
        ("09:30:00", "16:00:00", "market"),
        ("16:00:00", "20:00:00", "postmarket"),
    )
    return [{"start": start, "end": end, "state": state} for start, end, state in parts]


def _exceptions(last_year: int) -> dict[str, Any]:
    calendar = exchange_calendar(_FIRST_YEAR, last_year)
    weekdays = pd.bdate_range(f"{_FIRST_YEAR}-01-01", f"{last_year}-12-31")
    closes = calendar.closes.dt.tz_convert(_NEW_YORK)
    early = closes[closes.dt.hour < 16]
    return {
        "holidays": [_lean_date(day) for day in weekdays.difference(calendar.sessions)],
        "earlyCloses": {_lean_date(day): f"{close:%H:%M:%S}" for day, close in early.items()},
    }


def _lean_date(day: Any) -> str:
    """Month/day/year without leading zeros: Lean drops the whole entry at any other form."""
    return f"{day.month}/{day.day}/{day.year}"
