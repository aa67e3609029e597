"""Calm or volatile: how wild the run is that began at the last change of law (Adams and MacKay 2007). numpy only."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from signals.detector import Unfit
from signals.learned import Learned
from signals.regimes.runs import RunLaw, Runs
from signals.schedule import WalkForward

__all__ = ["ChangePointRegime"]

_STILL = 1e-9  # a deviation of returns below this is a rounding of prices that do not move
_FAR = 8.0


class ChangePointRegime(Learned[RunLaw]):
    """The detector: Bayesian online change points, bar by bar.

    Parameters
    ----------
    expected_run
        Bars that a law lasts on average: a change has the same chance, 1 / `expected_run`, at every bar.
    belief
        How many returns the prior of a new run's variance is worth.
    times
        A run is volatile if its variance is more than so many times the variance of all returns of the fit.
    longest
        Run lengths told apart; longer runs are one, which forgets as fast as it learns.
    train_bars, refit_every, window
        The schedule on which prior and threshold are learned; see `WalkForward`.

    Notes
    -----
    Returns of a run are normal with unknown mean and variance, under the conjugate normal-inverse-gamma prior. The
    confidence is the filtered mass of the run lengths, each weighted by the chance that its variance lies on the
    regime's side of the threshold. A fifth more than the variance of all returns lies between those of calm and
    storm for most shares of either, and above that of a market of one law, where a quantile would call the same share
    of bars volatile in every market.
    """

    def __init__(
        self,
        *,
        expected_run: float = 250.0,
        belief: float = 4.0,
        times: float = 1.2,
        longest: int = 300,
        train_bars: int = 252,
        refit_every: int = 126,
        window: int = 2520,
    ) -> None:
        if not (expected_run > 1 and belief > 0 and times > 0 and longest >= 20):
            raise ValueError("changepoint needs expected_run > 1, belief > 0, times > 0 and longest >= 20")
        method = _Changes(1 / expected_run, belief, times, longest)
        super().__init__(
            method,
            WalkForward(train_bars, refit_every, window),
            expected_run=expected_run,
            belief=belief,
            times=times,
            longest=longest,
        )


class _Changes:
    """See `Method`."""

    def __init__(self, hazard: float, belief: float, times: float, longest: int) -> None:
        self._hazard, self._belief, self._times, self._longest = hazard, belief, times, longest
        self.memory = 2 * longest

    def fit(self, returns: np.ndarray, start: RunLaw | None) -> tuple[RunLaw, dict[str, Any]]:  # noqa: ARG002
        if not returns.std() > _STILL:
            raise Unfit(f"the prices do not move over {len(returns)} returns")
        middle = float(np.median(returns))
        far = _FAR * max(1.4826 * float(np.median(np.abs(returns - middle))), 0.25 * float(returns.std()))
        drawn = np.clip(returns, middle - far, middle + far)  # one crash shall not set the threshold for years
        variance = float(drawn.var())
        law = RunLaw(float(drawn.mean()), variance, self._times * variance, self._hazard, self._belief, self._longest)
        return law, {}

    def filter(self, returns: np.ndarray, law: RunLaw) -> np.ndarray:
        runs = Runs(law)
        return np.fromiter((runs.step(change) for change in returns.tolist()), float, len(returns))

    def walker(self, returns: np.ndarray, law: RunLaw) -> Runs:
        runs = Runs(law)
        for change in returns.tolist():
            runs.step(change)
        return runs

    def again(self, law: RunLaw, state: Any) -> Runs:
        return Runs(law, state)

    def plain(self, law: RunLaw) -> dict[str, Any]:
        return asdict(law)

    def loaded(self, plain: Mapping[str, Any]) -> RunLaw:
        return RunLaw(**plain)
