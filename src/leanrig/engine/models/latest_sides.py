"""The newest ask or bid of a security, whatever its age."""

from decimal import Decimal
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.fill_texts import no_market_data

__all__ = ["latest_ask", "latest_bid"]


def latest_ask(asset: Any, types: set[type]) -> Decimal:
    """Of a quote tick, a quote bar, a trade tick, a trade bar: the first that there is."""
    return _latest(asset, types, "ask")


def latest_bid(asset: Any, types: set[type]) -> Decimal:
    """As `latest_ask`."""
    return _latest(asset, types, "bid")


def _latest(asset: Any, types: set[type], side: str) -> Decimal:
    ticks = asset.cache.get_all(Tick) if Tick in types else []
    for tick in reversed(ticks):
        if tick.tick_type is TickType.QUOTE and getattr(tick, f"exact_{side}_price") > 0:
            return getattr(tick, f"exact_{side}_price")  # type: ignore[no-any-return]
    quote = asset.cache.get_data(QuoteBar) if QuoteBar in types else None
    if quote is not None:
        bar = getattr(quote, side)
        return (quote if bar is None else bar).exact_close  # type: ignore[no-any-return]
    for tick in reversed(ticks):
        if tick.tick_type is TickType.TRADE and tick.exact_value > 0:
            return tick.exact_value  # type: ignore[no-any-return]
    trade = asset.cache.get_data(TradeBar) if TradeBar in types else None
    if trade is None:
        raise InvalidOperationException(no_market_data(asset, side))
    return trade.exact_close  # type: ignore[no-any-return]
