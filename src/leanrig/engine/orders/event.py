"""What happens to an order."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.enums import OrderDirection, OrderStatus
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet, Shown, pascal
from leanrig.engine.number import ZERO, exact, normalize, smart_round, text
from leanrig.engine.orders.base import Order, aware, direction_of
from leanrig.engine.orders.money import OrderFee, currency_symbol

__all__ = ["OrderEvent"]


class _Normal:
    """An attribute that drops trailing zeros when it is set, as Lean's events do; None stays None."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._field = f"_{name}"

    def __get__(self, event: Any, owner: type) -> Any:
        return self if event is None else getattr(event, self._field)

    def __set__(self, event: Any, value: Decimal | None) -> None:
        setattr(event, self._field, None if value is None else normalize(value))


class _Other:
    """The other casing of an attribute that users write."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, event: Any, owner: type) -> Any:
        return self if event is None else getattr(event, self._name)

    def __set__(self, event: Any, value: Any) -> None:
        setattr(event, self._name, value)


class OrderEvent(Dotnet):
    """A change of status or a fill: `OrderEvent(order, utc_time, order_fee, message)`.

    Lean's long form is understood too: `(order_id, symbol, utc_time, status, direction, fill_price, fill_quantity,
    order_fee, message)`.
    """

    fill_price, fill_quantity = Shown("exact_fill_price"), Shown("exact_fill_quantity")
    quantity = Shown("exact_quantity")
    limit_price, stop_price = Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")
    exact_fill_price, exact_fill_quantity, exact_quantity = _Normal(), _Normal(), _Normal()
    exact_limit_price, exact_stop_price = _Normal(), _Normal()
    exact_trigger_price, exact_trailing_amount = _Normal(), _Normal()

    def __init__(self, order: Any, *rest: Any, **named: Any) -> None:
        self.id = 0
        self.is_assignment = False
        self.is_in_the_money = False
        # Past the descriptors: an event is made for every try at a resting order.
        self._exact_fill_price = self._exact_fill_quantity = self._exact_quantity = ZERO
        self._exact_limit_price = self._exact_stop_price = None
        self._exact_trigger_price = self._exact_trailing_amount = None
        self.trailing_as_percentage: bool | None = None
        self.ticket: Any = None
        if isinstance(order, Order):
            self._of_order(order, *rest, **named)
        else:
            self._of_parts(order, *rest, **named)

    def _of_order(self, order: Order, utc_time: Any, order_fee: OrderFee = OrderFee.ZERO, message: str = "") -> None:
        self.order_id = order.id
        self.symbol = order.symbol
        self.time_us = _moment(utc_time)
        self.status = order.status
        self.direction = order.direction
        self.order_fee = order_fee
        self.fill_price_currency = order.price_currency
        self._exact_quantity = order.exact_quantity
        self.message = message

    def _of_parts(
        self,
        order_id: int,
        symbol: Symbol,
        utc_time: Any,
        status: OrderStatus,
        direction: OrderDirection | None,
        fill_price: object,
        fill_quantity: object,
        order_fee: OrderFee = OrderFee.ZERO,
        message: str = "",
    ) -> None:
        self.order_id, self.symbol, self.time_us, self.status = order_id, symbol, _moment(utc_time), status
        self.exact_fill_price, self.exact_fill_quantity = exact(fill_price), exact(fill_quantity)
        self.direction = direction_of(self.exact_fill_quantity) if direction is None else direction
        self.order_fee, self.fill_price_currency, self.message = order_fee, "", message

    @property
    def utc_time(self) -> datetime:
        return aware(self.time_us)

    @utc_time.setter
    def utc_time(self, moment: Any) -> None:
        self.time_us = _moment(moment)

    @property
    def exact_absolute_fill_quantity(self) -> Decimal:
        size: Decimal = abs(self.exact_fill_quantity)
        return size

    @property
    def absolute_fill_quantity(self) -> float:
        return abs(self.fill_quantity)

    @property
    def is_fill(self) -> bool:
        status = self.status
        return status is OrderStatus.FILLED or status is OrderStatus.PARTIALLY_FILLED

    def clone(self) -> "OrderEvent":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy

    def _amounts(self) -> list[tuple[str, str, str]]:
        """Long name, short name and text of the prices that are set."""
        sign = currency_symbol(self.fill_price_currency)
        found = []
        for long, short, value in (
            ("LimitPrice", "LP:", self.exact_limit_price),
            ("StopPrice", "SP:", self.exact_stop_price),
        ):
            if value is not None:
                found.append((long, short, sign + text(smart_round(value))))
        if self.exact_trailing_amount is not None:
            # The flag for percentages is not handed on with the event: the amount always has the currency's sign.
            found.append(("TrailingAmount", "TA: ", sign + text(self.exact_trailing_amount)))
        if self.exact_trigger_price is not None:
            found.append(("TriggerPrice", "TP:", sign + text(smart_round(self.exact_trigger_price))))
        return found

    def __str__(self) -> str:
        parts = [
            f"Time: {self.utc_time:%m/%d/%Y %H:%M:%S} OrderID: {self.order_id} EventID: {self.id} "
            f"Symbol: {self.symbol.value} Status: {self.status.to_string()} Quantity: {text(self.exact_quantity)}"
        ]
        if self.exact_fill_quantity:
            price = currency_symbol(self.fill_price_currency) + text(smart_round(self.exact_fill_price))
            parts.append(f"FillQuantity: {text(self.exact_fill_quantity)} FillPrice: {price}")
        parts += [f"{name}: {value}" for name, _, value in self._amounts()]
        if self.order_fee.value.exact_amount:
            parts.append(f"OrderFee: {self.order_fee}")
        if self.message:
            parts.append(f"Message: {self.message}")
        return " ".join(parts)

    def short_to_string(self) -> str:
        """The same in few letters."""
        sign = currency_symbol(self.fill_price_currency)
        parts = [
            f"{self.utc_time:%m/%d/%Y %H:%M:%S} OID:{self.order_id} {self.symbol.value} {self.status.to_string()} "
            f"Q:{text(self.exact_quantity)}"
        ]
        if self.exact_fill_quantity:
            price = sign + text(smart_round(self.exact_fill_price))
            parts.append(f"FQ:{text(self.exact_fill_quantity)} FP:{price}")
        parts += [f"{name}{value}" for _, name, value in self._amounts()]
        if self.order_fee.value.exact_amount:
            parts.append(f"OF:{sign}{self.order_fee}")
        if self.message:
            parts.append(f"M:{self.message}")
        return " ".join(parts)


for _name in ("fill_price", "fill_quantity", "quantity", "status", "order_fee", "message"):
    setattr(OrderEvent, pascal(_name), _Other(_name))


def _moment(utc_time: Any) -> int:
    return utc_time if isinstance(utc_time, int) else micros(utc_time)
