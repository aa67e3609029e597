"""How far back a number of bars reaches: counted over trading time, not over the clock."""

from datetime import date, datetime, timedelta
from typing import Any

from leanrig.engine.data.base_data import micros, naive
from leanrig.engine.enums import SecurityType
from leanrig.engine.hours.zones import to_local, to_us

__all__ = ["has_strict_days", "start_of_bars"]

_DAY_US = 86_400_000_000
_SECOND_US = 1_000_000
# Where nothing was open for this long, nothing will be.
_LONGEST_GAP_DAYS = 3660


def has_strict_days(kind: SecurityType, market: str, hours: Any) -> bool:
    """Whether daily bars of a security may begin at its open and end at its close."""
    always = (SecurityType.FOREX, SecurityType.BASE)
    return not (hours.is_market_always_open or kind in always or (kind is SecurityType.CFD and market == "oanda"))


def start_of_bars(
    hours: Any, end: datetime, span_us: int, count: int, *, extended: bool, data_zone: str, strict: bool
) -> datetime:
    """Return the wall-clock time of the exchange from which `count` bars fit before `end`.

    Parameters
    ----------
    hours
        The exchange's hours; `end` and the result are in its zone.
    span_us
        Length of a bar; ticks count as seconds.
    extended
        Whether bars outside of the regular session count.
    data_zone
        Bars begin at round times of this zone.
    strict
        Whether daily bars end at the close: a day counts from its close on.
    """
    span_us = max(span_us, _SECOND_US)
    current = micros(end)
    if not (strict and span_us == _DAY_US and _day_is_over(hours, end, extended)):
        current = _rounded_down(current, span_us, hours.zone, data_zone)
    day = naive(current).date()
    for _ in range(_LONGEST_GAP_DAYS + count):
        current, count = _walk(hours.segments(day, extended), _midnight_us(day), current, span_us, count)
        if count <= 0:
            break
        day -= timedelta(days=1)
    return naive(current)


def _walk(segments: list[tuple[int, int]], midnight: int, current: int, span: int, count: int) -> tuple[int, int]:
    """Step back through a day's sessions; bars that touch one count, the others are skipped."""
    for opens, closes in reversed(segments):
        begin, finish = midnight + opens, midnight + closes
        if count <= 0 or begin >= current:
            continue
        if current - span >= finish:
            current -= (current - finish) // span * span
        bars = min(count, -((begin - current) // span))
        current -= bars * span
        count -= bars
    return current, count


def _day_is_over(hours: Any, end: datetime, extended: bool) -> bool:
    midnight = datetime(end.year, end.month, end.day)
    return hours.is_date_open(end) and hours.next_close(midnight, extended) <= end  # type: ignore[no-any-return]


def _rounded_down(wall: int, span: int, zone: str, data_zone: str) -> int:
    if zone == data_zone:
        return wall - wall % span
    moment = micros(to_local(to_us(naive(wall), zone), data_zone))
    return micros(to_local(to_us(naive(moment - moment % span), data_zone), zone))


def _midnight_us(day: date) -> int:
    return micros(datetime(day.year, day.month, day.day))
