"""Orders of recorded runs as orders of ours."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.recorded_runs import micros

from leanrig.engine.enums import DataNormalizationMode, OrderStatus
from leanrig.engine.identity import SecurityIdentifier, Symbol
from leanrig.engine.number import normalize, scale_of
from leanrig.engine.orders import order as orders
from leanrig.engine.orders.properties import OrderProperties, TimeInForce

_CLASSES: dict[int, type[orders.Order]] = {
    int(cls.type): cls
    for cls in (
        orders.MarketOrder, orders.LimitOrder, orders.StopMarketOrder, orders.StopLimitOrder, orders.MarketOnOpenOrder,
        orders.MarketOnCloseOrder, orders.LimitIfTouchedOrder, orders.TrailingStopOrder,
    )
}  # fmt: skip
_PRICES = {"limitPrice": "limit", "stopPrice": "stop", "triggerPrice": "trigger", "trailingAmount": "trailing"}
_FLAGS = {
    "stopTriggered": "stop_triggered",
    "triggerTouched": "trigger_touched",
    "trailingAsPercentage": "trailing_as_percentage",
}
_TIMES = {"lastFillTime": "last_fill_us", "lastUpdateTime": "last_update_us", "canceledTime": "canceled_us"}


def is_ordinary(recorded: dict[str, Any]) -> bool:
    """Whether an order is of a type, a security and with properties that the engine has."""
    return (
        int(recorded["type"]) in _CLASSES
        and "underlying" not in recorded["symbol"]
        and list(recorded["properties"]) == ["timeInForce"]
    )


def order_of(recorded: dict[str, Any], *, places: int = 0) -> orders.Order:
    """An order of ours with everything that was recorded.

    Parameters
    ----------
    places
        Digits after the point that submission prices had before the file lost their trailing zeros.
    """
    cls = _CLASSES[int(recorded["type"])]
    order = object.__new__(cls)
    symbol = recorded["symbol"]
    orders.Order.__init__(
        order,
        Symbol(SecurityIdentifier.parse(symbol["id"]), symbol["value"]),
        recorded["quantity"],
        micros(recorded["time"]),
        recorded["tag"],
        OrderProperties(_time_in_force(recorded["properties"]["timeInForce"])),
    )
    order.id, order.broker_id = int(recorded["id"]), list(recorded["brokerId"])
    order.exact_price, order.price_currency = Decimal(recorded["price"]), recorded["priceCurrency"]
    order.status = OrderStatus(int(recorded["status"]))
    order.price_adjustment_mode = DataNormalizationMode(int(recorded["priceAdjustmentMode"]))
    for name, field in _TIMES.items():
        setattr(order, field, micros(recorded[name]) if name in recorded else None)
    for name, field in _PRICES.items():
        if name in recorded:
            suffix = "amount" if field == "trailing" else "price"
            setattr(order, f"exact_{field}_{suffix}", Decimal(recorded[name]))
    for name, field in _FLAGS.items():
        if name in recorded:
            setattr(order, field, recorded[name])
    submitted = recorded["orderSubmissionData"]
    if submitted is not None:
        prices = (_with_places(Decimal(submitted[name]), places) for name in ("bidPrice", "askPrice", "lastPrice"))
        order.order_submission_data = orders.OrderSubmissionData(*prices)
    return order


def _with_places(price: Decimal, places: int) -> Decimal:
    short = normalize(price) if places else price
    return short.quantize(Decimal(1).scaleb(-places)) if scale_of(short) < places else short


def _time_in_force(recorded: dict[str, str]) -> TimeInForce | None:
    if not recorded:
        return None
    if "Expiry" in recorded:
        return TimeInForce.good_til_date(datetime.fromisoformat(recorded["Expiry"]))
    return TimeInForce.DAY
