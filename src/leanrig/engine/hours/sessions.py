"""Sessions of an exchange as arrays, and the dates with data in them, for the feed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.hours.zones import offset_us, to_local, to_us

if TYPE_CHECKING:
    from leanrig.engine.hours.exchange_hours import SecurityExchangeHours

__all__ = ["Sessions", "day_arrays", "day_number", "session_arrays", "tradable_days"]

_DAY = timedelta(days=1)
_DAY_US = 86_400_000_000
_EPOCH = date(1970, 1, 1)
Ints = npt.NDArray[np.int64]


class Sessions(NamedTuple):
    """Sessions in order.

    Attributes
    ----------
    opens, closes
        Microseconds UTC.
    local_opens
        The opens as wall clock of the exchange.
    """

    opens: Ints
    closes: Ints
    local_opens: Ints


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


@lru_cache(maxsize=64)
def session_arrays(hours: "SecurityExchangeHours", first: date, last: date, extended: bool) -> Sessions:
    """Sessions that begin on the dates from `first` to `last`; those that touch are one while the clock stays."""
    spans: list[list[int]] = []
    day, midnight = first, day_number(first) * _DAY_US
    while day <= last:
        for begin, close in hours.segments(day, extended):
            if spans and spans[-1][1] == midnight + begin and _same_offset(spans[-1][0], midnight + close, hours.zone):
                spans[-1][1] = midnight + close
            else:
                spans.append([midnight + begin, midnight + close])
        day, midnight = day + _DAY, midnight + _DAY_US
    return _arrays(spans, hours.zone)


@lru_cache(maxsize=64)
def day_arrays(hours: "SecurityExchangeHours", first: date, last: date) -> Sessions:
    """For each trading day from `first` to `last`: the first open and the last close of its regular sessions."""
    spans: list[list[int]] = []
    day, midnight = first, day_number(first) * _DAY_US
    while day <= last:
        segments = hours.segments(day, False)
        if segments:
            spans.append([midnight + segments[0][0], midnight + segments[-1][1]])
        day, midnight = day + _DAY, midnight + _DAY_US
    return _arrays(spans, hours.zone)


@lru_cache(maxsize=16)
def tradable_days(
    hours: "SecurityExchangeHours", start_us: int, end_us: int, data_zone: str, *, extended: bool
) -> Sequence[date]:
    """Dates of the data's zone during which the exchange is open between two moments.

    The last date of the exchange's calendar counts to its end.
    """
    zone = hours.zone
    begin = to_local(start_us, zone)
    last = to_local(end_us, zone).date()
    if zone == data_zone:
        rest = [last_close for _, last_close in hours.segments(begin.date(), extended)]
        midnight = datetime(begin.year, begin.month, begin.day)
        first_us = (begin - midnight) // timedelta(microseconds=1)
        day = begin.date() if any(close > first_us for close in rest) else begin.date() + _DAY
        return [day + _DAY * n for n in range((last - day).days + 1) if hours.segments(day + _DAY * n, extended)]
    found = []
    until = datetime(last.year, last.month, last.day) + _DAY
    while begin < until:
        day = to_local(to_us(begin, zone), data_zone).date()
        over = to_local(to_us(datetime(day.year, day.month, day.day) + _DAY, data_zone), zone)
        if hours.is_open_during(begin, min(over, until), extended):
            found.append(day)
        begin = over
    return found


def _arrays(spans: list[list[int]], zone: str) -> Sessions:
    return Sessions(
        np.array([_utc(begin, zone) for begin, _ in spans], dtype=np.int64),
        np.array([_utc(close, zone) for _, close in spans], dtype=np.int64),
        np.array([begin for begin, _ in spans], dtype=np.int64),
    )


def _utc(wall: int, zone: str) -> int:
    guess = wall - offset_us(wall, zone)
    return wall - offset_us(guess, zone)


def _same_offset(first: int, last: int, zone: str) -> bool:
    return first - _utc(first, zone) == last - _utc(last, zone)
