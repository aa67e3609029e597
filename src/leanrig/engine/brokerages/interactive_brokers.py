"""Interactive Brokers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import (
    open_window,
    order_type_refused,
    refusal,
    security_type_refused,
    time_in_force_refused,
)
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_interactive_brokers import InteractiveBrokersFeeModel
from leanrig.engine.number import ONE, text

__all__ = ["InteractiveBrokersBrokerageModel", "InteractiveBrokersFixModel"]

_AT_OPEN = (
    SecurityType.CFD,
    SecurityType.EQUITY,
    SecurityType.OPTION,
    SecurityType.FUTURE_OPTION,
    SecurityType.INDEX_OPTION,
)
_AT_CLOSE = (SecurityType.FUTURE, SecurityType.EQUITY, SecurityType.CFD)
# Base currency -> least and greatest order in thousands.
_FOREX_THOUSANDS = {
    "USD": (25, 7000), "AUD": (25, 6000), "CAD": (25, 6000), "CHF": (25, 6000), "CNH": (150, 40000),
    "DKK": (150, 35000), "EUR": (20, 6000), "GBP": (20, 5000), "HKD": (200, 50000), "KRW": (0, 200000),
    "JPY": (2500, 550000), "MXN": (300, 70000), "NOK": (150, 35000), "NZD": (35, 8000), "RUB": (750, 30000),
    "SEK": (175, 40000), "SGD": (35, 8000), "ZAR": (350, 100000),
}  # fmt: skip


class InteractiveBrokersBrokerageModel(DefaultBrokerageModel):
    """Orders at the open from the close to two minutes before the open."""

    MARKETS: ClassVar[dict[SecurityType, str]] = {
        SecurityType.BASE: "usa",
        SecurityType.EQUITY: "usa",
        SecurityType.INDEX: "usa",
        SecurityType.OPTION: "usa",
        SecurityType.INDEX_OPTION: "usa",
        SecurityType.FUTURE: "cme",
        SecurityType.FUTURE_OPTION: "cme",
        SecurityType.FOREX: "oanda",
        SecurityType.CFD: "interactivebrokers",
    }
    DEFAULT_MARKET_MAP = MARKETS
    BENCHMARK = None
    ORDERS: ClassVar[tuple[OrderType, ...]] = (
        OrderType.MARKET,
        OrderType.MARKET_ON_OPEN,
        OrderType.MARKET_ON_CLOSE,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
        OrderType.TRAILING_STOP,
        OrderType.LIMIT_IF_TOUCHED,
        OrderType.COMBO_MARKET,
        OrderType.COMBO_LIMIT,
        OrderType.COMBO_LEG_LIMIT,
        OrderType.OPTION_EXERCISE,
    )
    _KINDS = (*_AT_OPEN, SecurityType.FOREX, SecurityType.FUTURE, SecurityType.INDEX)
    _TIMES_IN_FORCE: ClassVar[tuple[str, ...]] = (
        "GoodTilCanceledTimeInForce",
        "DayTimeInForce",
        "GoodTilDateTimeInForce",
    )

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.type is OrderType.MARKET_ON_CLOSE and security.type not in _AT_CLOSE:
            return refusal(
                "InteractiveBrokers does not support Market-on-Close orders for other security types different than "
                "Future and Equity.",
                f"Unsupported order type for {security.type.to_string()} security type",
            )
        too_late = open_window(security, order, self._window, _AT_OPEN)
        if too_late is not None:
            return too_late
        if security.type not in self._KINDS:
            return security_type_refused(self, security)
        if security.type is SecurityType.FOREX:
            wrong_size = _forex_size(order.symbol.value, order.exact_quantity)
            if wrong_size is not None:
                return wrong_size
        if type(order.time_in_force).__name__ not in self._TIMES_IN_FORCE:
            return time_in_force_refused(self, order)
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        if order.security_type is SecurityType.FOREX and request.exact_quantity is not None:
            return _forex_size(order.symbol.value, request.exact_quantity)
        return None

    def can_execute_order(self, security: Any, order: Any) -> bool:
        return order.security_type is not SecurityType.BASE

    @staticmethod
    def _window(opens: timedelta, closes: timedelta) -> tuple[timedelta, timedelta]:
        return closes, opens - timedelta(minutes=2)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH:
            return ONE
        return Decimal(10) if security.type is SecurityType.CFD else super().leverage_of(security)

    def get_fee_model(self, security: Any) -> FeeModel:
        return InteractiveBrokersFeeModel()


class InteractiveBrokersFixModel(InteractiveBrokersBrokerageModel):
    """Interactive Brokers over FIX: fewer order types and no good-til-date."""

    ORDERS = (*InteractiveBrokersBrokerageModel.ORDERS[:7], OrderType.COMBO_MARKET, OrderType.COMBO_LIMIT)
    _TIMES_IN_FORCE = ("GoodTilCanceledTimeInForce", "DayTimeInForce")


def _forex_size(pair: str, quantity: Decimal) -> BrokerageMessageEvent | None:
    base = pair[:3]
    least, most = (Decimal(number * 1000) for number in _FOREX_THOUSANDS.get(base, (0, 0)))
    size = abs(quantity)
    if (size >= least if least else size > 0) and size <= most:
        return None
    return refusal(
        f"The minimum and maximum limits for the allowable order size are ({text(least)}, {text(most)}){base}.",
        "OrderSizeLimit",
    )
