"""Coinbase, also under its old name GDAX."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.brokerages.checks import (
    UPDATE_NOT_SUPPORTED,
    minimum_size,
    order_type_refused,
    refusal,
    security_type_refused,
)
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.data.base_data import micros
from leanrig.engine.enums import AccountType, OrderStatus, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.buying_power_cash import CashBuyingPowerModel
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_crypto import CoinbaseFeeModel
from leanrig.engine.number import ONE

__all__ = ["CoinbaseBrokerageModel", "GDAXBrokerageModel"]

_STOPS_END = datetime(2019, 3, 23, 1)
_STOPS_END_US = micros(_STOPS_END)
_CHANGEABLE = (
    OrderStatus.NEW,
    OrderStatus.PARTIALLY_FILLED,
    OrderStatus.SUBMITTED,
    OrderStatus.UPDATE_SUBMITTED,
)


class CoinbaseBrokerageModel(DefaultBrokerageModel):
    """A cash account for coins."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "coinbase"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO, "coinbase")
    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_LIMIT, OrderType.STOP_MARKET)
    TRADING_DAYS = 365
    CASH_BY_DEFAULT = True

    def _check_account(self) -> None:
        if self.account_type is AccountType.MARGIN:
            raise ArgumentException(
                "The Coinbase brokerage does not currently support Margin trading. (Parameter 'accountType')"
            )

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if order.broker_id:
            return refusal(UPDATE_NOT_SUPPORTED, 0)
        small = minimum_size(security, order.exact_quantity)
        if small is not None:
            return small
        if security.type is not SecurityType.CRYPTO:
            return security_type_refused(self, security)
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.type is OrderType.STOP_MARKET and order.time_us >= _STOPS_END_US:
            return refusal(f"Stop Market orders are no longer supported since {_STOPS_END:%m/%d/%Y %H:%M:%S}.")
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        if order.type is not OrderType.LIMIT:
            return refusal(f"Order with type {order.type.to_string()} can't be modified, only LIMIT.")
        if type(order.time_in_force).__name__ != "GoodTilCanceledTimeInForce":
            return refusal("Order's parameter 'TimeInForce' is not instance of Good Til Cancelled class.")
        if order.status not in _CHANGEABLE:
            return refusal(f"Order with status {order.status.to_string()} can't be modified")
        if request.exact_quantity is not None:
            return minimum_size(security, request.exact_quantity)
        return None

    def leverage_of(self, security: Any) -> Decimal:
        return ONE

    def get_fee_model(self, security: Any) -> FeeModel:
        return CoinbaseFeeModel()

    def get_buying_power_model(self, security: Any) -> Any:
        return CashBuyingPowerModel()


class GDAXBrokerageModel(CoinbaseBrokerageModel):
    """Coinbase's old name."""
