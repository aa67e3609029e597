"""How long an order lives, and what brokers may be told besides."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.data.base_data import naive
from leanrig.engine.enums import SecurityType
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet

__all__ = [
    "DayTimeInForce",
    "GoodTilCanceledTimeInForce",
    "GoodTilDateTimeInForce",
    "OrderProperties",
    "TimeInForce",
]

_ALWAYS_OPEN = (SecurityType.CRYPTO, SecurityType.CRYPTO_FUTURE)
_AT_FIVE = (SecurityType.FOREX, SecurityType.CFD)
_NEW_YORK = "America/New_York"


class TimeInForce(Dotnet):
    """When an order expires."""

    GOOD_TIL_CANCELED: ClassVar["TimeInForce"]
    DAY: ClassVar["TimeInForce"]

    @staticmethod
    def good_til_date(expiry: datetime) -> "TimeInForce":
        return GoodTilDateTimeInForce(expiry)

    def is_order_expired(self, security: Any, order: Any) -> bool:
        return False

    def is_fill_valid(self, security: Any, order: Any, fill: Any) -> bool:
        return True


class GoodTilCanceledTimeInForce(TimeInForce):
    """Until it is filled or cancelled."""


class DayTimeInForce(TimeInForce):
    """Until the end of the order's day in the exchange's time."""

    def is_order_expired(self, security: Any, order: Any) -> bool:
        zone = security.exchange.hours.zone
        if order.symbol.security_type in _AT_FIVE:
            placed = to_local(order.time_us, _NEW_YORK)
            return to_us(security.local_time, zone) >= to_us(_five_after(placed, placed), _NEW_YORK)
        placed = to_local(order.time_us, zone)
        if order.symbol.security_type in _ALWAYS_OPEN:
            return bool(security.local_time.date() > placed.date())
        return bool(security.local_time >= _last_close(security, placed))


class GoodTilDateTimeInForce(TimeInForce):
    """Until the end of a date."""

    def __init__(self, expiry: datetime) -> None:
        self.expiry = expiry

    def is_order_expired(self, security: Any, order: Any) -> bool:
        zone = security.exchange.hours.zone
        day = datetime(self.expiry.year, self.expiry.month, self.expiry.day)
        if order.symbol.security_type in _AT_FIVE:
            same_day = naive(order.time_us).date() == day.date()
            end = _five_after(day, to_local(order.time_us, _NEW_YORK) if same_day else day)
            return to_us(security.local_time, zone) >= to_us(end, _NEW_YORK)
        if order.symbol.security_type in _ALWAYS_OPEN:
            return bool(security.local_time.date() > day.date())
        return bool(security.local_time >= _last_close(security, day))


def _five_after(day: datetime, placed: datetime) -> datetime:
    """Five o'clock of a day; of the next one when the order came later than that."""
    five = day.replace(hour=17, minute=0, second=0, microsecond=0)
    late = placed - placed.replace(hour=0, minute=0, second=0, microsecond=0) > timedelta(hours=17)
    return five + timedelta(days=1) if late else five


def _last_close(security: Any, moment: datetime) -> datetime:
    """The last close of a day, or the next one when the moment is past it."""
    close: datetime = security.exchange.hours.get_last_daily_market_close(moment, False)
    return close


TimeInForce.GOOD_TIL_CANCELED = GoodTilCanceledTimeInForce()
TimeInForce.DAY = DayTimeInForce()


class OrderProperties(Dotnet):
    """What every broker understands: how long an order lives, and where it is executed.

    The only argument is an exchange, as in Lean; a time in force is taken there too.
    """

    def __init__(self, exchange: Any = None, time_in_force: TimeInForce | None = None) -> None:
        if isinstance(exchange, TimeInForce):
            exchange, time_in_force = None, exchange
        self.time_in_force = time_in_force or TimeInForce.GOOD_TIL_CANCELED
        self.exchange: Any = exchange

    def clone(self) -> "OrderProperties":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy
