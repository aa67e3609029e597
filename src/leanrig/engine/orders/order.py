"""Orders of every type."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import micros, naive
from leanrig.engine.enums import DataNormalizationMode, OrderDirection, OrderStatus, OrderType, SecurityType
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact, normalize, smart_round, text
from leanrig.engine.orders.money import currency_symbol
from leanrig.engine.orders.properties import OrderProperties

__all__ = [
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

_OPEN = frozenset((0, 1, 2, 8, 9))


def aware(moment_us: int) -> datetime:
    """An aware UTC datetime."""
    return naive(moment_us).replace(tzinfo=UTC)


def direction_of(quantity: Decimal) -> OrderDirection:
    """Buy, sell or hold by the sign."""
    if quantity > 0:
        return OrderDirection.BUY
    return OrderDirection.SELL if quantity < 0 else OrderDirection.HOLD


class OrderSubmissionData(Dotnet):
    """Prices at the moment of submission."""

    bid_price, ask_price, last_price = Shown("exact_bid_price"), Shown("exact_ask_price"), Shown("exact_last_price")

    def __init__(self, bid: object, ask: object, last: object) -> None:
        self.exact_bid_price, self.exact_ask_price, self.exact_last_price = exact(bid), exact(ask), exact(last)


class Order(Dotnet):
    """What all orders have. Times are UTC."""

    type: OrderType = OrderType.MARKET
    price, quantity = Shown("exact_price"), Shown("exact_quantity")

    def __init__(
        self,
        symbol: Symbol = Symbol.EMPTY,
        quantity: object = 0,
        time: Any = 0,
        tag: str = "",
        properties: OrderProperties | None = None,
    ) -> None:
        self.id = 0
        self.contingent_id = 0
        self.broker_id: list[str] = []
        self.symbol = symbol
        self._price = ZERO
        self._quantity = normalize(exact(quantity))
        self.time_us = time if isinstance(time, int) else micros(time)
        self.price_currency = ""
        self.last_fill_us: int | None = None
        self.last_update_us: int | None = None
        self.canceled_us: int | None = None
        self.status = OrderStatus.NONE
        self.tag = tag
        self.properties = properties or OrderProperties()
        self.order_submission_data: OrderSubmissionData | None = None
        self.group_order_manager: Any = None
        self.price_adjustment_mode = DataNormalizationMode.RAW
        self.events = 0

    @property
    def exact_price(self) -> Decimal:
        return self._price

    @exact_price.setter
    def exact_price(self, price: Decimal) -> None:
        self._price = normalize(price)

    @property
    def exact_quantity(self) -> Decimal:
        return self._quantity

    @exact_quantity.setter
    def exact_quantity(self, quantity: Decimal) -> None:
        self._quantity = normalize(quantity)

    @property
    def time(self) -> datetime:
        return aware(self.time_us)

    @property
    def created_time(self) -> datetime:
        return aware(self.time_us)

    @property
    def last_fill_time(self) -> datetime | None:
        return None if self.last_fill_us is None else aware(self.last_fill_us)

    @property
    def last_update_time(self) -> datetime | None:
        return None if self.last_update_us is None else aware(self.last_update_us)

    @property
    def canceled_time(self) -> datetime | None:
        return None if self.canceled_us is None else aware(self.canceled_us)

    @property
    def security_type(self) -> SecurityType:
        return self.symbol.security_type

    @property
    def time_in_force(self) -> Any:
        return self.properties.time_in_force

    @property
    def direction(self) -> OrderDirection:
        return direction_of(self._quantity)

    @property
    def exact_absolute_quantity(self) -> Decimal:
        return abs(self._quantity)

    @property
    def absolute_quantity(self) -> float:
        return abs(self.quantity)

    @property
    def value(self) -> float:
        return float(self._quantity * self._price)

    @property
    def is_open(self) -> bool:
        return int(self.status) in _OPEN

    @property
    def is_marketable(self) -> bool:
        """Whether a limit order would have filled at once when it was submitted."""
        return self.type is OrderType.MARKET

    def new_event_id(self) -> int:
        self.events += 1
        return self.events

    def value_price(self, security: Any) -> Decimal:
        """The price that Lean values an open order with, in the quote currency."""
        return security.exact_ask_price if self._quantity > 0 else security.exact_bid_price  # type: ignore[no-any-return]

    def exact_value_in(self, security: Any) -> Decimal:
        """Value in account currency."""
        unit = security.quote_currency.exact_conversion_rate * security.symbol_properties.exact_contract_multiplier
        return self._quantity * self.value_price(security) * unit  # type: ignore[no-any-return]

    def get_value(self, security: Any) -> float:
        return float(self.exact_value_in(security))

    def default_tag(self) -> str:
        return ""

    def apply_update(self, request: Any) -> None:
        """Take over what an update request changes."""
        if request.exact_quantity is not None:
            self.exact_quantity = request.exact_quantity
        if request.tag is not None:
            self.tag = request.tag

    def split(self, factor: Decimal) -> dict[str, Decimal]:
        """Prices after a split."""
        return {}

    def clone(self) -> "Order":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.broker_id = list(self.broker_id)
        return copy

    def _head(self) -> str:
        tag = f": {self.tag}" if self.tag else ""
        units = "unit" if self._quantity == 1 else "units"
        return (
            f"OrderId: {self.id} (BrokerId: {','.join(self.broker_id)}) {self.status.to_string()} "
            f"{self.type.to_string()} order for {text(self._quantity)} {units} of {self.symbol}{tag}"
        )

    def _money(self, price: Decimal) -> str:
        return currency_symbol(self.price_currency) + text(smart_round(price))

    def __str__(self) -> str:
        return self._head()


class MarketOrder(Order):
    """At once."""

    type = OrderType.MARKET


class MarketOnOpenOrder(Order):
    """At the next opening."""

    type = OrderType.MARKET_ON_OPEN


class MarketOnCloseOrder(Order):
    """At the next close."""

    type = OrderType.MARKET_ON_CLOSE
    # Latest submission before the close, in microseconds.
    submission_buffer_us = 930_000_000


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
        super().__init__(symbol, quantity, time, rest[1] if len(rest) > 1 else tag, rest[2] if len(rest) > 2 else properties)
        for field, price in zip(self.FIELDS, prices or (0,) * len(self.FIELDS), strict=True):
            setattr(self, f"exact_{field}", exact(price))

    def apply_update(self, request: Any) -> None:
        super().apply_update(request)
        for field in self.FIELDS:
            value = getattr(request, f"exact_{field}", None)
            if value is not None:
                setattr(self, f"exact_{field}", value)


class LimitOrder(_Priced):
    """At a price or better."""

    type = OrderType.LIMIT
    FIELDS = ("limit_price",)
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
        if self._quantity > 0:
            return min(self.exact_limit_price, security.exact_price)  # type: ignore[no-any-return]
        return max(self.exact_limit_price, security.exact_price)  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"{self._head()} at limit {self._money(self.exact_limit_price)}"


class StopMarketOrder(_Priced):
    """At once when the stop is passed."""

    type = OrderType.STOP_MARKET
    FIELDS = ("stop_price",)
    exact_stop_price: Decimal = ZERO

    def value_price(self, security: Any) -> Decimal:
        if self._quantity > 0:
            return max(self.exact_stop_price, security.exact_ask_price)  # type: ignore[no-any-return]
        return min(self.exact_stop_price, security.exact_bid_price)  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"{self._head()} at stop {self._money(self.exact_stop_price)}"


class StopLimitOrder(_Priced):
    """A limit order once the stop is passed."""

    type = OrderType.STOP_LIMIT
    FIELDS = ("stop_price", "limit_price")
    exact_limit_price: Decimal = ZERO
    exact_stop_price: Decimal = ZERO
    stop_triggered = False
    value_price = LimitOrder.value_price

    def __str__(self) -> str:
        return f"{self._head()} at stop {self._money(self.exact_stop_price)} limit {self._money(self.exact_limit_price)}"


class LimitIfTouchedOrder(_Priced):
    """A limit order once the trigger is touched."""

    type = OrderType.LIMIT_IF_TOUCHED
    FIELDS = ("trigger_price", "limit_price")
    exact_limit_price: Decimal = ZERO
    exact_trigger_price: Decimal = ZERO
    trigger_touched = False
    value_price = LimitOrder.value_price

    def __str__(self) -> str:
        trigger, limit = self._money(self.exact_trigger_price), self._money(self.exact_limit_price)
        return f"{self._head()} at trigger {trigger} limit {limit}"


class TrailingStopOrder(_Priced):
    """A stop that follows the price."""

    type = OrderType.TRAILING_STOP
    FIELDS = ("stop_price", "trailing_amount")
    exact_stop_price: Decimal = ZERO
    exact_trailing_amount: Decimal = ZERO
    trailing_as_percentage = False
    value_price = StopMarketOrder.value_price

    @staticmethod
    def stop_of(price: Decimal, amount: Decimal, percentage: bool, direction: OrderDirection) -> Decimal:
        """The stop at a distance from a price."""
        distance = price * amount if percentage else amount
        return price + distance if direction is OrderDirection.BUY else price - distance

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
    Order.__init__(order, request.symbol, request.exact_quantity, request.time_us, request.tag or "", request.properties)
    for field in getattr(cls, "FIELDS", ()):
        setattr(order, f"exact_{field}", getattr(request, f"exact_{field}"))
    if isinstance(order, TrailingStopOrder):
        order.trailing_as_percentage = request.trailing_as_percentage
    order.group_order_manager = request.group_order_manager
    order.status = OrderStatus.NEW
    order.id = request.order_id
    return order
