"""What an order event changes, and who is told of it: order, portfolio, ticket, results, the algorithm."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.enums import OrderDirection, OrderStatus, SecurityType
from leanrig.engine.errors import NotThereYet
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.money import CashAmount, OrderFee
from leanrig.engine.orders.order import CLOSED, Order
from leanrig.engine.transactions.book import OpenOrder, OrderBook

__all__ = ["Announcer"]

_KEPT = frozenset((OrderStatus.FILLED, OrderStatus.CANCELED))
_COIN_FEE = (
    "When buying currency pairs, using Cash account types, fees in base currency will be deducted from the filled "
    "quantity so virtual positions reflect actual holdings."
)


class Announcer:
    """Takes events in one by one or in groups that belong together.

    Attributes
    ----------
    fill_listeners
        Called with (event, security) once the portfolio has taken a fill in, before the algorithm hears of it.
    """

    def __init__(self, stage: Any, book: OrderBook) -> None:
        self._stage = stage
        self._book = book
        self._told_coin_fee = False
        self.fill_listeners: list[Callable[[OrderEvent, Any], None]] = []
        # Status that an order goes back to when its cancellation fails.
        self.before_cancel: dict[int, OrderStatus] = {}

    def tell(self, *events: OrderEvent) -> None:
        """Update everything that the events change, then let the algorithm know."""
        owners: list[OpenOrder] = []
        for event in events:
            owner = self._owner(event)
            if owner is None:
                return
            event.ticket = owner.ticket
            owners.append(owner)
        fills = [event for event, owner in zip(events, owners, strict=True) if self._take(event, owner)]
        if fills:
            self._process(fills)
        for event, owner in zip(events, owners, strict=True):
            if event.is_fill:
                for listener in self.fill_listeners:
                    listener(event, owner.security)
            owner.ticket.add_event(event)
        for event in events:
            if event.status is not OrderStatus.NONE:
                self._book.events.append(event)
                self._stage.deliver(event)

    def _owner(self, event: OrderEvent) -> OpenOrder | None:
        """The order of an event with its security; a closing event closes it."""
        found = self._book.open.pop(event.order_id, None) if event.status in CLOSED else None
        if found is not None:
            self._book.orders[event.order_id] = found.order
            self._book.tickets[event.order_id] = found.ticket
        else:
            found = self._book.find(event.order_id)
        if found is None or (found.security is not None and found.security.symbol == event.symbol):
            return found
        return OpenOrder(found.order, found.ticket, self._stage.securities.by_symbol(event.symbol))

    def _take(self, event: OrderEvent, owner: OpenOrder) -> bool:
        """Write an event into its order, and the order's state into the event; true for a fill."""
        order = owner.order
        self._forget_cancel(order.id, event.status)
        if order.status not in _KEPT or event.status is not OrderStatus.INVALID:
            order.status = event.status
        event.id = order.new_event_id()
        _stamp(order, event, updated=bool(owner.ticket.update_requests))
        event.exact_quantity = order.exact_quantity
        for name in order.FIELDS:
            setattr(event, f"exact_{name}", getattr(order, f"exact_{name}"))
        if not event.is_fill:
            return False
        if event.symbol.security_type is SecurityType.CRYPTO and order.direction is OrderDirection.BUY:
            self._coin_fee(event, owner.security)
        return True

    def _forget_cancel(self, order_id: int, status: OrderStatus) -> None:
        if order_id not in self.before_cancel:
            return
        if status in CLOSED:
            del self.before_cancel[order_id]
        elif status is not OrderStatus.CANCEL_PENDING:
            self.before_cancel[order_id] = status

    def _coin_fee(self, event: OrderEvent, security: Any) -> None:
        """A fee in the coin that is bought is taken out of what arrives."""
        fee: CashAmount = event.order_fee.value
        base = getattr(security, "base_currency", None)
        if base is None or fee.currency != base.symbol:
            return
        event.exact_fill_quantity = event.exact_fill_quantity - fee.exact_amount
        taken = OrderFee(fee)
        taken.taken_from_fill = (
            security.quote_currency.symbol,
            security.symbol_properties.exact_contract_multiplier,
        )
        event.order_fee = taken
        if not self._told_coin_fee:
            self._told_coin_fee = True
            self._stage.debug(_COIN_FEE)

    def _process(self, fills: list[OrderEvent]) -> None:
        try:
            self._stage.portfolio.process_fills(fills)
        except NotThereYet:
            raise
        except Exception as err:
            self._stage.error(f"Fill error: error in TradeBuilder.ProcessFill: {err}")


def _stamp(order: Order, event: OrderEvent, *, updated: bool) -> None:
    """Note in the order when it was cancelled, filled or changed."""
    if event.status is OrderStatus.CANCELED:
        order.canceled_us = event.time_us
    elif event.is_fill:
        order.last_fill_us = event.time_us
    elif updated and event.status in (OrderStatus.SUBMITTED, OrderStatus.UPDATE_SUBMITTED):
        order.last_update_us = event.time_us
