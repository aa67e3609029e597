"""When a consolidated bar begins and how long it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet

__all__ = [
    "Calendar",
    "CalendarInfo",
    "CalendarPeriod",
    "CalendarType",
    "CountPeriod",
    "Period",
    "SpanPeriod",
    "round_down",
]

_FIRST = datetime(1, 1, 1)
_DAY = timedelta(days=1)
_PROBE = datetime(2022, 1, 3, 10, 10, 10)


def round_down(moment: datetime, span: timedelta) -> datetime:
    """The last multiple of `span`, counted from the year 1."""
    return moment - (moment - _FIRST) % span if span else moment


class CalendarInfo(Dotnet):
    """The start and length of the bar that a moment belongs to."""

    def __init__(self, start: datetime = _FIRST, period: timedelta = timedelta(0)) -> None:
        self.start = start
        self.period = period

    @property
    def end(self) -> datetime:
        return self.start + self.period

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CalendarInfo) and (self.start, self.period) == (other.start, other.period)

    def __hash__(self) -> int:
        return hash((self.start, self.period))


def _weekly(moment: datetime) -> CalendarInfo:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return CalendarInfo(midnight - timedelta(days=midnight.weekday()), timedelta(days=7))


def _months(count: int) -> Callable[[datetime], CalendarInfo]:
    def of(moment: datetime) -> CalendarInfo:
        month = (moment.month - 1) // count * count + 1
        start = datetime(moment.year, month, 1)
        year, following = divmod(month - 1 + count, 12)
        return CalendarInfo(start, datetime(moment.year + year, following + 1, 1) - start)

    return of


class Calendar(Dotnet):
    """Weeks from Monday, months, quarters and years."""

    WEEKLY = staticmethod(_weekly)
    MONTHLY = staticmethod(_months(1))
    QUARTERLY = staticmethod(_months(3))
    YEARLY = staticmethod(_months(12))


class CalendarType(Dotnet):
    """The former name of `Calendar`."""

    WEEKLY = staticmethod(_weekly)
    MONTHLY = staticmethod(_months(1))


class Period(Protocol):
    """How a consolidator asks: the start of the bar for a moment; `length` is known after that."""

    length: timedelta | None

    def start(self, moment: datetime) -> datetime: ...


class CountPeriod:
    """No period, or one that only limits a count: a bar starts with its first data point."""

    def __init__(self, length: timedelta | None = None) -> None:
        self.length = length

    def start(self, moment: datetime) -> datetime:
        return moment


class SpanPeriod:
    """A fixed length on a grid from midnight (or from `offset`); longer than a day: from the first data point."""

    def __init__(self, length: timedelta, offset: timedelta | None = None) -> None:
        self.length: timedelta | None = length
        self._span = length
        self._offset = offset

    def start(self, moment: datetime) -> datetime:
        if self._offset is not None:
            return self._from_offset(moment)
        return moment if self._span > _DAY else round_down(moment, self._span)

    def _from_offset(self, moment: datetime) -> datetime:
        assert self._offset is not None
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        anchor = (day.replace(day=1) if self._span >= timedelta(days=7) else day) + self._offset
        return anchor + (moment - anchor) // self._span * self._span


class CalendarPeriod:
    """A function from a moment to the bar that it belongs to."""

    def __init__(self, of: Callable[[datetime], Any]) -> None:
        self._of = of
        self.length: timedelta | None = timedelta(seconds=1)
        if of(_PROBE).start > _PROBE:
            raise ArgumentException(
                "FuncPeriodSpecification: Please use a function that computes the start of the bar associated with the "
                "given date time. Should never return a start time later than the one passed in."
            )

    def start(self, moment: datetime) -> datetime:
        info = self._of(moment)
        self.length = info.period
        return info.start  # type: ignore[no-any-return]
