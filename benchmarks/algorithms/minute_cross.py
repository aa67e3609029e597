# ruff: noqa: F403, F405
from AlgorithmImports import *

from collections import deque


class MinuteCross(QCAlgorithm):
    """Workload (a): 100 shares while the mean of 10 closes lies above that of 30; sums in whole ticks."""

    def initialize(self) -> None:
        self.set_start_date(2019, 1, 2)
        self.set_end_date(2024, 2, 12)
        self.set_cash(10_000_000)
        self.set_benchmark(lambda moment: 1)
        security = self.add_equity("AAA", Resolution.MINUTE, data_normalization_mode=DataNormalizationMode.RAW)
        security.set_fee_model(ConstantFeeModel(0))
        self._symbol = security.symbol
        self._recent = deque()
        self._fast = self._slow = self._long = 0

    def on_data(self, data: Slice) -> None:
        bar = data.bars.get(self._symbol)
        if bar is None:
            return
        tick = round(bar.close * 10_000)
        recent = self._recent
        recent.append(tick)
        self._fast += tick
        self._slow += tick
        count = len(recent)
        if count > 10:
            self._fast -= recent[-11]
        if count > 30:
            self._slow -= recent.popleft()
        if count >= 30:
            wanted = 100 if 3 * self._fast > self._slow else 0
            if wanted != self._long:
                self.market_order(self._symbol, wanted - self._long)
                self._long = wanted
