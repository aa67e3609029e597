"""Dates, zones and the present, as an algorithm sees and sets them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from leanrig.engine.data.base_data import micros, naive
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.clock import Clock

__all__ = ["DatesMixin"]

_LAST_MOMENT = timedelta(days=1) - timedelta(microseconds=1)


class DatesMixin(Dotnet):
    """`time`, `utc_time`, `start_date`, `end_date`, `time_zone` and their setters."""

    _lean_clock: Clock
    _lean_notes: Any
    _lean_zone: str
    _lean_start: datetime
    _lean_end: datetime
    _lean_locked: bool
    _lean_time_cache: tuple[int, str, datetime]
    today: date

    @property
    def now_us(self) -> int:
        return self._lean_clock.now_us

    @property
    def zone(self) -> str:
        """IANA name of the algorithm's zone."""
        return self._lean_zone

    @property
    def time(self) -> datetime:
        """Now, naive, in the algorithm's zone."""
        cached = self._lean_time_cache
        now = self._lean_clock.now_us
        if cached[0] == now and cached[1] == self._lean_zone:
            return cached[2]
        local = to_local(now, self._lean_zone)
        self._lean_time_cache = (now, self._lean_zone, local)
        return local

    @time.setter
    def time(self, _: object) -> None:
        raise TypeError("property is read-only")

    @property
    def utc_time(self) -> datetime:
        """Now, aware, in UTC."""
        return naive(self._lean_clock.now_us).replace(tzinfo=UTC)

    @property
    def start_date(self) -> datetime:
        return self._lean_start

    @property
    def end_date(self) -> datetime:
        return self._lean_end

    @property
    def time_zone(self) -> Any:
        return self._lean_zone

    def set_time_zone(self, zone: object) -> None:
        """Take an IANA name or one of `TimeZones`; not after initialize."""
        if self._lean_locked:
            raise InvalidOperationException("Algorithm.SetTimeZone(): Cannot change time zone after algorithm running.")
        self._lean_zone = str(zone)
        self._lean_clock.now_us = to_us(self._lean_start, self._lean_zone)

    def set_start_date(self, *when: Any, **named: Any) -> None:
        """`set_start_date(2013, 10, 7)` or a datetime; also by name."""
        if self._lean_locked:
            raise InvalidOperationException(
                "Algorithm.SetStartDate(): Cannot change start date after algorithm initialized."
            )
        self._lean_mind_zone(when, named)
        start = _midnight(when, named)
        if start.year < 1900:
            raise ArgumentException("Please select a start date after January 1st, 1900. (Parameter 'start')")
        if start.date() > self.today:
            raise ArgumentException("Please select start date less than today (Parameter 'start')")
        self._lean_start = start
        self._lean_clock.now_us = to_us(start, self._lean_zone)

    def set_end_date(self, *when: Any, **named: Any) -> None:
        """`set_end_date(2013, 10, 11)` or a datetime, also by name; the whole day counts."""
        if self._lean_locked:
            raise InvalidOperationException(
                "Algorithm.SetEndDate(): Cannot change end date after algorithm initialized."
            )
        self._lean_mind_zone(when, named)
        yesterday = datetime.combine(self.today, datetime.min.time()) - timedelta(days=1)
        self._lean_end = min(_midnight(when, named), yesterday) + _LAST_MOMENT

    def _lean_mind_zone(self, when: tuple[Any, ...], named: dict[str, Any]) -> None:
        for moment in (*when, *named.values()):
            if getattr(moment, "tzinfo", None) is not None:
                self._lean_notes.warn_besides(
                    f"the zone of {moment} is ignored, as in Lean: its date is read in {self._lean_zone}. "
                    "Give a naive datetime."
                )

    @property
    def end_us(self) -> int:
        """Last microsecond of the run, UTC."""
        return to_us(naive(micros(self._lean_end)), self._lean_zone)


def _midnight(when: tuple[Any, ...], named: dict[str, Any]) -> datetime:
    parts = dict(zip(("year", "month", "day"), when, strict=False)) | named
    if len(parts) == 3:
        try:
            # The wall clock of the algorithm's zone.
            return datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        except ValueError as err:
            raise ArgumentException(f"Date Invalid: {err}") from None
    moment = next(iter(parts.values()))
    if hasattr(moment, "to_pydatetime"):
        moment = moment.to_pydatetime()
    elif hasattr(moment, "astype"):
        moment = moment.astype("datetime64[us]").item()
    return datetime(moment.year, moment.month, moment.day)
