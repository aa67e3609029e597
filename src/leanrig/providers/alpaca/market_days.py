"""When the market is open, as the broker sees it.

`/v2/calendar` and `/v2/clock` in https://docs.alpaca.markets/reference
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from leanrig.providers.alpaca.ends import NEW_YORK
from leanrig.providers.alpaca.fields import Row, bad, day, flag, moment, text
from leanrig.providers.alpaca.wire import Query, Wire
from leanrig.providers.http.answer import Answer

__all__ = ["Clock", "MarketDay", "clock", "market_days", "read_clock", "read_days"]


@dataclass(frozen=True, slots=True)
class MarketDay:
    """A session's date, its open and close (UTC), and the day on which its trades settle, where the vendor says it."""

    day: date
    open: datetime
    close: datetime
    settles: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The vendor's present moment and the market's next open and close, all UTC."""

    now: datetime
    is_open: bool
    next_open: datetime
    next_close: datetime


def market_days(wire: Wire, start: date, end: date) -> tuple[MarketDay, ...]:
    """Return the sessions from `start` to `end`, both included, early closes as they are."""
    query: Query = {"start": f"{start}T00:00:00Z", "end": f"{end}T00:00:00Z"}
    return wire.trading("/v2/calendar", query, read_days).page


def clock(wire: Wire) -> Clock:
    """Return the vendor's clock, never from a copy."""
    return wire.trading("/v2/clock", {}, read_clock, cache=False).page


def read_days(answer: Answer) -> tuple[MarketDay, ...]:
    """Return the days of a calendar; raise `BadAnswer` where it is none."""
    body = answer.json()
    if not isinstance(body, list):
        raise bad("calendar", "calendar", "is no list")
    return tuple(_market_day(row) for row in body)


def read_clock(answer: Answer) -> Clock:
    """Return the clock; raise `BadAnswer` where it is none."""
    body = answer.json()
    if not isinstance(body, dict):
        raise bad("clock", "clock", "is no object")
    now, opens, closes = (
        moment(body, name, "clock").astimezone(UTC) for name in ("timestamp", "next_open", "next_close")
    )
    return Clock(now, flag(body, "is_open", "clock"), opens, closes)


def _market_day(row: Row) -> MarketDay:
    if not isinstance(row, dict):
        raise bad("date", "calendar", "is no object")
    found = day(row, "date", "calendar")
    settles = day(row, "settlement_date", str(found)) if row.get("settlement_date") else None
    return MarketDay(found, _moment(found, row, "open"), _moment(found, row, "close"), settles)


def _moment(of: date, row: Row, field: str) -> datetime:
    """The vendor writes New York's wall clock, `09:30`."""
    try:
        found = time.fromisoformat(text(row, field, str(of)))
    except ValueError:
        raise bad(field, str(of), "is no time of day") from None
    return datetime.combine(of, found, NEW_YORK).astimezone(UTC)
