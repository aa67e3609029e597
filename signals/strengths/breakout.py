"""Breakout: where the close lies in the range of the last closes. Standard library only."""

from collections import deque
from math import log

__all__ = ["BreakoutStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class BreakoutStrength:
    """1 at the highest of the last closes, -1 at the lowest, in log prices.

    Parameters
    ----------
    period
        Bars in the range.
    """

    def __init__(self, *, period: int = 55) -> None:
        if period < 2:
            raise ValueError("breakout needs period >= 2")
        self._logs: deque[float] = deque(maxlen=period)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        self._logs.append(log(close))
        if len(self._logs) < (self._logs.maxlen or 0):
            return None
        low, high = min(self._logs), max(self._logs)
        return 2 * (self._logs[-1] - low) / (high - low) - 1 if high - low > _FLAT else 0.0
