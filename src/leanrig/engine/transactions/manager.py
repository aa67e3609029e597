"""`algorithm.transactions`: orders, tickets and requests, as algorithms and the engine reach them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, shown
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import Order, aware
from leanrig.engine.orders.requests import (
    CancelOrderRequest,
    OrderRequest,
    OrderResponse,
    SubmitOrderRequest,
    UpdateOrderRequest,
)
from leanrig.engine.orders.ticket import OrderTicket
from leanrig.engine.transactions.announcing import Announcer
from leanrig.engine.transactions.book import OrderBook
from leanrig.engine.transactions.brokerage import BacktestingBrokerage
from leanrig.engine.transactions.delistings import Delistings
from leanrig.engine.transactions.handler import RequestHandler
from leanrig.engine.transactions.projected import ProjectedHoldings

__all__ = ["SecurityTransactionManager"]

_SYMBOL_CHANGED = "Open order cancelled on symbol changed event"


class SecurityTransactionManager(Dotnet):
    """Lean's transactions with its handler and broker behind it.

    Attributes
    ----------
    has_work
        Whether requests are queued or orders rest: while it is False there is nothing to process.
    fill_listeners
        Called with (event, security) after the portfolio has taken a fill in and before the algorithm hears of it.
    delisting_listeners
        Called with each security that is no longer traded.
    """

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self._book = OrderBook()
        self._announcer = Announcer(stage, self._book)
        self._brokerage = BacktestingBrokerage(stage, self._announcer.tell)
        self._handler = RequestHandler(stage, self, self._book, self._announcer, self._brokerage)
        self._handler.wake = self._wake
        self._delistings = Delistings(stage, self, self._book, self._announcer)
        self._last_id = 0
        self.has_work = False
        self.market_order_fill_timeout = timedelta(0)
        self.fill_listeners = self._announcer.fill_listeners
        self.delisting_listeners: list[Callable[[Any], None]] = self._delistings.listeners

    def _wake(self) -> None:
        self.has_work = True

    # -- for the engine

    @property
    def now_us(self) -> int:
        return int(self._stage.now_us)

    @property
    def orders(self) -> dict[int, Order]:
        """All orders by id."""
        return self._book.orders

    @property
    def tickets(self) -> dict[int, OrderTicket]:
        """All tickets by id."""
        return self._book.tickets

    @property
    def events(self) -> list[OrderEvent]:
        """All events in the order in which they happened."""
        return self._book.events

    def process_synchronous_events(self) -> None:
        """Carry out what is queued, try resting orders against the present prices, close delisted positions."""
        self._handler.work()
        try:
            self._brokerage.scan()
            self._delistings.of_slice(self._stage.current_slice)
        except Exception as err:
            self._stage.set_run_time_error(err, "ProcessSynchronousEvents")
        self.has_work = bool(self._brokerage.pending or self._handler.queue)

    def cancel_for_symbol_change(self, symbol: Symbol) -> None:
        """Cancel the open orders of a security that has got another ticker."""
        for ticket in self.get_open_order_tickets(symbol):
            ticket.cancel(_SYMBOL_CHANGED)

    def apply_split(self, split: Any) -> None:
        """Let the brokerage model adjust the open orders of a security that is split."""
        tickets = self.get_open_order_tickets(split.symbol)
        if tickets:
            self._stage.brokerage_model.apply_split(tickets, split)

    def adjustment_mode(self, security: Any) -> Any:
        """How a security's prices are adjusted, as its first order found it."""
        return self._handler.adjustment_mode(security.symbol, security)

    # -- requests

    def process_request(self, request: OrderRequest) -> OrderTicket:
        """Take any request."""
        if self._stage.is_warming_up:
            raise InvalidOperationException(str(OrderResponse.warming_up(request)))
        if isinstance(request, SubmitOrderRequest):
            self.set_order_id(request)
            return self._handler.add(request)
        if isinstance(request, UpdateOrderRequest):
            return self._handler.update(request)
        assert isinstance(request, CancelOrderRequest)
        return self._handler.cancel(request)

    def set_order_id(self, request: SubmitOrderRequest) -> None:
        if request.order_id < 1:
            request.set_order_id(self.get_increment_order_id())

    def add_order(self, request: SubmitOrderRequest) -> OrderTicket:
        return self.process_request(request)

    def update_order(self, request: UpdateOrderRequest) -> OrderTicket:
        return self.process_request(request)

    def cancel_order(self, order_id: int, order_tag: str | None = None) -> OrderTicket:
        return self.process_request(CancelOrderRequest(self.now_us, order_id, order_tag or ""))

    remove_order = cancel_order

    def cancel_open_orders(self, symbol: Any = None, tag: str | None = None) -> list[OrderTicket]:
        """Cancel all open orders, or those of a symbol."""
        if self._stage.is_warming_up:
            raise InvalidOperationException(
                "This operation is not allowed in initialize or during warm up: cancel_open_orders. "
                "Please move this code to the on_warmup_finished() method."
            )
        if symbol is None:
            moment = naive(self.now_us)
            tag = f"Canceled by CancelOpenOrders() at {moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}0Z"
        tickets = self.get_open_order_tickets(symbol)
        for ticket in tickets:
            ticket.cancel(tag)
        return tickets

    # -- looking

    @property
    def utc_time(self) -> datetime:
        return aware(self.now_us)

    @property
    def orders_count(self) -> int:
        return self._book.count

    @property
    def last_order_id(self) -> int:
        return self._last_id

    def get_increment_order_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def get_order_by_id(self, order_id: int) -> Order | None:
        order = self._book.orders.get(order_id)
        return None if order is None else order.clone()

    def get_orders_by_brokerage_id(self, brokerage_id: object) -> list[Order]:
        wanted = str(brokerage_id)
        return [order.clone() for order in self._book.orders.values() if wanted in order.broker_id]

    def get_orders(self, filter: Callable[[Order], Any] | None = None) -> list[Order]:
        return [order.clone() for order in self._book.orders.values() if filter is None or filter(order)]

    def get_open_orders(self, filter: Any = None) -> list[Order]:
        """All, of a symbol, or those that a function wants."""
        wanted = _filter(filter)
        return [entry.order.clone() for entry in self._open() if wanted(entry.order)]

    def get_order_ticket(self, order_id: int) -> OrderTicket | None:
        return self._book.tickets.get(order_id)

    def get_order_tickets(self, filter: Any = None) -> list[OrderTicket]:
        wanted = _filter(filter)
        return [ticket for ticket in list(self._book.tickets.values()) if wanted(ticket)]

    def get_open_order_tickets(self, filter: Any = None) -> list[OrderTicket]:
        """All, of a symbol, or those that a function wants."""
        wanted = _filter(filter)
        return [entry.ticket for entry in self._open() if wanted(entry.ticket)]

    def _open(self) -> list[Any]:
        return list(self._book.open.values())

    def exact_open_quantity(self, filter: Any = None) -> Decimal:
        """What is still to be filled of open orders."""
        return sum((ticket.exact_quantity_remaining for ticket in self.get_open_order_tickets(filter)), ZERO)

    def get_open_orders_remaining_quantity(self, filter: Any = None) -> float:
        return shown(self.exact_open_quantity(filter))

    def get_projected_holdings(self, security: Any) -> ProjectedHoldings:
        return ProjectedHoldings(security.holdings.exact_quantity, self.exact_open_quantity(security.symbol))

    def wait_for_order(self, order_id: int) -> bool:
        """Whether the order is closed; in a back-test there is nothing to wait for."""
        ticket = self.get_order_ticket(order_id)
        order = None if ticket is None else self._book.orders.get(order_id)
        return order is not None and not order.is_open

    # -- closed trades, kept by the portfolio

    @property
    def win_count(self) -> int:
        return sum(1 for record in self._stage.portfolio.records if record[2])

    @property
    def loss_count(self) -> int:
        return sum(1 for record in self._stage.portfolio.records if not record[2])

    @property
    def transaction_record(self) -> dict[datetime, float]:
        return {naive(record[0]): shown(record[1]) for record in self._stage.portfolio.records}

    @property
    def winning_transactions(self) -> dict[datetime, float]:
        return {naive(record[0]): shown(record[1]) for record in self._stage.portfolio.records if record[2]}

    @property
    def losing_transactions(self) -> dict[datetime, float]:
        return {naive(record[0]): shown(record[1]) for record in self._stage.portfolio.records if not record[2]}


def _filter(wanted: Any) -> Callable[[Any], Any]:
    """A test for orders and tickets: anything, those of a symbol, or the function itself."""
    if wanted is None:
        return lambda _: True
    symbol = None if callable(wanted) else as_symbol(wanted)
    if symbol is not None:
        return lambda item: item.symbol == symbol
    if callable(wanted):
        return wanted  # type: ignore[no-any-return]  # the user's function
    return lambda _: False
