"""Orders of a bar's close are filled at that bar's open."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class OpenFill(ImmediateFillModel):
    def market_fill(self, asset: Security, order: MarketOrder) -> OrderEvent:
        fill = super().market_fill(asset, order)
        fill.fill_price = asset.open  # <- leak
        return fill


class Reversal(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        spy = self.add_equity("SPY", Resolution.DAILY)
        spy.set_fill_model(OpenFill())
        self._spy = spy.symbol

    def on_data(self, slice: Slice) -> None:
        bar = slice.bars.get(self._spy)
        if bar is not None:
            self.set_holdings(self._spy, 1 if bar.close > bar.open else 0)
