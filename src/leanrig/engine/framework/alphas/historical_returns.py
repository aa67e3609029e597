"""What went up goes on going up."""

from typing import Any

from leanrig.engine.enums import InsightDirection, Resolution
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.insight_collection import InsightCollection
from leanrig.engine.framework.past import past_points, span_times
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.change import RateOfChange
from leanrig.engine.number import shown

__all__ = ["HistoricalReturnsAlphaModel"]


class HistoricalReturnsAlphaModel(AlphaModel):
    """The return over the last bars as direction and magnitude, whenever there is a new bar."""

    def __init__(self, lookback: int = 1, resolution: Resolution = Resolution.DAILY) -> None:
        self._lookback = lookback
        self._resolution = Resolution(int(resolution))
        self._returns: dict[Symbol, _Return] = {}
        self._emitted = InsightCollection()
        self.name = f"HistoricalReturnsAlphaModel({lookback},{self._resolution.to_string()})"

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        found = []
        for symbol, past in self._returns.items():
            if not past.has_news():
                continue
            magnitude = shown(past.change.exact)
            if not magnitude:
                self._cancel(algorithm, symbol)
                continue
            direction = InsightDirection.UP if magnitude > 0 else InsightDirection.DOWN
            found.append(Insight.price(symbol, span_times(self._resolution, self._lookback), direction, magnitude))
        self._emitted.add_range(found)
        return found

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for removed in changes.removed_securities:
            gone = self._returns.pop(removed.symbol, None)
            if gone is not None:
                algorithm.subscription_manager.remove_consolidator(removed.symbol, gone.consolidator)
            self._cancel(algorithm, removed.symbol)
        fresh = []
        for added in changes.added_securities:
            if added.symbol not in self._returns:
                self._returns[added.symbol] = _Return(algorithm, added.symbol, self._lookback, self._resolution)
                fresh.append(added.symbol)
        if fresh:
            for point in past_points(algorithm, fresh, self._lookback, self._resolution):
                if point.symbol in self._returns:
                    self._returns[point.symbol].change.advance(point.end_us, point.exact_value)

    def _cancel(self, algorithm: Any, symbol: Symbol) -> None:
        algorithm.insights.cancel(self._emitted.of(symbol))
        self._emitted.clear([symbol])


class _Return:
    def __init__(self, algorithm: Any, symbol: Symbol, lookback: int, resolution: Resolution) -> None:
        self._seen = 0
        self.change = RateOfChange(str(symbol), lookback)
        self.consolidator = algorithm.resolve_consolidator(symbol, resolution)
        algorithm.register_indicator(symbol, self.change, self.consolidator)

    def has_news(self) -> bool:
        if self._seen == self.change.samples:
            return False
        self._seen = self.change.samples
        return bool(self.change.is_ready)
