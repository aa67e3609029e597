"""QuantConnect.Time, TimeZones, Expiry and Globals."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.naming import Dotnet

__all__ = ["Expiry", "Time", "TimeZones"]


class Time(Dotnet):
    """QuantConnect.Time: spans and limits."""

    ONE_YEAR: ClassVar[timedelta] = timedelta(days=365)
    ONE_DAY: ClassVar[timedelta] = timedelta(days=1)
    ONE_HOUR: ClassVar[timedelta] = timedelta(hours=1)
    ONE_MINUTE: ClassVar[timedelta] = timedelta(minutes=1)
    ONE_SECOND: ClassVar[timedelta] = timedelta(seconds=1)
    ONE_MILLISECOND: ClassVar[timedelta] = timedelta(milliseconds=1)
    MAX_TIME_SPAN: ClassVar[timedelta] = timedelta.max
    END_OF_TIME: ClassVar[datetime] = datetime(2050, 12, 31)
    BEGINNING_OF_TIME: ClassVar[datetime] = datetime(1998, 1, 1)
    START: ClassVar[datetime] = datetime(1998, 1, 1)

    @staticmethod
    def multiply(interval: timedelta, multiplier: float) -> timedelta:
        return interval * multiplier

    @staticmethod
    def each_day(start: datetime, end: datetime) -> list[datetime]:
        """Dates from one to another, both included."""
        first = datetime(start.year, start.month, start.day)
        return [first + timedelta(days=count) for count in range((end - first).days + 1)]

    @staticmethod
    def each_tradeable_day(exchange: Any, start: datetime, end: datetime, extended_market_hours: bool = False) -> Any:
        """Dates between two on which an exchange, or a security's exchange, is open."""
        hours = getattr(getattr(exchange, "exchange", exchange), "hours", exchange)
        return [day for day in Time.each_day(start, end) if hours.is_date_open(day, extended_market_hours)]

    @staticmethod
    def max(one: timedelta, two: timedelta) -> timedelta:
        return max(one, two)

    @staticmethod
    def min(one: timedelta, two: timedelta) -> timedelta:
        return min(one, two)


class TimeZones(Dotnet):
    """IANA names of the zones that Lean names."""

    UTC = "UTC"
    NEW_YORK = "America/New_York"
    LONDON = "Europe/London"
    HONG_KONG = "Asia/Hong_Kong"
    TOKYO = "Asia/Tokyo"
    ROME = "Europe/Rome"
    SYDNEY = "Australia/Sydney"
    VANCOUVER = "America/Vancouver"
    TORONTO = "America/Toronto"
    CHICAGO = "America/Chicago"
    LOS_ANGELES = "America/Los_Angeles"
    PHOENIX = "America/Phoenix"
    AUCKLAND = "Pacific/Auckland"
    MOSCOW = "Europe/Moscow"
    MADRID = "Europe/Madrid"
    BUENOS_AIRES = "America/Argentina/Buenos_Aires"
    BRISBANE = "Australia/Brisbane"
    SAO_PAULO = "America/Sao_Paulo"
    CAIRO = "Africa/Cairo"
    JOHANNESBURG = "Africa/Johannesburg"
    ANCHORAGE = "America/Anchorage"
    DENVER = "America/Denver"
    DETROIT = "America/Detroit"
    MEXICO_CITY = "America/Mexico_City"
    JERUSALEM = "Asia/Jerusalem"
    SHANGHAI = "Asia/Shanghai"
    MELBOURNE = "Australia/Melbourne"
    AMSTERDAM = "Europe/Amsterdam"
    ATHENS = "Europe/Athens"
    BERLIN = "Europe/Berlin"
    BRUSSELS = "Europe/Brussels"
    DUBLIN = "Europe/Dublin"
    HELSINKI = "Europe/Helsinki"
    ISTANBUL = "Europe/Istanbul"
    MINSK = "Europe/Minsk"
    PARIS = "Europe/Paris"
    ZURICH = "Europe/Zurich"
    HONOLULU = "Pacific/Honolulu"
    KOLKATA = "Asia/Kolkata"
    SEOUL = "Asia/Seoul"
    EASTERN_STANDARD = "UTC-05:00"


def _next_month(now: datetime, months: int) -> datetime:
    count = now.year * 12 + now.month - 1 + months
    return datetime(count // 12, count % 12 + 1, 1)


def _months_later(now: datetime, months: int) -> datetime:
    """The same day of a later month, or its last where it has no such day."""
    last = (_next_month(now, months + 1) - timedelta(days=1)).day
    return _next_month(now, months).replace(day=min(now.day, last)) + (now - datetime(now.year, now.month, now.day))


class Expiry(Dotnet):
    """Functions from a moment to the end of its day, week, month, quarter or year."""

    END_OF_DAY: ClassVar[Callable[[datetime], datetime]] = staticmethod(
        lambda now: datetime(now.year, now.month, now.day) + timedelta(days=1)
    )
    END_OF_WEEK: ClassVar[Callable[[datetime], datetime]] = staticmethod(
        lambda now: datetime(now.year, now.month, now.day) + timedelta(days=7 - now.weekday())
    )
    END_OF_MONTH: ClassVar[Callable[[datetime], datetime]] = staticmethod(lambda now: _next_month(now, 1))
    END_OF_QUARTER: ClassVar[Callable[[datetime], datetime]] = staticmethod(
        lambda now: _next_month(now, 3 - (now.month - 1) % 3)
    )
    END_OF_YEAR: ClassVar[Callable[[datetime], datetime]] = staticmethod(lambda now: datetime(now.year + 1, 1, 1))
    ONE_MONTH: ClassVar[Callable[[datetime], datetime]] = staticmethod(lambda now: _months_later(now, 1))
    ONE_QUARTER: ClassVar[Callable[[datetime], datetime]] = staticmethod(lambda now: _months_later(now, 3))
    ONE_YEAR: ClassVar[Callable[[datetime], datetime]] = staticmethod(lambda now: _months_later(now, 12))
