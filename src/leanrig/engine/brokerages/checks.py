"""Checks that several brokers make before they take an order. None is yes, a message is no."""

from collections.abc import Callable, Collection
from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import BrokerageMessageType, MarketHoursState, OrderType, SecurityType
from leanrig.engine.number import text

__all__ = [
    "UPDATE_NOT_SUPPORTED",
    "crosses_zero",
    "crosses_zero_refused",
    "lean_name",
    "minimum_size",
    "open_window",
    "order_type_refused",
    "refusal",
    "security_type_refused",
    "time_in_force_refused",
]

UPDATE_NOT_SUPPORTED = "Brokerage does not support update. You must cancel and re-create instead."
_AT_SESSION_ENDS = (OrderType.MARKET_ON_OPEN, OrderType.MARKET_ON_CLOSE)
Window = Callable[[timedelta, timedelta], tuple[timedelta, timedelta]]


def refusal(message: str, code: object = "NotSupported") -> BrokerageMessageEvent:
    """No, with a reason."""
    return BrokerageMessageEvent(BrokerageMessageType.WARNING, code, message)


def lean_name(model: object) -> str:
    """The model's name in Lean: users' classes go by their base's."""
    return next(cls.__name__ for cls in type(model).__mro__ if cls.__module__.startswith("leanrig."))


def security_type_refused(model: object, security: Any) -> BrokerageMessageEvent:
    return refusal(f"The {lean_name(model)} does not support {security.type.to_string()} security type.")


def order_type_refused(model: object, order: Any, supported: Collection[OrderType]) -> BrokerageMessageEvent:
    names = ",".join(kind.to_string() for kind in supported)
    kind = order.type.to_string()
    return refusal(f"The {lean_name(model)} does not support {kind} order type. Only supports [{names}]")


def time_in_force_refused(model: object, order: Any) -> BrokerageMessageEvent:
    return refusal(f"The {lean_name(model)} does not support {type(order.time_in_force).__name__} time in force.")


def minimum_size(security: Any, quantity: Decimal) -> BrokerageMessageEvent | None:
    """Orders below the least quantity of the symbol properties."""
    least = security.symbol_properties.exact_minimum_order_size
    if least is None or abs(quantity) >= least:
        return None
    return refusal(
        f"The minimum order size (in quote currency) for {security.symbol.value} is {text(least)}. "
        f"Order quantity was {text(quantity)}."
    )


def crosses_zero(held: Decimal, quantity: Decimal) -> bool:
    """Whether an order turns a position from long to short or back."""
    return (held > 0 > quantity and held + quantity < 0) or (held < 0 < quantity and held + quantity > 0)


def crosses_zero_refused(
    model: object, security: Any, order: Any, kinds: Collection[OrderType] = _AT_SESSION_ENDS
) -> BrokerageMessageEvent | None:
    if order.type not in kinds or not crosses_zero(security.holdings.exact_quantity, order.exact_quantity):
        return None
    return refusal(
        f"Order type '{order.type.to_string()}' is not supported for orders that cross the zero holdings threshold "
        f"in the {lean_name(model)}. This means you cannot change a position from positive to negative or vice versa "
        "using this order type. Please close the existing position first."
    )


def open_window(
    security: Any, order: Any, window: Window, kinds: Collection[SecurityType]
) -> BrokerageMessageEvent | None:
    """Orders at the open are taken in a window of the day, which may go over midnight.

    Parameters
    ----------
    window
        Of the regular session's start and end on that day: start and end of the window.
    kinds
        Security types for which there are such orders.
    """
    if order.type is not OrderType.MARKET_ON_OPEN:
        return None
    if security.type not in kinds:
        return refusal(
            f"The broker does not support Market-on-Open orders for security type {security.type.to_string()}",
            "UnsupportedSecurityType",
        )
    now = security.local_time
    session = _regular_session(security.exchange.hours, now)
    if session is None:
        return None
    start, end = window(*session)
    time = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second, microseconds=now.microsecond)
    inside = start <= time < end if start <= end else time >= start or time < end
    if inside:
        return None
    return refusal(
        f"MarketOnOpen submission time is invalid. Valid local times are {_clock(start)}–{_clock(end)}. "
        "Consider setting daily_precise_end_time = false or using self.schedule.on."
    )


def _regular_session(hours: Any, now: Any) -> tuple[timedelta, timedelta] | None:
    """First regular session of a day as times of day; None on days without one."""
    for segment in hours.get_market_hours(now).segments:
        if segment.state is MarketHoursState.MARKET:
            return segment.start, segment.end
    return None


def _clock(time: timedelta) -> str:
    """Lean prints hours from 1 to 12, after a blank."""
    minutes = int(time.total_seconds()) // 60
    return f" {(minutes // 60 + 11) % 12 + 1:02d}:{minutes % 60:02d}"
