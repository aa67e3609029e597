"""Wishes about orders, and the answers to them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.data.base_data import micros
from leanrig.engine.enums import (
    OrderRequestStatus,
    OrderRequestType,
    OrderResponseErrorCode,
    OrderType,
    SecurityType,
)
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet, Shown, pascal, snake
from leanrig.engine.number import exact, smart_round, text
from leanrig.engine.orders.order import aware, order_of

__all__ = [
    "CancelOrderRequest",
    "OrderRequest",
    "OrderResponse",
    "SubmitOrderRequest",
    "UpdateOrderFields",
    "UpdateOrderRequest",
]

_NO_ID = -10


class OrderResponse(Dotnet):
    """Success, or an error with a code and a text."""

    UNPROCESSED: ClassVar["OrderResponse"]

    def __init__(self, order_id: int, code: OrderResponseErrorCode, message: str | None) -> None:
        self.order_id = order_id
        self.error_code = code
        self.error_message = message

    @property
    def is_error(self) -> bool:
        return self.error_code is not OrderResponseErrorCode.NONE

    @property
    def is_success(self) -> bool:
        return self.is_processed and not self.is_error

    @property
    def is_processed(self) -> bool:
        return self is not OrderResponse.UNPROCESSED

    @staticmethod
    def success(request: "OrderRequest") -> "OrderResponse":
        return OrderResponse(request.order_id, OrderResponseErrorCode.NONE, None)

    @staticmethod
    def error(request: "OrderRequest", code: OrderResponseErrorCode, message: str) -> "OrderResponse":
        return OrderResponse(request.order_id, code, message)

    @staticmethod
    def invalid_status(request: "OrderRequest", order: Any) -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.INVALID_ORDER_STATUS,
            f"Unable to update order with id {request.order_id} because it already has "
            f"{order.status.to_string()} status.",
        )

    @staticmethod
    def invalid_new_status(request: "OrderRequest", order: Any) -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.INVALID_NEW_ORDER_STATUS,
            f"Unable to update or cancel order with id {request.order_id} and status {order.status.to_string()} "
            "because the submit confirmation has not been received yet.",
        )

    @staticmethod
    def unable_to_find(request: "OrderRequest") -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.UNABLE_TO_FIND_ORDER,
            f"Unable to locate order with id {request.order_id}.",
        )

    @staticmethod
    def zero_quantity(request: "OrderRequest") -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.ORDER_QUANTITY_ZERO,
            f"Unable to {request.verb} order with id {request.order_id} that has zero quantity.",
        )

    @staticmethod
    def warming_up(request: "OrderRequest") -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.ALGORITHM_WARMING_UP,
            f"This operation is not allowed in initialize or during warm up: OrderRequest.{request.verb}. "
            "Please move this code to the on_warmup_finished() method.",
        )

    @staticmethod
    def missing_security(request: "SubmitOrderRequest") -> "OrderResponse":
        return OrderResponse.error(
            request,
            OrderResponseErrorCode.MISSING_SECURITY,
            f"You haven't requested {request.symbol} data. Add this with add_security() in the initialize() method.",
        )

    def __str__(self) -> str:
        if not self.is_processed:
            return "Unprocessed"
        if self.is_error:
            code = "".join(part.capitalize() for part in self.error_code._name_.split("_"))
            return f"Error: {code} - {self.error_message}"
        return "Success"


OrderResponse.UNPROCESSED = OrderResponse(-1, OrderResponseErrorCode.NONE, "The request has not yet been processed.")


class OrderRequest(Dotnet):
    """What all requests have. Time is UTC."""

    order_request_type: OrderRequestType
    verb = ""

    def __init__(self, time: Any, order_id: int, tag: str | None) -> None:
        self.time_us = micros(time) if isinstance(time, datetime) else int(time)
        self.order_id = order_id
        self.tag = tag
        self.response = OrderResponse.UNPROCESSED
        self.status = OrderRequestStatus.UNPROCESSED

    @property
    def time(self) -> datetime:
        return aware(self.time_us)

    def set_response(self, response: OrderResponse, status: OrderRequestStatus = OrderRequestStatus.ERROR) -> None:
        """Answer it; an error answer makes its status an error."""
        self.status = OrderRequestStatus.ERROR if response.is_error else status
        self.response = response

    def _moment(self) -> str:
        return f"{self.time:%m/%d/%Y %H:%M:%S} UTC"


class SubmitOrderRequest(OrderRequest):
    """Place an order."""

    order_request_type = OrderRequestType.SUBMIT
    verb = "submit"
    quantity, limit_price, stop_price = Shown("exact_quantity"), Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(
        self,
        order_type: OrderType,
        *lean: Any,
        time_us: int = 0,
        tag: str | None = "",
        properties: Any = None,
        stop_price: object = 0,
        limit_price: object = 0,
        trigger_price: object = 0,
        trailing_amount: object = 0,
        trailing_as_percentage: bool = False,
        asynchronous: bool = False,
        group: Any = None,
    ) -> None:
        """`(order_type, symbol, quantity, ...)`, or as users write it in Lean:

        `(order_type, security_type, symbol, quantity, stop_price, limit_price, [trigger_price, [trailing_amount,
        trailing_as_percentage]], time, tag, properties)`.
        """
        if isinstance(lean[0], SecurityType):
            _, ticker, quantity, stop_price, limit_price, *rest = lean
            place = next((i for i, value in enumerate(rest) if isinstance(value, datetime)), len(rest))
            before, after = rest[:place], rest[place:]
            symbol = as_symbol(ticker) or Symbol.EMPTY
            trigger_price = before[0] if before else trigger_price
            if len(before) > 2:
                trailing_amount, trailing_as_percentage = before[1], bool(before[2])
            time_us = micros(after[0]) if after else time_us
            tag = after[1] if len(after) > 1 else tag
            properties = after[2] if len(after) > 2 else properties
        else:
            symbol, quantity = lean
        super().__init__(time_us, _NO_ID, tag)
        self.order_type = order_type
        self.symbol: Symbol = symbol
        self.security_type = symbol.security_type
        self.exact_quantity: Decimal = exact(quantity)
        self.exact_stop_price, self.exact_limit_price = exact(stop_price), exact(limit_price)
        self.exact_trigger_price, self.exact_trailing_amount = exact(trigger_price), exact(trailing_amount)
        self.trailing_as_percentage = trailing_as_percentage
        self.properties = properties
        self.order_properties = properties
        self.asynchronous = asynchronous
        self.group_order_manager = group

    def set_order_id(self, order_id: int) -> None:
        self.order_id = order_id

    def __str__(self) -> str:
        order, status = order_of(self), self.status.to_string()
        return (
            f"{self._moment()}: Submit Order: ({self.order_id}) - {order} {self.tag or ''} Status: {status} "
            f"Async: {bool(self.asynchronous)}"
        )


class UpdateOrderFields(Dotnet):
    """What to change; None leaves as it is."""

    NAMES = ("quantity", "limit_price", "stop_price", "trailing_amount", "trigger_price")
    quantity, limit_price, stop_price = Shown("exact_quantity"), Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(self) -> None:
        self.exact_quantity: Decimal | None = None
        self.exact_limit_price: Decimal | None = None
        self.exact_stop_price: Decimal | None = None
        self.exact_trailing_amount: Decimal | None = None
        self.exact_trigger_price: Decimal | None = None
        self.tag: str | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(snake(name) if name[:1].isupper() else name, value)


class UpdateOrderRequest(OrderRequest):
    """Change an order."""

    order_request_type = OrderRequestType.UPDATE
    verb = "update"
    quantity, limit_price, stop_price = Shown("exact_quantity"), Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(self, time: Any, order_id: int, fields: UpdateOrderFields) -> None:
        super().__init__(time, order_id, fields.tag)
        self.exact_quantity = fields.exact_quantity
        self.exact_limit_price, self.exact_stop_price = fields.exact_limit_price, fields.exact_stop_price
        self.exact_trailing_amount, self.exact_trigger_price = fields.exact_trailing_amount, fields.exact_trigger_price

    def is_allowed_for_closed_order(self) -> bool:
        return all(getattr(self, f"exact_{name}") is None for name in UpdateOrderFields.NAMES)

    def __str__(self) -> str:
        changes = []
        for name in UpdateOrderFields.NAMES:
            value = getattr(self, f"exact_{name}")
            if value is not None:
                shown = text(value if name == "quantity" else smart_round(value))
                changes.append(f"{pascal(name)}: {shown}")
        what = f"{', '.join(changes)} {self.tag or ''}"
        return f"{self._moment()}: Update Order: ({self.order_id}) - {what} Status: {self.status.to_string()}"


class CancelOrderRequest(OrderRequest):
    """Take an order back."""

    order_request_type = OrderRequestType.CANCEL
    verb = "cancel"

    def __str__(self) -> str:
        return f"{self._moment()}: Cancel Order: ({self.order_id}) - {self.tag or ''} Status: {self.status.to_string()}"
