"""The hours of one day: segments before, during and after the regular session."""

from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.enums import MarketHoursState
from leanrig.engine.naming import Dotnet

__all__ = ["DAY_US", "LocalMarketHours", "MarketHoursSegment", "span_text_us", "time_us"]

DAY_US = 86_400_000_000
_US = timedelta(microseconds=1)


def span_text_us(text: str) -> int:
    """Read .NET's text of a time span, `09:30:00` or `1.00:00:00`, as microseconds."""
    days, clock = text.split(".", 1) if "." in text.partition(":")[0] else ("0", text)
    parts = clock.split(":")
    if len(parts) == 2:
        parts.append("0")
    hours, minutes, seconds = int(parts[0]), int(parts[1]), float(parts[2])
    return (int(days) * 24 + hours) * 3_600_000_000 + minutes * 60_000_000 + round(seconds * 1_000_000)


def time_us(moment: datetime) -> int:
    """Microseconds since midnight of a wall-clock time."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond


class MarketHoursSegment(Dotnet):
    """A stretch of a day in one state; times are microseconds since midnight."""

    __slots__ = ("end_us", "start_us", "state")

    def __init__(self, state: MarketHoursState, start_us: int, end_us: int) -> None:
        self.state = state
        self.start_us = start_us
        self.end_us = end_us

    @property
    def start(self) -> timedelta:
        return timedelta(microseconds=self.start_us)

    @property
    def end(self) -> timedelta:
        return timedelta(microseconds=self.end_us)

    def contains(self, time: timedelta) -> bool:
        return self.start_us <= time // _US < self.end_us

    def overlaps(self, start: timedelta, end: timedelta) -> bool:
        return self.start_us < end // _US and self.end_us > start // _US

    def __str__(self) -> str:
        return f"{self.state.to_string()}: {_clock(self.start_us)}-{_clock(self.end_us)}"


class LocalMarketHours(Dotnet):
    """A day's segments, closed ones left out."""

    def __init__(self, day_of_week: Any, segments: list[MarketHoursSegment]) -> None:
        self.day_of_week = day_of_week
        self.segments = [segment for segment in segments if segment.state is not MarketHoursState.CLOSED]
        self.duration_us = sum(
            segment.end_us - segment.start_us for segment in self.segments if segment.state is MarketHoursState.MARKET
        )

    @property
    def market_duration(self) -> timedelta:
        """Length of the regular sessions."""
        return timedelta(microseconds=self.duration_us)

    @property
    def is_closed_all_day(self) -> bool:
        return not self.segments

    @property
    def is_open_all_day(self) -> bool:
        if len(self.segments) != 1:
            return False
        only = self.segments[0]
        return only.state is MarketHoursState.MARKET and only.start_us == 0 and only.end_us == DAY_US

    def counted(self, extended: bool) -> list[MarketHoursSegment]:
        """The segments that count as open."""
        if extended:
            return self.segments
        return [segment for segment in self.segments if segment.state is MarketHoursState.MARKET]

    def is_open(self, start: timedelta, end: timedelta | bool, extended_market_hours: bool | None = None) -> bool:
        """`is_open(time, extended)` or `is_open(start, end, extended)`, as times since midnight."""
        if extended_market_hours is None or start == end:
            return self.is_open_at(start // _US, bool(end if extended_market_hours is None else extended_market_hours))
        return any(segment.overlaps(start, end) for segment in self.counted(extended_market_hours))  # type: ignore[arg-type]

    def is_open_at(self, time: int, extended: bool) -> bool:
        for segment in self.segments:
            if segment.start_us <= time < segment.end_us:
                return extended or segment.state is MarketHoursState.MARKET
        return False

    def first_open_us(self, time: int, extended: bool, before_us: int | None) -> int | None:
        """Start of the first segment that ends after `time` and does not continue another one.

        Parameters
        ----------
        before_us
            Where the last segment of the day before ended; None if nothing continues over midnight.
        """
        previous, yesterday = before_us, True
        for segment in self.counted(extended):
            if segment.end_us > time and not _continues(previous, segment.start_us, yesterday):
                return segment.start_us
            previous, yesterday = segment.end_us, False
        return None

    def first_close_us(self, time: int, extended: bool, after_us: int | None, *, last: bool) -> int | None:
        """End of the first segment after `time` that no other continues; of the last one where `last` is asked for.

        Parameters
        ----------
        after_us
            Where the first segment of the day after starts; None if nothing continues over midnight.
        """
        found = None
        for place, segment in enumerate(self.segments):
            if segment.end_us <= time or not (extended or segment.state is MarketHoursState.MARKET):
                continue
            if last:
                found = segment.end_us
                continue
            if place + 1 == len(self.segments):
                if not _continues(segment.end_us, after_us, True):
                    return segment.end_us
                continue
            after = self.segments[place + 1]
            counts = extended or after.state is MarketHoursState.MARKET
            if not counts or segment.end_us != after.start_us:
                return segment.end_us
        return found

    def get_market_open(
        self, time: timedelta, extended_market_hours: bool, previous_day_last_segment: timedelta | None = None
    ) -> timedelta | None:
        before = None if previous_day_last_segment is None else previous_day_last_segment // _US
        found = self.first_open_us(time // _US, extended_market_hours, before)
        return None if found is None else timedelta(microseconds=found)

    def get_market_close(
        self, time: timedelta, extended_market_hours: bool, next_day_segment_start: timedelta | None = None
    ) -> timedelta | None:
        after = None if next_day_segment_start is None else next_day_segment_start // _US
        found = self.first_close_us(time // _US, extended_market_hours, after, last=False)
        return None if found is None else timedelta(microseconds=found)

    def __str__(self) -> str:
        if self.is_closed_all_day:
            return "Closed All Day"
        if self.is_open_all_day:
            return "Open All Day"
        return f"{self.day_of_week}: {' | '.join(map(str, self.segments))}"


def _continues(end_us: int | None, start_us: int | None, over_midnight: bool) -> bool:
    if end_us is None or start_us is None:
        return False
    if over_midnight:
        return end_us == DAY_US and start_us == 0
    return end_us == start_us


def _clock(us: int) -> str:
    minutes, seconds = divmod(us // 1_000_000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days}.{hours:02}:{minutes:02}:{seconds:02}" if days else f"{hours:02}:{minutes:02}:{seconds:02}"
