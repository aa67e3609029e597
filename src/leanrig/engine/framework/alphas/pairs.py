"""Pairs of securities whose price ratio strays from its mean."""

from typing import Any

from leanrig.engine.enums import InsightDirection, Resolution
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.past import span_times
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.composite import ConstantIndicator, Identity
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage
from leanrig.engine.number import exact, normalize, text

__all__ = ["BasePairsTradingAlphaModel"]

_BARS_OF_MEAN = 500


class BasePairsTradingAlphaModel(AlphaModel):
    """Short the dear one and long the cheap one when the ratio is a threshold (in percent) away from its mean."""

    def __init__(self, lookback: int = 1, resolution: Resolution = Resolution.DAILY, threshold: float = 1) -> None:
        self._lookback = lookback
        self._resolution = Resolution(int(resolution))
        self._threshold = exact(threshold)
        self._pairs: dict[tuple[Symbol, Symbol], _Pair] = {}
        self._securities: dict[Symbol, Any] = {}
        limit = text(normalize(self._threshold))
        self.name = f"BasePairsTradingAlphaModel({lookback},{self._resolution.to_string()},{limit})"

    @property
    def securities(self) -> list[Any]:
        """Those that pairs are made of."""
        return list(self._securities.values())

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        period = span_times(self._resolution, self._lookback)
        return [insight for pair in self._pairs.values() for insight in pair.insights(period)]

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        self._follow(changes)
        self._pair_up(algorithm)
        for removed in changes.removed_securities:
            for key in [key for key in self._pairs if removed.symbol in key]:
                self._pairs.pop(key).leave(algorithm)

    def _follow(self, changes: Any) -> None:
        for added in changes.added_securities:
            self._securities[added.symbol] = added
        for removed in changes.removed_securities:
            self._securities.pop(removed.symbol, None)

    def has_passed_test(self, algorithm: Any, asset1: Symbol, asset2: Symbol) -> bool:  # for others to override
        """Whether two securities are to be traded as a pair."""
        return True

    def _pair_up(self, algorithm: Any) -> None:
        symbols = list(self._securities)
        for place, first in enumerate(symbols):
            for second in symbols[place + 1 :]:
                if (first, second) in self._pairs or (second, first) in self._pairs:
                    continue
                if own(self, "has_passed_test", algorithm, first, second):
                    self._pairs[first, second] = _Pair(algorithm, first, second, self._threshold)


class _Pair:
    def __init__(self, algorithm: Any, first: Symbol, second: Symbol, threshold: Any) -> None:
        self._symbols = (first, second)
        self._state = 0
        prices, self._consolidators = [], []
        for symbol in self._symbols:
            resolution = algorithm.securities[symbol].resolution
            price = Identity(algorithm.create_indicator_name(symbol, "close", resolution))
            consolidator = algorithm.resolve_consolidator(symbol, resolution)
            algorithm.register_indicator(symbol, price, consolidator)
            prices.append(price)
            self._consolidators.append(consolidator)
        join = IndicatorExtensions
        self._ratio = join.over(prices[0], prices[1])
        self._mean = join.of(ExponentialMovingAverage(_BARS_OF_MEAN), self._ratio)
        self._upper = join.times(self._mean, ConstantIndicator("ct", 1 + threshold / 100), "UpperThreshold")
        self._lower = join.times(self._mean, ConstantIndicator("ct", 1 - threshold / 100), "LowerThreshold")

    def leave(self, algorithm: Any) -> None:
        for symbol, consolidator in zip(self._symbols, self._consolidators, strict=True):
            algorithm.subscription_manager.remove_consolidator(symbol, consolidator)

    def insights(self, period: Any) -> list[Insight]:
        """Two insights of one group when the ratio has left its band to the other side."""
        if not self._mean.is_ready:
            return []
        if self._state != 1 and self._ratio.exact > self._upper.exact:
            self._state = 1
            return self._group(period, InsightDirection.DOWN, InsightDirection.UP)
        if self._state != -1 and self._ratio.exact < self._lower.exact:
            self._state = -1
            return self._group(period, InsightDirection.UP, InsightDirection.DOWN)
        return []

    def _group(self, period: Any, first: InsightDirection, second: InsightDirection) -> list[Insight]:
        directions = zip(self._symbols, (first, second), strict=True)
        return Insight.group([Insight.price(symbol, period, direction) for symbol, direction in directions])
