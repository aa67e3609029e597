"""Volatile or calm: today's volatility against its own past. Standard library only."""

from bisect import insort
from math import log, sqrt
from typing import Any

from signals.cases import Cases
from signals.contract import Regime

__all__ = ["VolatilityRegime"]


class VolatilityRegime:
    """Exponentially weighted volatility against quantiles of all its earlier values.

    Parameters
    ----------
    half_life
        Bars after which a return weighs half.
    enter, leave
        Quantiles: above the first a volatile market begins, below the second it has ended.
    warm_up
        Values of volatility before the first answer.
    """

    def __init__(self, *, half_life: float = 20, enter: float = 0.8, leave: float = 0.7, warm_up: int = 250) -> None:
        if not (half_life > 0 and 0 < leave < enter < 1 and warm_up >= 10):
            raise ValueError("volatility needs half_life > 0, 0 < leave < enter < 1 and warm_up >= 10")
        self._decay = 0.5 ** (1 / half_life)
        self._enter, self._leave, self._warm_up = enter, leave, warm_up
        self._before: float | None = None
        self._variance: float | None = None
        self._sorted: list[float] = []
        self._volatile = False
        self._cases = Cases((-0.5, -0.2, 0.0, 0.2, 0.5))

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        before, self._before = self._before, close
        if before is None:
            return None
        change = log(close / before) ** 2
        held = self._variance
        self._variance = change if held is None else self._decay * held + (1 - self._decay) * change
        return self._judge(sqrt(self._variance))

    def _judge(self, volatility: float) -> tuple[Regime, float] | None:
        earlier = self._sorted
        found = None
        if len(earlier) >= self._warm_up:
            threshold = earlier[int((self._leave if self._volatile else self._enter) * (len(earlier) - 1))]
            # A hair of room, so that a rounding at the threshold changes nothing.
            self._volatile = volatility > threshold * (1 - 1e-5 if self._volatile else 1 + 1e-5)
            distance = log(volatility / threshold) if volatility > 0 and threshold > 0 else 0.0
            confidence = self._cases.update(int(self._volatile), distance)
            if confidence is not None:
                found = (Regime.VOLATILE if self._volatile else Regime.CALM), confidence
        insort(earlier, volatility)
        return found

    def history(self) -> list[dict[str, Any]]:
        """Nothing is fitted."""
        return []
