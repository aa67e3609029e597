"""The signal line of a MACD, beyond a share of the price."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import InsightDirection, MovingAverageType, Resolution
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.insight_collection import InsightCollection
from leanrig.engine.framework.past import span_times
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.oscillators import MovingAverageConvergenceDivergence

__all__ = ["MacdAlphaModel"]

_BEYOND = Decimal("0.01")


class MacdAlphaModel(AlphaModel):
    """Up while the signal is above 1% of the price, down while it is below -1%; between them insights end."""

    def __init__(
        self,
        fast_period: int = 12,
        slow_period: int = 26,
        signal_period: int = 9,
        moving_average_type: MovingAverageType = MovingAverageType.EXPONENTIAL,
        resolution: Resolution = Resolution.DAILY,
    ) -> None:
        self._periods = (fast_period, slow_period, signal_period)
        self._kind = MovingAverageType(int(moving_average_type))
        self._resolution = Resolution(int(resolution))
        self._lines: dict[Symbol, _Line] = {}
        self._emitted = InsightCollection()
        self.name = (
            f"MacdAlphaModel({fast_period},{slow_period},{signal_period},{self._kind.to_string()},"
            f"{self._resolution.to_string()})"
        )

    def update(self, algorithm: Any, data: Any) -> list[Insight]:
        found = []
        for symbol, line in self._lines.items():
            price = line.security.exact_price
            if not price:
                continue
            direction = _direction(line.macd.signal.exact / price)
            if direction is line.previous:
                continue
            line.previous = direction
            if direction is InsightDirection.FLAT:
                self._cancel(algorithm, symbol)
                continue
            insight = Insight.price(symbol, span_times(self._resolution, self._periods[0]), direction)
            self._emitted.add(insight)
            found.append(insight)
        return found

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for added in changes.added_securities:
            if added.symbol not in self._lines:
                self._lines[added.symbol] = _Line(algorithm, added, self._periods, self._kind, self._resolution)
        for removed in changes.removed_securities:
            gone = self._lines.pop(removed.symbol, None)
            if gone is not None:
                algorithm.subscription_manager.remove_consolidator(removed.symbol, gone.consolidator)
            self._cancel(algorithm, removed.symbol)

    def _cancel(self, algorithm: Any, symbol: Symbol) -> None:
        algorithm.insights.cancel(self._emitted.of(symbol))
        self._emitted.clear([symbol])


def _direction(signal: Decimal) -> InsightDirection:
    if signal > _BEYOND:
        return InsightDirection.UP
    return InsightDirection.DOWN if signal < -_BEYOND else InsightDirection.FLAT


class _Line:
    def __init__(
        self,
        algorithm: Any,
        security: Any,
        periods: tuple[int, int, int],
        kind: MovingAverageType,
        resolution: Resolution,
    ) -> None:
        self.previous: InsightDirection | None = None
        self.security = security
        self.consolidator = algorithm.resolve_consolidator(security.symbol, resolution)
        self.macd = MovingAverageConvergenceDivergence(*periods, kind)
        algorithm.register_indicator(security.symbol, self.macd, self.consolidator)
        algorithm.warm_up_indicator(security.symbol, self.macd, resolution)
