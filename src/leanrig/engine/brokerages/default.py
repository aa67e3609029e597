"""The brokerage model that Lean takes when none is chosen, and the base of all others."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import minimum_size, order_type_refused, refusal, security_type_refused
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderType, SecurityType
from leanrig.engine.identity import Symbol
from leanrig.engine.models.buying_power import SecurityMarginModel
from leanrig.engine.models.buying_power_cash import CashBuyingPowerModel
from leanrig.engine.models.buying_power_special import CryptoFutureMarginModel
from leanrig.engine.models.fee import ConstantFeeModel, FeeModel
from leanrig.engine.models.fees_interactive_brokers import InteractiveBrokersFeeModel
from leanrig.engine.models.margin_interest import MarginInterestRateModel
from leanrig.engine.models.settlement import DelayedSettlementModel, ImmediateSettlementModel
from leanrig.engine.models.shortable import NullShortableProvider
from leanrig.engine.models.slippage import NullSlippageModel
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE, ZERO, exact, shown

__all__ = ["Answer", "DefaultBrokerageModel", "is_internal"]

Answer = tuple[bool, BrokerageMessageEvent | None]
_MARKETS: dict[SecurityType, str] = {
    SecurityType.BASE: "usa",
    SecurityType.EQUITY: "usa",
    SecurityType.OPTION: "usa",
    SecurityType.FUTURE: "cme",
    SecurityType.FUTURE_OPTION: "cme",
    SecurityType.FOREX: "oanda",
    SecurityType.CFD: "oanda",
    SecurityType.CRYPTO: "coinbase",
    SecurityType.CRYPTO_FUTURE: "binance",
    SecurityType.INDEX: "usa",
    SecurityType.INDEX_OPTION: "usa",
}
_LEVERAGE = {
    SecurityType.CRYPTO_FUTURE: Decimal(25),
    SecurityType.EQUITY: Decimal(2),
    SecurityType.FOREX: Decimal(50),
    SecurityType.CFD: Decimal(50),
}
_WITH_FEES = frozenset((SecurityType.EQUITY, SecurityType.OPTION, SecurityType.FUTURE, SecurityType.FUTURE_OPTION))
_PAIRS = (SecurityType.CRYPTO, SecurityType.FOREX)
_SPY = ("SPY", SecurityType.EQUITY, "usa")


def is_internal(security: Any) -> bool:
    """Whether nobody but the engine is subscribed to a security."""
    return all(config.is_internal_feed for config in security.subscription_list)


class DefaultBrokerageModel(Dotnet):
    """Takes every order; Interactive Brokers' fees for shares, none elsewhere.

    What brokers differ in stands in the attributes below; methods are overridden where that is not enough.

    Attributes
    ----------
    MARKETS
        Market by security type.
    BENCHMARK
        Ticker, type and market of the benchmark; None for a constant 0.
    SECURITIES, ORDERS
        Security types and order types that are taken; empty where all are.
    TRADING_DAYS
        Days a year by which statistics are scaled.
    """

    MARKETS: ClassVar[dict[SecurityType, str]] = _MARKETS
    DEFAULT_MARKET_MAP: ClassVar[dict[SecurityType, str]] = _MARKETS
    BENCHMARK: ClassVar[tuple[str, SecurityType, str] | None] = _SPY
    SECURITIES: ClassVar[tuple[SecurityType, ...]] = ()
    ORDERS: ClassVar[tuple[OrderType, ...]] = ()
    TRADING_DAYS: ClassVar[int] = 252
    CASH_BY_DEFAULT: ClassVar[bool] = False

    def __init__(self, account_type: AccountType | None = None) -> None:
        default = AccountType.CASH if self.CASH_BY_DEFAULT else AccountType.MARGIN
        self._account_type = default if account_type is None else AccountType(int(account_type))
        self._check_account()

    def _check_account(self) -> None:
        """Refuse account types that the broker does not have."""

    @property
    def account_type(self) -> AccountType:
        return self._account_type

    @property
    def required_free_buying_power_percent(self) -> float:
        return 0.0

    @property
    def default_markets(self) -> dict[SecurityType, str]:
        return dict(self.MARKETS)

    @property
    def trading_days_per_year(self) -> int:
        return self.TRADING_DAYS

    # -- orders

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        """Why an order is not taken; None when it is."""
        if self.SECURITIES and security.type not in self.SECURITIES:
            return security_type_refused(self, security)
        if self.ORDERS and order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        """Why an update is not taken; None when it is."""
        return None

    def can_submit_order(self, security: Any, order: Any, message: Any = None) -> Answer:
        """Whether the broker takes an order, and what it says when not."""
        reason = self.refused(security, order)
        if reason is None and order.type is OrderType.MARKET_ON_OPEN:
            reason = self._never_at_open(security)
        return reason is None, reason

    @staticmethod
    def _never_at_open(security: Any) -> BrokerageMessageEvent | None:
        if security.type in (SecurityType.FUTURE, SecurityType.FUTURE_OPTION):
            return refusal("MarketOnOpen orders are not supported for futures and future options.")
        return None

    def can_update_order(self, security: Any, order: Any, request: Any, message: Any = None) -> Answer:
        reason = self.update_refused(security, order, request)
        return reason is None, reason

    def can_execute_order(self, security: Any, order: Any) -> bool:
        """Whether the broker fills an order now."""
        return True

    def apply_split(self, tickets: list[Any], split: Any) -> None:
        """Ask for updates of open orders: whole new shares, prices by the factor."""
        from leanrig.engine.orders.requests import UpdateOrderFields

        factor = split.exact_split_factor
        for ticket in tickets:
            fields = UpdateOrderFields()
            fields.exact_quantity = Decimal(int(ticket.exact_quantity / factor))
            order = ticket._order or ticket.submit_request
            for name in getattr(order, "FIELDS", ()):
                if name != "trailing_amount" or not order.trailing_as_percentage:
                    setattr(fields, f"exact_{name}", getattr(order, f"exact_{name}") * factor)
            ticket.update(fields)

    @staticmethod
    def is_valid_order_size(security: Any, order_quantity: Any, *_: Any) -> Answer:
        reason = minimum_size(security, exact(order_quantity))
        return reason is None, reason

    # -- models

    @property
    def benchmark_symbol(self) -> Symbol | None:
        """What the run is compared with; None for a constant 0."""
        if self.BENCHMARK is None:
            return None
        ticker, kind, market = self.BENCHMARK
        return Symbol.create(ticker, kind, market)

    def leverage_of(self, security: Any) -> Decimal:
        return ONE if self.account_type is AccountType.CASH else _LEVERAGE.get(security.type, ONE)

    def get_leverage(self, security: Any) -> float:
        return shown(self.leverage_of(security))

    def get_fill_model(self, security: Any) -> Any:
        from leanrig.engine.models.fills import ImmediateFillModel
        from leanrig.engine.models.fills_equity import EquityFillModel

        return EquityFillModel() if security.type is SecurityType.EQUITY else ImmediateFillModel()

    def get_fee_model(self, security: Any) -> FeeModel:
        return InteractiveBrokersFeeModel() if security.type in _WITH_FEES else ConstantFeeModel(ZERO)

    def get_slippage_model(self, security: Any) -> Any:
        return NullSlippageModel.INSTANCE

    def get_settlement_model(self, security: Any) -> Any:
        from leanrig.engine.securities.types import Equity

        if self.account_type is AccountType.CASH and security.type is SecurityType.EQUITY:
            return DelayedSettlementModel(Equity.DEFAULT_SETTLEMENT_DAYS, Equity.DEFAULT_SETTLEMENT_TIME)
        return ImmediateSettlementModel()

    def get_buying_power_model(self, security: Any) -> Any:
        if security.type is SecurityType.CRYPTO_FUTURE:
            return CryptoFutureMarginModel(self.leverage_of(security))
        if security.type in _PAIRS and self.account_type is AccountType.CASH:
            return CashBuyingPowerModel()
        return SecurityMarginModel(self.leverage_of(security), self.required_free_buying_power_percent)

    def get_shortable_provider(self, security: Any) -> Any:
        return NullShortableProvider.INSTANCE

    def get_margin_interest_rate_model(self, security: Any) -> Any:
        return MarginInterestRateModel.NULL
