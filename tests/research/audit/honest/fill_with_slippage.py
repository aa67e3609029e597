"""A fill model that makes fills worse than Lean's, and knows no other price."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class Worse(ImmediateFillModel):
    def market_fill(self, asset: Security, order: MarketOrder) -> OrderEvent:
        fill = super().market_fill(asset, order)
        spread = asset.high - asset.low
        fill.fill_price = fill.fill_price + 0.05 * spread * (1 if order.quantity > 0 else -1)
        return fill


class Trader(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        spy = self.add_equity("SPY", Resolution.DAILY)
        spy.set_fill_model(Worse())
        self._spy = spy.symbol

    def on_data(self, slice: Slice) -> None:
        bar = slice.bars.get(self._spy)
        if bar is not None:
            self.set_holdings(self._spy, 1 if bar.close > bar.open else 0)
