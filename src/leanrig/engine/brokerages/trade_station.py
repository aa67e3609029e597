"""TradeStation."""

from datetime import timedelta
from typing import Any

from leanrig.engine.brokerages.checks import (
    crosses_zero,
    crosses_zero_refused,
    lean_name,
    open_window,
    refusal,
)
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import OrderType, SecurityType
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_brokers import TradeStationFeeModel

__all__ = ["TradeStationBrokerageModel"]

_COMBOS = (OrderType.COMBO_MARKET, OrderType.COMBO_LIMIT)
_NOT_ACROSS_ZERO = (*_COMBOS, OrderType.MARKET_ON_OPEN, OrderType.MARKET_ON_CLOSE)
_AT_OPEN = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX_OPTION)


class TradeStationBrokerageModel(DefaultBrokerageModel):
    """Orders at the open from 6:00 to one minute before the open."""

    SECURITIES = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.FUTURE, SecurityType.INDEX_OPTION)
    ORDERS = (
        OrderType.MARKET,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
        OrderType.COMBO_MARKET,
        OrderType.COMBO_LIMIT,
        OrderType.MARKET_ON_OPEN,
        OrderType.MARKET_ON_CLOSE,
        OrderType.TRAILING_STOP,
    )

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        outside = bool(getattr(order.properties, "outside_regular_trading_hours", False))
        if outside and (order.type is not OrderType.LIMIT or order.security_type is not SecurityType.EQUITY):
            return refusal(
                "To place an order outside regular trading hours, please use a limit order and ensure the security is "
                "an equity.",
                "NotSupportedOutsideRegularMarketHours",
            )
        return (
            super().refused(security, order)
            or crosses_zero_refused(self, security, order, _NOT_ACROSS_ZERO)
            or open_window(security, order, self._window, _AT_OPEN)
        )

    @staticmethod
    def _window(opens: timedelta, _: timedelta) -> tuple[timedelta, timedelta]:
        return timedelta(hours=6), opens - timedelta(minutes=1)

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        wanted = request.exact_quantity
        if wanted is None or wanted == order.exact_quantity:
            return None
        if crosses_zero(security.holdings.exact_quantity, order.exact_quantity):
            return refusal(
                f"Unfortunately, the {lean_name(self)} brokerage model does not support updating the quantity of Cross "
                "Zero Orders.",
                "UpdateRejected",
            )
        if order.type in _COMBOS:
            kind = order.type.to_string()
            return refusal(f"Order type '{kind}' is not supported to update quantity in the {lean_name(self)}.")
        return None

    def get_fee_model(self, security: Any) -> FeeModel:
        return TradeStationFeeModel()
