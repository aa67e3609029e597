"""Trending or mean reverting: how far the close has gone from its mean. numpy only."""

from collections import deque
from math import fsum, log
from typing import Any

import numpy as np

from signals.cases import Cases
from signals.contract import Regime
from signals.detector import Filtered, held
from signals.machine import Machine
from signals.prices import known_closes, logs
from signals.rolling import rolling_sum

__all__ = ["TrendRegime"]


class TrendRegime(Machine):
    """Far from its mean a market trends (up or down: the strength says which); near it, it reverts.

    Parameters
    ----------
    period
        Bars in the mean.
    enter, leave
        Distance (log of close over mean, absolute) at which a trend begins, and below which it has ended.
    """

    _kept = ("_closes", "_trending", "_cases")

    def __init__(self, *, period: int = 200, enter: float = 0.05, leave: float = 0.02) -> None:
        if not (period >= 2 and 0 < leave < enter):
            raise ValueError("trend needs period >= 2 and 0 < leave < enter")
        super().__init__(period=period, enter=enter, leave=leave)
        self._enter, self._leave = enter, leave
        self._closes: deque[float] = deque(maxlen=period)
        self._trending = False
        self._cases = self._new_cases()

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        self._closes.append(self._price(close))
        if len(self._closes) < (self._closes.maxlen or 0):
            return None
        distance = abs(log(close * len(self._closes) / fsum(self._closes)))
        self._trending = distance > (self._leave if self._trending else self._enter)
        confidence = self._cases.update(int(self._trending), distance)
        if confidence is None:
            return None
        return (Regime.TRENDING if self._trending else Regime.MEAN_REVERTING), confidence

    def over(self, closes: Any) -> Filtered:
        """See `Detector`."""
        known = known_closes(closes)
        period = self._closes.maxlen or 0
        trending, confidence = np.zeros(len(known), bool), np.full(len(known), np.nan)
        if len(known) >= period:
            distance = np.abs(logs(known[period - 1 :] * period / rolling_sum(known, period)))
            on = held(distance > self._enter, distance <= self._leave)
            trending[period - 1 :] = on
            confidence[period - 1 :] = self._new_cases().over(on.astype(int), distance)
        return Filtered.of(trending, confidence, (Regime.MEAN_REVERTING, Regime.TRENDING))

    def fit(self, closes: Any) -> None:
        """Nothing is learned: the thresholds are given."""
        known_closes(closes)

    def filter(self, closes: Any, parameters: None = None) -> Filtered:  # noqa: ARG002
        """See `Detector`."""
        return self.over(closes)

    def _new_cases(self) -> Cases:
        return Cases((self._leave, self._enter, 2 * self._enter, 4 * self._enter))
