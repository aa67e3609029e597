"""Trending or mean reverting: how far the close has gone from its mean. Standard library only."""

from collections import deque
from math import fsum, log
from typing import Any

from signals.cases import Cases
from signals.contract import Regime

__all__ = ["TrendRegime"]


class TrendRegime:
    """Far from its mean a market trends (up or down: the strength says which); near it, it reverts.

    Parameters
    ----------
    period
        Bars in the mean.
    enter, leave
        Distance (log of close over mean, absolute) at which a trend begins, and below which it has ended.
    """

    def __init__(self, *, period: int = 200, enter: float = 0.05, leave: float = 0.02) -> None:
        if not (period >= 2 and 0 < leave < enter):
            raise ValueError("trend needs period >= 2 and 0 < leave < enter")
        self._enter, self._leave = enter, leave
        self._closes: deque[float] = deque(maxlen=period)
        self._trending = False
        self._cases = Cases((leave, enter, 2 * enter, 4 * enter))

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        self._closes.append(close)
        if len(self._closes) < (self._closes.maxlen or 0):
            return None
        distance = abs(log(close * len(self._closes) / fsum(self._closes)))
        self._trending = distance > (self._leave if self._trending else self._enter)
        confidence = self._cases.update(int(self._trending), distance)
        if confidence is None:
            return None
        return (Regime.TRENDING if self._trending else Regime.MEAN_REVERTING), confidence

    def history(self) -> list[dict[str, Any]]:
        """Nothing is fitted."""
        return []
