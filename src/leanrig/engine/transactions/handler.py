"""What becomes of requests: checked and answered when they come, carried out in their order."""

from collections import deque
from collections.abc import Callable
from typing import Any

from leanrig.engine.enums import (
    OrderRequestStatus,
    OrderRequestType,
    OrderResponseErrorCode,
    OrderStatus,
)
from leanrig.engine.errors import NotThereYet
from leanrig.engine.number import text
from leanrig.engine.orders.base import OrderSubmissionData
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import CLOSED, Order, order_of
from leanrig.engine.orders.requests import (
    CancelOrderRequest,
    OrderRequest,
    OrderResponse,
    SubmitOrderRequest,
    UpdateOrderRequest,
)
from leanrig.engine.orders.ticket import OrderTicket
from leanrig.engine.transactions.announcing import Announcer
from leanrig.engine.transactions.book import OpenOrder, OrderBook
from leanrig.engine.transactions.brokerage import BacktestingBrokerage
from leanrig.engine.transactions.checks import insufficient_text, sufficient
from leanrig.engine.transactions.rounding import OrderRounding

__all__ = ["RequestHandler"]

Code = OrderResponseErrorCode


class RequestHandler:
    """Lean's transaction handler for back-tests.

    Parameters
    ----------
    stage
        The running algorithm.
    transactions
        What tickets call.
    book, announcer, brokerage
        Where orders are kept, who tells of events, and who fills.
    """

    def __init__(
        self, stage: Any, transactions: Any, book: OrderBook, announcer: Announcer, brokerage: BacktestingBrokerage
    ) -> None:
        self._stage = stage
        self._transactions = transactions
        self._book = book
        self._announcer = announcer
        self._brokerage = brokerage
        self._rounding = OrderRounding(stage)
        self._modes: dict[Any, Any] = {}
        self.queue: deque[OrderRequest] = deque()
        # Set by the owner: told that there is something to do.
        self.wake: Callable[[], None] = lambda: None

    # -- taking requests

    def add(self, request: SubmitOrderRequest) -> OrderTicket:
        """Make order and ticket, and carry the request out at once: in a back-test asynchronous ones too."""
        response = self._first_answer(request)
        request.set_response(response)
        ticket = OrderTicket(self._transactions, request)
        security = self._stage.securities[request.symbol]
        order = order_of(request)
        self._book.count += 1
        self._book.tickets[ticket.order_id] = ticket
        if response.is_error:
            self._refuse_first(order, ticket, security, response)
            return ticket
        order.order_submission_data = OrderSubmissionData(
            security.exact_bid_price, security.exact_ask_price, security.exact_close
        )
        self._book.open[order.id] = OpenOrder(order, ticket, security)
        self._dispatch(request)
        self.work()
        return ticket

    def _first_answer(self, request: SubmitOrderRequest) -> OrderResponse:
        if request.exact_quantity < 0 and not self._stage.shortable(request.symbol, request.exact_quantity):
            return self._not_shortable(request, request.symbol, request.exact_quantity)
        return OrderResponse.warming_up(request) if self._stage.is_warming_up else OrderResponse.success(request)

    def _not_shortable(self, request: OrderRequest, symbol: Any, quantity: Any) -> OrderResponse:
        most = self._stage.shortable_quantity(symbol)
        return OrderResponse.error(
            request,
            Code.EXCEEDS_SHORTABLE_QUANTITY,
            f"Order exceeds shortable quantity {most} for Symbol {symbol} requested {text(quantity)})",
        )

    def _refuse_first(self, order: Order, ticket: OrderTicket, security: Any, response: OrderResponse) -> None:
        """An order that is not even processed: it is kept, invalid, with the reason as its tag."""
        warming = response.error_code is Code.ALGORITHM_WARMING_UP
        order.tag = "Algorithm warming up." if warming else response.error_message or ""
        order.price_currency = security.symbol_properties.quote_currency
        order.status = OrderStatus.INVALID
        ticket.set_order(order)
        self._book.orders[order.id] = order
        self._announcer.tell(OrderEvent(order, self._stage.now_us, message=order.tag))

    def update(self, request: UpdateOrderRequest) -> OrderTicket:
        """Answer an update, and queue it when it is not refused at once."""
        found = self._book.find(request.order_id)
        if found is None:
            return self._unknown(request)
        order, ticket = found.order, found.ticket
        ticket.update_requests.append(request)
        quantity = ticket.exact_quantity if request.exact_quantity is None else request.exact_quantity
        sells = order.exact_quantity < 0 or quantity < 0
        if order.status is OrderStatus.NEW:
            request.set_response(OrderResponse.invalid_new_status(request, order))
        elif order.status in CLOSED and not request.is_allowed_for_closed_order():
            request.set_response(OrderResponse.invalid_status(request, order))
        elif request.exact_quantity is not None and not request.exact_quantity:
            request.set_response(OrderResponse.zero_quantity(request))
        elif self._stage.is_warming_up:
            request.set_response(OrderResponse.warming_up(request))
        elif sells and not self._stage.shortable(ticket.symbol, quantity, order.id):
            request.set_response(self._not_shortable(request, ticket.symbol, ticket.exact_quantity))
        else:
            self._accept(request)
        return ticket

    def cancel(self, request: CancelOrderRequest) -> OrderTicket:
        """Answer a cancellation; the order is pending to be cancelled until the request's turn comes."""
        found = self._book.find(request.order_id)
        if found is None:
            return self._unknown(request)
        order, ticket = found.order, found.ticket
        earlier = ticket.cancel_request
        if earlier is not None and earlier.status is not OrderRequestStatus.ERROR:
            message = "Cancellation is already in progress."
            request.set_response(OrderResponse.error(request, Code.INVALID_REQUEST, message))
            return ticket
        ticket.cancel_request = request
        if request.tag is not None:
            order.tag = request.tag
        if order.status is OrderStatus.NEW:
            request.set_response(OrderResponse.invalid_new_status(request, order))
        elif order.status in CLOSED:
            request.set_response(OrderResponse.invalid_status(request, order))
        elif self._stage.is_warming_up:
            request.set_response(OrderResponse.warming_up(request))
        else:
            self._announcer.before_cancel[order.id] = order.status
            order.status = OrderStatus.CANCEL_PENDING
            self._announcer.tell(OrderEvent(order, self._stage.now_us))
            self._accept(request)
        return ticket

    def _unknown(self, request: OrderRequest) -> OrderTicket:
        """A ticket for an order that there is not."""
        response = OrderResponse.unable_to_find(request)
        request.set_response(response)
        return OrderTicket.for_unknown(self._transactions, request)

    def _accept(self, request: OrderRequest) -> None:
        request.set_response(OrderResponse.success(request), OrderRequestStatus.PROCESSING)
        self._dispatch(request)

    def _dispatch(self, request: OrderRequest) -> None:
        self.queue.append(request)
        self.wake()

    # -- carrying them out

    def work(self) -> None:
        """Carry out what is queued, and let the broker look at prices after each request.

        Handlers that run meanwhile may ask for more; they are served inside this call.
        """
        try:
            while self.queue:
                request = self.queue.popleft()
                request.set_response(self._carry_out(request), OrderRequestStatus.PROCESSED)
                self._brokerage.scan()
        except Exception as err:
            self._stage.set_run_time_error(err, "HandleOrderRequest")

    def _carry_out(self, request: OrderRequest) -> OrderResponse:
        if isinstance(request, SubmitOrderRequest):
            return self._submit(request)
        if isinstance(request, UpdateOrderRequest):
            return self._change(request)
        return self._withdraw(request)

    def _submit(self, request: SubmitOrderRequest) -> OrderResponse:
        found = self._book.open[request.order_id]
        order, security = found.order, found.security
        self._book.orders[order.id] = order
        order.price_currency = security.symbol_properties.quote_currency
        order.tag = order.tag or order.default_tag()
        self._rounding.size(order, security)
        self._rounding.prices(order, security)
        order.price_adjustment_mode = self.adjustment_mode(order.symbol, security)
        found.ticket.set_order(order)
        if not order.exact_quantity:
            return self._refuse(order, OrderResponse.zero_quantity(request))
        refused = self._too_dear(request, order, security)
        if refused is not None:
            return refused
        accepted, message = self._stage.brokerage_model.can_submit_order(security, order)
        if not accepted:
            return self._refused_by_model(request, order, message)
        if not self._brokerage.place(order):
            message = f"Brokerage failed to place orders: [{order.id}]"
            return self._refuse(order, OrderResponse.error(request, Code.BROKERAGE_FAILED_TO_SUBMIT_ORDER, message))
        return OrderResponse.success(request)

    def adjustment_mode(self, symbol: Any, security: Any) -> Any:
        """How the prices of a symbol are adjusted, as its first order found it."""
        if symbol not in self._modes:
            configs = self._stage.configs_of(security, internal=True)
            self._modes[symbol] = configs[0].data_normalization_mode
        return self._modes[symbol]

    def _refuse(self, order: Order, response: OrderResponse) -> OrderResponse:
        """Make an order invalid and say why."""
        message = response.error_message or ""
        self._stage.error(message)
        self._invalidate(order, message)
        return response

    def _invalidate(self, order: Order, message: str) -> None:
        if order.status not in CLOSED:
            order.status = OrderStatus.INVALID
        self._announcer.tell(OrderEvent(order, self._stage.now_us, message=message))

    def _mind_window(self, request: OrderRequest, why: str) -> None:
        """Lean says of a refusal what was wrong, not that the run will go on and end as completed."""
        if "submission time is invalid" in why:
            self._stage._lean_notes.warn_besides(
                f"orders at the open are refused by the broker's model at {self._stage.time:%H:%M}, and the run goes "
                "on without them: send them from schedule.on(..., time_rules.before_market_open(symbol, 5), ...)."
            )

    def _refused_by_model(self, request: OrderRequest, order: Order, message: Any) -> OrderResponse:
        why = str(message) if message is not None else "Warning - Code: InvalidOrder - "
        self._mind_window(request, why)
        response = OrderResponse.error(
            request,
            Code.BROKERAGE_MODEL_REFUSED_TO_SUBMIT_ORDER,
            f"BrokerageModel declared unable to submit order: [{order.id}] {why}",
        )
        self._invalidate(order, response.error_message or "")
        self._stage.error(response.error_message)
        return response

    def _too_dear(self, request: OrderRequest, order: Order, security: Any) -> OrderResponse | None:
        """The refusal when there is not the money for an order or its update; None when there is."""
        try:
            answer = sufficient(self._stage, security, order)
        except NotThereYet:
            raise
        except Exception as err:
            self._stage.error(f"Order Error: id: {order.id}, Error executing margin models: {err}")
            self._announcer.tell(OrderEvent(order, self._stage.now_us, message="Error executing margin models"))
            message = "An error occurred while checking sufficient buying power for the orders."
            return OrderResponse.error(request, Code.PROCESSING_ERROR, message)
        if answer.is_sufficient:
            return None
        if request.order_request_type is OrderRequestType.SUBMIT:
            message = insufficient_text(security, order, answer)
            return self._refuse(order, OrderResponse.error(request, Code.INSUFFICIENT_BUYING_POWER, message))
        message = (
            f"Brokerage failed to update order with id: {order.id}, Symbol: {order.symbol.value}, Insufficient buying "
            f"power to complete order, Reason: {answer.reason}."
        )
        self._stage.error(message)
        self._announcer.tell(OrderEvent(order, self._stage.now_us, message=message))
        return OrderResponse.error(request, Code.BROKERAGE_FAILED_TO_UPDATE_ORDER, message)

    def _change(self, request: UpdateOrderRequest) -> OrderResponse:
        found = self._book.find(request.order_id)
        if found is None:
            return OrderResponse.unable_to_find(request)
        order = found.order
        if order.status is OrderStatus.NEW:
            return OrderResponse.invalid_new_status(request, order)
        closed = order.status in CLOSED
        if closed and not request.is_allowed_for_closed_order():
            return OrderResponse.invalid_status(request, order)
        security = found.security or self._stage.securities[order.symbol]
        self._rounding.size(order, security)
        accepted, message = self._stage.brokerage_model.can_update_order(security, order, request)
        if not accepted:
            return self._update_refused(request, order, message)
        wanted = order.clone()
        wanted.apply_update(request)
        refused = self._too_dear(request, wanted, security)
        if refused is not None:
            return refused
        order.apply_update(request)
        self._rounding.prices(order, security)
        if not closed and not self._brokerage.update(order):
            message = f"Brokerage failed to update order with id {order.id}"
            self._stage.error(message)
            self._announcer.tell(OrderEvent(order, self._stage.now_us, message="Brokerage failed to update order"))
            return OrderResponse.error(request, Code.BROKERAGE_FAILED_TO_UPDATE_ORDER, message)
        return OrderResponse.success(request)

    def _update_refused(self, request: OrderRequest, order: Order, message: Any) -> OrderResponse:
        default = f"Warning - Code: InvalidRequest - BrokerageModel declared unable to update order: {order.id}"
        why = default if message is None else str(message)
        response = OrderResponse.error(
            request, Code.BROKERAGE_MODEL_REFUSED_TO_UPDATE_ORDER, f"OrderID: {order.id} {why}"
        )
        self._stage.error(response.error_message)
        text_ = "BrokerageModel declared unable to update order"
        self._announcer.tell(OrderEvent(order, self._stage.now_us, message=text_))
        return response

    def _withdraw(self, request: OrderRequest) -> OrderResponse:
        found = self._book.find(request.order_id)
        if found is None:
            return OrderResponse.unable_to_find(request)
        order = found.order
        if order.status in CLOSED:
            self._fall_back(order)
            return OrderResponse.invalid_status(request, order)
        if not self._brokerage.cancel(order):
            message = f"Brokerage failed to cancel order with id {order.id}"
            self._stage.error(message)
            self._fall_back(order)
            return OrderResponse.error(request, Code.BROKERAGE_FAILED_TO_CANCEL_ORDER, message)
        if request.tag is not None:
            order.tag = request.tag
        return OrderResponse.success(request)

    def _fall_back(self, order: Order) -> None:
        """Give an order that could not be cancelled its status back."""
        before = self._announcer.before_cancel.pop(order.id, None)
        if before is not None:
            order.status = before
