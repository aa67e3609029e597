"""Brokers for shares that differ from the default in few points."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import order_type_refused, refusal, security_type_refused
from leanrig.engine.brokerages.default import DefaultBrokerageModel, is_internal
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.fee import FeeModel
from leanrig.engine.models.fees_brokers import (
    AxosFeeModel,
    CharlesSchwabFeeModel,
    ExanteFeeModel,
    PublicFeeModel,
    TastytradeFeeModel,
    WebullFeeModel,
)
from leanrig.engine.models.fees_interactive_brokers import AlphaStreamsFeeModel
from leanrig.engine.models.settlement import ImmediateSettlementModel
from leanrig.engine.models.shortable import LocalDiskShortableProvider
from leanrig.engine.models.slippage import AlphaStreamsSlippageModel
from leanrig.engine.number import ONE, text

__all__ = [
    "AlphaStreamsBrokerageModel",
    "AxosClearingBrokerageModel",
    "CharlesSchwabBrokerageModel",
    "ExanteBrokerageModel",
    "PublicBrokerageModel",
    "TastytradeBrokerageModel",
    "WebullBrokerageModel",
]

_SIMPLE = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)
_STOCKS_AND_OPTIONS = (SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX_OPTION)


def _outside(order: Any) -> bool:
    return bool(getattr(order.properties, "outside_regular_trading_hours", False))


class CharlesSchwabBrokerageModel(DefaultBrokerageModel):
    """Orders at the open at any time while the market is closed."""

    SECURITIES = _STOCKS_AND_OPTIONS
    ORDERS = (
        OrderType.MARKET,
        OrderType.LIMIT,
        OrderType.STOP_MARKET,
        OrderType.COMBO_MARKET,
        OrderType.COMBO_LIMIT,
        OrderType.MARKET_ON_CLOSE,
        OrderType.MARKET_ON_OPEN,
        OrderType.STOP_LIMIT,
    )

    def get_fee_model(self, security: Any) -> FeeModel:
        return CharlesSchwabFeeModel()


class TastytradeBrokerageModel(DefaultBrokerageModel):
    """No orders at the open or close."""

    SECURITIES = (*_STOCKS_AND_OPTIONS, SecurityType.FUTURE, SecurityType.FUTURE_OPTION)
    ORDERS = (*_SIMPLE, OrderType.COMBO_LIMIT)

    def get_fee_model(self, security: Any) -> FeeModel:
        return TastytradeFeeModel()


class WebullBrokerageModel(DefaultBrokerageModel):
    """Trailing stops for shares only."""

    _ORDERS: ClassVar[dict[SecurityType, tuple[OrderType, ...]]] = {
        SecurityType.EQUITY: (*_SIMPLE, OrderType.TRAILING_STOP),
        SecurityType.OPTION: _SIMPLE,
        SecurityType.INDEX_OPTION: _SIMPLE,
    }

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        orders = self._ORDERS.get(security.type)
        if orders is None:
            return security_type_refused(self, security)
        if order.type not in orders:
            return order_type_refused(self, order, orders)
        if _outside(order):
            if security.type is not SecurityType.EQUITY:
                kind = security.type.to_string()
                return refusal(
                    f"OutsideRegularTradingHours is only supported for Equity orders, but {kind} was specified."
                )
            if order.type is OrderType.MARKET:
                return refusal("Market orders are not supported outside regular trading hours.")
        return None

    def get_fee_model(self, security: Any) -> FeeModel:
        return WebullFeeModel()


class PublicBrokerageModel(DefaultBrokerageModel):
    """Public.com."""

    SECURITIES = (*_STOCKS_AND_OPTIONS, SecurityType.CRYPTO)
    ORDERS = (*_SIMPLE, OrderType.COMBO_LIMIT)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is None and _outside(order) and order.type is not OrderType.LIMIT:
            return refusal(
                "Orders for extended market must be of type 'Limit' and with 'DAY' time-in-force, but "
                f"{order.type.to_string()} was specified."
            )
        return reason

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        if order.group_order_manager is not None:
            return refusal("Public.com does not support updating combo (multi-leg) orders.")
        return None

    def get_fee_model(self, security: Any) -> FeeModel:
        return PublicFeeModel()


class AxosClearingBrokerageModel(DefaultBrokerageModel):
    """Whole shares; its own list of what can be sold short."""

    MARKETS: ClassVar[dict[SecurityType, str]] = {SecurityType.EQUITY: "usa"}
    DEFAULT_MARKET_MAP = MARKETS
    BENCHMARK = None
    SECURITIES = (SecurityType.EQUITY,)
    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.MARKET_ON_CLOSE)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is None and abs(order.exact_quantity) % 1:
            return refusal(f"Order Quantity must be Integer, but provided {text(order.exact_quantity)}.")
        return reason

    def get_fee_model(self, security: Any) -> FeeModel:
        return AxosFeeModel()

    def get_shortable_provider(self, security: Any) -> Any:
        if security.type is SecurityType.EQUITY:
            return LocalDiskShortableProvider("axos")
        return super().get_shortable_provider(security)


class AlphaStreamsBrokerageModel(DefaultBrokerageModel):
    """No leverage but in forex, and slippage for shares."""

    def _check_account(self) -> None:
        if self.account_type is AccountType.CASH:
            raise ArgumentException(
                "The Alpha Streams brokerage does not currently support Cash trading. (Parameter 'accountType')"
            )

    def leverage_of(self, security: Any) -> Decimal:
        return Decimal(10) if security.type in (SecurityType.FOREX, SecurityType.CFD) else ONE

    def get_fee_model(self, security: Any) -> FeeModel:
        return AlphaStreamsFeeModel()

    def get_slippage_model(self, security: Any) -> Any:
        return AlphaStreamsSlippageModel()

    def get_settlement_model(self, security: Any) -> Any:
        return ImmediateSettlementModel()


class ExanteBrokerageModel(DefaultBrokerageModel):
    """Takes only orders that have a price already, which new orders in a backtest have not."""

    SECURITIES = (
        SecurityType.FOREX,
        SecurityType.EQUITY,
        SecurityType.INDEX,
        SecurityType.OPTION,
        SecurityType.FUTURE,
        SecurityType.CFD,
        SecurityType.CRYPTO,
    )
    CASH_BY_DEFAULT = True
    _LEVERAGE: ClassVar[dict[SecurityType, Decimal]] = {
        SecurityType.FOREX: Decimal("1.05"),
        SecurityType.EQUITY: Decimal("1.2"),
    }

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if not order.exact_price:
            return refusal("Price is not set.")
        return super().refused(security, order)

    def leverage_of(self, security: Any) -> Decimal:
        if self.account_type is AccountType.CASH or is_internal(security):
            return ONE
        return self._LEVERAGE.get(security.type, ONE)

    def get_fee_model(self, security: Any) -> FeeModel:
        return ExanteFeeModel()
