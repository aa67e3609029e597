"""A data point as it would have been with a split's new shares."""

from decimal import Decimal

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.number import ONE, ZERO, round_even

__all__ = ["scaled"]


def scaled(point: BaseData, factor: Decimal) -> BaseData:
    """A copy with prices times the factor and whole sizes over it; types without prices as they are."""
    inverse = ONE / factor
    if isinstance(point, TradeBar):
        bar = point.clone()
        _scale_sides(bar, factor)
        bar.exact_volume = round_even(bar.exact_volume * inverse, 0)
        return bar
    if isinstance(point, QuoteBar):
        quote = point.clone()
        for side in (quote.bid, quote.ask):
            if side is not None:
                _scale_sides(side, factor)
        quote.exact_last_bid_size = round_even(quote.exact_last_bid_size * inverse, 0)
        quote.exact_last_ask_size = round_even(quote.exact_last_ask_size * inverse, 0)
        return quote
    if isinstance(point, Tick) and point.tick_type is not TickType.OPEN_INTEREST:
        return _scaled_tick(point, factor, inverse)
    return point


def _scale_sides(bar: Bar | TradeBar, factor: Decimal) -> None:
    for name in ("exact_open", "exact_high", "exact_low", "exact_close"):
        setattr(bar, name, getattr(bar, name) * factor)


def _scaled_tick(point: Tick, factor: Decimal, inverse: Decimal) -> Tick:
    tick: Tick = point.clone()  # type: ignore[assignment]  # a clone has its own type
    if tick.tick_type is TickType.TRADE:
        tick.exact_value *= factor
        tick.exact_quantity = round_even(tick.exact_quantity * inverse, 0)
        return tick
    bid, ask = tick.exact_bid_price * factor, tick.exact_ask_price * factor
    tick.exact_bid_price, tick.exact_ask_price = bid, ask
    tick.exact_bid_size = round_even(tick.exact_bid_size * inverse, 0)
    tick.exact_ask_size = round_even(tick.exact_ask_size * inverse, 0)
    tick.exact_value = (bid + ask) / 2 if bid and ask else bid or ask or ZERO
    return tick
