"""What happens to an order."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, OrderStatus
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, smart_round, text
from leanrig.engine.orders.money import OrderFee, currency_symbol
from leanrig.engine.orders.order import Order, aware, direction_of

__all__ = ["OrderEvent"]


class OrderEvent(Dotnet):
    """A change of status or a fill."""

    fill_price, fill_quantity, quantity = Shown("exact_fill_price"), Shown("exact_fill_quantity"), Shown("exact_quantity")
    limit_price, stop_price = Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(self, order: Order, utc_time: Any, order_fee: OrderFee = OrderFee.ZERO, message: str = "") -> None:
        from leanrig.engine.data.base_data import micros

        self.id = 0
        self.order_id = order.id
        self.symbol = order.symbol
        self.time_us = utc_time if isinstance(utc_time, int) else micros(utc_time)
        self.status = order.status
        self.order_fee = order_fee
        self.exact_fill_price = ZERO
        self.fill_price_currency = order.price_currency
        self.exact_fill_quantity = ZERO
        self._direction: OrderDirection | None = order.direction
        self.message = message
        self.is_assignment = False
        self.is_in_the_money = False
        self.exact_quantity = order.exact_quantity
        self.exact_limit_price: Decimal | None = None
        self.exact_stop_price: Decimal | None = None
        self.exact_trigger_price: Decimal | None = None
        self.exact_trailing_amount: Decimal | None = None
        self.trailing_as_percentage: bool | None = None
        self.ticket: Any = None

    @property
    def utc_time(self) -> datetime:
        return aware(self.time_us)

    @property
    def direction(self) -> OrderDirection:
        return self._direction if self._direction is not None else direction_of(self.exact_fill_quantity)

    @property
    def exact_absolute_fill_quantity(self) -> Decimal:
        return abs(self.exact_fill_quantity)

    @property
    def absolute_fill_quantity(self) -> float:
        return abs(self.fill_quantity)

    @property
    def is_fill(self) -> bool:
        return self.status in (OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED)

    def clone(self) -> "OrderEvent":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy

    def __str__(self) -> str:
        sign = currency_symbol(self.fill_price_currency)
        parts = [
            f"Time: {self.utc_time:%m/%d/%Y %H:%M:%S} OrderID: {self.order_id} EventID: {self.id} "
            f"Symbol: {self.symbol.value} Status: {self.status.to_string()} Quantity: {text(self.exact_quantity)}"
        ]
        if self.exact_fill_quantity:
            filled = text(self.exact_fill_quantity)
            parts.append(f"FillQuantity: {filled} FillPrice: {sign}{text(smart_round(self.exact_fill_price))}")
        if self.exact_limit_price is not None:
            parts.append(f"LimitPrice: {sign}{text(smart_round(self.exact_limit_price))}")
        if self.exact_stop_price is not None:
            parts.append(f"StopPrice: {sign}{text(smart_round(self.exact_stop_price))}")
        if self.exact_trailing_amount is not None:
            # The flag for percentages is not handed on with the event: the amount always has the currency's sign.
            parts.append(f"TrailingAmount: {sign}{text(self.exact_trailing_amount)}")
        if self.exact_trigger_price is not None:
            parts.append(f"TriggerPrice: {sign}{text(smart_round(self.exact_trigger_price))}")
        if self.order_fee.value.exact_amount:
            parts.append(f"OrderFee: {self.order_fee}")
        if self.message:
            parts.append(f"Message: {self.message}")
        return " ".join(parts)
