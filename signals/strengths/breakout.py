"""Breakout: where the close lies in the range of the last closes. numpy only."""

from collections import deque
from math import log
from typing import Any

import numpy as np

from signals.machine import Machine
from signals.prices import known_closes, logs
from signals.rolling import rolling_extreme

__all__ = ["BreakoutStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class BreakoutStrength(Machine):
    """1 at the highest of the last closes, -1 at the lowest, in log prices.

    Parameters
    ----------
    period
        Bars in the range.
    """

    _kept = ("_logs",)

    def __init__(self, *, period: int = 55) -> None:
        if period < 2:
            raise ValueError("breakout needs period >= 2")
        super().__init__(period=period)
        self._logs: deque[float] = deque(maxlen=period)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        self._logs.append(log(self._price(close)))
        if len(self._logs) < (self._logs.maxlen or 0):
            return None
        low, high = min(self._logs), max(self._logs)
        return 2 * (self._logs[-1] - low) / (high - low) - 1 if high - low > _FLAT else 0.0

    def over(self, closes: Any) -> np.ndarray:
        """See `Strength`."""
        known = logs(known_closes(closes))
        period = self._logs.maxlen or 0
        found = np.full(len(known), np.nan)
        if len(known) >= period:
            low = rolling_extreme(known, period, np.minimum)
            room = rolling_extreme(known, period, np.maximum) - low
            is_open = room > _FLAT
            place = 2 * (known[period - 1 :] - low) / np.where(is_open, room, 1.0) - 1
            found[period - 1 :] = np.where(is_open, place, 0.0)
        return found
