"""The best price that is known for a side of a share, how old it is, and the warning that goes with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.models import fill_texts as texts

__all__ = ["BestEffort", "best_effort", "trade_bar_after"]


@dataclass(frozen=True, slots=True)
class BestEffort:
    """A price with its warning; `stale_end_us` is the end of the data when that is too old."""

    exact_price: Decimal
    message: str
    stale_end_us: int | None = None


def best_effort(asset: Any, order_us: int, stale: timedelta, types: set[type], *, ask: bool) -> BestEffort:
    """Return the side's price: quotes before trades, the newest of what is stale.

    Parameters
    ----------
    order_us
        When the order came; data that ended more than `stale` before it is old.
    types
        Of data that may be used.
    ask
        Ask when true, bid otherwise.
    """
    zone = asset.exchange.hours.zone
    oldest = to_local(order_us, zone) - stale
    found: BestEffort | None = None
    found_end: datetime | None = None
    for end, price, message, warn_always in _candidates(asset, types, ask=ask):
        if found_end is not None and end <= found_end:
            continue
        if end >= oldest:
            # A message of a staler kind of data stays when a fresh quote bar follows a stale quote tick.
            return BestEffort(price, message if warn_always else "" if found is None else found.message)
        found, found_end = BestEffort(price, message, to_us(end, zone)), end
    if found is None:
        raise InvalidOperationException(texts.no_market_data(asset, "ask" if ask else "bid", types))
    return found


def _candidates(asset: Any, types: set[type], *, ask: bool) -> list[tuple[datetime, Decimal, str, bool]]:
    """End, price, message, and whether the message comes with fresh data too."""
    side = "ask" if ask else "bid"
    ticks = asset.cache.get_all(Tick) if Tick in types else []
    found = []
    for tick in reversed(ticks):
        price = getattr(tick, f"exact_{side}_price")
        if tick.tick_type is TickType.QUOTE and price > 0:
            found.append((tick.end_time, price, texts.stale_quote(asset, tick.end_time, "Quote Tick"), False))
            break
    quote = asset.cache.get_data(QuoteBar) if QuoteBar in types else None
    if quote is not None:
        bar = getattr(quote, side)
        price = (quote if bar is None else bar).exact_close
        found.append((quote.end_time, price, texts.stale_quote(asset, quote.end_time, "QuoteBar"), False))
    for tick in reversed(ticks):
        if tick.tick_type is TickType.TRADE:
            found.append((tick.end_time, tick.exact_value, texts.no_quote(asset, tick.end_time, "Trade Tick"), True))
            break
    trade = asset.cache.get_data(TradeBar) if TradeBar in types else None
    if trade is not None:
        found.append((trade.end_time, trade.exact_close, texts.no_quote(asset, trade.end_time, "TradeBar"), True))
    return found


def trade_bar_after(asset: Any, order_us: int, types: set[type]) -> TradeBar | None:
    """The last trade bar, or a bar of the last trade ticks; None when it is not newer than the order."""
    bar: TradeBar | None = None
    if Tick in types:
        bar = _bar_of_ticks(asset)
    elif TradeBar in types:
        bar = asset.cache.get_data(TradeBar)
    if bar is None or to_us(bar.end_time, asset.exchange.hours.zone) <= order_us:
        return None
    return bar


def _bar_of_ticks(asset: Any) -> TradeBar | None:
    trades = [tick for tick in asset.cache.get_all(Tick) if tick.tick_type is TickType.TRADE]
    if not trades:
        return None
    prices = [tick.exact_value for tick in trades]
    first = next((price for price in prices if price), prices[0])
    start = next((tick.time for tick in trades if tick.exact_value), trades[0].time)
    volume = sum((tick.exact_quantity for tick in trades), Decimal(0))
    return TradeBar(
        start, asset.symbol, first, max(prices), min(prices), prices[-1], volume, trades[-1].end_time - start
    )
