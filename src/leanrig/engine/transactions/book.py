"""All orders of a run, and which of them are still open."""

from dataclasses import dataclass
from typing import Any

from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import Order
from leanrig.engine.orders.ticket import OrderTicket

__all__ = ["OpenOrder", "OrderBook"]


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order with its ticket and the security it is for."""

    order: Order
    ticket: OrderTicket
    security: Any


class OrderBook:
    """Orders and tickets by id, and all events in the order in which they happened."""

    def __init__(self) -> None:
        # Orders that were taken to be processed, the refused ones too.
        self.orders: dict[int, Order] = {}
        self.tickets: dict[int, OrderTicket] = {}
        self.open: dict[int, OpenOrder] = {}
        self.events: list[OrderEvent] = []
        self.count = 0

    def find(self, order_id: int) -> OpenOrder | None:
        """An order with its ticket; its security is None when it is closed."""
        found = self.open.get(order_id)
        if found is not None:
            return found
        order, ticket = self.orders.get(order_id), self.tickets.get(order_id)
        return None if order is None or ticket is None else OpenOrder(order, ticket, None)
