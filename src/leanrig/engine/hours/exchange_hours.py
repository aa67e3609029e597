"""When an exchange is open: its week, and the dates that differ from it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from leanrig.engine.enums import DayOfWeek, MarketHoursState
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.hours.local_hours import DAY_US, LocalMarketHours, MarketHoursSegment, time_us
from leanrig.engine.naming import Dotnet

__all__ = ["ExchangeHours", "SecurityExchangeHours"]

_DAY = timedelta(days=1)
_DAYS = list(DayOfWeek)
_ALWAYS_OPEN = (
    " Market is always open for this asset, this can happen e.g. if using TimeRules {rule} for a crypto asset. "
    "An alternative would be TimeRules.At(), TimeRules.Every(), TimeRules.Midnight or TimeRules.Noon instead"
)


class SecurityExchangeHours(Dotnet):
    """Opening hours of an exchange. All moments are naive wall-clock times of its zone.

    Parameters
    ----------
    zone
        IANA name.
    week
        Segments of Sunday to Saturday.
    holidays, bank_holidays
        Dates; on holidays the exchange is closed, bank holidays only count for expiry rules.
    early_closes, late_opens
        Date to microseconds since midnight.
    """

    def __init__(
        self,
        zone: str,
        week: Mapping[DayOfWeek, list[MarketHoursSegment]],
        *,
        holidays: Iterable[date] = (),
        early_closes: Mapping[date, int] | None = None,
        late_opens: Mapping[date, int] | None = None,
        bank_holidays: Iterable[date] = (),
    ) -> None:
        self.zone = zone
        self._week = [LocalMarketHours(day, list(week.get(day, ()))) for day in _DAYS]
        self._holidays = frozenset(holidays)
        self._bank_holidays = frozenset(bank_holidays)
        self._early = dict(early_closes or {})
        self._late = dict(late_opens or {})
        durations = Counter(day.duration_us for day in self._week)
        self._regular_us = max(durations, key=lambda us: (durations[us], us))
        self._always = all(day.is_open_all_day for day in self._week)
        self._special: dict[date, LocalMarketHours] = {}
        self._merged: dict[tuple[date, bool], list[tuple[int, int]]] = {}

    @staticmethod
    def always_open(zone: str) -> "SecurityExchangeHours":
        """Hours that never close."""
        return SecurityExchangeHours(
            str(zone), {day: [MarketHoursSegment(MarketHoursState.MARKET, 0, DAY_US)] for day in _DAYS}
        )

    # -- what it is

    @property
    def time_zone(self) -> str:
        return self.zone

    @property
    def holidays(self) -> set[datetime]:
        return {_midnight(day) for day in self._holidays}

    @property
    def bank_holidays(self) -> set[datetime]:
        return {_midnight(day) for day in self._bank_holidays}

    @property
    def early_closes(self) -> dict[datetime, timedelta]:
        return {_midnight(day): timedelta(microseconds=us) for day, us in self._early.items()}

    @property
    def late_opens(self) -> dict[datetime, timedelta]:
        return {_midnight(day): timedelta(microseconds=us) for day, us in self._late.items()}

    @property
    def market_hours(self) -> dict[DayOfWeek, LocalMarketHours]:
        """The ordinary week."""
        return {day.day_of_week: day for day in self._week}

    @property
    def regular_market_duration(self) -> timedelta:
        """The most common length of a day's regular sessions, the longer one of equally common ones."""
        return timedelta(microseconds=self._regular_us)

    @property
    def is_market_always_open(self) -> bool:
        return self._always

    # -- one day

    def get_market_hours(self, local: date) -> LocalMarketHours:
        """Hours of a date, with holidays, early closes and late opens applied."""
        day = local.date() if isinstance(local, datetime) else local
        if day in self._special:
            return self._special[day]
        place = (day.weekday() + 1) % 7
        if day in self._holidays:
            found = LocalMarketHours(_DAYS[place], [])
        elif day in self._early or day in self._late:
            segments = changed_segments(self._week[place].segments, self._early.get(day), self._late.get(day))
            found = LocalMarketHours(_DAYS[place], segments)
        else:
            return self._week[place]
        self._special[day] = found
        return found

    def segments(self, day: date, extended: bool) -> list[tuple[int, int]]:
        """(open, close) of a date in microseconds since midnight; segments that touch are one."""
        key = (day, extended)
        found = self._merged.get(key)
        if found is None:
            found = []
            for segment in self.get_market_hours(day).counted(extended):
                if found and found[-1][1] == segment.start_us:
                    found[-1] = (found[-1][0], segment.end_us)
                else:
                    found.append((segment.start_us, segment.end_us))
            self._merged[key] = found
        return found

    def is_date_open(self, local: date, extended_market_hours: bool = False) -> bool:
        """Whether there is a regular session that date; with extended hours any session."""
        hours = self.get_market_hours(local)
        return bool(hours.segments) and (extended_market_hours or hours.duration_us != 0)

    # -- one moment

    def is_open(self, local: datetime, extended: datetime | bool = False, extended_market_hours: Any = None) -> bool:
        """`is_open(moment, extended)`; `is_open(start, end, extended)` asks for any overlap."""
        if isinstance(extended, datetime):
            return self.is_open_during(local, extended, bool(extended_market_hours))
        wide = extended if extended_market_hours is None else extended_market_hours
        return self.get_market_hours(local).is_open_at(time_us(local), bool(wide))

    def is_open_during(self, start: datetime, end: datetime, extended: bool = False) -> bool:
        """Whether a session overlaps [start, end); a moment where both are equal."""
        if start == end:
            return self.is_open(start, extended)
        day, last = start.date(), end.date()
        first_us, last_us = time_us(start), time_us(end)
        while day <= last:
            from_us = first_us if day == start.date() else 0
            until_us = last_us if day == last else DAY_US
            if any(begin < until_us and close > from_us for begin, close in self.segments(day, extended)):
                return True
            day += _DAY
        return False

    def is_open_within(self, start: datetime, end: datetime) -> bool:
        """Whether a regular session overlaps a stretch."""
        return self.is_open_during(start, end, False)

    # -- the next and the one before

    def get_next_market_open(self, local: datetime, extended_market_hours: bool = False) -> datetime:
        """The next moment, after `local`, at which trading begins."""
        local = _moment(local)
        day, time = local.date(), time_us(local)
        yesterday = self.get_market_hours(day - _DAY).segments
        before = yesterday[-1].end_us if yesterday else None
        for _ in range(16):
            hours = self.get_market_hours(day)
            if hours.segments:
                found = hours.first_open_us(time, extended_market_hours, before)
                if found is not None and local < _at(day, found):
                    return _at(day, found)
                # An early close ends trading for the day: what follows at midnight is a new session.
                before = None if day in self._early else hours.segments[-1].end_us
            else:
                before = None
            day, time = day + _DAY, 0
        text = "Unable to locate next market open within two weeks."
        raise ArgumentException(text + _ALWAYS_OPEN.format(rule="AfterMarketOpen") if self._always else text)

    def get_next_market_close(
        self, local: datetime, extended_market_hours: bool = False, last_close: bool = False
    ) -> datetime:
        """The next moment, after `local`, at which trading ends; `last_close` means the last one of that day."""
        local = _moment(local)
        day, time = local.date(), time_us(local)
        for _ in range(16):
            hours = self.get_market_hours(day)
            if hours.segments:
                found = hours.first_close_us(time, extended_market_hours, self._first_of(day + _DAY), last=last_close)
                if found is not None and local < _at(day, found):
                    return _at(day, found)
            day, time = day + _DAY, 0
        text = "Unable to locate next market close within two weeks."
        raise ArgumentException(text + _ALWAYS_OPEN.format(rule="BeforeMarketClose") if self._always else text)

    def _first_of(self, day: date) -> int | None:
        if day in self._early:
            return None
        segments = self.get_market_hours(day).segments
        return segments[0].start_us if segments else None

    def get_last_daily_market_close(self, local: datetime, extended_market_hours: bool = False) -> datetime:
        return self.get_next_market_close(local, extended_market_hours, last_close=True)

    def get_first_daily_market_open(self, local: datetime, extended_market_hours: bool = False) -> datetime:
        """Start of the first session of the day on which trading last began."""
        return self.get_previous_market_open(local, extended_market_hours, first_open=True)

    def get_previous_market_open(
        self, local: datetime, extended_market_hours: bool = False, first_open: bool = False
    ) -> datetime:
        """The last moment, up to `local`, at which trading began."""
        local = _moment(local)
        day = local.date()
        for _ in range(9):
            opens = [
                _at(day, segment.start_us)
                for segment in self.get_market_hours(day).counted(extended_market_hours)
                if _at(day, segment.start_us) <= local
            ]
            if opens and first_open:
                return opens[0]
            for moment in reversed(opens):
                if self.get_next_market_open(moment - timedelta(microseconds=1), extended_market_hours) == moment:
                    return moment
            day -= _DAY
        always = "True" if self._always else "False"
        raise InvalidOperationException(
            f"Did not find last market open for {local:%m/%d/%Y %H:%M:%S}. IsMarketAlwaysOpen: {always}"
        )

    def get_previous_trading_day(self, local: date) -> Any:
        """The date before with a regular session; a datetime keeps its clock."""
        return self._trading_day(local, -_DAY)

    def get_next_trading_day(self, local: date) -> Any:
        """The date after with a regular session; a datetime keeps its clock."""
        return self._trading_day(local, _DAY)

    def _trading_day(self, local: date, step: timedelta) -> date:
        day = local + step
        while not self.is_date_open(day):
            day += step
        return day

    next_open = get_next_market_open
    next_close = get_next_market_close
    previous_open = get_previous_market_open
    previous_trading_day = get_previous_trading_day
    next_trading_day = get_next_trading_day

    def sessions(self, first: date, last: date, extended: bool = False) -> Any:
        """Arrays of the sessions that begin on the dates from `first` to `last` (hours.sessions)."""
        from leanrig.engine.hours.sessions import session_arrays

        return session_arrays(self, first, last, extended)


ExchangeHours = SecurityExchangeHours


def changed_segments(
    segments: list[MarketHoursSegment], early_us: int | None, late_us: int | None
) -> list[MarketHoursSegment]:
    """A day's segments cut at an early close and at a late open; between the two, where the close is earlier."""
    before = None if early_us is None else _until(segments, early_us)
    if late_us is None:
        return segments if before is None else before
    if before is None or early_us is None:
        return _from(segments, late_us)
    if early_us < late_us:
        return before + _from(segments, late_us)
    after = _from(before, late_us)
    return before + after if early_us == late_us else after


def _until(segments: list[MarketHoursSegment], early_us: int) -> list[MarketHoursSegment]:
    for place, segment in enumerate(segments):
        if segment.start_us <= early_us <= segment.end_us:
            return [*segments[:place], MarketHoursSegment(segment.state, segment.start_us, early_us)]
        if early_us < segment.start_us:
            # Lean also drops the segment before the gap in which the early close lies.
            return segments[: max(place - 1, 0)]
    return list(segments)


def _from(segments: list[MarketHoursSegment], late_us: int) -> list[MarketHoursSegment]:
    for place, segment in enumerate(segments):
        if segment.start_us <= late_us <= segment.end_us:
            return [MarketHoursSegment(segment.state, late_us, segment.end_us), *segments[place + 1 :]]
        if late_us < segment.start_us:
            return segments[place:]
    return list(segments)


def _moment(local: date) -> datetime:
    """Python's dates are midnights to .NET."""
    return local if isinstance(local, datetime) else datetime(local.year, local.month, local.day)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _at(day: date, us: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(microseconds=us)
