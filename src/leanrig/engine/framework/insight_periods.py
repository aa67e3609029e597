"""When an insight ends: from a span, a number of bars, a moment or a function, counted in market time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from leanrig.engine.data.base_data import micros
from leanrig.engine.data.config import span_of
from leanrig.engine.dotnet.times import Time
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import ArgumentOutOfRangeException
from leanrig.engine.hours.zones import to_local, to_us

__all__ = ["INVALID_PERIOD", "BarCount", "CloseTime", "EndOfTime", "Ending", "Function", "Span", "close_us_of"]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_INVALID_BAR_COUNT = "Insight barCount must be greater than zero. (Parameter 'barCount')"
INVALID_PERIOD = "Insight period must be greater than or equal to 1 second. (Parameter 'period')"


class Ending(Protocol):
    """Works out the end of an insight."""

    def apply(self, insight: Any, hours: Any) -> None:
        """Set the insight's close and period."""


class Span:
    """A length of time: whole days are trading days, what is beyond them a share of a session."""

    def __init__(self, period: timedelta) -> None:
        self.period = period or _SECOND

    def apply(self, insight: Any, hours: Any) -> None:
        insight.period = self.period
        insight.close_us = _close_after(hours, insight.generated_us, self.period)


class BarCount:
    """A number of bars of open time."""

    def __init__(self, resolution: Resolution, count: int) -> None:
        if count < 1:
            raise ArgumentOutOfRangeException(_INVALID_BAR_COUNT)
        self.resolution, self.count = resolution, count

    def apply(self, insight: Any, hours: Any) -> None:
        insight.close_us = close_us_of(hours, insight.generated_us, self.resolution, self.count)
        insight.period = timedelta(microseconds=insight.close_us - insight.generated_us)


class CloseTime:
    """A moment on the exchange's wall clock; the next opening if the market is closed then."""

    def __init__(self, close_time_local: datetime) -> None:
        self.close_time_local = close_time_local.replace(tzinfo=None)

    def apply(self, insight: Any, hours: Any) -> None:
        close_us = _open_us(hours, self.close_time_local)
        insight.close_us = close_us
        if insight.generated_us > close_us:
            raise ArgumentOutOfRangeException(
                "Insight closeTimeLocal must not be in the past. (Parameter 'closeTimeLocal')"
            )
        insight.period = timedelta(microseconds=close_us - insight.generated_us)


class Function:
    """A function from the local time of the insight to its end."""

    def __init__(self, function: Callable[[datetime], datetime]) -> None:
        self.function = function

    def apply(self, insight: Any, hours: Any) -> None:
        local = self.function(to_local(insight.generated_us, hours.zone))
        insight.close_us = _open_us(hours, local.replace(tzinfo=None))
        insight.period = timedelta(microseconds=insight.close_us - insight.generated_us)


class EndOfTime:
    """Never."""

    def apply(self, insight: Any, hours: Any) -> None:  # whatever the market does
        insight.period = Time.END_OF_TIME - datetime(1, 1, 1)
        insight.close_us = micros(Time.END_OF_TIME)


def _open_us(hours: Any, local: datetime) -> int:
    if not hours.is_open(local, False):
        local = hours.get_next_market_open(local, False)
    return to_us(local, hours.zone)


def close_us_of(hours: Any, from_us: int, resolution: Resolution, count: int) -> int:
    """The moment at which `count` bars of open time have gone by."""
    if count < 1:
        raise ArgumentOutOfRangeException(_INVALID_BAR_COUNT)
    if resolution is Resolution.TICK:
        resolution = Resolution.SECOND
    elif resolution is Resolution.HOUR:
        # By minutes: sessions do not begin on the hour.
        count, resolution = count * 60, Resolution.MINUTE
    local = to_local(from_us, hours.zone)
    if resolution is Resolution.DAILY:
        return to_us(_after_days(hours, local, count), hours.zone)
    return to_us(_after_bars(hours, local, span_of(resolution), count), hours.zone)


def _after_days(hours: Any, local: datetime, count: int) -> datetime:
    while count:
        local += _DAY
        if hours.is_date_open(local):
            count -= 1
    return local


def _after_bars(hours: Any, local: datetime, size: timedelta, count: int) -> datetime:
    while count:
        if hours.is_market_always_open:
            return local + size * count
        whole = _inside(hours, local, size)
        if whole:
            taken = min(count, whole)
            local, count = local + size * taken, count - taken
            continue
        after = local + size
        if hours.is_open_during(local, after, False):
            count -= 1
            local = after
        else:
            local = _before_opening(hours, after, size)
    return local


def _inside(hours: Any, local: datetime, size: timedelta) -> int:
    """How many whole bars fit before the session that is open now closes."""
    if not hours.is_open(local, False):
        return 0
    return int((hours.get_next_market_close(local, False) - local) // size)


def _before_opening(hours: Any, local: datetime, size: timedelta) -> datetime:
    """Go on by whole bars while the market stays closed."""
    if hours.is_open(local, False):
        return local
    steps = (hours.get_next_market_open(local, False) - local) // size
    return local + size * int(steps)


def _close_after(hours: Any, from_us: int, period: timedelta) -> int:
    if period < _SECOND:
        raise ArgumentOutOfRangeException(INVALID_PERIOD)
    size = _largest_within(period)
    count = int(period // span_of(size))
    close_us = close_us_of(hours, from_us, size, count)
    rest = period - span_of(size) * count
    if rest and size is Resolution.DAILY:
        # What is beyond whole days is that share of a trading day.
        rest = _scaled(hours.regular_market_duration, rest / _DAY)
    minutes = int(rest // _MINUTE)
    return close_us_of(hours, close_us, Resolution.MINUTE, minutes) if minutes > 0 else close_us


def _largest_within(period: timedelta) -> Resolution:
    if period >= _DAY:
        return Resolution.DAILY
    # Hours are counted by minutes: sessions do not begin on the hour.
    return Resolution.MINUTE if period >= _MINUTE else Resolution.SECOND


def _scaled(span: timedelta, share: float) -> timedelta:
    return timedelta(microseconds=int(span / timedelta(microseconds=1) * share))
