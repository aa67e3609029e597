"""Orders, requests, tickets, events: a first cut that stands in until the room orders is there."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.enums import (
    OrderDirection,
    OrderField,
    OrderRequestStatus,
    OrderResponseErrorCode,
    OrderStatus,
    OrderType,
)
from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact, normalize, smart_round, text

UTC_PRICES = ("limit_price", "stop_price", "trigger_price", "trailing_amount")
CLOSED = (OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.INVALID)


def aware(us: int) -> datetime:
    from datetime import UTC

    return naive(us).replace(tzinfo=UTC)


class TimeInForce(Dotnet):
    kind = "gtc"
    expiry: datetime | None = None

    @staticmethod
    def good_til_date(expiry: datetime) -> "TimeInForce":
        made = GoodTilDateTimeInForce()
        made.expiry = expiry
        return made


class GoodTilCanceledTimeInForce(TimeInForce):
    pass


class DayTimeInForce(TimeInForce):
    kind = "day"


class GoodTilDateTimeInForce(TimeInForce):
    kind = "gtd"


TimeInForce.GOOD_TIL_CANCELED = GoodTilCanceledTimeInForce()  # type: ignore[attr-defined]
TimeInForce.DAY = DayTimeInForce()  # type: ignore[attr-defined]


class OrderProperties(Dotnet):
    def __init__(self) -> None:
        self.time_in_force = TimeInForce.GOOD_TIL_CANCELED

    def clone(self) -> "OrderProperties":
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__)
        return copy


class InteractiveBrokersOrderProperties(OrderProperties):
    outside_regular_trading_hours = False


class OrderFee(Dotnet):
    def __init__(self, value: Any = None, currency: str = "QCC") -> None:
        self.value = value if isinstance(value, CashAmount) else CashAmount(exact(value or 0), currency)

    def __str__(self) -> str:
        return f"{text(normalize(self.value.exact_amount))} {self.value.currency}"


class CashAmount(Dotnet):
    amount = Shown("exact_amount")

    def __init__(self, amount: object = 0, currency: str = "USD") -> None:
        self.exact_amount = exact(amount)
        self.currency = currency


OrderFee.ZERO = OrderFee(CashAmount(0, "QCC"))  # type: ignore[attr-defined]


class OrderResponse(Dotnet):
    def __init__(self, order_id: int, code: OrderResponseErrorCode = OrderResponseErrorCode.NONE, message: str | None = None) -> None:
        self.order_id = order_id
        self.error_code = code
        self.error_message = message or ""

    @property
    def is_success(self) -> bool:
        return self.error_code is OrderResponseErrorCode.NONE

    @property
    def is_error(self) -> bool:
        return not self.is_success

    is_processed = True

    def __str__(self) -> str:
        return "Success" if self.is_success else f"Error: {self.error_code.to_string()} - {self.error_message}"


class SubmitOrderRequest(Dotnet):
    quantity = Shown("exact_quantity")
    limit_price, stop_price = Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(self, order_type: OrderType, symbol: Any, quantity: Decimal, time_us: int, tag: str, properties: Any, **prices: Any) -> None:
        self.order_type, self.symbol, self.exact_quantity = order_type, symbol, quantity
        self.security_type = symbol.security_type
        self.time_us, self.tag, self.order_properties = time_us, tag, properties
        for name in UTC_PRICES:
            setattr(self, f"exact_{name}", prices.get(name, ZERO))
        self.trailing_as_percentage = prices.get("trailing_as_percentage", False)
        self.asynchronous = prices.get("asynchronous", False)
        self.order_id = -10
        self.status = OrderRequestStatus.UNPROCESSED
        self.response = OrderResponse(-10)

    @property
    def time(self) -> datetime:
        return aware(self.time_us)


class UpdateOrderFields(Dotnet):
    def __init__(self) -> None:
        self.quantity: Any = None
        self.limit_price: Any = None
        self.stop_price: Any = None
        self.trigger_price: Any = None
        self.trailing_amount: Any = None
        self.tag: str | None = None


class UpdateOrderRequest(Dotnet):
    def __init__(self, time_us: int, order_id: int, fields: UpdateOrderFields) -> None:
        self.time_us, self.order_id, self.fields = time_us, order_id, fields
        self.quantity, self.limit_price, self.stop_price = fields.quantity, fields.limit_price, fields.stop_price
        self.trigger_price, self.trailing_amount, self.tag = fields.trigger_price, fields.trailing_amount, fields.tag
        self.response = OrderResponse(order_id)
        self.status = OrderRequestStatus.PROCESSED

    @property
    def time(self) -> datetime:
        return aware(self.time_us)


class CancelOrderRequest(Dotnet):
    def __init__(self, time_us: int, order_id: int, tag: str | None) -> None:
        self.time_us, self.order_id, self.tag = time_us, order_id, tag
        self.response = OrderResponse(order_id)
        self.status = OrderRequestStatus.PROCESSED


class Submission(Dotnet):
    bid_price, ask_price, last_price = Shown("exact_bid_price"), Shown("exact_ask_price"), Shown("exact_last_price")

    def __init__(self, bid: Decimal, ask: Decimal, last: Decimal) -> None:
        self.exact_bid_price, self.exact_ask_price, self.exact_last_price = bid, ask, last


class Order(Dotnet):
    quantity, price = Shown("exact_quantity"), Shown("exact_price")
    limit_price, stop_price = Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")
    type = OrderType.MARKET

    def __init__(self, request: SubmitOrderRequest) -> None:
        self.id = 0
        self.contingent_id = 0
        self.broker_id: list[str] = []
        self.symbol = request.symbol
        self.exact_price = ZERO
        self.price_currency = ""
        self.time_us = self.created_us = request.time_us
        self.last_fill_us: int | None = None
        self.last_update_us: int | None = None
        self.canceled_us: int | None = None
        self.exact_quantity = normalize(request.exact_quantity)
        self.status = OrderStatus.NEW
        self.tag = request.tag or ""
        self.properties = request.order_properties or OrderProperties()
        self.order_submission_data: Submission | None = None
        self.price_adjustment_mode: Any = 0
        self.exact_limit_price, self.exact_stop_price = request.exact_limit_price, request.exact_stop_price
        self.exact_trigger_price, self.exact_trailing_amount = request.exact_trigger_price, request.exact_trailing_amount
        self.trailing_as_percentage = request.trailing_as_percentage
        self.stop_triggered = self.trigger_touched = False
        self.exact_filled = ZERO
        self.exact_cost = ZERO
        self._events = 0

    def new_event_id(self) -> int:
        self._events += 1
        return self._events

    @property
    def security_type(self) -> Any:
        return self.symbol.security_type

    @property
    def direction(self) -> OrderDirection:
        return OrderDirection.BUY if self.exact_quantity > 0 else OrderDirection.SELL if self.exact_quantity < 0 else OrderDirection.HOLD

    @property
    def absolute_quantity(self) -> float:
        return abs(self.quantity)

    @property
    def value(self) -> float:
        return float(self.exact_value)

    @property
    def exact_value(self) -> Decimal:
        return self.exact_quantity * self.exact_price

    @property
    def time_in_force(self) -> Any:
        return self.properties.time_in_force

    @property
    def time(self) -> datetime:
        return aware(self.time_us)

    @property
    def created_time(self) -> datetime:
        return aware(self.created_us)

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
    def is_marketable(self) -> bool:
        data = self.order_submission_data
        if self.type is OrderType.LIMIT and data is not None:
            if self.exact_quantity > 0:
                return self.exact_limit_price >= data.exact_ask_price
            return self.exact_limit_price <= data.exact_bid_price
        return self.type is OrderType.MARKET

    def default_tag(self) -> str:
        if self.type is OrderType.TRAILING_STOP:
            amount = self.exact_trailing_amount
            if self.trailing_as_percentage:
                return f"Trailing Amount: {text(amount * 100)}%" if "." in text(amount * 100) else f"Trailing Amount: {text(amount * 100)}.0%"
            return f"Trailing Amount: ${text(normalize(amount))}"
        return ""

    def value_for_fee(self, security: Any) -> Decimal:
        """Value in the quote currency at the price that the order's type implies."""
        return self.exact_quantity * self.fee_price(security)

    def fee_price(self, security: Any) -> Decimal:
        price = security.exact_ask_price if self.exact_quantity > 0 else security.exact_bid_price
        return price

    def __str__(self) -> str:
        units = "unit" if abs(self.exact_quantity) == 1 else "units"
        tag = f": {self.tag}" if self.tag else ""
        broker = f" (BrokerId: {','.join(self.broker_id)})" if self.broker_id else ""
        return (
            f"OrderId: {self.id}{broker} {self.status.to_string()} {self.type.to_string()} order for "
            f"{text(self.exact_quantity)} {units} of {self.symbol}{tag}{self._at()}"
        )

    def _at(self) -> str:
        return ""


def _money(value: Decimal) -> str:
    return text(normalize(smart_round(value)))


class MarketOrder(Order):
    pass


class MarketOnOpenOrder(Order):
    type = OrderType.MARKET_ON_OPEN


class MarketOnCloseOrder(Order):
    type = OrderType.MARKET_ON_CLOSE
    submission_time_buffer = timedelta(minutes=15, seconds=30)
    DEFAULT_SUBMISSION_TIME_BUFFER = timedelta(minutes=15, seconds=30)


class LimitOrder(Order):
    type = OrderType.LIMIT

    def fee_price(self, security: Any) -> Decimal:
        pick = min if self.exact_quantity > 0 else max
        return pick(self.exact_limit_price, security.exact_price)

    def _at(self) -> str:
        return f" at limit ${_money(self.exact_limit_price)}"


class StopMarketOrder(Order):
    type = OrderType.STOP_MARKET

    def fee_price(self, security: Any) -> Decimal:
        pick = max if self.exact_quantity > 0 else min
        return pick(self.exact_stop_price, security.exact_price)

    def _at(self) -> str:
        return f" at stop ${_money(self.exact_stop_price)}"


class TrailingStopOrder(StopMarketOrder):
    type = OrderType.TRAILING_STOP


class StopLimitOrder(Order):
    type = OrderType.STOP_LIMIT

    def fee_price(self, security: Any) -> Decimal:
        return self.exact_limit_price

    def _at(self) -> str:
        return f" at stop ${_money(self.exact_stop_price)} limit ${_money(self.exact_limit_price)}"


class LimitIfTouchedOrder(Order):
    type = OrderType.LIMIT_IF_TOUCHED

    def fee_price(self, security: Any) -> Decimal:
        return self.exact_limit_price

    def _at(self) -> str:
        return f" at trigger ${_money(self.exact_trigger_price)} limit ${_money(self.exact_limit_price)}"


CLASSES: dict[Any, type[Order]] = {
    cls.type: cls
    for cls in (MarketOrder, MarketOnOpenOrder, MarketOnCloseOrder, LimitOrder, StopMarketOrder, TrailingStopOrder, StopLimitOrder, LimitIfTouchedOrder)
}


class OrderEvent(Dotnet):
    quantity, fill_quantity, fill_price = Shown("exact_quantity"), Shown("exact_fill_quantity"), Shown("exact_fill_price")
    limit_price, stop_price = Shown("exact_limit_price"), Shown("exact_stop_price")
    trigger_price, trailing_amount = Shown("exact_trigger_price"), Shown("exact_trailing_amount")

    def __init__(self, order: Order, us: int, fee: Any, message: str = "") -> None:
        self.order_id, self.symbol, self.time_us = order.id, order.symbol, us
        self.id = 0
        self.status = order.status
        self.direction = order.direction
        self.exact_quantity = order.exact_quantity
        self.exact_fill_quantity = self.exact_fill_price = ZERO
        self.fill_price_currency = order.price_currency
        self.order_fee = fee
        self.message = message
        self.is_assignment = self.is_in_the_money = False
        self.ticket: Any = None
        self.exact_limit_price: Decimal | None = None
        self.exact_stop_price: Decimal | None = None
        self.exact_trigger_price: Decimal | None = None
        self.exact_trailing_amount: Decimal | None = None

    @property
    def utc_time(self) -> datetime:
        return aware(self.time_us)

    @property
    def absolute_fill_quantity(self) -> float:
        return abs(self.fill_quantity)

    def __str__(self) -> str:
        when = naive(self.time_us)
        out = (
            f"Time: {when:%m/%d/%Y %H:%M:%S} OrderID: {self.order_id} EventID: {self.id} Symbol: {self.symbol.value} "
            f"Status: {self.status.to_string()} Quantity: {text(self.exact_quantity)}"
        )
        if self.exact_fill_quantity:
            out += f" FillQuantity: {text(self.exact_fill_quantity)} FillPrice: ${_money(self.exact_fill_price)}"
        if self.exact_limit_price is not None:
            out += f" LimitPrice: ${_money(self.exact_limit_price)}"
        if self.exact_stop_price is not None:
            out += f" StopPrice: ${_money(self.exact_stop_price)}"
        if self.order_fee is not None and self.order_fee.value.exact_amount:
            out += f" OrderFee: {self.order_fee}"
        return out + (f" Message: {self.message}" if self.message else "")


class OrderTicket(Dotnet):
    def __init__(self, transactions: Any, request: SubmitOrderRequest) -> None:
        self._transactions = transactions
        self.submit_request = request
        self.order: Order | None = None
        self.order_events: list[OrderEvent] = []
        self.update_requests: list[UpdateOrderRequest] = []
        self.cancel_request: CancelOrderRequest | None = None
        self._override: OrderStatus | None = None

    @property
    def order_id(self) -> int:
        return self.submit_request.order_id

    @property
    def status(self) -> OrderStatus:
        if self._override is not None:
            return self._override
        if self.cancel_request is not None and self.order is not None and self.order.status not in CLOSED:
            return OrderStatus.CANCEL_PENDING
        return self.order.status if self.order is not None else OrderStatus.NEW

    @property
    def symbol(self) -> Any:
        return self.submit_request.symbol

    @property
    def security_type(self) -> Any:
        return self.submit_request.security_type

    @property
    def order_type(self) -> OrderType:
        return self.submit_request.order_type

    @property
    def time(self) -> datetime:
        return self.submit_request.time

    @property
    def quantity(self) -> float:
        return self.order.quantity if self.order is not None else self.submit_request.quantity

    @property
    def quantity_filled(self) -> float:
        return float(self.order.exact_filled) if self.order is not None else 0.0

    @property
    def exact_remaining(self) -> Decimal:
        return self.order.exact_quantity - self.order.exact_filled if self.order is not None else ZERO

    @property
    def quantity_remaining(self) -> float:
        return float(self.exact_remaining)

    @property
    def average_fill_price(self) -> float:
        return self.order.price if self.order is not None else 0.0

    @property
    def tag(self) -> str:
        return self.order.tag if self.order is not None else self.submit_request.tag

    @property
    def has_order(self) -> bool:
        return self.order is not None

    @property
    def order_closed(self) -> Any:
        return self.status in CLOSED

    def get(self, field: OrderField) -> float:
        names = {
            OrderField.LIMIT_PRICE: ("limit_price", (OrderType.LIMIT, OrderType.STOP_LIMIT, OrderType.LIMIT_IF_TOUCHED)),
            OrderField.STOP_PRICE: ("stop_price", (OrderType.STOP_MARKET, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)),
            OrderField.TRIGGER_PRICE: ("trigger_price", (OrderType.LIMIT_IF_TOUCHED,)),
            OrderField.TRAILING_AMOUNT: ("trailing_amount", (OrderType.TRAILING_STOP,)),
        }
        for known, (name, kinds) in names.items():
            if known == field and self.order_type in kinds:
                return float(getattr(self.order or self.submit_request, name))
        raise ArgumentException(f"Unable to get field {OrderField(int(field)).to_string()} on order of type {self.order_type.to_string()}")

    def update(self, fields: UpdateOrderFields) -> OrderResponse:
        return self._transactions.update_order(self, fields)  # type: ignore[no-any-return]

    def _one(self, name: str, value: Any, tag: str | None) -> OrderResponse:
        fields = UpdateOrderFields()
        setattr(fields, name, value)
        fields.tag = tag
        return self.update(fields)

    def update_limit_price(self, value: Any, tag: str | None = None) -> OrderResponse:
        return self._one("limit_price", value, tag)

    def update_stop_price(self, value: Any, tag: str | None = None) -> OrderResponse:
        return self._one("stop_price", value, tag)

    def update_trigger_price(self, value: Any, tag: str | None = None) -> OrderResponse:
        return self._one("trigger_price", value, tag)

    def update_stop_trailing_amount(self, value: Any, tag: str | None = None) -> OrderResponse:
        return self._one("trailing_amount", value, tag)

    def update_quantity(self, value: Any, tag: str | None = None) -> OrderResponse:
        return self._one("quantity", value, tag)

    def update_tag(self, tag: str) -> OrderResponse:
        fields = UpdateOrderFields()
        fields.tag = tag
        return self.update(fields)

    def cancel(self, tag: str | None = None) -> OrderResponse:
        return self._transactions.cancel_ticket(self, tag)  # type: ignore[no-any-return]

    def get_most_recent_order_response(self) -> OrderResponse:
        if self.cancel_request is not None:
            return self.cancel_request.response
        return self.update_requests[-1].response if self.update_requests else self.submit_request.response

    def get_most_recent_order_request(self) -> Any:
        return self.cancel_request or (self.update_requests[-1] if self.update_requests else self.submit_request)

    def __str__(self) -> str:
        count = 1 + len(self.update_requests) + (self.cancel_request is not None)
        order = str(self.order) if self.order is not None else "Matching Order not found"
        return f"{self.order_id}: {order} Request Count: {count} Response Count: {count}"
