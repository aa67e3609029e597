"""Calm or volatile: two normal laws of returns with Markov switching between them (Hamilton 1989). numpy only.

Parameters are fitted by expectation and maximisation on returns known at the refit, and used from the next bar on. What
is said at a bar is the filtered probability: nothing is ever smoothed over the bars that come after it.
"""

from dataclasses import dataclass
from math import exp, log, pi, sqrt
from typing import Any

import numpy as np

from signals.contract import Regime

__all__ = ["Law", "MarkovRegime", "filtered", "fit"]

_TOLERANCE = 1e-7
_ITERATIONS = 200
_STARTS = (0.5, 0.7, 0.85)
_GAP = 0.02


@dataclass(frozen=True, slots=True)
class Law:
    """State 0 is the one with the smaller variance. `stay` are the chances to stay; moments are per bar."""

    mean: tuple[float, float]
    variance: tuple[float, float]
    stay: tuple[float, float]

    @property
    def stationary(self) -> tuple[float, float]:
        """How often each state occurs in the long run."""
        leave_0, leave_1 = 1 - self.stay[0], 1 - self.stay[1]
        return leave_1 / (leave_0 + leave_1), leave_0 / (leave_0 + leave_1)

    @property
    def moves(self) -> np.ndarray:
        """Chances from state (row) to state (column)."""
        return np.array([[self.stay[0], 1 - self.stay[0]], [1 - self.stay[1], self.stay[1]]])


class MarkovRegime:
    """The detector: refits on a schedule and filters bar by bar in between.

    Parameters
    ----------
    train_bars
        Returns needed for the first fit.
    refit_every
        Returns between fits; each later fit starts from the parameters in force.
    window
        Returns that a fit looks back over at most.
    """

    def __init__(self, *, train_bars: int = 252, refit_every: int = 126, window: int = 2520) -> None:
        if not (train_bars >= 60 and refit_every >= 1 and window >= train_bars):
            raise ValueError("markov needs train_bars >= 60, refit_every >= 1 and window >= train_bars")
        self._train, self._every, self._window = train_bars, refit_every, window
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
        if self._law is not None:
            self._wild = _step(self._law, self._wild, self._returns[-1])
        found = self._answer() if self._law is not None else None
        if self._is_due():
            self._refit()
        return found

    def _answer(self) -> tuple[Regime, float]:
        self._volatile = self._wild > (0.5 - _GAP if self._volatile else 0.5 + _GAP)
        return (Regime.VOLATILE, self._wild) if self._volatile else (Regime.CALM, 1 - self._wild)

    def _is_due(self) -> bool:
        count = len(self._returns)
        return count >= self._train and (count - self._train) % self._every == 0

    def _refit(self) -> None:
        """Fit on what is known now; the new parameters speak from the next bar on."""
        known = np.array(self._returns[-self._window :])
        self._law = fit(known, self._law)
        self._wild = float(filtered(known, self._law)[-1, 1])
        law = self._law
        self._fits.append({"bar": len(self._returns), "mean": law.mean, "variance": law.variance, "stay": law.stay})

    def history(self) -> list[dict[str, Any]]:
        """Return each fit: the bar after which it was made, and its parameters."""
        return self._fits


def fit(returns: np.ndarray, start: Law | None = None) -> Law:
    """Return the law of greatest likelihood near `start`; without one, the best from several starts."""
    if start is not None:
        return _climb(returns, start)[0]
    return max((_climb(returns, law) for law in _first_laws(returns)), key=lambda found: found[1])[0]


def filtered(returns: np.ndarray, law: Law) -> np.ndarray:
    """Return P(state | returns up to and including each bar), shape (n, 2), from the stationary law."""
    forward, _ = _forward(_densities(returns, law), law)
    return forward


def _step(law: Law, wild: float, change: float) -> float:
    """One bar of the filter: predict, then weigh by the densities."""
    ahead = wild * law.stay[1] + (1 - wild) * (1 - law.stay[0])
    calm, storm = ((1 - ahead) * _density(change, law, 0), ahead * _density(change, law, 1))
    total = calm + storm
    # A change that neither law can explain belongs to the wider one.
    return storm / total if total > 0 else 1.0


def _density(change: float, law: Law, state: int) -> float:
    variance = law.variance[state]
    return exp(-0.5 * (change - law.mean[state]) ** 2 / variance) / sqrt(2 * pi * variance)


def _densities(returns: np.ndarray, law: Law) -> np.ndarray:
    variance = np.array(law.variance)
    scaled = (returns[:, None] - np.array(law.mean)) ** 2 / variance
    dense: np.ndarray = np.maximum(np.exp(-0.5 * scaled) / np.sqrt(2 * pi * variance), 1e-300)
    return dense


def _forward(densities: np.ndarray, law: Law) -> tuple[np.ndarray, float]:
    """Filtered probabilities and the log-likelihood, by products of matrices over doubling spans."""
    moves = law.moves
    steps = moves[None, :, :] * densities[:, None, :]
    first = np.array(law.stationary) @ moves * densities[0]
    steps[0] = np.stack([first, first])  # whatever the state before, the start is the stationary law
    states = _prefix_products(steps)[:, 0, :]
    states /= states.sum(axis=1, keepdims=True)
    ahead = np.vstack([np.array(law.stationary), states[:-1]]) @ moves
    return states, float(np.log((ahead * densities).sum(axis=1)).sum())


def _backward(densities: np.ndarray, law: Law) -> np.ndarray:
    """P(later returns | state) up to a factor, for the fit only."""
    steps = law.moves[None, :, :] * densities[:, None, :]
    reverse = _prefix_products(np.swapaxes(steps[1:][::-1], 1, 2))
    later = np.ones((len(densities), 2))
    later[:-1] = reverse.sum(axis=1)[::-1]
    later /= later.sum(axis=1, keepdims=True)
    return later


def _prefix_products(matrices: np.ndarray) -> np.ndarray:
    """Products of the first 1, 2, 3 ... matrices, each up to a factor, in log2(n) rounds."""
    products: np.ndarray = matrices / matrices.max(axis=(1, 2), keepdims=True)
    span = 1
    while span < len(products):
        joined = products[:-span] @ products[span:]
        joined /= joined.max(axis=(1, 2), keepdims=True)
        products = np.concatenate([products[:span], joined])
        span *= 2
    return products


def _climb(returns: np.ndarray, law: Law) -> tuple[Law, float]:
    floor = 1e-6 * float(returns.var()) + 1e-18
    before = -np.inf
    for _ in range(_ITERATIONS):
        densities = _densities(returns, law)
        forward, likelihood = _forward(densities, law)
        if likelihood - before <= _TOLERANCE * abs(likelihood):
            break
        before = likelihood
        law = _improved(returns, law, densities, forward, floor)
    return _ordered(law), likelihood


def _improved(returns: np.ndarray, law: Law, densities: np.ndarray, forward: np.ndarray, floor: float) -> Law:
    later = _backward(densities, law)
    share = forward * later
    share /= share.sum(axis=1, keepdims=True)
    pairs = forward[:-1, :, None] * law.moves[None] * (densities[1:] * later[1:])[:, None, :]
    pairs /= pairs.sum(axis=(1, 2), keepdims=True)
    moved = pairs.sum(axis=0)
    weight = share.sum(axis=0)
    mean = (share * returns[:, None]).sum(axis=0) / weight
    variance = np.maximum((share * (returns[:, None] - mean) ** 2).sum(axis=0) / weight, floor)
    stay = np.clip(np.diag(moved) / moved.sum(axis=1), 1e-4, 1 - 1e-5)
    return Law(
        (float(mean[0]), float(mean[1])), (float(variance[0]), float(variance[1])), (float(stay[0]), float(stay[1]))
    )


def _ordered(law: Law) -> Law:
    if law.variance[0] <= law.variance[1]:
        return law
    return Law(law.mean[::-1], law.variance[::-1], law.stay[::-1])


def _first_laws(returns: np.ndarray) -> list[Law]:
    """Starts that part the returns by size at different shares."""
    size = np.abs(returns - returns.mean())
    laws = []
    for share in _STARTS:
        small = size <= np.quantile(size, share)
        parts = (returns[small], returns[~small])
        variance = tuple(float(part.var()) + 1e-12 for part in parts)
        laws.append(Law((float(returns.mean()),) * 2, (variance[0], variance[1]), (0.98, 0.95)))
    return laws
