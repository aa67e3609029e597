# ruff: noqa: F403, F405
from AlgorithmImports import *

from collections import deque


class DailyCross(QCAlgorithm):
    """Workload (b): the same for each of fifty stocks by the day, in one account."""

    def initialize(self) -> None:
        self.set_start_date(2014, 1, 2)
        self.set_end_date(2024, 1, 5)
        self.set_cash(10_000_000)
        self.set_benchmark(lambda moment: 1)
        self._states = [(self._add(f"S{number:02}"), deque(), [0, 0, 0]) for number in range(50)]

    def _add(self, ticker: str) -> Symbol:
        security = self.add_equity(ticker, Resolution.DAILY, data_normalization_mode=DataNormalizationMode.RAW)
        security.set_fee_model(ConstantFeeModel(0))
        return security.symbol

    def on_data(self, data: Slice) -> None:
        bars = data.bars
        for symbol, recent, state in self._states:
            bar = bars.get(symbol)
            if bar is None:
                continue
            tick = round(bar.close * 10_000)
            recent.append(tick)
            state[0] += tick
            state[1] += tick
            count = len(recent)
            if count > 10:
                state[0] -= recent[-11]
            if count > 30:
                state[1] -= recent.popleft()
            if count >= 30:
                wanted = 100 if 3 * state[0] > state[1] else 0
                if wanted != state[2]:
                    self.market_order(symbol, wanted - state[2])
                    state[2] = wanted
