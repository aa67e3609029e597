"""First and last days of weeks, months, quarters and years, moved to trading days."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

__all__ = ["Period", "each_day", "month", "period_days", "quarter", "week_days", "year"]

_DAY = timedelta(days=1)


class Period(NamedTuple):
    """A stretch of the calendar, both ends included."""

    first: date
    last: date


def each_day(start: date, end: date) -> Iterator[date]:
    """Every calendar day from `start` to `end`."""
    day = start
    while day <= end:
        yield day
        day += _DAY


def month(day: date) -> Period:
    """The month of a day."""
    return _months(day.year, day.month, 1)


def quarter(day: date) -> Period:
    """The quarter of a day."""
    return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)


def year(day: date) -> Period:
    """The year of a day."""
    return _months(day.year, 1, 12)


def _months(of_year: int, first: int, count: int) -> Period:
    after = first + count
    end = date(of_year + 1, after - 12, 1) if after > 12 else date(of_year, after, 1)
    return Period(date(of_year, first, 1), end - _DAY)


def period_days(
    hours: Any, start: date, end: date, *, period: Callable[[date], Period], offset: int, forward: bool, extended: bool
) -> Iterator[date]:
    """For each period its first trading day plus `offset` (forward), or its last minus `offset`.

    Parameters
    ----------
    hours
        Whose trading days count; None: every calendar day.
    """
    current = period(start)
    stop = period(end).last
    while current.first <= stop:
        base, boundary = (current.first, current.last) if forward else (current.last, current.first)
        day = _scheduled(hours, base, offset, forward=forward, extended=extended, boundary=boundary)
        if start <= day <= end:
            yield day
        current = period(current.last + _DAY)


def week_days(
    hours: Any, start: date, end: date, *, offset: int, forward: bool, extended: bool, open_days: list[int]
) -> Iterator[date]:
    """As `period_days` for weeks; `open_days` are the weekdays (Monday 0) of the schedule, in order from Sunday."""
    if hours is None:
        base_day, boundary_day = (0, 6) if forward else (4, 5)
    else:
        base_day, boundary_day = (open_days[0], open_days[-1]) if forward else (open_days[-1], open_days[0])
    for day in each_day(start - timedelta(days=start.weekday()), end + timedelta(days=6 - end.weekday())):
        if day.weekday() != base_day:
            continue
        boundary = _boundary(day, boundary_day, forward=forward)
        found = _scheduled(hours, day, offset, forward=forward, extended=extended, boundary=boundary)
        if start <= found <= end:
            yield found


def _boundary(day: date, weekday: int, *, forward: bool) -> date:
    if forward:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _scheduled(hours: Any, base: date, offset: int, *, forward: bool, extended: bool, boundary: date | None) -> date:
    """The base day, or the next trading day from it, moved on by `offset` trading days but not past the boundary."""
    day = base
    if not _is_open(hours, day, extended):
        day = _beside(hours, day, forward)
    for _ in range(offset):
        day = _beside(hours, day, forward)
    if boundary is not None and ((forward and day > boundary) or (not forward and day < boundary)):
        return _scheduled(hours, boundary, 0, forward=not forward, extended=extended, boundary=None)
    return day


def _is_open(hours: Any, day: date, extended: bool) -> bool:
    return hours is None or bool(hours.is_date_open(day, extended))


def _beside(hours: Any, day: date, forward: bool) -> date:
    step = _DAY if forward else -_DAY
    day += step
    while not _is_open(hours, day, False):
        day += step
    return day
