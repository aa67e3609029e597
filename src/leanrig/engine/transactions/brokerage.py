"""The broker of a back-test: orders rest here and are tried against each new price."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.enums import OrderStatus, OrderType
from leanrig.engine.errors import NotThereYet, NullReferenceException
from leanrig.engine.hours.zones import to_local
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.models.fill_parameters import FillModelParameters
from leanrig.engine.models.fills_base import FillModel
from leanrig.engine.naming import override
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import CLOSED, Order
from leanrig.engine.transactions.checks import insufficient_text, sufficient
from leanrig.engine.transactions.configs import ConfigProvider

__all__ = ["BacktestingBrokerage"]


class BacktestingBrokerage:
    """Places, changes, cancels and fills.

    Parameters
    ----------
    stage
        The running algorithm.
    tell
        Takes the events of one order.
    """

    def __init__(self, stage: Any, tell: Callable[..., None]) -> None:
        self._stage = stage
        self._tell = tell
        self._configs = ConfigProvider(stage)
        self.pending: dict[int, Order] = {}
        self._needs_scan = False

    def place(self, order: Order) -> bool:
        """Take a new order; it is submitted at once."""
        if order.status is not OrderStatus.NEW:
            return False
        self._rest(order)
        self._submitted(order, OrderStatus.SUBMITTED)
        return True

    def update(self, order: Order) -> bool:
        """Take a changed order; False when it does not rest here."""
        if order.id not in self.pending:
            return False
        self._rest(order)
        self._submitted(order, OrderStatus.UPDATE_SUBMITTED)
        return True

    def cancel(self, order: Order) -> bool:
        """Drop an order; False when it did not rest here."""
        found = self.pending.pop(order.id, None) is not None
        self._submitted(order, OrderStatus.CANCELED)
        return found

    def _rest(self, order: Order) -> None:
        self._needs_scan = True
        self.pending[order.id] = order

    def _submitted(self, order: Order, status: OrderStatus) -> None:
        broker_id = str(order.id)
        if broker_id not in order.broker_id:
            order.broker_id.append(broker_id)
        self._tell(self._event(order, status))

    def _event(self, order: Order, status: OrderStatus, message: str = "") -> OrderEvent:
        event = OrderEvent(order, self._stage.now_us, message=message)
        event.status = status
        return event

    def scan(self) -> None:
        """Try every resting order."""
        if not self._needs_scan:
            return
        now = self._stage.now_us
        for order_id in sorted(self.pending):
            order = self.pending.get(order_id)
            if order is None:
                continue
            if order.status in CLOSED:
                # A handler that ran for an earlier order of this scan has closed it.
                self.pending.pop(order_id, None)
            elif order.time_us != now or order.type is OrderType.MARKET:
                self._try(order)
        self._needs_scan = bool(self.pending)

    def _remove(self, order: Order, status: OrderStatus, message: str = "") -> None:
        event = self._event(order, status, message)
        self.pending.pop(order.id, None)
        self._tell(event)

    def _try(self, order: Order) -> None:
        security = self._stage.securities.by_symbol(order.symbol)
        if security is None:
            self._remove(order, OrderStatus.INVALID)
            return
        if not self._may_fill(security, order):
            return
        try:
            answer = sufficient(self._stage, security, order)
        except NotThereYet:
            raise
        except Exception as err:
            self._remove(order, OrderStatus.INVALID, str(err))
            self._stage.error(f"Order Error: ids: [{order.id}], Error executing margin models: {err}")
            return
        if answer.is_sufficient:
            self._fill(security, order)
        elif order.status is not OrderStatus.CANCEL_PENDING:
            message = insufficient_text(security, order, answer)
            self._remove(order, OrderStatus.INVALID, message)
            self._stage.error(message)

    def _may_fill(self, security: Any, order: Order) -> bool:
        """Whether it is worth asking the models: the order is alive and the broker would execute it now."""
        if order.type is OrderType.MARKET_ON_OPEN:
            bar = security.get_last_data()
            if bar is None or to_local(order.time_us, security.exchange.hours.zone) >= bar.end_time:
                return False
        if order.time_in_force.is_order_expired(security, order):
            self._remove(order, OrderStatus.CANCELED, "The order has expired.")
            return False
        return bool(self._stage.brokerage_model.can_execute_order(security, order))

    def _fill(self, security: Any, order: Order) -> None:
        fills = self._fills(security, order)
        if not fills:
            return
        if any(fill is None for fill in fills):
            raise NullReferenceException("Object reference not set to an instance of an object.")
        news = []
        for fill in fills:
            if fill.order_id == order.id and (order.status is not fill.status or fill.exact_fill_quantity):
                # Set here already: a handler may come back to this order before its event has been taken in.
                order.status = fill.status
                news.append(fill)
        if news:
            self._tell(*news)
        if all(fill.status in CLOSED for fill in fills):
            self.pending.pop(order.id, None)

    def _fills(self, security: Any, order: Order) -> list[OrderEvent]:
        """What the fill model says, with fees; nothing when a model fails."""
        fills: list[OrderEvent] = []
        parameters = FillModelParameters(security, order, self._configs, self._stage.settings.stale_price_time_span)
        try:
            model: FillModel = security.fill_model
            made = list((override(model, "fill") or model.fill)(parameters))
            if all(order.time_in_force.is_fill_valid(security, order, fill) for fill in made):
                fills += made
            for fill in fills:
                if fill.status is OrderStatus.FILLED and not fill.order_fee.value.exact_amount:
                    fill.order_fee = security.fee_model.get_order_fee(OrderFeeParameters(security, order))
        except NotThereYet:
            raise
        except Exception as err:
            kind = order.type.to_string()
            self._stage.error(
                f"Order Error: id: {order.id}, Transaction model failed to fill for order type: {kind} "
                f"with error: {err}"
            )
        return fills
