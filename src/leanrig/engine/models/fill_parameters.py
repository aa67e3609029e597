"""What a fill model is given, and what it gives back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import Order

__all__ = ["Fill", "FillModelParameters", "Prices"]


class FillModelParameters(Dotnet):
    """An order to fill, its security, and where the security's subscriptions are found.

    Parameters
    ----------
    config_provider
        Has `get_subscription_data_configs(symbol, include_internal_configs)`.
    stale_price_time_span
        Older prices than this are stale.
    on_order_updated
        Called when the model has changed the order's own state: a trailed stop, a triggered limit.
    """

    def __init__(
        self,
        security: Any,
        order: Order,
        config_provider: Any,
        stale_price_time_span: timedelta = timedelta(hours=1),
        securities_for_orders: Any = None,
        on_order_updated: Callable[[Order], None] | None = None,
    ) -> None:
        self.security = security
        self.order = order
        self.config_provider = config_provider
        self.stale_price_time_span = stale_price_time_span
        self.securities_for_orders = {order: security} if securities_for_orders is None else securities_for_orders
        self.on_order_updated = on_order_updated or (lambda _: None)


class Fill(Dotnet):
    """The events that a fill model made of one order, usually one."""

    def __init__(self, order_events: OrderEvent | list[OrderEvent]) -> None:
        self._events = list(order_events) if isinstance(order_events, (list, tuple)) else [order_events]

    def __iter__(self) -> Iterator[OrderEvent]:
        return iter(self._events)


class Prices(Dotnet):
    """Prices of the side that fills, and when they were. Times are naive, in the exchange's zone."""

    current, open, high = Shown("exact_current"), Shown("exact_open"), Shown("exact_high")
    low, close = Shown("exact_low"), Shown("exact_close")

    def __init__(
        self,
        time: datetime,
        end_time: datetime,
        current: Decimal,
        open: Decimal,
        high: Decimal,
        low: Decimal,
        close: Decimal,
    ) -> None:
        self.time = time
        self.end_time = end_time
        self.exact_current = current
        self.exact_open = open or current
        self.exact_high = high or current
        self.exact_low = low or current
        self.exact_close = close or current

    @staticmethod
    def of_bar(bar: Any, side: Any = None) -> "Prices":
        """Those of a bar, or of one side of a quote bar with the bar's times."""
        from_ = bar if side is None else side
        close = from_.exact_close
        return Prices(bar.time, bar.end_time, close, from_.exact_open, from_.exact_high, from_.exact_low, close)
