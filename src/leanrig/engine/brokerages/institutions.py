"""Brokers and terminals of institutions."""

from typing import Any

from leanrig.engine.brokerages.checks import UPDATE_NOT_SUPPORTED, minimum_size, refusal, time_in_force_refused
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderDirection, OrderType, SecurityType
from leanrig.engine.errors import NotSupportedException
from leanrig.engine.models.fee import ConstantFeeModel, FeeModel
from leanrig.engine.models.fees_brokers import EzeFeeModel, RBIFeeModel, TDAmeritradeFeeModel, WolverineFeeModel
from leanrig.engine.number import text

__all__ = [
    "BloombergFixBrokerageModel",
    "EzeBrokerageModel",
    "RBIBrokerageModel",
    "TDAmeritradeBrokerageModel",
    "TerminalLinkBrokerageModel",
    "TradingTechnologiesBrokerageModel",
    "WolverineBrokerageModel",
]

_SIMPLE = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)
_LISTED = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX_OPTION, SecurityType.FUTURE)


class TDAmeritradeBrokerageModel(DefaultBrokerageModel):
    """Shares only."""

    SECURITIES = (SecurityType.EQUITY,)
    ORDERS = _SIMPLE

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        return minimum_size(security, order.exact_quantity) or super().refused(security, order)

    def get_fee_model(self, security: Any) -> FeeModel:
        return TDAmeritradeFeeModel()


class RBIBrokerageModel(TDAmeritradeBrokerageModel):
    """Shares only."""

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is not None and security.type in self.SECURITIES and order.type not in self.ORDERS:
            return refusal(
                f"{order.type.to_string()} order is not supported by RBI. Currently, only Market Order, Limit Order, "
                "StopMarket Order and StopLimit Order are supported."
            )
        return reason

    def get_fee_model(self, security: Any) -> FeeModel:
        return RBIFeeModel()


class WolverineBrokerageModel(DefaultBrokerageModel):
    """No updates."""

    SECURITIES = (SecurityType.EQUITY, SecurityType.OPTION)
    ORDERS = (
        OrderType.MARKET,
        OrderType.MARKET_ON_CLOSE,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
    )

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        return minimum_size(security, order.exact_quantity) or super().refused(security, order)

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED, 0)

    def get_fee_model(self, security: Any) -> FeeModel:
        return WolverineFeeModel()


class EzeBrokerageModel(DefaultBrokerageModel):
    """Whole shares."""

    SECURITIES = (
        SecurityType.EQUITY,
        SecurityType.OPTION,
        SecurityType.FUTURE,
        SecurityType.FUTURE_OPTION,
        SecurityType.INDEX,
        SecurityType.INDEX_OPTION,
    )
    ORDERS = (*_SIMPLE, OrderType.MARKET_ON_OPEN, OrderType.MARKET_ON_CLOSE)

    def _check_account(self) -> None:
        if self.account_type is AccountType.CASH:
            raise NotSupportedException("Eze brokerage can only be used with a Margin account type")

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is None and abs(order.exact_quantity) % 1:
            return refusal(f"Order Quantity must be Integer, but provided {text(abs(order.exact_quantity))}.")
        return reason

    def get_fee_model(self, security: Any) -> FeeModel:
        return EzeFeeModel()


class TerminalLinkBrokerageModel(DefaultBrokerageModel):
    """No updates, no orders at the close."""

    SECURITIES = _LISTED
    ORDERS = (
        OrderType.MARKET,
        OrderType.MARKET_ON_OPEN,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
    )

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED)


class BloombergFixBrokerageModel(DefaultBrokerageModel):
    """Bloomberg over FIX."""

    SECURITIES = _LISTED
    ORDERS = (
        OrderType.MARKET,
        OrderType.MARKET_ON_OPEN,
        OrderType.MARKET_ON_CLOSE,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
    )

    def _check_account(self) -> None:
        if self.account_type is AccountType.CASH:
            raise NotSupportedException("Bloomberg FIX brokerage can only be used with a Margin account type")


class TradingTechnologiesBrokerageModel(DefaultBrokerageModel):
    """Futures only, with stops on the right side of the price."""

    MARKETS = {SecurityType.FUTURE: "cme"}  # noqa: RUF012  # declared as a ClassVar in the base
    DEFAULT_MARKET_MAP = MARKETS
    BENCHMARK = None
    SECURITIES = (SecurityType.FUTURE,)
    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is not None:
            return reason
        if type(order.time_in_force).__name__ not in ("GoodTilCanceledTimeInForce", "DayTimeInForce"):
            return time_in_force_refused(self, order)
        if order.type in (OrderType.STOP_MARKET, OrderType.STOP_LIMIT):
            return self._wrong_prices(security, order)
        return None

    @staticmethod
    def _wrong_prices(security: Any, order: Any) -> BrokerageMessageEvent | None:
        buys = order.direction is OrderDirection.BUY
        stop, price, kind = order.exact_stop_price, security.exact_price, order.type.to_string()
        if (stop <= price) if buys else (stop >= price):
            return refusal(f"{kind} Sell orders must be below market, {kind} Buy orders must be above market.")
        if order.type is OrderType.STOP_LIMIT:
            limit = order.exact_limit_price
            if (limit < stop) if buys else (limit > stop):
                return refusal(
                    "StopLimit Buy limit price must be greater than or equal to stop price, StopLimit Sell limit price "
                    "must be smaller than or equal to stop price."
                )
        return None

    def can_execute_order(self, security: Any, order: Any) -> bool:
        return order.security_type is SecurityType.FUTURE

    def get_fee_model(self, security: Any) -> FeeModel:
        return ConstantFeeModel(0)
