"""A relative strength that trips above 70 or below 30, and settles at 65 or 35."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import InsightDirection, MovingAverageType, Resolution
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.past import past_points, span_times
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.oscillators import RelativeStrengthIndex

__all__ = ["RsiAlphaModel"]

_LOW, _MIDDLE, _HIGH = -1, 0, 1
_DIRECTIONS = {_LOW: InsightDirection.UP, _HIGH: InsightDirection.DOWN}


class RsiAlphaModel(AlphaModel):
    """Up when the strength trips low, down when it trips high."""

    def __init__(self, period: int = 14, resolution: Resolution = Resolution.DAILY) -> None:
        self._period = period
        self._resolution = Resolution(int(resolution))
        self._strengths: dict[Symbol, _Strength] = {}
        self.name = f"RsiAlphaModel({period},{self._resolution.to_string()})"

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        found = []
        for symbol, strength in self._strengths.items():
            state = _state(strength.rsi.exact, strength.state)
            if state != strength.state and strength.rsi.is_ready and state in _DIRECTIONS:
                period = span_times(self._resolution, self._period)
                found.append(Insight.price(symbol, period, _DIRECTIONS[state]))
            strength.state = state
        return found

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for removed in changes.removed_securities:
            gone = self._strengths.pop(removed.symbol, None)
            if gone is not None:
                algorithm.subscription_manager.remove_consolidator(removed.symbol, gone.consolidator)
        fresh = []
        for added in changes.added_securities:
            if added.symbol not in self._strengths:
                self._strengths[added.symbol] = _Strength(algorithm, added.symbol, self._period, self._resolution)
                fresh.append(added.symbol)
        if fresh:
            for point in past_points(algorithm, fresh, self._period, self._resolution):
                if point.symbol in self._strengths:
                    self._strengths[point.symbol].consolidator.update(point)


def _state(value: Decimal, previous: int) -> int:
    if value > 70:
        return _HIGH
    if value < 30:
        return _LOW
    settled = (previous == _LOW and value > 35) or (previous == _HIGH and value < 65)
    return _MIDDLE if settled else previous


class _Strength:
    def __init__(self, algorithm: Any, symbol: Symbol, period: int, resolution: Resolution) -> None:
        self.state = _MIDDLE
        self.rsi = RelativeStrengthIndex(period, MovingAverageType.WILDERS)
        self.consolidator = algorithm.resolve_consolidator(symbol, resolution)
        algorithm.register_indicator(symbol, self.rsi, self.consolidator)
