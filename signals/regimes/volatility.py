"""Volatile or calm: today's volatility against its own past. numpy only."""

from math import log, sqrt
from typing import Any

import numpy as np

from signals.cases import Cases
from signals.contract import Regime
from signals.detector import Filtered, held
from signals.ewm import ewm_squares
from signals.machine import Machine
from signals.prices import known_closes, log_returns, logs
from signals.quantile import Quantile, expanding_quantile

__all__ = ["VolatilityRegime"]

_EDGES = (-0.5, -0.2, 0.0, 0.2, 0.5)
# A hair of room, so that a rounding at the threshold changes nothing.
_UP, _DOWN = 1 + 1e-5, 1 - 1e-5


class VolatilityRegime(Machine):
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

    _kept = ("_before", "_variance", "_high", "_low", "_volatile", "_cases")

    def __init__(self, *, half_life: float = 20, enter: float = 0.8, leave: float = 0.7, warm_up: int = 250) -> None:
        if not (half_life > 0 and 0 < leave < enter < 1 and warm_up >= 10):
            raise ValueError("volatility needs half_life > 0, 0 < leave < enter < 1 and warm_up >= 10")
        super().__init__(half_life=half_life, enter=enter, leave=leave, warm_up=warm_up)
        self._decay = 0.5 ** (1 / half_life)
        self._enter, self._leave, self._warm_up = enter, leave, warm_up
        self._before: float | None = None
        self._variance: float | None = None
        self._high, self._low = Quantile(enter), Quantile(leave)
        self._volatile = False
        self._cases = Cases(_EDGES)

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        before, self._before = self._before, self._price(close)
        if before is None:
            return None
        change, now = log(close / before), self._variance
        square = change * change
        self._variance = square if now is None else self._decay * now + (1 - self._decay) * square
        return self._judge(sqrt(self._variance))

    def over(self, closes: Any) -> Filtered:
        """See `Detector`."""
        known = known_closes(closes)
        volatile, confidence = np.zeros(len(known), bool), np.full(len(known), np.nan)
        if len(known) > self._warm_up + 1:
            volatility = np.sqrt(ewm_squares(log_returns(known), self._decay))
            high, low = (expanding_quantile(volatility, share)[self._warm_up :] for share in (self._enter, self._leave))
            on, sure = self._judged(volatility[self._warm_up :], high, low)
            volatile[self._warm_up + 1 :], confidence[self._warm_up + 1 :] = on, sure
        return Filtered.of(volatile, confidence, (Regime.CALM, Regime.VOLATILE))

    def fit(self, closes: Any) -> None:
        """Nothing is learned: the quantiles move with each bar."""
        known_closes(closes)

    def filter(self, closes: Any, parameters: None = None) -> Filtered:  # noqa: ARG002
        """See `Detector`."""
        return self.over(closes)

    def _judge(self, volatility: float) -> tuple[Regime, float] | None:
        found = None
        if len(self._high) >= self._warm_up:
            threshold = (self._low if self._volatile else self._high).value
            self._volatile = volatility > threshold * (_DOWN if self._volatile else _UP)
            distance = log(volatility / threshold) if volatility > 0 and threshold > 0 else 0.0
            confidence = self._cases.update(int(self._volatile), distance)
            if confidence is not None:
                found = (Regime.VOLATILE if self._volatile else Regime.CALM), confidence
        self._high.add(volatility)
        self._low.add(volatility)
        return found

    def _judged(self, volatility: np.ndarray, high: np.ndarray, low: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return whether each bar is volatile, and the confidence in that."""
        on = held(volatility > high * _UP, ~(volatility > low * _DOWN))
        threshold = np.where(np.r_[False, on[:-1]], low, high)
        counts = (volatility > 0) & (threshold > 0)
        ratio = np.where(counts, volatility, 1.0) / np.where(counts, threshold, 1.0)
        return on, Cases(_EDGES).over(on.astype(int), logs(ratio))
