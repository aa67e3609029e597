"""What becomes of requests: a first cut until the room transactions is there."""

from collections import deque
from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import DataNormalizationMode, OrderDirection, OrderResponseErrorCode, OrderStatus, SecurityType
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, normalize, round_even, text
from leanrig.engine.thin.orders import (
    CLASSES,
    CLOSED,
    CancelOrderRequest,
    Order,
    OrderEvent,
    OrderFee,
    OrderResponse,
    OrderTicket,
    Submission,
    SubmitOrderRequest,
    UpdateOrderFields,
    UpdateOrderRequest,
)
from leanrig.engine.thin.portfolio import order_value

Code = OrderResponseErrorCode


class Transactions(Dotnet):
    """`algorithm.transactions` and Lean's handler and backtesting brokerage behind it."""

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self.orders: dict[int, Order] = {}
        self.tickets: dict[int, OrderTicket] = {}
        self.events: list[OrderEvent] = []
        self._pending: dict[int, Order] = {}
        self._queue: deque[tuple[OrderTicket, Any]] = deque()
        self._busy = False
        self._scanning = False
        self._lot_warned = False
        self.listeners: list[Any] = []

    @property
    def has_work(self) -> bool:
        return bool(self._pending or self._queue)

    @property
    def orders_count(self) -> int:
        return len(self.orders)

    @property
    def last_order_id(self) -> int:
        return len(self.tickets)

    # -- requests

    def add(self, request: SubmitOrderRequest) -> OrderTicket:
        request.order_id = len(self.tickets) + 1
        order = CLASSES[request.order_type](request)
        order.id = request.order_id
        security = self._stage.securities[request.symbol]
        order.order_submission_data = Submission(security.exact_bid_price, security.exact_ask_price, security.exact_close)
        ticket = OrderTicket(self, request)
        ticket.order = order
        request.response = OrderResponse(order.id)
        self.tickets[order.id] = ticket
        self._queue.append((ticket, request))
        if not request.asynchronous:
            self._process()
        return ticket

    def refused(self, request: SubmitOrderRequest, response: OrderResponse) -> OrderTicket:
        ticket = OrderTicket(self, request)
        request.response = response
        ticket._override = OrderStatus.INVALID
        return ticket

    def update_order(self, ticket: OrderTicket, fields: UpdateOrderFields) -> OrderResponse:
        request = UpdateOrderRequest(self._stage.now_us, ticket.order_id, fields)
        ticket.update_requests.append(request)
        order = ticket.order
        only_tag = all(getattr(fields, n) is None for n in ("quantity", "limit_price", "stop_price", "trigger_price", "trailing_amount"))
        if order is None:
            request.response = OrderResponse(ticket.order_id, Code.UNABLE_TO_FIND_ORDER, f"Unable to locate order with id {ticket.order_id}.")
        elif order.status in CLOSED and not only_tag:
            request.response = self._closed(order, "update")
        elif request.quantity is not None and not exact(request.quantity):
            request.response = OrderResponse(order.id, Code.ORDER_QUANTITY_ZERO, f"Unable to update order with id {order.id} that has zero quantity.")
        elif ticket.cancel_request is not None and order.status not in CLOSED:
            request.response = OrderResponse(order.id, Code.INVALID_ORDER_STATUS, f"Unable to update order with id {order.id} because it already has CancelPending status.")
        else:
            self._queue.append((ticket, request))
            self._process()
        if request.response.is_error:
            self._stage.error(request.response.error_message)
        return request.response

    def _closed(self, order: Order, what: str) -> OrderResponse:
        return OrderResponse(
            order.id,
            Code.INVALID_ORDER_STATUS,
            f"Unable to {what} order with id {order.id} because it already has {order.status.to_string()} status.",
        )

    def cancel_ticket(self, ticket: OrderTicket, tag: str | None = None) -> OrderResponse:
        order = ticket.order
        request = CancelOrderRequest(self._stage.now_us, ticket.order_id, tag)
        if ticket.cancel_request is not None:
            return OrderResponse(ticket.order_id, Code.REQUEST_CANCELED, f"Order {ticket.order_id} has already received a cancellation request.")
        if order is None or order.status in CLOSED:
            request.response = self._closed(order, "cancel") if order is not None else OrderResponse(ticket.order_id, Code.UNABLE_TO_FIND_ORDER)
            self._stage.error(request.response.error_message)
            return request.response
        ticket.cancel_request = request
        if tag is not None:
            order.tag = tag
        self._queue.append((ticket, request))
        self._process()
        return request.response

    def cancel_order(self, order_id: int, tag: str | None = None) -> Any:
        ticket = self.tickets.get(order_id)
        if ticket is not None:
            self.cancel_ticket(ticket, tag)
        return ticket

    def cancel_open_orders(self, symbol: Any = None, tag: str | None = None) -> list[OrderTicket]:
        found = self.get_open_order_tickets(symbol)
        for ticket in found:
            self.cancel_ticket(ticket, tag)
        return found

    def cancel_for_symbol_change(self, symbol: Any) -> None:
        self.cancel_open_orders(symbol, "Open order cancelled on symbol changed event")

    # -- looking

    def get_order_by_id(self, order_id: int) -> Order | None:
        ticket = self.tickets.get(order_id)
        return ticket.order if ticket is not None else None

    def get_order_ticket(self, order_id: int) -> OrderTicket | None:
        return self.tickets.get(order_id)

    def get_orders(self, filter: Any = None) -> list[Order]:
        return [o for o in self.orders.values() if filter is None or filter(o)]

    def get_order_tickets(self, filter: Any = None) -> list[OrderTicket]:
        return [t for t in self.tickets.values() if _wanted(t, filter)]

    def get_open_orders(self, filter: Any = None) -> list[Order]:
        return [t.order for t in self.get_open_order_tickets(filter) if t.order is not None]

    def get_open_order_tickets(self, filter: Any = None) -> list[OrderTicket]:
        return [t for t in self.tickets.values() if t.order is not None and t.order.status not in CLOSED and _wanted(t, filter)]

    def get_open_orders_remaining_quantity(self, filter: Any = None) -> float:
        return float(sum((t.exact_remaining for t in self.get_open_order_tickets(filter)), ZERO))

    # -- working

    def process_synchronous_events(self) -> None:
        self._process()
        self.scan()
        self._delistings()

    def _process(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            while self._queue:
                ticket, request = self._queue.popleft()
                if isinstance(request, SubmitOrderRequest):
                    self._submit(ticket, request)
                elif isinstance(request, UpdateOrderRequest):
                    self._update(ticket, request)
                else:
                    self._cancel(ticket, request)
                self.scan()
        finally:
            self._busy = False

    def _submit(self, ticket: OrderTicket, request: SubmitOrderRequest) -> None:
        order = ticket.order
        assert order is not None
        self.orders[order.id] = order
        security = self._stage.securities[order.symbol]
        order.price_currency = security.symbol_properties.quote_currency
        order.tag = order.tag or order.default_tag()
        order.exact_quantity = normalize(self._lots(order.exact_quantity, security))
        self.round_prices(order, security)
        order.price_adjustment_mode = security.data_normalization_mode
        if not order.exact_quantity:
            self._refuse(ticket, Code.ORDER_QUANTITY_ZERO, f"Unable to submit order with id {order.id} that has zero quantity.")
            return
        reason = self._short_of_money(order, security)
        if reason is not None:
            self._refuse(ticket, Code.INSUFFICIENT_BUYING_POWER, reason)
            return
        accepted, message = self._stage.brokerage_model.can_submit_order(security, order)
        if not accepted:
            self._refuse(
                ticket,
                Code.BROKERAGE_MODEL_REFUSED_TO_SUBMIT_ORDER,
                f"BrokerageModel declared unable to submit order: [{order.id}] {message}",
            )
            return
        self._pending[order.id] = order
        order.broker_id.append(str(order.id))
        event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO)
        event.status = OrderStatus.SUBMITTED
        self._tell(event)

    def _short_of_money(self, order: Order, security: Any) -> str | None:
        reason = security.buying_power_model.insufficient(self._stage.portfolio, security, order)
        if reason is None:
            return None
        value = text(normalize(order_value(order, security)))
        return f"Order Error: ids: [{order.id}], Insufficient buying power to complete orders (Value:[{value}]), Reason: {reason}"

    def _refuse(self, ticket: OrderTicket, code: Any, message: str) -> None:
        order = ticket.order
        assert order is not None
        self._stage.error(message)
        ticket.submit_request.response = OrderResponse(order.id, code, message)
        event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO, message)
        event.status = OrderStatus.INVALID
        self._tell(event)

    def _lots(self, quantity: Decimal, security: Any) -> Decimal:
        lot = security.symbol_properties.exact_lot_size
        rest = abs(quantity) % lot
        if lot - rest < lot / 1000000:
            rest -= lot
        if rest and not self._lot_warned:
            self._lot_warned = True
            self._stage.error(
                f"Warning: Due to brokerage limitations, orders will be rounded to the nearest lot size of {text(normalize(lot))}"
            )
        size = abs(quantity) - rest
        return size if quantity > 0 else -size

    def round_prices(self, order: Order, security: Any) -> None:
        equity = security.type is SecurityType.EQUITY
        if equity and security.data_normalization_mode is not DataNormalizationMode.RAW:
            return
        step = security.symbol_properties.exact_minimum_price_variation
        if equity:
            step = Decimal("0.01") if security.exact_price >= 1 else Decimal("0.0001")
        for name in ("limit_price", "stop_price", "trigger_price", "trailing_amount"):
            value = getattr(order, f"exact_{name}")
            if not value or (name == "trailing_amount" and order.trailing_as_percentage):
                continue
            rounded = round_even(value / step, 0) * step
            if rounded != value:
                setattr(order, f"exact_{name}", rounded)
                label = {"limit_price": "LimitPrice", "stop_price": "StopPrice", "trigger_price": "TriggerPrice", "trailing_amount": "TrailingAmount"}[name]
                self._stage.error(
                    f"Warning: To meet brokerage precision requirements, order {label} was rounded to {text(rounded)} from {text(value)}"
                )

    def _update(self, ticket: OrderTicket, request: UpdateOrderRequest) -> None:
        order = ticket.order
        assert order is not None
        closed = order.status in CLOSED
        for name in ("quantity", "limit_price", "stop_price", "trigger_price", "trailing_amount"):
            value = getattr(request, name)
            if value is not None and not closed:
                setattr(order, f"exact_{name}", normalize(exact(value)) if name == "quantity" else exact(value))
        if request.tag is not None:
            order.tag = request.tag
        if closed:
            return
        self.round_prices(order, self._stage.securities[order.symbol])
        order.broker_id.append(str(order.id)) if str(order.id) not in order.broker_id else None
        event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO)
        event.status = OrderStatus.UPDATE_SUBMITTED
        self._tell(event)

    def _cancel(self, ticket: OrderTicket, request: CancelOrderRequest) -> None:
        order = ticket.order
        assert order is not None
        if order.status in CLOSED:
            request.response = self._closed(order, "cancel")
            return
        self._pending.pop(order.id, None)
        event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO)
        event.status = OrderStatus.CANCELED
        self._tell(event)

    def scan(self) -> None:
        if not self._pending or self._scanning:
            return
        now = self._stage.now_us
        for order_id in sorted(self._pending):
            order = self._pending.get(order_id)
            if order is None or order.status in CLOSED:
                self._pending.pop(order_id, None)
                continue
            if order.time_us == now and order.type._name_ != "MARKET":
                continue
            self._try(order)

    def _try(self, order: Order) -> None:
        security = self._stage.securities.by_symbol(order.symbol) or self._stage._gone.get(order.symbol)
        if expired(order, security, self._stage.now_us):
            self._pending.pop(order.id, None)
            event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO, "The order has expired.")
            event.status = OrderStatus.CANCELED
            self._tell(event)
            return
        reason = self._short_of_money(order, security)
        if reason is not None:
            if self.tickets[order.id].cancel_request is not None:
                return
            self._pending.pop(order.id, None)
            self._stage.error(reason)
            event = OrderEvent(order, self._stage.now_us, OrderFee.ZERO, reason)
            event.status = OrderStatus.INVALID
            self._tell(event)
            return
        event = security.fill_model.fill(security, order, self._stage)
        if event.status is not OrderStatus.FILLED:
            return
        event.order_fee = security.fee_model.fee(security, order)
        self._pending.pop(order.id, None)
        self._tell(event)

    def _tell(self, event: OrderEvent) -> None:
        order, ticket = self.orders[event.order_id], self.tickets[event.order_id]
        order.status = event.status
        event.id, event.ticket, event.exact_quantity = order.new_event_id(), ticket, order.exact_quantity
        us = event.time_us
        if event.status is OrderStatus.CANCELED:
            order.canceled_us = us
        elif event.status in (OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED):
            order.last_fill_us = us
        elif event.status in (OrderStatus.SUBMITTED, OrderStatus.UPDATE_SUBMITTED) and ticket.update_requests:
            order.last_update_us = us
        kind = order.type._name_
        if kind in ("LIMIT", "STOP_LIMIT", "LIMIT_IF_TOUCHED"):
            event.exact_limit_price = order.exact_limit_price
        if kind in ("STOP_MARKET", "STOP_LIMIT", "TRAILING_STOP"):
            event.exact_stop_price = order.exact_stop_price
        if kind == "LIMIT_IF_TOUCHED":
            event.exact_trigger_price = order.exact_trigger_price
        if kind == "TRAILING_STOP":
            event.exact_trailing_amount = order.exact_trailing_amount
        if event.exact_fill_quantity:
            security = self._stage.securities.by_symbol(order.symbol) or self._stage._gone.get(order.symbol)
            self._stage.portfolio.process_fill(event, security)
            order.exact_filled += event.exact_fill_quantity
            order.exact_cost += event.exact_fill_quantity * event.exact_fill_price
            order.exact_price = normalize(order.exact_cost / order.exact_filled)
            for listener in self.listeners:
                listener(event, security)
        ticket.order_events.append(event)
        self.events.append(event)
        self._stage.deliver(event)

    def _delistings(self) -> None:
        slice_ = self._stage.current_slice
        if slice_ is None or slice_ is getattr(self, "_seen_slice", None):
            return
        self._seen_slice = slice_


def _wanted(ticket: OrderTicket, filter: Any) -> bool:
    if filter is None:
        return True
    symbol = as_symbol(filter)
    if symbol is not None:
        return bool(ticket.symbol == symbol)
    return bool(filter(ticket)) if callable(filter) else False


def expired(order: Order, security: Any, now: int) -> bool:
    tif = order.properties.time_in_force
    if tif.kind == "gtc":
        return False
    hours = security.exchange.hours
    zone = hours.zone
    if tif.kind == "day":
        day = to_local(order.time_us, zone)
    else:
        day = tif.expiry
    start = day.replace(hour=0, minute=0, second=0, microsecond=0)
    close = hours.next_close(start, False) if security.type is SecurityType.EQUITY else start + timedelta(days=1)
    return now >= to_us(close, zone)


SIDES = OrderDirection
