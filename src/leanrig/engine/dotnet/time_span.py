""".NET's TimeSpan and DateTime for code that builds them in Python."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.naming import Dotnet

__all__ = ["DateTime", "TimeSpan", "dotnet_span"]


def dotnet_span(span: timedelta) -> str:
    """.NET's text of a span: `1.02:03:04.5000000`."""
    ticks = abs(span) // timedelta(microseconds=1)
    days, rest = divmod(ticks, 86_400_000_000)
    hours, rest = divmod(rest, 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    seconds, fraction = divmod(rest, 1_000_000)
    text = f"{hours:02}:{minutes:02}:{seconds:02}"
    if days:
        text = f"{days}.{text}"
    if fraction:
        text += f".{fraction:06}0"
    return f"-{text}" if span < timedelta(0) else text


class TimeSpan(Dotnet, timedelta):
    """A span built in Python: `TimeSpan(1, 2, 3)` is an hour, two minutes and three seconds."""

    ZERO: ClassVar[timedelta] = timedelta(0)
    MAX_VALUE: ClassVar[timedelta] = timedelta.max
    MIN_VALUE: ClassVar[timedelta] = timedelta.min

    def __new__(cls, *parts: int) -> "TimeSpan":
        if len(parts) == 1:
            return super().__new__(cls, microseconds=parts[0] // 10)
        days, hours, minutes, seconds, millis = {3: (0, *parts, 0), 4: (*parts, 0)}.get(len(parts), parts or (0,) * 5)
        return super().__new__(cls, days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=millis)

    @staticmethod
    def from_days(value: float) -> timedelta:
        return timedelta(days=value)

    @staticmethod
    def from_hours(value: float) -> timedelta:
        return timedelta(hours=value)

    @staticmethod
    def from_minutes(value: float) -> timedelta:
        return timedelta(minutes=value)

    @staticmethod
    def from_seconds(value: float) -> timedelta:
        return timedelta(seconds=value)

    @staticmethod
    def from_milliseconds(value: float) -> timedelta:
        return timedelta(milliseconds=value)

    @staticmethod
    def from_ticks(value: int) -> timedelta:
        return timedelta(microseconds=value / 10)

    @property
    def total_days(self) -> float:
        return self / timedelta(days=1)

    @property
    def total_hours(self) -> float:
        return self / timedelta(hours=1)

    @property
    def total_minutes(self) -> float:
        return self / timedelta(minutes=1)

    def __str__(self) -> str:
        return dotnet_span(self)


class _DateTimeType(type(Dotnet)):  # type: ignore[misc]  # a metaclass of ours
    @property
    def now(cls) -> datetime:
        return datetime.now()  # as .NET: local and naive

    @property
    def utc_now(cls) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


class DateTime(Dotnet, metaclass=_DateTimeType):
    """`DateTime(2013, 10, 7)` gives a datetime."""

    MIN_VALUE: ClassVar[datetime] = datetime.min
    MAX_VALUE: ClassVar[datetime] = datetime.max

    def __new__(cls, *parts: int) -> Any:
        year, month, day, hour, minute, second, millisecond = (*parts, *(0,) * (7 - len(parts)))
        return datetime(year, month, day, hour, minute, second, millisecond * 1000)  # wall clock, as Lean has it

    @staticmethod
    def parse(text: str, *_: Any) -> datetime:
        return datetime.fromisoformat(text)

    @staticmethod
    def parse_exact(text: str, pattern: str, *_: Any) -> datetime:
        return datetime.strptime(text, _pattern(pattern))  # naive, as .NET's


def _pattern(pattern: str) -> str:
    pairs = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
    for dotnet, python in pairs.items():
        pattern = pattern.replace(dotnet, python)
    return pattern
