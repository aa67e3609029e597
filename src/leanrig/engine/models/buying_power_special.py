"""Margin by contract, by time of day, and for perpetual contracts on coins."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, SecurityType
from leanrig.engine.models.buying_power import BuyingPowerModel, SecurityMarginModel
from leanrig.engine.models.buying_power_parameters import MaintenanceMarginParameters
from leanrig.engine.number import ONE, ZERO, exact, limited, times

__all__ = [
    "BinanceCryptoFutureMarginModel",
    "ConstantBuyingPowerModel",
    "CryptoFutureMarginModel",
    "PatternDayTradingMarginModel",
]

_CREDITS = "BNFCR"


class ConstantBuyingPowerModel(BuyingPowerModel):
    """So much a unit in account currency."""

    def __init__(self, margin_required_per_unit_in_account_currency: object) -> None:
        super().__init__()
        self._per_unit = exact(margin_required_per_unit_in_account_currency)

    def lever(self, security: Any, leverage: Decimal) -> None:
        """Leverage means nothing here."""

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        return quantity * self._per_unit

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return parameters.exact_absolute_quantity * self._per_unit


class PatternDayTradingMarginModel(SecurityMarginModel):
    """More leverage while the market is open and not about to close."""

    def __init__(self, closed_market_leverage: object = 2, open_market_leverage: object = 4) -> None:
        super().__init__(open_market_leverage)
        self._when_closed = exact(open_market_leverage) / exact(closed_market_leverage)

    def _correction(self, security: Any) -> Decimal:
        exchange = security.exchange
        return ONE if exchange.exchange_open and not exchange.closing_soon else self._when_closed

    @property
    def most_margin(self) -> Decimal:
        return ONE

    def lever(self, security: Any, leverage: Decimal) -> None:
        """Leverage follows the clock."""

    def exact_leverage(self, security: Any) -> Decimal:
        return super().exact_leverage(security) * (ONE / self._correction(security))

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        return super().initial_margin(security, quantity) * self._correction(security)

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return super().maintenance_margin(parameters) * self._correction(parameters.security)


def _collateral(security: Any) -> Any:
    return security.base_currency if security.is_crypto_coin_future() else security.quote_currency


class CryptoFutureMarginModel(SecurityMarginModel):
    """Collateral is one currency: the coin, or the stable coin in which the contract is quoted."""

    def __init__(self, leverage: object = 25, *_: object) -> None:
        super().__init__(leverage)

    @property
    def most_margin(self) -> Decimal:
        return ONE

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return self.initial_margin(parameters.security, parameters.exact_quantity)

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        """Never negative."""
        if not quantity or security.get_last_data() is None:
            return ZERO
        value = security.holdings.quantity_value(quantity, security.exact_price)
        collateral = limited(abs(value.exact_amount) / self.exact_leverage(security))
        return times(collateral, value.cash.exact_conversion_rate)

    def margin_remaining(self, portfolio: Any, security: Any, direction: OrderDirection) -> Decimal:
        collateral = _collateral(security)
        total = self._total_collateral(portfolio, collateral)
        result = total
        for other in portfolio.held.values():
            if other is security or other.type is not SecurityType.CRYPTO_FUTURE or not other.holdings.invested:
                continue
            if self._shares(portfolio, collateral, other):
                result -= other.buying_power_model.margin_of_holdings(other)
        result += self.freed(security, direction)
        result -= total * self._free
        result *= collateral.exact_conversion_rate
        return ZERO if result < 0 else result

    def _total_collateral(self, portfolio: Any, collateral: Any) -> Decimal:
        return collateral.exact_amount  # type: ignore[no-any-return]

    def _shares(self, portfolio: Any, collateral: Any, other: Any) -> bool:
        return collateral is _collateral(other)


class BinanceCryptoFutureMarginModel(CryptoFutureMarginModel):
    """With Binance's European credits in the book, all money is collateral."""

    def _total_collateral(self, portfolio: Any, collateral: Any) -> Decimal:
        book = portfolio.cash_book
        if _CREDITS not in book:
            return super()._total_collateral(portfolio, collateral)
        amounts = [cash for cash in book.values() if cash.exact_amount]
        return sum((book.convert_exact(cash.exact_amount, cash.symbol, collateral.symbol) for cash in amounts), ZERO)

    def _shares(self, portfolio: Any, collateral: Any, other: Any) -> bool:
        return _CREDITS in portfolio.cash_book or super()._shares(portfolio, collateral, other)
