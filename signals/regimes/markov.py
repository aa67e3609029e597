"""Calm or volatile: which of two laws the returns follow now, by the filtered probability. numpy only.

Parameters are fitted on returns known at the refit and used from the next bar on. Nothing is ever smoothed over the
bars that come after it.
"""

from collections.abc import Mapping
from math import inf, log, pi
from typing import Any

import numpy as np

from signals.detector import Unfit
from signals.learned import Learned
from signals.regimes.switching import Law, filtered, fitted, log_likelihood, step
from signals.schedule import WalkForward

__all__ = ["MarkovRegime"]

_STILL = 1e-9  # a deviation of returns below this is a rounding of prices that do not move
_MORE_PARAMETERS = 4  # two laws have a mean, a variance and two chances more than one


class MarkovRegime(Learned[Law]):
    """The detector: refits on a schedule and filters bar by bar in between.

    Parameters
    ----------
    train_bars, refit_every, window
        The schedule; see `WalkForward`. Only the first fit tries several starts, each later one starts from the
        parameters in force.
    noise
        `normal`, or `student` for laws with fat tails: a single large return is then less of a storm.
    degrees
        Of Student's t, more than 2.

    Notes
    -----
    The history of each fit says `converged`, and `regimes`: 1 where one law explains the returns as well as two do
    (Bayesian information criterion). What the detector says there rests on its prior more than on the market.
    """

    def __init__(
        self,
        *,
        train_bars: int = 252,
        refit_every: int = 126,
        window: int = 2520,
        noise: str = "normal",
        degrees: float = 5.0,
    ) -> None:
        if noise not in ("normal", "student") or not degrees > 2:
            raise ValueError("markov needs a noise of 'normal' or 'student', and degrees > 2")
        method = _Switching(inf if noise == "normal" else degrees)
        super().__init__(method, WalkForward(train_bars, refit_every, window), noise=noise, degrees=degrees)


class _Switching:
    """See `Method`."""

    memory = 0

    def __init__(self, degrees: float) -> None:
        self._degrees = degrees

    def fit(self, returns: np.ndarray, start: Law | None) -> tuple[Law, dict[str, Any]]:
        if not returns.std() > _STILL:
            raise Unfit(f"the prices do not move over {len(returns)} returns")
        found = fitted(returns, start, degrees=self._degrees)
        said: dict[str, Any] = {"converged": found.converged, "regimes": self._regimes(returns, found.law)}
        if not found.converged:
            said["fallback"] = f"not settled (last round: {found.moved:.1%}): the likeliest law so far is used"
        return found.law, said

    def filter(self, returns: np.ndarray, law: Law) -> np.ndarray:
        return filtered(returns, law)

    def walker(self, returns: np.ndarray, law: Law) -> "_Walker":
        return _Walker(law, float(filtered(returns, law)[-1]))

    def again(self, law: Law, state: Any) -> "_Walker":
        return _Walker(law, state)

    def plain(self, law: Law) -> dict[str, Any]:
        return {"mean": list(law.mean), "variance": list(law.variance), "stay": list(law.stay)}

    def loaded(self, plain: Mapping[str, Any]) -> Law:
        (m0, m1), (v0, v1), (s0, s1) = plain["mean"], plain["variance"], plain["stay"]
        return Law((m0, m1), (v0, v1), (s0, s1), self._degrees)

    def _regimes(self, returns: np.ndarray, law: Law) -> int:
        one = -0.5 * len(returns) * (log(2 * pi * float(returns.var())) + 1)
        return 2 if 2 * (log_likelihood(returns, law) - one) > _MORE_PARAMETERS * log(len(returns)) else 1


class _Walker:
    def __init__(self, law: Law, wild: float) -> None:
        self._law, self._wild = law, wild

    def step(self, change: float) -> float:
        self._wild = step(self._law, self._wild, change)
        return self._wild

    def state(self) -> float:
        return self._wild
