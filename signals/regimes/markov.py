"""Calm or volatile: which of two laws the returns follow now, by the filtered probability. numpy only.

Parameters are fitted on returns known at the refit and used from the next bar on. Nothing is ever smoothed over the
bars that come after it.
"""

from math import log
from typing import Any

import numpy as np

from signals.contract import Regime
from signals.regimes.switching import Law, filtered, fit, step
from signals.schedule import WalkForward

__all__ = ["MarkovRegime"]

_GAP = 0.02


class MarkovRegime:
    """The detector: refits on a schedule and filters bar by bar in between.

    Parameters
    ----------
    train_bars, refit_every, window
        The schedule; see `WalkForward`. Only the first fit tries several starts, each later one starts from the
        parameters in force.
    """

    def __init__(self, *, train_bars: int = 252, refit_every: int = 126, window: int = 2520) -> None:
        self._schedule = WalkForward(train_bars, refit_every, window)
        self._before: float | None = None
        self._returns: list[float] = []
        self._law: Law | None = None
        self._wild = 0.5  # filtered probability of state 1
        self._volatile = False
        self._fits: list[dict[str, Any]] = []

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        before, self._before = self._before, close
        if before is None:
            return None
        self._returns.append(log(close / before))
        found = None
        if self._law is not None:
            self._wild = step(self._law, self._wild, self._returns[-1])
            found = self._answer()
        if self._schedule.is_due(len(self._returns)):
            self._refit()
        return found

    def history(self) -> list[dict[str, Any]]:
        """Return each fit: the bar after which it was made, and its parameters."""
        return self._fits

    def _answer(self) -> tuple[Regime, float]:
        self._volatile = self._wild > (0.5 - _GAP if self._volatile else 0.5 + _GAP)
        return (Regime.VOLATILE, self._wild) if self._volatile else (Regime.CALM, 1 - self._wild)

    def _refit(self) -> None:
        """Fit on what is known now; the new parameters speak from the next bar on."""
        known = np.array(self._returns[-self._schedule.window :])
        self._law = law = fit(known, self._law)
        self._wild = float(filtered(known, law)[-1])
        self._fits.append({"bar": len(self._returns), "mean": law.mean, "variance": law.variance, "stay": law.stay})
