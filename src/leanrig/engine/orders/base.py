"""What all orders have."""

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

__all__ = ["CLOSED", "Order", "OrderSubmissionData", "aware", "direction_of"]

CLOSED = frozenset((OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.INVALID))


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
    # Prices that an order of this type has, by name.
    FIELDS: tuple[str, ...] = ()
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
        return self.status not in CLOSED

    @property
    def is_marketable(self) -> bool:
        """Whether a limit order would have filled at once when it was submitted."""
        return self.type is OrderType.MARKET

    def new_event_id(self) -> int:
        self.events += 1
        return self.events

    def value_price(self, security: Any) -> Decimal:
        """The price that Lean values an open order with, in the quote currency."""
        return security.exact_price  # type: ignore[no-any-return]

    def exact_value_in(self, security: Any) -> Decimal:
        """Value in account currency."""
        value = self._quantity * self.value_price(security) if self._quantity else ZERO
        rate: Decimal = security.quote_currency.exact_conversion_rate
        multiplier: Decimal = security.symbol_properties.exact_contract_multiplier
        return value * rate * multiplier

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

    def clone(self) -> "Order":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.broker_id = list(self.broker_id)
        copy.properties = self.properties.clone()
        copy.events = 0
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
