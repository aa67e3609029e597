"""How long an order lives, and what brokers may be told besides."""

from datetime import datetime
from typing import Any, ClassVar

from leanrig.engine.enums import SecurityType
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet

__all__ = [
    "DayTimeInForce",
    "GoodTilCanceledTimeInForce",
    "GoodTilDateTimeInForce",
    "OrderProperties",
    "TimeInForce",
    "property_classes",
]

_ALWAYS_OPEN = (SecurityType.CRYPTO, SecurityType.CRYPTO_FUTURE)


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
        placed, now_us = to_local(order.time_us, zone), to_us(security.local_time, zone)
        if order.symbol.security_type is SecurityType.FOREX:
            return now_us >= _forex_end(placed, zone)
        if order.symbol.security_type in _ALWAYS_OPEN:
            return bool(security.local_time.date() > placed.date())
        return bool(security.local_time >= _close_of_day(security, placed))


class GoodTilDateTimeInForce(TimeInForce):
    """Until the end of a date."""

    def __init__(self, expiry: datetime) -> None:
        self.expiry = expiry

    def is_order_expired(self, security: Any, order: Any) -> bool:
        zone = security.exchange.hours.zone
        if order.symbol.security_type is SecurityType.FOREX:
            return to_us(security.local_time, zone) >= to_us(_at_five(self.expiry), "America/New_York")
        if order.symbol.security_type in _ALWAYS_OPEN:
            return bool(security.local_time.date() > self.expiry.date())
        return bool(security.local_time >= _close_of_day(security, self.expiry))


def _at_five(day: datetime) -> datetime:
    return day.replace(hour=17, minute=0, second=0, microsecond=0, tzinfo=None)


def _forex_end(placed: datetime, zone: str) -> int:
    from datetime import timedelta

    local = to_local(to_us(placed, zone), "America/New_York")
    end = _at_five(local)
    return to_us(end if local < end else end + timedelta(days=1), "America/New_York")


def _close_of_day(security: Any, moment: datetime) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    close: datetime = security.exchange.hours.next_close(day, False)
    return close


TimeInForce.GOOD_TIL_CANCELED = GoodTilCanceledTimeInForce()
TimeInForce.DAY = DayTimeInForce()


class OrderProperties(Dotnet):
    """What every broker understands."""

    def __init__(self, time_in_force: TimeInForce | None = None, *_: object) -> None:
        self.time_in_force = time_in_force or TimeInForce.GOOD_TIL_CANCELED
        self.exchange: Any = None

    def clone(self) -> "OrderProperties":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy


_FLAGS = {
    "AlpacaOrderProperties": ("outside_regular_trading_hours",),
    "BinanceOrderProperties": ("post_only",),
    "BitfinexOrderProperties": ("post_only", "hidden"),
    "BybitOrderProperties": ("post_only", "reduce_only"),
    "CoinbaseOrderProperties": ("post_only", "self_trade_prevention_id"),
    "GDAXOrderProperties": ("post_only",),
    "KrakenOrderProperties": ("post_only", "fee_in_base", "fee_in_quote", "no_market_price_protection"),
    "FTXOrderProperties": ("post_only", "reduce_only"),
    "RBIOrderProperties": (),
    "BloombergOrderProperties": (),
    "InteractiveBrokersOrderProperties": ("outside_regular_trading_hours",),
    "InteractiveBrokersFixOrderProperties": (),
    "TradeStationOrderProperties": ("all_or_none", "outside_regular_trading_hours"),
    "CharlesSchwabOrderProperties": ("extended_regular_trading_hours",),
    "TastytradeOrderProperties": (),
    "TradierOrderProperties": ("outside_regular_trading_hours",),
    "WebullOrderProperties": ("outside_regular_trading_hours",),
    "PublicOrderProperties": ("outside_regular_trading_hours",),
    "EzeOrderProperties": (),
    "WolverineOrderProperties": (),
    "TerminalLinkOrderProperties": (),
    "FixOrderProperties": (),
    "TDAmeritradeOrderProperties": (),
    "IndiaOrderProperties": (),
}


def property_classes() -> dict[str, type[OrderProperties]]:
    """Brokers' own properties by Lean's class name; each has its flags, off."""
    return {name: type(name, (OrderProperties,), dict.fromkeys(flags, False)) for name, flags in _FLAGS.items()}
