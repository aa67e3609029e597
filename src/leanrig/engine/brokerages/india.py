"""Zerodha and Samco."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import order_type_refused, security_type_refused, time_in_force_refused
from leanrig.engine.brokerages.default import DefaultBrokerageModel, is_internal
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_india import SamcoFeeModel, ZerodhaFeeModel
from leanrig.engine.number import ONE

__all__ = ["SamcoBrokerageModel", "ZerodhaBrokerageModel"]

_TIMES_IN_FORCE = ("GoodTilCanceledTimeInForce", "DayTimeInForce", "GoodTilDateTimeInForce")
_LEVERED = (SecurityType.EQUITY, SecurityType.FUTURE, SecurityType.OPTION, SecurityType.INDEX)


class ZerodhaBrokerageModel(DefaultBrokerageModel):
    """Five times leverage; the order type is checked before the time in force."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.EQUITY: "india"}
    SECURITIES: ClassVar[tuple[SecurityType, ...]] = (SecurityType.EQUITY,)
    ORDERS: ClassVar[tuple[OrderType, ...]] = (
        OrderType.LIMIT,
        OrderType.MARKET,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
    )

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is None and type(order.time_in_force).__name__ not in _TIMES_IN_FORCE:
            return time_in_force_refused(self, order)
        return reason

    def can_execute_order(self, security: Any, order: Any) -> bool:
        return security.type in self.SECURITIES and type(order.time_in_force).__name__ in _TIMES_IN_FORCE

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH or is_internal(security) or security.type is SecurityType.BASE:
            return ONE
        if security.type in _LEVERED:
            return Decimal(5)
        raise ArgumentException(f"Invalid security type: {security.type.to_string()} (Parameter 'security')")

    def get_fee_model(self, security: Any) -> FeeModel:
        return ZerodhaFeeModel()


class SamcoBrokerageModel(ZerodhaBrokerageModel):
    """As Zerodha, with options and futures, without stop limits."""

    MARKETS = ZerodhaBrokerageModel.MARKETS | {SecurityType.FUTURE: "india", SecurityType.OPTION: "india"}
    BENCHMARK = ("NIFTYBEES", SecurityType.EQUITY, "india")
    SECURITIES = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.FUTURE)
    ORDERS = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_MARKET)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if security.type not in self.SECURITIES:
            return security_type_refused(self, security)
        if type(order.time_in_force).__name__ not in _TIMES_IN_FORCE:
            return time_in_force_refused(self, order)
        return None if order.type in self.ORDERS else order_type_refused(self, order, self.ORDERS)

    def get_fee_model(self, security: Any) -> FeeModel:
        return SamcoFeeModel()
