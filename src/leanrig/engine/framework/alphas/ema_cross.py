"""Two exponential averages that cross."""

from typing import Any

from leanrig.engine.enums import InsightDirection, Resolution
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.past import span_times
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage

__all__ = ["EmaCrossAlphaModel"]


class EmaCrossAlphaModel(AlphaModel):
    """Up when the fast average crosses the slow one from below, down when it crosses from above."""

    def __init__(self, fast_period: int = 12, slow_period: int = 26, resolution: Resolution = Resolution.DAILY) -> None:
        self._fast, self._slow = fast_period, slow_period
        self._resolution = Resolution(int(resolution))
        self._pairs: dict[Symbol, _Pair] = {}
        self.name = f"EmaCrossAlphaModel({fast_period},{slow_period},{self._resolution.to_string()})"

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        found = []
        for symbol, pair in self._pairs.items():
            fast, slow = pair.fast, pair.slow
            above = fast.exact > slow.exact
            if fast.is_ready and slow.is_ready:
                direction = None
                if pair.was_above and slow.exact > fast.exact:
                    direction = InsightDirection.DOWN
                elif not pair.was_above and above:
                    direction = InsightDirection.UP
                if direction is not None:
                    found.append(Insight.price(symbol, span_times(self._resolution, self._fast), direction))
            pair.was_above = above
        return found

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for added in changes.added_securities:
            known = self._pairs.get(added.symbol)
            if known is None:
                self._pairs[added.symbol] = _Pair(algorithm, added.symbol, self._fast, self._slow, self._resolution)
            else:
                known.fast.reset()
                known.slow.reset()
        for removed in changes.removed_securities:
            gone = self._pairs.pop(removed.symbol, None)
            if gone is not None:
                for consolidator in gone.consolidators:
                    algorithm.subscription_manager.remove_consolidator(removed.symbol, consolidator)


class _Pair:
    def __init__(self, algorithm: Any, symbol: Symbol, fast: int, slow: int, resolution: Resolution) -> None:
        self.was_above = False
        self.fast = ExponentialMovingAverage(str(symbol), fast)
        self.slow = ExponentialMovingAverage(str(symbol), slow)
        self.consolidators = [algorithm.resolve_consolidator(symbol, resolution) for _ in range(2)]
        for average, consolidator in zip((self.fast, self.slow), self.consolidators, strict=True):
            algorithm.register_indicator(symbol, average, consolidator)
        for average in (self.fast, self.slow):
            algorithm.warm_up_indicator(symbol, average, resolution)
