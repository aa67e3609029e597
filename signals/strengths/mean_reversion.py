"""Mean reversion: long below the mean, short above it. Standard library only."""

from collections import deque
from math import fsum, log, sqrt, tanh

__all__ = ["MeanReversionStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class MeanReversionStrength:
    """Minus tanh of half the distance from the mean, in standard deviations of the log price.

    Parameters
    ----------
    period
        Bars in mean and deviation.
    """

    def __init__(self, *, period: int = 20) -> None:
        if period < 3:
            raise ValueError("mean_reversion needs period >= 3")
        self._logs: deque[float] = deque(maxlen=period)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        self._logs.append(log(close))
        count = len(self._logs)
        if count < (self._logs.maxlen or 0):
            return None
        mean = fsum(self._logs) / count
        deviation = sqrt(fsum((value - mean) ** 2 for value in self._logs) / (count - 1))
        return -tanh((self._logs[-1] - mean) / deviation / 2) if deviation > _FLAT else 0.0
