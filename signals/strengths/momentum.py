"""Momentum over several horizons, each measured in its own volatility. Standard library only."""

from collections import deque
from math import fsum, log, sqrt, tanh

__all__ = ["MomentumStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class MomentumStrength:
    """Mean over the horizons of tanh(return / expected size of such a return).

    Parameters
    ----------
    horizons
        Bars that each return looks back.
    volatility_bars
        Returns in the volatility.
    """

    def __init__(self, *, horizons: tuple[int, ...] = (21, 63, 126), volatility_bars: int = 63) -> None:
        if not horizons or min(horizons) < 1 or volatility_bars < 2:
            raise ValueError("momentum needs horizons of 1 bar or more and volatility_bars >= 2")
        self._horizons = tuple(horizons)
        self._logs: deque[float] = deque(maxlen=max(horizons) + 1)
        self._returns: deque[float] = deque(maxlen=volatility_bars)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        now = log(close)
        if self._logs:
            self._returns.append(now - self._logs[-1])
        self._logs.append(now)
        if len(self._logs) < (self._logs.maxlen or 0) or len(self._returns) < (self._returns.maxlen or 0):
            return None
        deviation = sqrt(fsum(change * change for change in self._returns) / len(self._returns))
        if deviation < _FLAT:
            return 0.0
        scores = (tanh((now - self._logs[-1 - h]) / (deviation * sqrt(h))) for h in self._horizons)
        return fsum(scores) / len(self._horizons)
