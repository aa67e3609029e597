"""What the algorithm holds of an order it has placed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderField, OrderResponseErrorCode, OrderStatus, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact, shown
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import Order
from leanrig.engine.orders.requests import (
    CancelOrderRequest,
    OrderRequest,
    OrderResponse,
    SubmitOrderRequest,
    UpdateOrderFields,
    UpdateOrderRequest,
)

__all__ = ["OrderTicket"]


class OrderTicket(Dotnet):
    """An order's state, and the way to change or cancel it."""

    quantity, quantity_filled = Shown("exact_quantity"), Shown("exact_quantity_filled")
    average_fill_price, quantity_remaining = Shown("exact_average_fill_price"), Shown("exact_quantity_remaining")

    def __init__(self, transactions: Any, request: SubmitOrderRequest, invalid: bool = False) -> None:
        self._transactions = transactions
        self.submit_request = request
        self._order: Order | None = None
        self._invalid = invalid
        self.cancel_request: CancelOrderRequest | None = None
        self.update_requests: list[UpdateOrderRequest] = []
        self.order_events: list[OrderEvent] = []
        self.exact_quantity_filled = ZERO
        self.exact_average_fill_price = ZERO

    @staticmethod
    def for_unknown(transactions: Any, request: OrderRequest) -> "OrderTicket":
        """A ticket for a change or cancellation of an order that there is not."""
        submit = SubmitOrderRequest(OrderType.MARKET, Symbol.EMPTY, ZERO, tag=request.tag)
        submit.set_order_id(request.order_id)
        submit.set_response(request.response)
        ticket = OrderTicket(transactions, submit, invalid=True)
        if isinstance(request, UpdateOrderRequest):
            ticket.update_requests.append(request)
        elif isinstance(request, CancelOrderRequest):
            ticket.cancel_request = request
        return ticket

    @property
    def order_id(self) -> int:
        return self.submit_request.order_id

    @property
    def status(self) -> OrderStatus:
        if self._invalid:
            return OrderStatus.INVALID
        return OrderStatus.NEW if self._order is None else self._order.status

    @property
    def symbol(self) -> Symbol:
        return self.submit_request.symbol

    @property
    def security_type(self) -> SecurityType:
        return self.submit_request.symbol.security_type

    @property
    def exact_quantity(self) -> Decimal:
        return self.submit_request.exact_quantity if self._order is None else self._order.exact_quantity

    @property
    def exact_quantity_remaining(self) -> Decimal:
        return self.exact_quantity - self.exact_quantity_filled

    @property
    def time(self) -> datetime:
        return self.get_most_recent_order_request().time

    @property
    def order_type(self) -> OrderType:
        return self.submit_request.order_type

    @property
    def tag(self) -> str:
        return (self.submit_request.tag or "") if self._order is None else self._order.tag

    @property
    def has_order(self) -> bool:
        return self._order is not None

    def set_order(self, order: Order) -> None:
        self._order = order

    def add_event(self, event: OrderEvent) -> None:
        """Take an event in: filled quantity and the weighted price."""
        self.order_events.append(event)
        if not event.exact_fill_quantity or self._order is None:
            return
        self.exact_quantity_filled += event.exact_fill_quantity
        paid = ZERO
        for fill in self.order_events:
            if fill.is_fill:
                paid += fill.exact_absolute_fill_quantity * fill.exact_fill_price
        self.exact_average_fill_price = paid / abs(self.exact_quantity_filled)
        self._order.exact_price = self.exact_average_fill_price

    def get(self, field: OrderField) -> Any:
        name = OrderField(int(field))._name_.lower()
        source: Any = self.submit_request if self._order is None else self._order
        wanted = getattr(type(self._order), "FIELDS", ()) if self._order is not None else (name,)
        if name == "trailing_as_percentage" and self.order_type is OrderType.TRAILING_STOP:
            return source.trailing_as_percentage
        if name not in wanted:
            kind = "".join(part.capitalize() for part in name.split("_"))
            raise ArgumentException(f"Unable to get field {kind} on order of type {self.order_type.to_string()}")
        return shown(getattr(source, f"exact_{name}"))

    def update(self, fields: UpdateOrderFields) -> OrderResponse:
        request = UpdateOrderRequest(self._transactions.now_us, self.order_id, fields)
        self._transactions.update_order(request)
        return request.response

    def _change(self, tag: str | None, **values: object) -> OrderResponse:
        fields = UpdateOrderFields()
        for name, value in values.items():
            setattr(fields, name, exact(value))
        fields.tag = tag
        return self.update(fields)

    def update_tag(self, tag: str) -> OrderResponse:
        return self._change(tag)

    def update_quantity(self, quantity: object, tag: str | None = None) -> OrderResponse:
        return self._change(tag, quantity=quantity)

    def update_limit_price(self, limit_price: object, tag: str | None = None) -> OrderResponse:
        return self._change(tag, limit_price=limit_price)

    def update_stop_price(self, stop_price: object, tag: str | None = None) -> OrderResponse:
        return self._change(tag, stop_price=stop_price)

    def update_trigger_price(self, trigger_price: object, tag: str | None = None) -> OrderResponse:
        return self._change(tag, trigger_price=trigger_price)

    def update_stop_trailing_amount(self, trailing_amount: object, tag: str | None = None) -> OrderResponse:
        return self._change(tag, trailing_amount=trailing_amount)

    def cancel(self, tag: str | None = None) -> OrderResponse:
        request = CancelOrderRequest(self._transactions.now_us, self.order_id, tag)
        if self.cancel_request is not None and not self.cancel_request.response.is_error:
            return OrderResponse.error(
                request,
                OrderResponseErrorCode.REQUEST_CANCELED,
                f"Order {self.order_id} has already received a cancellation request.",
            )
        self._transactions.process_request(request)
        return request.response

    def get_most_recent_order_request(self) -> OrderRequest:
        if self.cancel_request is not None:
            return self.cancel_request
        return self.update_requests[-1] if self.update_requests else self.submit_request

    def get_most_recent_order_response(self) -> OrderResponse:
        return self.get_most_recent_order_request().response

    def __int__(self) -> int:
        response = self.get_most_recent_order_response()
        return int(response.error_code) if response.is_error else self.order_id

    __index__ = __int__

    def __str__(self) -> str:
        requests: list[OrderRequest] = [self.submit_request, *self.update_requests]
        if self.cancel_request is not None:
            requests.append(self.cancel_request)
        answered = sum(request.response.is_processed for request in requests)
        order = f"{self._order} " if self._order is not None else ""
        return f"{self.order_id}: {order}Request Count: {len(requests)} Response Count: {answered}"
