"""Alpaca."""

from datetime import timedelta
from typing import Any

from leanrig.engine.brokerages.checks import (
    crosses_zero_refused,
    lean_name,
    open_window,
    order_type_refused,
    refusal,
    security_type_refused,
)
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_crypto import AlpacaFeeModel

__all__ = ["AlpacaBrokerageModel"]

_TIF = "QuantConnect.Orders.TimeInForces"
_ORDERS = {
    SecurityType.EQUITY: (
        OrderType.MARKET,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
        OrderType.TRAILING_STOP,
        OrderType.MARKET_ON_OPEN,
        OrderType.MARKET_ON_CLOSE,
    ),
    SecurityType.OPTION: (OrderType.MARKET, OrderType.LIMIT),
    SecurityType.CRYPTO: (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_LIMIT),
}


class AlpacaBrokerageModel(DefaultBrokerageModel):
    """Orders at the open from 19:00 to two minutes before the open; none at session's ends that turn a position."""

    def __init__(self, account_type: AccountType | None = None) -> None:
        super().__init__(AccountType.MARGIN)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        orders = _ORDERS.get(security.type)
        if orders is None:
            return security_type_refused(self, security)
        if order.type not in orders:
            return order_type_refused(self, order, orders)
        outside = bool(getattr(order.properties, "outside_regular_trading_hours", False))
        if outside and (order.type is not OrderType.LIMIT or type(order.time_in_force).__name__ != "DayTimeInForce"):
            return refusal(
                f"The {lean_name(self)} does not support {order.type.to_string()} orders with "
                f"{_TIF}.{type(order.time_in_force).__name__} TIF outside regular hours. Only Limit orders with "
                f"{_TIF}.DayTimeInForce TIF are supported outside regular trading hours."
            )
        return crosses_zero_refused(self, security, order) or open_window(
            security, order, self._window, (SecurityType.EQUITY,)
        )

    @staticmethod
    def _window(opens: timedelta, _: timedelta) -> tuple[timedelta, timedelta]:
        return timedelta(hours=19), opens - timedelta(minutes=2)

    def get_fee_model(self, security: Any) -> FeeModel:
        return AlpacaFeeModel()
