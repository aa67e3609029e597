"""Days on which New York's exchanges rest or close early, as the vendor announces them.

https://massive.com/docs/rest/stocks/market-operations/market-holidays. The calendar package is made by people who read
the same announcements by hand: a day of mourning reaches the vendor first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from leanrig.model.sessions import exchange_calendar
from leanrig.providers.polygon.wire import bad

__all__ = ["MarketDay", "read_market_days", "surprises"]

_NEW_YORK = "NYSE"


@dataclass(frozen=True, slots=True)
class MarketDay:
    """One exchange's rest or short day; `opens` and `closes` are UTC, None where it rests all day.

    `status` is "closed", "early-close", or a word that the vendor invented since.
    """

    day: date
    exchange: str
    name: str
    status: str
    opens: datetime | None = None
    closes: datetime | None = None


def read_market_days(body: Any, about: str) -> tuple[MarketDay, ...]:
    """Return the rows of an answer, which is a bare list, by day and exchange."""
    if not isinstance(body, list):
        raise bad("no list of market days", about)
    return tuple(sorted((_market_day(row, about) for row in body), key=lambda one: (one.day, one.exchange)))


def surprises(days: Iterable[MarketDay]) -> tuple[MarketDay, ...]:
    """Return those of New York's stock exchange on which the calendar package says something else."""
    return tuple(one for one in days if one.exchange.upper() == _NEW_YORK and not _is_expected(one))


def _is_expected(one: MarketDay) -> bool:
    calendar = exchange_calendar(one.day.year // 10 * 10, one.day.year // 10 * 10 + 9)
    stamp = pd.Timestamp(one.day)
    if one.status == "closed" or stamp not in calendar.closes.index:
        return one.status == "closed" and stamp not in calendar.closes.index
    return one.closes is None or bool(calendar.closes[stamp] == pd.Timestamp(one.closes))


def _market_day(row: Any, about: str) -> MarketDay:
    try:
        return MarketDay(
            date.fromisoformat(row["date"]),
            str(row["exchange"]),
            str(row.get("name") or ""),
            str(row["status"]),
            _moment(row.get("open")),
            _moment(row.get("close")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise bad("a market day that cannot be read", about) from None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
