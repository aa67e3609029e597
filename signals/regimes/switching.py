"""Two laws of returns, normal or Student t, with Markov switching between them (Hamilton 1989). numpy only.

Kept free of thresholds on purpose: a fit is a fixed number of rounds of expectation and maximisation, under a mild
prior that holds the two laws apart, and so a smooth function of its returns. Prices that differ in the ninth digit give
probabilities that differ in the sixth, where a stopping rule could end one round earlier and differ in the third.
"""

from dataclasses import dataclass
from math import exp, inf, isinf, lgamma, log, log1p, pi
from typing import Any

import numpy as np

from signals.loops import run

__all__ = ["Fit", "Law", "filtered", "fit", "fitted", "log_likelihood", "step"]

_FIRST_ROUNDS = 200
_LATER_ROUNDS = 50
_STARTS = (0.5, 0.7, 0.85)
_CLEARLY = 1e-3
_SETTLED = 1e-2
_LEAST_VARIANCE = 1e-18  # of prices that do not move at all
# What is believed before any return is seen. Each state has been there for 100 bars and was left twice: a law of one
# wild bar is no regime. Variances of 50 bars, calm and wild, as shares of the variance of all returns: where there is
# but one law, the two stay apart, and no rounding decides which of them a bar belongs to.
_SEEN, _LEFT = 100.0, 2.0
_BARS, _SHARES = 50.0, (0.5, 3.0)
_FAR = 8.0
_CHUNK = 1 << 14  # what stays in the processor's cache
_HIGHEST = 700.0  # exp of more overflows


@dataclass(frozen=True, slots=True)
class Law:
    """State 0 is the one with the smaller variance. `stay` are the chances to stay; moments are per bar.

    `degrees` are those of Student's t, more than 2; infinite for the normal law.
    """

    mean: tuple[float, float]
    variance: tuple[float, float]
    stay: tuple[float, float]
    degrees: float = inf

    @property
    def wild(self) -> float:
        """How often state 1 occurs in the long run."""
        return (1 - self.stay[0]) / (2 - self.stay[0] - self.stay[1])


@dataclass(frozen=True, slots=True)
class Fit:
    """A law, and how well it was found.

    Parameters
    ----------
    moved
        By how much the last round still changed variances and chances to leave, as a share of them.
    """

    law: Law
    moved: float

    @property
    def converged(self) -> bool:
        """Whether the last round changed next to nothing."""
        return self.moved < _SETTLED


def step(law: Law, wild: float, change: float) -> float:
    """Return P(state 1) after one more return, from P(state 1) before it: predict, then weigh by the densities."""
    ahead = wild * law.stay[1] + (1 - wild) * (1 - law.stay[0])
    calm, storm = (_height(change, law, state) for state in (0, 1))
    top = max(calm, storm)  # so that a return far from both laws is still the likelier one's
    storm, calm = ahead * exp(storm - top), (1 - ahead) * exp(calm - top)
    return storm / (storm + calm)


def filtered(returns: np.ndarray, law: Law) -> np.ndarray:
    """Return P(state 1 | returns up to and including each bar), shape (n,), from the stationary law."""
    known = np.empty(len(returns))
    start = law.wild
    for first in range(0, len(returns), _CHUNK):
        part = known[first : first + _CHUNK]
        run(_forward, part, _odds(returns[first : first + _CHUNK], law), *law.stay, start)
        start = float(part[-1])
    return known


def log_likelihood(returns: np.ndarray, law: Law) -> float:
    """Return the logarithm of the density of `returns` under `law`."""
    calm, wild = _heights(returns, law)
    top = np.maximum(calm, wild)
    before = np.concatenate([[law.wild], filtered(returns, law)[:-1]])
    ahead = before * law.stay[1] + (1 - before) * (1 - law.stay[0])
    mixed = np.log(ahead * np.exp(wild - top) + (1 - ahead) * np.exp(calm - top))
    return float((top + mixed).sum()) + len(returns) * _constant(law.degrees)


def fit(returns: np.ndarray, start: Law | None = None, *, degrees: float = inf) -> Law:
    """Return the likeliest law near `start`; without one, the best from several starts. See `fitted`."""
    return fitted(returns, start, degrees=degrees).law


def fitted(returns: np.ndarray, start: Law | None = None, *, degrees: float = inf) -> Fit:
    """Return the likeliest law near `start`; without one, the best from several starts.

    Of starts that end about equally well the first is taken, so that a rounding never chooses between them.

    Parameters
    ----------
    returns : shape (n,)
    degrees
        Of Student's t, where there is no `start`; infinite for the normal law.

    Notes
    -----
    A crash of one day would have a law to itself, for as long as it is in the window, and all other days would be
    calm. So chances and variances have a prior worth 100 and 50 bars, and returns that lie further out than eight
    robust deviations are drawn in to there. Only the fit does this; the filter sees returns as they are.
    """
    returns = _drawn_in(returns)
    if start is not None:
        return _climb(returns, start, _LATER_ROUNDS)
    found = [_climb(returns, law, _FIRST_ROUNDS) for law in _first_laws(returns, degrees)]
    best, height = found[0], log_likelihood(returns, found[0].law)
    for other in found[1:]:
        its = log_likelihood(returns, other.law)
        if its > height + _CLEARLY * abs(height):
            best, height = other, its
    return best


def _drawn_in(returns: np.ndarray) -> np.ndarray:
    middle = np.median(returns)
    robust = 1.4826 * np.median(np.abs(returns - middle))
    far = _FAR * max(float(robust), 0.25 * float(returns.std()))  # most bars of a quiet market do not move at all
    drawn: np.ndarray = np.clip(returns, middle - far, middle + far)
    return drawn


def _first_laws(returns: np.ndarray, degrees: float) -> list[Law]:
    """Starts that part the returns by size at different shares."""
    size = np.abs(returns - returns.mean())
    mean = float(returns.mean())
    laws = []
    for share in _STARTS:
        small = size <= np.quantile(size, share)
        calm, wild = (float((size[part] ** 2).mean()) if part.any() else 0.0 for part in (small, ~small))
        variances = calm + _LEAST_VARIANCE, wild + 2 * _LEAST_VARIANCE
        laws.append(Law((mean, mean), variances, (0.98, 0.95), degrees))
    return laws


def _climb(returns: np.ndarray, law: Law, rounds: int) -> Fit:
    smooth, before = np.empty(len(returns)), law
    for _ in range(rounds):
        calm, wild = _heights(returns, law)
        top = np.maximum(calm, wild)
        kept = run(_smoothed, smooth, np.exp(calm - top), np.exp(wild - top), *law.stay)
        before, law = law, _maximised(returns, smooth, kept, law)
    moved = max(abs(new / old - 1) for new, old in zip(_sizes(law), _sizes(before), strict=True))
    if law.variance[0] > law.variance[1]:
        law = Law(law.mean[::-1], law.variance[::-1], law.stay[::-1], law.degrees)
    return Fit(law, moved)


def _sizes(law: Law) -> tuple[float, ...]:
    return (*law.variance, 1 - law.stay[0], 1 - law.stay[1])


def _maximised(returns: np.ndarray, smooth: np.ndarray, kept: tuple[float, float], law: Law) -> Law:
    middle = float(returns.mean())
    spread = max(float(returns.var()), 0.0) + _LEAST_VARIANCE
    means, variances, stays = [], [], []
    for state, (chance, share) in enumerate(zip((1 - smooth, smooth), _SHARES, strict=True)):
        weight = chance * _pulled(returns, law, state)
        mean = (float(weight @ returns) + _BARS * middle) / (float(weight.sum()) + _BARS)
        square = float(weight @ (returns - mean) ** 2) + _BARS * (share * spread * _narrow(law) + (middle - mean) ** 2)
        means.append(mean)
        variances.append(square / (float(chance.sum()) + _BARS) / _narrow(law))
        stays.append((kept[state] + _SEEN - _LEFT) / (float(chance[:-1].sum()) + _SEEN))
    return Law((means[0], means[1]), (variances[0], variances[1]), (stays[0], stays[1]), law.degrees)


def _narrow(law: Law) -> float:
    """The squared scale of a t law over its variance."""
    return 1.0 if isinf(law.degrees) else (law.degrees - 2) / law.degrees


def _pulled(returns: np.ndarray, law: Law, state: int) -> np.ndarray | float:
    """How much a return counts for mean and scale: less, the further out (Peel and McLachlan 2000)."""
    if isinf(law.degrees):
        return 1.0
    far = (returns - law.mean[state]) ** 2 / (law.variance[state] * _narrow(law))
    pulled: np.ndarray = (law.degrees + 1) / (law.degrees + far)
    return pulled


def _height(change: float, law: Law, state: int) -> float:
    """Logarithm of the density, without the constant that both states share."""
    scale = law.variance[state] * _narrow(law)
    far = (change - law.mean[state]) ** 2 / scale
    if isinf(law.degrees):
        return -0.5 * (far + log(scale))
    return -0.5 * ((law.degrees + 1) * log1p(far / law.degrees) + log(scale))


def _heights(returns: np.ndarray, law: Law) -> tuple[np.ndarray, np.ndarray]:
    """See `_height`, for all returns and both states."""
    return _heights_of(returns, law, 0), _heights_of(returns, law, 1)


def _heights_of(returns: np.ndarray, law: Law, state: int) -> np.ndarray:
    scale = law.variance[state] * _narrow(law)
    far: np.ndarray = (returns - law.mean[state]) ** 2 / scale
    if not isinf(law.degrees):
        far = (law.degrees + 1) * np.log1p(far / law.degrees)
    return -0.5 * (far + log(scale))


def _constant(degrees: float) -> float:
    if isinf(degrees):
        return -0.5 * log(2 * pi)
    return lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - 0.5 * log(degrees * pi)


def _odds(returns: np.ndarray, law: Law) -> np.ndarray:
    """Density in state 1 over that in state 0."""
    calm, wild = _heights(returns, law)
    odds: np.ndarray = np.exp(np.clip(wild - calm, -_HIGHEST, _HIGHEST))
    return odds


def _forward(out: Any, odds: Any, stay_0: float, stay_1: float, p: float) -> None:
    """Fill `out` with the filter that stood at `p` before the first return."""
    leave_0 = 1 - stay_0
    for t in range(len(odds)):
        ahead = p * stay_1 + (1 - p) * leave_0
        storm = ahead * odds[t]
        p = storm / (storm + (1 - ahead))
        out[t] = p


def _smoothed(out: Any, calm: Any, wild: Any, stay_0: float, stay_1: float) -> tuple[float, float]:
    """Fill `out` with P(state 1 | all returns); return how many bars each state was followed by itself."""
    leave_0, leave_1 = 1 - stay_0, 1 - stay_1
    p = leave_0 / (leave_0 + leave_1)
    for t in range(len(calm)):
        ahead = p * stay_1 + (1 - p) * leave_0
        storm = ahead * wild[t]
        p = storm / (storm + (1 - ahead) * calm[t])
        out[t] = p
    kept_calm, kept_wild = 0.0, 0.0
    for t in range(len(calm) - 2, -1, -1):
        here = out[t]
        ahead = here * stay_1 + (1 - here) * leave_0
        into_wild, into_calm = p / ahead, (1 - p) / (1 - ahead)
        stayed = here * stay_1 * into_wild
        kept_calm += (1 - here) * stay_0 * into_calm
        kept_wild += stayed
        p = stayed + here * leave_1 * into_calm
        out[t] = p
    return kept_calm, kept_wild
