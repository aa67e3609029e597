"""What happens to the positions and orders of a security that is no longer traded."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.enums import DelistingType, OrderStatus
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import MarketOrder
from leanrig.engine.orders.requests import OrderResponse, SubmitOrderRequest
from leanrig.engine.orders.ticket import OrderTicket
from leanrig.engine.transactions.announcing import Announcer
from leanrig.engine.transactions.book import OpenOrder, OrderBook

__all__ = ["Delistings"]

_TAG = "Liquidate from delisting"


class Delistings:
    """Closes positions at the last price, without a fee, and cancels orders.

    Attributes
    ----------
    listeners
        Called with each security that has gone, so that its subscriptions can end.
    """

    def __init__(self, stage: Any, transactions: Any, book: OrderBook, announcer: Announcer) -> None:
        self._stage = stage
        self._transactions = transactions
        self._book = book
        self._announcer = announcer
        self._seen: Any = None
        self.listeners: list[Callable[[Any], None]] = []

    def of_slice(self, slice_: Any) -> None:
        """Handle the delistings of a slice, once."""
        if slice_ is None or slice_ is self._seen:
            return
        self._seen = slice_
        for delisting in slice_.delistings.values():
            if delisting.type is DelistingType.DELISTED:
                self._gone(delisting)

    def _gone(self, delisting: Any) -> None:
        security = self._stage.securities.by_symbol(delisting.symbol)
        if security is None:
            return
        security.is_delisted, security.is_tradable = True, False
        if security.holdings.exact_quantity:
            self._close(security)
        for listener in self.listeners:
            listener(security)
        if not self._stage.is_warming_up:
            self._transactions.cancel_open_orders(security.symbol)

    def _close(self, security: Any) -> None:
        order = MarketOrder(security.symbol, -security.holdings.exact_quantity, self._stage.now_us, _TAG)
        order.id = self._transactions.get_increment_order_id()
        order.status = OrderStatus.SUBMITTED
        self._book.open[order.id] = OpenOrder(order, self._ticket(order), security)
        self._book.orders[order.id] = order
        self._book.tickets[order.id] = self._book.open[order.id].ticket
        self._book.count += 1
        order.price_adjustment_mode = self._transactions.adjustment_mode(security)
        event = OrderEvent(order, self._stage.now_us, message=_TAG)
        event.status = OrderStatus.FILLED
        event.exact_fill_price = security.exact_price
        event.exact_fill_quantity = order.exact_quantity
        self._announcer.tell(event)

    def _ticket(self, order: MarketOrder) -> OrderTicket:
        request = SubmitOrderRequest(
            order.type,
            order.symbol,
            order.exact_quantity,
            time_us=order.time_us,
            tag=order.tag,
            properties=order.properties,
        )
        request.set_order_id(order.id)
        request.set_response(OrderResponse.success(request))
        ticket = OrderTicket(self._transactions, request)
        ticket.set_order(order)
        return ticket
