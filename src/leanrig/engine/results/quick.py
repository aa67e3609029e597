"""Prices and the portfolio's value as floats, without making bars: enough to see that nothing exact is needed."""

from typing import Any

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import SecurityType

__all__ = ["quick_price", "quick_value"]


def quick_price(security: Any) -> float | None:
    """The price that the newest rows give a stock, as a float; None where only the price cache can tell."""
    if security.type is not SecurityType.EQUITY:
        return None
    pending = security.cache.pending
    if not pending:
        return float(security.exact_price)
    found: float | None = None
    for stream in pending:
        page = stream.seen_page
        if page.data_type is TradeBar:
            if found is not None:
                return None
            found = page.close_floats[stream.seen_row]
    return found


def quick_value(portfolio: Any) -> float | None:
    """The portfolio's value to a float's precision; None where stocks in one currency are not all that is held."""
    if portfolio.cash_book.has_foreign:
        return None
    value = float(portfolio.exact_cash) + float(portfolio.exact_unsettled_cash)
    for security in portfolio.held.values():
        price = quick_price(security)
        if price is None:
            return None
        value += float(security.holdings.exact_quantity) * price
    return value
