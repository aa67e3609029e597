"""Bitcoin never sleeps: its hour bars bring Friday's stock price along, all weekend, as if it were traded."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class Pair(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2021, 1, 1)
        self._coin = self.add_crypto("BTCUSD", Resolution.HOUR).symbol
        self._fund = self.add_equity("GBTC", Resolution.HOUR).symbol
        self._ratios = RollingWindow(100)

    def on_data(self, slice: Slice) -> None:
        if self._coin not in slice.bars:
            return
        ratio = self.securities[self._fund].price / slice.bars[self._coin].close  # <- leak
        self._ratios.add(ratio)
        if self._ratios.is_ready:
            mean = sum(self._ratios) / self._ratios.count
            self.set_holdings(self._fund, 0.5 if ratio < mean else -0.5)
