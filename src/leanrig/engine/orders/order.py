"""Orders of every type."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, OrderStatus, OrderType
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Shown
from leanrig.engine.number import ONE, ZERO, exact, text
from leanrig.engine.orders.base import CLOSED, Order, OrderSubmissionData, aware, direction_of
from leanrig.engine.orders.money import currency_symbol

__all__ = [
    "CLOSED",
    "ComboLegLimitOrder",
    "ComboLimitOrder",
    "ComboMarketOrder",
    "LimitIfTouchedOrder",
    "LimitOrder",
    "MarketOnCloseOrder",
    "MarketOnOpenOrder",
    "MarketOrder",
    "Order",
    "OrderSubmissionData",
    "StopLimitOrder",
    "StopMarketOrder",
    "TrailingStopOrder",
    "aware",
    "direction_of",
    "order_of",
]


class MarketOrder(Order):
    """At once."""

    type = OrderType.MARKET


class MarketOnOpenOrder(Order):
    """At the next opening."""

    type = OrderType.MARKET_ON_OPEN


class MarketOnCloseOrder(Order):
    """At the next close."""

    type = OrderType.MARKET_ON_CLOSE
    DEFAULT_SUBMISSION_TIME_BUFFER = timedelta(minutes=15.5)
    # How long before the close it has to be there; users may set it in either casing.
    submission_time_buffer = DEFAULT_SUBMISSION_TIME_BUFFER


class _Priced(Order):
    """Orders with limit, stop or trigger prices."""

    FIELDS: tuple[str, ...] = ()
    limit_price, stop_price, trigger_price = (
        Shown("exact_limit_price"),
        Shown("exact_stop_price"),
        Shown("exact_trigger_price"),
    )
    trailing_amount = Shown("exact_trailing_amount")
    exact_limit_price: Decimal | None = None
    exact_stop_price: Decimal | None = None
    exact_trigger_price: Decimal | None = None
    exact_trailing_amount: Decimal | None = None

    def __init__(
        self, symbol: Symbol = Symbol.EMPTY, quantity: object = 0, *values: Any, tag: str = "", properties: Any = None
    ) -> None:
        prices, rest = values[: len(self.FIELDS)], values[len(self.FIELDS) :]
        time = rest[0] if rest else 0
        super().__init__(
            symbol, quantity, time, rest[1] if len(rest) > 1 else tag, rest[2] if len(rest) > 2 else properties
        )
        for field, price in zip(self.FIELDS, prices or (0,) * len(self.FIELDS), strict=True):
            setattr(self, f"exact_{field}", exact(price))

    def apply_update(self, request: Any) -> None:
        super().apply_update(request)
        for field in self.FIELDS:
            value = getattr(request, f"exact_{field}", None)
            if value is not None:
                setattr(self, f"exact_{field}", value)


def _cheaper(quantity: Decimal, wanted: Decimal, security: Any) -> Decimal:
    """The price that is better for the one who trades, of the order's own and the market's."""
    price: Decimal = security.exact_price
    return min(wanted, price) if quantity > 0 else max(wanted, price)


class LimitOrder(_Priced):
    """At a price or better."""

    type = OrderType.LIMIT
    FIELDS: tuple[str, ...] = ("limit_price",)
    exact_limit_price: Decimal = ZERO

    @property
    def is_marketable(self) -> bool:
        data = self.order_submission_data
        if data is None:
            return False
        if self._quantity > 0:
            return self.exact_limit_price >= data.exact_ask_price
        return self.exact_limit_price <= data.exact_bid_price

    def value_price(self, security: Any) -> Decimal:
        return _cheaper(self._quantity, self.exact_limit_price, security)

    def __str__(self) -> str:
        return f"{self._head()} at limit {self._money(self.exact_limit_price)}"


class StopMarketOrder(_Priced):
    """At once when the stop is passed."""

    type = OrderType.STOP_MARKET
    FIELDS: tuple[str, ...] = ("stop_price",)
    exact_stop_price: Decimal = ZERO

    def value_price(self, security: Any) -> Decimal:
        return _cheaper(self._quantity, self.exact_stop_price, security)

    def __str__(self) -> str:
        return f"{self._head()} at stop {self._money(self.exact_stop_price)}"


class StopLimitOrder(_Priced):
    """A limit order once the stop is passed."""

    type = OrderType.STOP_LIMIT
    FIELDS: tuple[str, ...] = ("stop_price", "limit_price")
    exact_limit_price: Decimal = ZERO
    exact_stop_price: Decimal = ZERO
    stop_triggered = False
    value_price = LimitOrder.value_price

    def __str__(self) -> str:
        return (
            f"{self._head()} at stop {self._money(self.exact_stop_price)} limit {self._money(self.exact_limit_price)}"
        )


class LimitIfTouchedOrder(_Priced):
    """A limit order once the trigger is touched."""

    type = OrderType.LIMIT_IF_TOUCHED
    FIELDS: tuple[str, ...] = ("trigger_price", "limit_price")
    exact_limit_price: Decimal = ZERO
    exact_trigger_price: Decimal = ZERO
    trigger_touched = False
    value_price = LimitOrder.value_price

    def __str__(self) -> str:
        trigger, limit = self._money(self.exact_trigger_price), self._money(self.exact_limit_price)
        return f"{self._head()} at trigger {trigger} limit {limit}"


class TrailingStopOrder(StopMarketOrder):
    """A stop that follows the price."""

    type = OrderType.TRAILING_STOP
    FIELDS: tuple[str, ...] = ("stop_price", "trailing_amount")
    exact_trailing_amount: Decimal = ZERO
    trailing_as_percentage = False

    @staticmethod
    def stop_of(price: Decimal, amount: Decimal, percentage: bool, direction: OrderDirection) -> Decimal:
        """The stop at a distance from a price."""
        buys = direction is OrderDirection.BUY
        if percentage:
            return price * (ONE + amount) if buys else price * (ONE - amount)
        return price + amount if buys else price - amount

    def moved_stop(self, price: Decimal) -> Decimal | None:
        """The stop that follows a new price; None when it stays."""
        distance = price - self.exact_stop_price if self._quantity < 0 else self.exact_stop_price - price
        amount = self.exact_trailing_amount
        allowed = price * amount if self.trailing_as_percentage else amount
        if distance <= allowed:
            return None
        return self.stop_of(price, amount, self.trailing_as_percentage, self.direction)

    def amount_text(self) -> str:
        if self.trailing_as_percentage:
            return f"{text(self.exact_trailing_amount * 100)}%"
        return currency_symbol(self.price_currency) + text(self.exact_trailing_amount)

    def default_tag(self) -> str:
        return f"Trailing Amount: {self.amount_text()}"

    def __str__(self) -> str:
        return f"{self._head()} at stop {self._money(self.exact_stop_price)}. Trailing amount: {self.amount_text()}"


class ComboMarketOrder(Order):
    """One leg of several orders that fill together."""

    type = OrderType.COMBO_MARKET


class ComboLimitOrder(Order):
    """A leg of orders whose sum has a limit."""

    type = OrderType.COMBO_LIMIT


class ComboLegLimitOrder(LimitOrder):
    """A leg with a limit of its own."""

    type = OrderType.COMBO_LEG_LIMIT


_CLASSES: dict[int, type[Order]] = {
    int(cls.type): cls
    for cls in (
        MarketOrder, LimitOrder, StopMarketOrder, StopLimitOrder, MarketOnOpenOrder, MarketOnCloseOrder,
        LimitIfTouchedOrder, TrailingStopOrder, ComboMarketOrder, ComboLimitOrder, ComboLegLimitOrder,
    )
}  # fmt: skip


def order_of(request: Any) -> Order:
    """The order that a submit request asks for."""
    cls = _CLASSES[int(request.order_type)]
    order = object.__new__(cls)
    Order.__init__(
        order, request.symbol, request.exact_quantity, request.time_us, request.tag or "", request.properties
    )
    for field in cls.FIELDS:
        setattr(order, f"exact_{field}", getattr(request, f"exact_{field}"))
    if isinstance(order, TrailingStopOrder):
        order.trailing_as_percentage = request.trailing_as_percentage
    order.group_order_manager = request.group_order_manager
    order.status = OrderStatus.NEW
    order.id = request.order_id
    return order
