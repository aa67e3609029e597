"""Two normal laws of returns with Markov switching between them (Hamilton 1989): the filter, and the fit. numpy only.

Kept free of thresholds on purpose: a fit is a fixed number of rounds of expectation and maximisation, under a mild
prior that holds the two laws apart, and so a smooth function of its returns. Prices that differ in the ninth digit give
probabilities that differ in the sixth, where a stopping rule could end one round earlier and differ in the third.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, pi
from typing import Any

import numpy as np

__all__ = ["Law", "filtered", "fit", "log_likelihood", "step"]

_FIRST_ROUNDS = 200
_LATER_ROUNDS = 50
_STARTS = (0.5, 0.7, 0.85)
_CLEARLY = 1e-3
_LEAST_VARIANCE = 1e-18  # of prices that do not move at all
# What is believed before any return is seen. Each state has been there for 100 bars and was left twice: a law of one
# wild bar is no regime. Variances of 50 bars, calm and wild, as shares of the variance of all returns: where there is
# but one law, the two stay apart, and no rounding decides which of them a bar belongs to.
_SEEN, _LEFT = 100.0, 2.0
_BARS, _SHARES = 50.0, (0.5, 3.0)
_FAR = 8.0

_Sums = tuple[float, float, float, float, float, float]
_Expect = Callable[[np.ndarray, np.ndarray, np.ndarray, tuple[float, float], np.ndarray], _Sums]


@dataclass(frozen=True, slots=True)
class Law:
    """State 0 is the one with the smaller variance. `stay` are the chances to stay; moments are per bar."""

    mean: tuple[float, float]
    variance: tuple[float, float]
    stay: tuple[float, float]

    @property
    def wild(self) -> float:
        """How often state 1 occurs in the long run."""
        return (1 - self.stay[0]) / (2 - self.stay[0] - self.stay[1])


def step(law: Law, wild: float, change: float) -> float:
    """Return P(state 1) after one more return, from P(state 1) before it: predict, then weigh by the densities."""
    ahead = wild * law.stay[1] + (1 - wild) * (1 - law.stay[0])
    calm, storm = (
        -0.5 * ((change - mean) ** 2 / variance + log(variance))
        for mean, variance in zip(law.mean, law.variance, strict=True)
    )
    top = max(calm, storm)  # so that a return far from both laws is still the likelier one's
    storm, calm = ahead * exp(storm - top), (1 - ahead) * exp(calm - top)
    return storm / (storm + calm)


def filtered(returns: np.ndarray, law: Law) -> np.ndarray:
    """Return P(state 1 | returns up to and including each bar), shape (n,), from the stationary law."""
    calm, wild, _ = _densities(returns, law)
    known = np.empty(len(returns))
    _fastest()(calm, wild, returns, law.stay, known)
    return known


def log_likelihood(returns: np.ndarray, law: Law) -> float:
    """Return the logarithm of the density of `returns` under `law`."""
    calm, wild, top = _densities(returns, law)
    before = np.concatenate([[law.wild], filtered(returns, law)[:-1]])
    ahead = before * law.stay[1] + (1 - before) * (1 - law.stay[0])
    return float((top + np.log(ahead * wild + (1 - ahead) * calm)).sum() - 0.5 * len(returns) * log(2 * pi))


def fit(returns: np.ndarray, start: Law | None = None) -> Law:
    """Return the likeliest law near `start`; without one, the best from several starts.

    Of starts that end about equally well the first is taken, so that a rounding never chooses between them.

    Notes
    -----
    A crash of one day would have a law to itself, for as long as it is in the window, and all other days would be
    calm. So chances and variances have a prior worth 100 and 50 bars, and returns that lie further out than eight
    robust deviations are drawn in to there. Only the fit does this; the filter sees returns as they are.
    """
    returns = _drawn_in(returns)
    if start is not None:
        return _climb(returns, start, _LATER_ROUNDS)
    found = [_climb(returns, law, _FIRST_ROUNDS) for law in _first_laws(returns)]
    best, height = found[0], log_likelihood(returns, found[0])
    for law in found[1:]:
        other = log_likelihood(returns, law)
        if other > height + _CLEARLY * abs(height):
            best, height = law, other
    return best


def _drawn_in(returns: np.ndarray) -> np.ndarray:
    middle = np.median(returns)
    robust = 1.4826 * np.median(np.abs(returns - middle))
    far = _FAR * max(float(robust), 0.25 * float(returns.std()))  # most bars of a quiet market do not move at all
    drawn: np.ndarray = np.clip(returns, middle - far, middle + far)
    return drawn


def _first_laws(returns: np.ndarray) -> list[Law]:
    """Starts that part the returns by size at different shares."""
    size = np.abs(returns - returns.mean())
    mean = float(returns.mean())
    laws = []
    for share in _STARTS:
        small = size <= np.quantile(size, share)
        calm, wild = (float((size[part] ** 2).mean()) if part.any() else 0.0 for part in (small, ~small))
        laws.append(Law((mean, mean), (calm + _LEAST_VARIANCE, wild + 2 * _LEAST_VARIANCE), (0.98, 0.95)))
    return laws


def _climb(returns: np.ndarray, law: Law, rounds: int) -> Law:
    expect, known = _fastest(), np.empty(len(returns))
    totals = len(returns), float(returns.sum()), float((returns**2).sum())
    for _ in range(rounds):
        calm, wild, _top = _densities(returns, law)
        law = _maximised(expect(calm, wild, returns, law.stay, known), totals)
    return law if law.variance[0] <= law.variance[1] else Law(law.mean[::-1], law.variance[::-1], law.stay[::-1])


def _densities(returns: np.ndarray, law: Law) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Densities of both laws over the larger one, and the logarithm of that (without the constant)."""
    calm, wild = (
        -0.5 * ((returns - mean) ** 2 / variance + log(variance))
        for mean, variance in zip(law.mean, law.variance, strict=True)
    )
    top = np.maximum(calm, wild)
    return np.exp(calm - top), np.exp(wild - top), top


def _maximised(sums: _Sums, totals: tuple[int, float, float]) -> Law:
    count, first, second, kept_calm, kept_wild, left = sums
    middle = totals[1] / totals[0]
    spread = max(totals[2] / totals[0] - middle**2, 0.0) + _LEAST_VARIANCE
    parts = (totals[0] - count, totals[1] - first, totals[2] - second), (count, first, second)
    means, variances = [], []
    for (weight, one, two), share in zip(parts, _SHARES, strict=True):
        bars = weight + _BARS
        mean = (one + _BARS * middle) / bars
        means.append(mean)
        variances.append((two + _BARS * (share * spread + middle**2)) / bars - mean**2)
    stays = [
        (kept + _SEEN - _LEFT) / (bars + _SEEN) for kept, bars in ((kept_calm, totals[0] - 1 - left), (kept_wild, left))
    ]
    return Law((means[0], means[1]), (variances[0], variances[1]), (stays[0], stays[1]))


def _expect(calm: Any, wild: Any, returns: Any, stay: tuple[float, float], known: Any) -> _Sums:
    """Fill `known` with the filter, then go back over it and add up what the maximisation needs of state 1.

    One text for two machines: numba compiles it where it can be imported, Python runs it over lists where not. Both do
    the same operations in the same order.
    """
    stay_0, stay_1 = stay
    leave_0, leave_1 = 1 - stay_0, 1 - stay_1
    p = leave_0 / (leave_0 + leave_1)
    for t in range(len(returns)):
        ahead = p * stay_1 + (1 - p) * leave_0
        storm = ahead * wild[t]
        p = storm / (storm + (1 - ahead) * calm[t])
        known[t] = p
    x = returns[len(returns) - 1]
    count, first, second = p, p * x, p * x * x
    kept_calm, kept_wild, left = 0.0, 0.0, 0.0
    for t in range(len(returns) - 2, -1, -1):
        here = known[t]
        ahead = here * stay_1 + (1 - here) * leave_0
        into_wild, into_calm = p / ahead, (1 - p) / (1 - ahead)
        stayed = here * stay_1 * into_wild
        kept_calm += (1 - here) * stay_0 * into_calm
        kept_wild += stayed
        p = stayed + here * leave_1 * into_calm
        left += p
        x = returns[t]
        count += p
        first += p * x
        second += p * x * x
    return count, first, second, kept_calm, kept_wild, left


def _over_lists(
    calm: np.ndarray, wild: np.ndarray, returns: np.ndarray, stay: tuple[float, float], known: np.ndarray
) -> _Sums:
    filled: Sequence[float] = [0.0] * len(returns)
    sums = _expect(calm.tolist(), wild.tolist(), returns.tolist(), stay, filled)
    known[:] = filled
    return sums


@lru_cache(maxsize=1)
def _fastest() -> _Expect:
    try:
        from numba import njit  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return _over_lists
    compiled: _Expect = njit(_expect)
    return compiled
