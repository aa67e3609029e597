"""The pair of securities whose returns go together most closely."""

import math
from itertools import pairwise
from typing import Any

from leanrig.engine.enums import Resolution
from leanrig.engine.framework.alphas.pairs import BasePairsTradingAlphaModel
from leanrig.engine.framework.past import past_slices
from leanrig.engine.identity import Symbol
from leanrig.engine.number import shown

__all__ = ["PearsonCorrelationPairsTradingAlphaModel"]


class PearsonCorrelationPairsTradingAlphaModel(BasePairsTradingAlphaModel):
    """Trades the pair with the highest correlation of log returns, if it is high enough."""

    def __init__(
        self,
        lookback: int = 15,
        resolution: Resolution = Resolution.MINUTE,
        threshold: float = 1,
        minimum_correlation: float = 0.5,
    ) -> None:
        super().__init__(lookback, resolution, threshold)
        self._least = minimum_correlation
        self._best: tuple[Symbol, Symbol] | None = None

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        self._follow(changes)
        symbols = list(self._securities)
        vectors = self._vectors(past_slices(algorithm, symbols, self._lookback, self._resolution), symbols)
        if not vectors:
            algorithm.debug(
                "PearsonCorrelationPairsTradingAlphaModel.OnSecuritiesChanged(): The requested historical data does "
                "not have series of prices with the same date/time. Please consider increasing the looback period. "
                f"Current lookback: {self._lookback}"
            )
        else:
            self._choose(vectors, symbols)
        super().on_securities_changed(algorithm, changes)

    def has_passed_test(self, algorithm: Any, asset1: Symbol, asset2: Symbol) -> bool:
        return self._best == (asset1, asset2)

    def _choose(self, vectors: list[list[float]], symbols: list[Symbol]) -> None:
        found: dict[tuple[int, int], float] = {}
        for row in range(len(vectors)):
            for column in range(row + 1, len(vectors)):
                correlation = _pearson(vectors[row], vectors[column])
                if abs(correlation) < 1:
                    found[row, column] = correlation
        if found:
            row, column = max(found, key=lambda place: found[place])
            if found[row, column] >= self._least:
                self._best = (symbols[row], symbols[column])

    def _vectors(self, slices: Any, symbols: list[Symbol]) -> list[list[float]]:
        """Log returns by symbol over the slices that hold all symbols; the first return is the second's copy."""
        zones = {security.exchange.hours.zone for security in self._securities.values()}
        by_day = self._resolution is Resolution.DAILY and len(zones) > 1
        groups: dict[Any, list[Any]] = {}
        for place, slice_ in enumerate(slices):
            key = slice_.time.date() if by_day else place
            groups.setdefault(key, []).extend(slice_.get(symbol) for symbol in slice_.keys())  # noqa: SIM118
        logs: dict[Symbol, list[float]] = {}
        for points in groups.values():
            if len(points) == len(symbols):
                for point in points:
                    logs.setdefault(point.symbol, []).append(math.log(shown(point.exact_value)))
        return [_changes(values) for values in logs.values()]


def _changes(values: list[float]) -> list[float]:
    if len(values) < 2:
        return []
    changes = [later - earlier for earlier, later in pairwise(values)]
    return [changes[0], *changes]


def _pearson(first: list[float], second: list[float]) -> float:
    """Correlation in one pass."""
    product = mean_first = mean_second = square_first = square_second = 0.0
    for count, (one, two) in enumerate(zip(first, second, strict=True), start=1):
        delta_first, delta_second = one - mean_first, two - mean_second
        scaled_first, scaled_second = delta_first / count, delta_second / count
        mean_first += scaled_first
        mean_second += scaled_second
        square_first += scaled_first * delta_first * (count - 1)
        square_second += scaled_second * delta_second * (count - 1)
        product += (delta_first * delta_second * (count - 1)) / count
    return product / (math.sqrt(square_first) * math.sqrt(square_second)) if square_first and square_second else 0.0
