"""Bars in, rows out: the one machine that research runs over a history and the algorithm runs live."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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

    def state(self) -> dict[str, Any]:
        """Return what later rows depend on, as JSON can hold it: a stream given it goes on as this one would."""
        last = self._last and self._last.isoformat()
        machines = {"detector": self._detector.state(), "strength": self._strength.state()}
        return {"symbol": self._symbol, "last": last, **machines}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`; raise `ValueError` if it is of another symbol or of other machines."""
        if state["symbol"] != self._symbol:
            raise ValueError(f"this state is of {state['symbol']}, and the stream of {self._symbol}: start anew")
        self._detector.restore(state["detector"])
        self._strength.restore(state["strength"])
        self._last = state["last"] and datetime.fromisoformat(state["last"])
