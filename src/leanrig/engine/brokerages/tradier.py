"""Tradier."""

from datetime import datetime, time
from typing import Any

from leanrig.engine.brokerages.checks import crosses_zero_refused, order_type_refused, refusal
from leanrig.engine.brokerages.default import Answer, DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import OrderType, SecurityType
from leanrig.engine.models.fee import ConstantFeeModel, FeeModel

__all__ = ["TradierBrokerageModel"]

_SESSIONS = ((time(4), time(9, 24)), (time(16), time(19, 55)))
_KINDS = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX_OPTION)
_GOOD_TIL_CANCELED = "GoodTilCanceledTimeInForce"
_TIF = "QuantConnect.Orders.TimeInForces"


class TradierBrokerageModel(DefaultBrokerageModel):
    """No orders at the open or close; short sales only for the day; nothing outside regular hours by default."""

    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        force = type(order.time_in_force).__name__
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.security_type not in _KINDS:
            return refusal("This model only supports equities and options.")
        if force not in (_GOOD_TIL_CANCELED, "DayTimeInForce"):
            return refusal(
                "This model only supports orders with the following time in force types: "
                f"{_TIF}.DayTimeInForce and {_TIF}.{_GOOD_TIL_CANCELED}"
            )
        if security.holdings.exact_quantity + order.exact_quantity < 0:
            if force == _GOOD_TIL_CANCELED:
                return refusal(
                    "You cannot place short stock orders with GTC, only day orders are allowed", "ShortOrderIsGtc"
                )
            if security.exact_price < 5:
                text = "Sell Short order cannot be placed for stock priced below $5"
                return refusal(text, "SellShortOrderLastPriceBelow5")
        if not 1 <= abs(order.exact_quantity) <= 10_000_000:
            return refusal("Quantity should be between 1 and 10,000,000", "IncorrectOrderQuantity")
        if not self._fills_now(security, order) and _wants_extended(order):
            return refusal(
                "Tradier does not support explicitly placing out-of-regular-hours orders if not currently during the "
                "pre or post market session. PreMarket: 04:00:00-09:24:00. PostMarket: 16:00:00-19:55:00. Only equity "
                "limit orders are allowed during extended market hours.",
                "ExtendedMarket",
            )
        return crosses_zero_refused(self, security, order)

    def can_submit_order(self, security: Any, order: Any, message: Any = None) -> Answer:
        """Taken orders of closed hours come with a note."""
        taken, reason = super().can_submit_order(security, order)
        if taken and not self._fills_now(security, order):
            reason = refusal(
                "Tradier does not support extended market hours trading. Your order will be processed at market open.",
                "ExtendedMarket",
            )
        return taken, reason

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        if request.exact_quantity is not None and request.exact_quantity != order.exact_quantity:
            return refusal("Tradier does not support updating order quantities.", "UpdateRejected")
        return None

    @staticmethod
    def _fills_now(security: Any, order: Any) -> bool:
        if security.exchange.exchange_open:
            return True
        if not _wants_extended(order) or order.type is not OrderType.LIMIT:
            return False
        return order.security_type is SecurityType.EQUITY and _in_extended_session(security.local_time)

    def can_execute_order(self, security: Any, order: Any) -> bool:
        return self._fills_now(security, order)

    def apply_split(self, tickets: list[Any], split: Any) -> None:
        """Reverse splits cancel open orders."""
        if split.exact_split_factor <= 1:
            super().apply_split(tickets, split)
            return
        for ticket in tickets:
            ticket.cancel("Tradier Brokerage cancels open orders on reverse split symbols")

    def get_fee_model(self, security: Any) -> FeeModel:
        return ConstantFeeModel(0)


def _wants_extended(order: Any) -> bool:
    return bool(getattr(order.properties, "outside_regular_trading_hours", False))


def _in_extended_session(moment: datetime) -> bool:
    return any(start <= moment.time() < end for start, end in _SESSIONS)
