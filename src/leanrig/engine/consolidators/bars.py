"""Consolidators of trade bars, quote bars, ticks and any other data."""

from decimal import Decimal
from typing import Any

from leanrig.engine.consolidators.base import PeriodConsolidator
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.number import ZERO

__all__ = [
    "BaseDataConsolidator",
    "QuoteBarConsolidator",
    "TickConsolidator",
    "TickQuoteBarConsolidator",
    "TradeBarConsolidator",
]


def _bar(consolidator: PeriodConsolidator, data: Any, prices: tuple[Decimal, ...], volume: Decimal) -> TradeBar:
    bar = TradeBar(consolidator.bar_start(data), data.symbol, period=consolidator.bar_length(data))
    bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close = prices
    bar.exact_volume = volume
    return bar


def _extend(bar: TradeBar, high: Decimal, low: Decimal, close: Decimal, volume: Decimal) -> None:
    bar.exact_close = close
    bar.exact_volume += volume
    bar.exact_low = min(bar.exact_low, low)
    bar.exact_high = max(bar.exact_high, high)


class TradeBarConsolidator(PeriodConsolidator):
    """Larger trade bars from smaller ones."""

    input_type = TradeBar
    output_type = TradeBar

    def begin(self, data: Any) -> TradeBar:
        prices = (data.exact_open, data.exact_high, data.exact_low, data.exact_close)
        return _bar(self, data, prices, data.exact_volume)

    def extend(self, bar: Any, data: Any) -> None:
        _extend(bar, data.exact_high, data.exact_low, data.exact_close, data.exact_volume)


class TickConsolidator(PeriodConsolidator):
    """Trade bars from trade ticks; quotes are passed over."""

    input_type = Tick
    output_type = TradeBar

    def accepts(self, data: Any) -> bool:
        return bool(data.tick_type == TickType.TRADE)

    def begin(self, data: Any) -> TradeBar:
        return _bar(self, data, (data.exact_value,) * 4, data.exact_quantity)

    def extend(self, bar: Any, data: Any) -> None:
        _extend(bar, data.exact_value, data.exact_value, data.exact_value, data.exact_quantity)


class BaseDataConsolidator(PeriodConsolidator):
    """Trade bars without volume from the values of any data."""

    input_type = BaseData
    output_type = TradeBar

    def begin(self, data: Any) -> TradeBar:
        bar = _bar(self, data, (data.exact_value,) * 4, ZERO)
        bar._time = self._round(data.time)
        return bar

    def extend(self, bar: Any, data: Any) -> None:
        _extend(bar, data.exact_value, data.exact_value, data.exact_value, ZERO)


class QuoteBarConsolidator(PeriodConsolidator):
    """Larger quote bars from smaller ones; each opens where the one before closed."""

    input_type = QuoteBar
    output_type = QuoteBar

    def begin(self, data: Any) -> QuoteBar:
        bar = QuoteBar(self.bar_start(data), data.symbol, None, 0, None, 0, self.bar_length(data))
        if self.consolidated is not None:
            bar.bid, bar.ask = _opened_at(self.consolidated.bid), _opened_at(self.consolidated.ask)
            bar.exact_last_bid_size = self.consolidated.exact_last_bid_size
            bar.exact_last_ask_size = self.consolidated.exact_last_ask_size
        self.extend(bar, data)
        return bar

    def extend(self, bar: Any, data: Any) -> None:
        if data.bid is not None:
            bar.exact_last_bid_size = data.exact_last_bid_size
            bar.bid = _merged(bar.bid, data.bid)
        if data.ask is not None:
            bar.exact_last_ask_size = data.exact_last_ask_size
            bar.ask = _merged(bar.ask, data.ask)


class TickQuoteBarConsolidator(PeriodConsolidator):
    """Quote bars from quote ticks; trades are passed over."""

    input_type = Tick
    output_type = QuoteBar

    def accepts(self, data: Any) -> bool:
        return bool(data.tick_type == TickType.QUOTE)

    def begin(self, data: Any) -> QuoteBar:
        bar = QuoteBar(self.bar_start(data), data.symbol, None, 0, None, 0, self.bar_length(data))
        if self.consolidated is not None:
            bar.bid, bar.ask = _opened_at(self.consolidated.bid), _opened_at(self.consolidated.ask)
        self.extend(bar, data)
        return bar

    def extend(self, bar: Any, data: Any) -> None:
        if data.exact_bid_price:
            bar.exact_last_bid_size = data.exact_bid_size
            bar.bid = _merged(bar.bid, _flat(data.exact_bid_price))
        if data.exact_ask_price:
            bar.exact_last_ask_size = data.exact_ask_size
            bar.ask = _merged(bar.ask, _flat(data.exact_ask_price))


def _flat(price: Decimal) -> Bar:
    return Bar(price, price, price, price)


def _opened_at(side: Bar | None) -> Bar | None:
    return _flat(side.exact_close) if side is not None and side.exact_close else None


def _merged(side: Bar | None, new: Bar) -> Bar:
    if side is None:
        return Bar(new.exact_open, new.exact_high, new.exact_low, new.exact_close)
    side.exact_close = new.exact_close
    side.exact_high = max(side.exact_high, new.exact_high)
    side.exact_low = min(side.exact_low, new.exact_low)
    return side
