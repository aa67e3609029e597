"""Momentum over several horizons, each measured in its own volatility. numpy only."""

from collections import deque
from math import fsum, log, sqrt, tanh
from typing import Any

import numpy as np

from signals.machine import Machine
from signals.prices import known_closes, logs
from signals.rolling import exact_sum, rolling_sum

__all__ = ["MomentumStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class MomentumStrength(Machine):
    """Mean over the horizons of tanh(return / expected size of such a return).

    Parameters
    ----------
    horizons
        Bars that each return looks back.
    volatility_bars
        Returns in the volatility.
    """

    _kept = ("_logs", "_squares")

    def __init__(self, *, horizons: tuple[int, ...] = (21, 63, 126), volatility_bars: int = 63) -> None:
        if not horizons or min(horizons) < 1 or volatility_bars < 2:
            raise ValueError("momentum needs horizons of 1 bar or more and volatility_bars >= 2")
        super().__init__(horizons=horizons, volatility_bars=volatility_bars)
        self._horizons = tuple(horizons)
        self._logs: deque[float] = deque(maxlen=max(horizons) + 1)
        self._squares: deque[float] = deque(maxlen=volatility_bars)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        now = log(self._price(close))
        if self._logs:
            change = now - self._logs[-1]
            self._squares.append(change * change)
        self._logs.append(now)
        if len(self._logs) < (self._logs.maxlen or 0) or len(self._squares) < (self._squares.maxlen or 0):
            return None
        deviation = sqrt(fsum(self._squares) / len(self._squares))
        if deviation < _FLAT:
            return 0.0
        scores = (tanh((now - self._logs[-1 - h]) / (deviation * sqrt(h))) for h in self._horizons)
        return fsum(scores) / len(self._horizons)

    def over(self, closes: Any) -> np.ndarray:
        """See `Strength`."""
        known = logs(known_closes(closes))
        period = self._squares.maxlen or 0
        first = max(*self._horizons, period)
        found = np.full(len(known), np.nan)
        if len(known) > first:
            deviation = np.sqrt(rolling_sum(np.diff(known) ** 2, period) / period)[first - period :]
            found[first:] = self._scored(known, deviation, first)
        return found

    def _scored(self, known: np.ndarray, deviation: np.ndarray, first: int) -> np.ndarray:
        is_flat = deviation < _FLAT
        moving = np.where(is_flat, 1.0, deviation)
        scores = []
        for h in self._horizons:
            gone = (known[first:] - known[first - h : len(known) - h]) / (moving * sqrt(h))
            scores.append(np.fromiter(map(tanh, gone.tolist()), float, len(gone)))
        return np.where(is_flat, 0.0, exact_sum(scores) / len(self._horizons))
