"""Lean's market hours: New York's holidays and early closes from exchange_calendars, in Lean's own date form.

Currencies trade from Sunday 17:00 to Friday 17:00 in New York and rest for a day from 17:00 before Christmas and New
Year. Their files are in UTC. Lean's own database has five minutes of pause a day besides, which differ by broker.
"""

from typing import Any

import pandas as pd

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["entry_key", "has_entry", "hours_entry"]

_WEEK = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_NEW_YORK = "America/New_York"
_FIRST_YEAR = 1998
_MIDNIGHT = "1.00:00:00"
_FIVE = "17:00:00"
_FRIDAY, _SUNDAY = 4, 6


def entry_key(symbol: Symbol) -> str:
    """Return the name of the database's entry for all symbols of this market and type."""
    return f"{symbol.security_type.capitalize()}-{symbol.market}-[*]"


def has_entry(database: dict[str, Any], symbol: Symbol) -> bool:
    """Return whether Lean would find the hours of `symbol`."""
    own = entry_key(symbol).replace("[*]", symbol.ticker)
    return any(key in database.get("entries", {}) for key in (own, entry_key(symbol)))


def hours_entry(symbol: Symbol, last_year: int) -> dict[str, Any]:
    """Return the entry: New York's sessions or rests up to the end of `last_year`, or a market that never closes."""
    if symbol.security_type is SecurityType.FOREX:
        return _currencies(last_year)
    if symbol.security_type is SecurityType.CRYPTO:
        always = [_open("00:00:00", _MIDNIGHT)]
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


def _open(start: str, end: str) -> dict[str, str]:
    return {"start": start, "end": end, "state": "market"}


def _currencies(last_year: int) -> dict[str, Any]:
    week = {day: [_open("00:00:00", _MIDNIGHT)] for day in _WEEK}
    week |= {"sunday": [_open(_FIVE, _MIDNIGHT)], "friday": [_open("00:00:00", _FIVE)], "saturday": []}
    found: dict[str, list[str]] = {"holidays": [], "earlyCloses": [], "lateOpens": []}
    years = range(_FIRST_YEAR, last_year + 2)
    days = [pd.Timestamp(year, month, day) for year in years for month, day in ((1, 1), (12, 25))]
    for kind, when in (change for day in days for change in _rest(day)):
        if when.year <= last_year:
            found[kind].append(_lean_date(when))
    return {
        "dataTimeZone": "UTC",
        "exchangeTimeZone": _NEW_YORK,
        **week,
        "holidays": found["holidays"],
        "earlyCloses": dict.fromkeys(found["earlyCloses"], _FIVE),
        "lateOpens": dict.fromkeys(found["lateOpens"], _FIVE),
    }


def _rest(day: pd.Timestamp) -> list[tuple[str, pd.Timestamp]]:
    """Return what a rest that ends on `day` at 17:00 changes: an early close, a late open, or no trading."""
    eve = day - pd.Timedelta(days=1)
    changes = []
    if eve.day_of_week == _SUNDAY:
        changes.append(("holidays", eve))
    elif eve.day_of_week < _FRIDAY:
        changes.append(("earlyCloses", eve))
    if day.day_of_week == _FRIDAY:
        changes.append(("holidays", day))
    elif day.day_of_week < _FRIDAY:
        changes.append(("lateOpens", day))
    return changes


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
