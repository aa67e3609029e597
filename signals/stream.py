"""Bars in, rows out: the one machine that research runs over a history and the algorithm runs live."""

from datetime import datetime

from signals.contract import Row, rounded
from signals.detector import Detector, Strength

__all__ = ["SignalStream"]


class SignalStream:
    """One symbol's detector and strength, fed together.

    What it says depends on every bar that it was fed, so that two streams agree only if both began with the same bar.

    Parameters
    ----------
    since
        Naive UTC; bars that end then or earlier are passed over: the start of the recipe's data. An algorithm warms up
        in whole days of its own zone and is given a few bars from before it.
    """

    def __init__(self, symbol: str, detector: Detector, strength: Strength, *, since: datetime | None = None) -> None:
        self._symbol = symbol
        self._detector = detector
        self._strength = strength
        self._last = since

    def update(self, end_time: datetime, close: float) -> Row | None:
        """Take in a bar and return its row, or None until both have enough to go by.

        Parameters
        ----------
        end_time
            Naive UTC; a bar that is not later than the last one is passed over.
        close
            Adjusted as Lean shows it. Only ratios of closes matter.
        """
        if self._last is not None and end_time <= self._last:
            return None
        self._last = end_time
        found = self._detector.update(close)
        strength = self._strength.update(close)
        if found is None or strength is None:
            return None
        regime, confidence = found
        stamp = end_time.replace(microsecond=0)
        return Row(stamp, self._symbol, regime, rounded(confidence), rounded(strength))
