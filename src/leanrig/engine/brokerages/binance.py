"""Binance: spot, futures, coin futures, and Binance.US."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import UPDATE_NOT_SUPPORTED, order_type_refused, refusal, security_type_refused
from leanrig.engine.brokerages.default import DefaultBrokerageModel, is_internal
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.models.buying_power_special import BinanceCryptoFutureMarginModel, CryptoFutureMarginModel
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_crypto import BinanceCoinFuturesFeeModel, BinanceFeeModel, BinanceFuturesFeeModel
from leanrig.engine.models.margin_interest import BinanceFutureMarginInterestRateModel
from leanrig.engine.number import ONE, text

__all__ = [
    "BinanceBrokerageModel",
    "BinanceCoinFuturesBrokerageModel",
    "BinanceFuturesBrokerageModel",
    "BinanceUSBrokerageModel",
]


class BinanceBrokerageModel(DefaultBrokerageModel):
    """The least order is a value; spot has no stop market orders."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "binance"}
    BENCHMARK = ("BTCUSDC", SecurityType.CRYPTO, "binance")
    ORDERS = (OrderType.STOP_MARKET, OrderType.STOP_LIMIT, OrderType.MARKET, OrderType.LIMIT)
    TRADING_DAYS = 365
    CASH_BY_DEFAULT = True
    API: ClassVar[str] = "https://api.binance.com/api/v3"

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.type is OrderType.MARKET and not security.has_data:
            return refusal(
                "There is no data for this symbol yet, please check the security.HasData flag to ensure there is at "
                "least one data point."
            )
        if order.type is OrderType.STOP_MARKET and security.type is not SecurityType.CRYPTO_FUTURE:
            return refusal(
                f"{order.type.to_string()} orders are not supported for this symbol. Please check '{self.API}/"
                f"exchangeInfo?symbol={security.symbol_properties.market_ticker}' to see supported order types."
            )
        small = self._too_small(security, order)
        if small is not None:
            return small
        if security.type not in (SecurityType.CRYPTO, SecurityType.CRYPTO_FUTURE):
            return security_type_refused(self, security)
        return None

    @staticmethod
    def _too_small(security: Any, order: Any) -> BrokerageMessageEvent | None:
        least = security.symbol_properties.exact_minimum_order_size
        if least is None:
            return None
        for price in _prices(security, order):
            if abs(order.exact_quantity) * price <= least:
                return refusal(
                    f"The minimum order size (in quote currency) for {security.symbol.value} is {text(least)}. "
                    f"Order size was {text(order.exact_quantity * price)}."
                )
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED, 0)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH or is_internal(security) or security.type is SecurityType.BASE:
            return ONE
        return Decimal(25) if security.type is SecurityType.CRYPTO_FUTURE else Decimal(3)

    def get_fee_model(self, security: Any) -> FeeModel:
        return BinanceFeeModel()


def _prices(security: Any, order: Any) -> list[Decimal]:
    """The prices at which an order must be large enough, in the order in which they are looked at."""
    if order.type is OrderType.LIMIT:
        return [order.exact_limit_price]
    if order.type is OrderType.STOP_MARKET:
        return [order.exact_stop_price]
    if order.type is OrderType.STOP_LIMIT:
        return [order.exact_limit_price, order.exact_stop_price]
    return [security.exact_ask_price if order.exact_quantity > 0 else security.exact_bid_price]


class BinanceFuturesBrokerageModel(BinanceBrokerageModel):
    """Contracts in stable coins; margin accounts only."""

    BENCHMARK = ("BTCUSDT", SecurityType.CRYPTO_FUTURE, "binance")
    CASH_BY_DEFAULT = False

    def _check_account(self) -> None:
        if self.account_type is AccountType.CASH:
            raise InvalidOperationException("CryptoFuture can only be traded using a Margin account type")

    def get_fee_model(self, security: Any) -> FeeModel:
        return BinanceFuturesFeeModel()

    def get_margin_interest_rate_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return BinanceFutureMarginInterestRateModel()
        return super().get_margin_interest_rate_model(security)

    def get_buying_power_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return BinanceCryptoFutureMarginModel(self.leverage_of(security))
        return super().get_buying_power_model(security)


class BinanceCoinFuturesBrokerageModel(BinanceFuturesBrokerageModel):
    """Contracts in coins."""

    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO_FUTURE, "binance")

    def get_fee_model(self, security: Any) -> FeeModel:
        return BinanceCoinFuturesFeeModel()

    def get_buying_power_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return CryptoFutureMarginModel(self.leverage_of(security))
        return super().get_buying_power_model(security)


class BinanceUSBrokerageModel(BinanceBrokerageModel):
    """Cash accounts only."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "binanceus"}
    BENCHMARK = ("BTCUSDC", SecurityType.CRYPTO, "binanceus")
    API = "https://api.binance.us/api/v3"

    def _check_account(self) -> None:
        if self.account_type is AccountType.MARGIN:
            raise ArgumentException("The Binance.US brokerage does not currently support Margin trading.")

    def leverage_of(self, security: Any) -> Decimal:
        return ONE
