"""What dividends and splits do to cash and holdings."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import DataNormalizationMode, SecurityType

__all__ = ["apply_dividend", "apply_split"]

_PAID = (DataNormalizationMode.RAW, DataNormalizationMode.SPLIT_ADJUSTED)


def apply_dividend(portfolio: Any, dividend: Any, mode: DataNormalizationMode, *, live_mode: bool) -> None:
    """Pay a dividend in cash where prices do not contain it."""
    if live_mode or mode not in _PAID:
        return
    security = portfolio.securities[dividend.symbol]
    per_share = dividend.exact_value
    total = security.holdings.exact_quantity * per_share * security.quote_currency.exact_conversion_rate
    portfolio.cash_book[portfolio.cash_book.account_currency].add_exact(total)
    security.holdings.exact_total_dividends += total


def apply_split(portfolio: Any, split: Any, mode: DataNormalizationMode, *, live_mode: bool) -> None:
    """Turn shares into whole new shares and pay the fraction in cash, where prices are raw."""
    security = portfolio.securities[split.symbol]
    if security.type is not SecurityType.EQUITY or (not live_mode and mode is not DataNormalizationMode.RAW):
        return
    factor = split.exact_split_factor
    holdings = security.holdings
    quantity = holdings.exact_quantity / factor
    whole = Decimal(int(quantity))
    fraction = quantity - whole
    holdings.hold(holdings.exact_average_price * factor, whole)
    account = portfolio.cash_book[portfolio.cash_book.account_currency]
    newest = security.get_last_data()
    if newest is None:
        account.add_exact(fraction * split.exact_value * factor)
        return
    security.apply_split(split)
    # The newest point itself was scaled with the security.
    account.add_exact(fraction * security.get_last_data().exact_value)
