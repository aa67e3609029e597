"""Bitfinex, Bybit, Kraken, dYdX and FTX."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import (
    UPDATE_NOT_SUPPORTED,
    minimum_size,
    order_type_refused,
    refusal,
    security_type_refused,
)
from leanrig.engine.brokerages.default import DefaultBrokerageModel, is_internal
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderStatus, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.buying_power import SecurityMarginModel
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_crypto import (
    BitfinexFeeModel,
    BybitFeeModel,
    BybitFuturesFeeModel,
    FTXFeeModel,
    FTXUSFeeModel,
    KrakenFeeModel,
    dYdXFeeModel,
)
from leanrig.engine.models.margin_interest import BybitFutureMarginInterestRateModel, dYdXFutureMarginInterestRateModel
from leanrig.engine.number import ONE

__all__ = [
    "BitfinexBrokerageModel",
    "BybitBrokerageModel",
    "FTXBrokerageModel",
    "FTXUSBrokerageModel",
    "KrakenBrokerageModel",
    "dYdXBrokerageModel",
]

_SIMPLE = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)
_CHANGEABLE = (OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED, OrderStatus.SUBMITTED, OrderStatus.UPDATE_SUBMITTED)


class _CoinExchange(DefaultBrokerageModel):
    """Coins only, not below the least quantity."""

    SECURITIES = (SecurityType.CRYPTO,)
    ORDERS: ClassVar[tuple[OrderType, ...]] = _SIMPLE
    TRADING_DAYS = 365

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        return minimum_size(security, order.exact_quantity) or super().refused(security, order)


class BitfinexBrokerageModel(_CoinExchange):
    """Up to 3.3 times leverage."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "bitfinex"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO, "bitfinex")

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return None if request.exact_quantity is None else minimum_size(security, request.exact_quantity)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH or is_internal(security) or security.type is SecurityType.BASE:
            return ONE
        if security.type is SecurityType.CRYPTO:
            return Decimal("3.3")
        raise ArgumentException(f"Invalid security type: {security.type.to_string()} (Parameter 'security')")

    def get_fee_model(self, security: Any) -> FeeModel:
        return BitfinexFeeModel()


class BybitBrokerageModel(DefaultBrokerageModel):
    """Spot and perpetual contracts; only contracts' orders can be updated."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "bybit", SecurityType.CRYPTO_FUTURE: "bybit"}
    BENCHMARK = ("BTCUSDC", SecurityType.CRYPTO, "bybit")
    SECURITIES = (SecurityType.CRYPTO, SecurityType.CRYPTO_FUTURE, SecurityType.BASE)
    ORDERS = (OrderType.STOP_MARKET, OrderType.STOP_LIMIT, OrderType.MARKET, OrderType.LIMIT)
    TRADING_DAYS = 365
    CASH_BY_DEFAULT = True

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        return super().refused(security, order) or minimum_size(security, order.exact_quantity)

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        if security.type is not SecurityType.CRYPTO_FUTURE:
            return refusal(UPDATE_NOT_SUPPORTED)
        if order.status not in _CHANGEABLE:
            return refusal(f"Order with status {order.status.to_string()} can't be modified")
        return None if request.exact_quantity is None else minimum_size(security, request.exact_quantity)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH or is_internal(security) or security.type is SecurityType.BASE:
            return ONE
        return Decimal(10)

    def get_fee_model(self, security: Any) -> FeeModel:
        if security.type is SecurityType.CRYPTO:
            return BybitFeeModel()
        if security.type is SecurityType.CRYPTO_FUTURE:
            return BybitFuturesFeeModel()
        if security.type is SecurityType.BASE:
            return super().get_fee_model(security)
        raise ArgumentException(
            f"Not supported security type {security.type.to_string()} (Parameter 'security')\n"
            f"Actual value was {security.symbol}."
        )

    def get_margin_interest_rate_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return BybitFutureMarginInterestRateModel()
        return super().get_margin_interest_rate_model(security)


class KrakenBrokerageModel(_CoinExchange):
    """Leverage by coin and by what it is quoted in."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "kraken"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO, "kraken")
    ORDERS = (
        OrderType.LIMIT,
        OrderType.MARKET,
        OrderType.STOP_MARKET,
        OrderType.STOP_LIMIT,
        OrderType.LIMIT_IF_TOUCHED,
    )
    CASH_BY_DEFAULT = True
    COIN_LEVERAGE: ClassVar[dict[str, int]] = {
        "BTC": 5, "ETH": 5, "USDT": 2, "XMR": 2, "REP": 2, "XRP": 3, "BCH": 2, "XTZ": 2, "LTC": 3, "ADA": 3, "EOS": 3,
        "DASH": 3, "TRX": 3, "LINK": 3, "USDC": 3,
    }  # fmt: skip
    # Coins, and the currencies against which they have leverage, in the order in which they are looked up.
    _GROUPS: ClassVar[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
        (("BTC", "USDT", "USDC"), ("USD", "EUR")),
        (("REP", "XTZ", "ADA", "EOS", "TRX", "LINK"), ("BTC", "ETH", "USD", "EUR")),
        (tuple(COIN_LEVERAGE), ("BTC", "USD", "EUR")),
    )

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED, 0)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH:
            return ONE
        for coins, against in self._GROUPS:
            for coin in coins:
                if security.symbol.id.symbol.startswith(coin) and security.symbol.value.endswith(against):
                    return Decimal(self.COIN_LEVERAGE[coin])
        return ONE

    def get_fee_model(self, security: Any) -> FeeModel:
        return KrakenFeeModel()


class dYdXBrokerageModel(DefaultBrokerageModel):  # noqa: N801  # Lean's name
    """Perpetual contracts; margin accounts only."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO_FUTURE: "dydx"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO_FUTURE, "dydx")
    SECURITIES = (SecurityType.CRYPTO_FUTURE,)
    ORDERS = (OrderType.STOP_MARKET, OrderType.STOP_LIMIT, OrderType.MARKET, OrderType.LIMIT)

    def _check_account(self) -> None:
        if self.account_type is not AccountType.MARGIN:
            raise ArgumentException("dYdXBrokerageModel only supports margin accounts (Parameter 'accountType')")

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        return super().refused(security, order) or minimum_size(security, order.exact_quantity)

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED)

    def get_buying_power_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return SecurityMarginModel(self.leverage_of(security))
        return super().get_buying_power_model(security)

    def get_fee_model(self, security: Any) -> FeeModel:
        return dYdXFeeModel() if security.type is SecurityType.CRYPTO_FUTURE else super().get_fee_model(security)

    def get_margin_interest_rate_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return dYdXFutureMarginInterestRateModel()
        return super().get_margin_interest_rate_model(security)


class FTXBrokerageModel(_CoinExchange):
    """Three times leverage; stops on the right side of the market."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "ftx"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO, "ftx")

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        small = minimum_size(security, order.exact_quantity)
        if small is not None:
            return small
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.type in (OrderType.STOP_MARKET, OrderType.STOP_LIMIT):
            wrong = self._wrong_stop(security, order)
            if wrong is not None:
                return wrong
        return None if security.type is SecurityType.CRYPTO else security_type_refused(self, security)

    @staticmethod
    def _wrong_stop(security: Any, order: Any) -> BrokerageMessageEvent | None:
        if not security.has_data:
            return refusal(
                "There is no data for this symbol yet, please check the security.HasData flag to ensure there is at "
                "least one data point."
            )
        if order.exact_quantity < 0 and order.exact_stop_price > security.exact_bid_price:
            return refusal("Trigger price too high: must be below current market price.")
        if order.exact_quantity > 0 and order.exact_stop_price < security.exact_ask_price:
            return refusal("Trigger price too low: must be above current market price.")
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        return refusal(UPDATE_NOT_SUPPORTED, 0)

    def leverage_of(self, security: Any) -> Decimal:
        return ONE if self.account_type is AccountType.CASH else Decimal(3)

    def get_fee_model(self, security: Any) -> FeeModel:
        return FTXFeeModel()


class FTXUSBrokerageModel(FTXBrokerageModel):
    """FTX in the United States."""

    MARKETS = DefaultBrokerageModel.MARKETS | {SecurityType.CRYPTO: "ftxus"}
    BENCHMARK = ("BTCUSD", SecurityType.CRYPTO, "ftxus")

    def get_fee_model(self, security: Any) -> FeeModel:
        return FTXUSFeeModel()
