"""How much of a Sharpe ratio may be luck: probabilistic, deflated, minimum track length; Lean's own figure. Pure.

Ratios here are per bar, not a year, as in the papers.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from research.judging.account import sharpe_of
from research.judging.history import Floats

__all__ = [
    "Shape",
    "deflated_sharpe",
    "expected_max_sharpe",
    "lean_probabilistic_sharpe",
    "minimum_track",
    "probabilistic_sharpe",
    "shape_of",
]

_EULER = 0.57721566490153286
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tests need of returns: how many, Sharpe ratio a bar, skewness, kurtosis (3 for a normal law)."""

    bars: int
    sharpe: float
    skewness: float = 0.0
    kurtosis: float = 3.0


def shape_of(returns: Floats) -> Shape:
    """Return the shape of `returns`; NaN without spread."""
    centred = returns - returns.mean() if len(returns) else returns
    variance = float(np.mean(centred**2)) if len(returns) else 0.0
    sharpe = sharpe_of(returns)
    if not math.isfinite(sharpe):
        return Shape(len(returns), math.nan, math.nan, math.nan)
    return Shape(
        len(returns), sharpe, float(np.mean(centred**3)) / variance**1.5, float(np.mean(centred**4)) / variance**2
    )


def probabilistic_sharpe(shape: Shape, benchmark: float = 0.0) -> float:
    """Return the chance that the true Sharpe ratio lies above `benchmark`, both a bar; NaN where it cannot be said.

    Notes
    -----
    Bailey and Lopez de Prado (2012), The Sharpe Ratio Efficient Frontier, J. of Risk 15(2).
    """
    spread = _spread(shape)
    if shape.bars < 2 or not spread > 0:
        return math.nan
    return _NORMAL.cdf((shape.sharpe - benchmark) * math.sqrt(shape.bars - 1) / math.sqrt(spread))


def expected_max_sharpe(trials: int, variance: float) -> float:
    """Return the best Sharpe ratio to be expected of `trials` without skill, whose ratios have this variance.

    Notes
    -----
    Bailey and Lopez de Prado (2014), The Deflated Sharpe Ratio, J. of Portfolio Management 40(5). One
    trial has nothing to choose from: 0. Trials that resemble each other count as independent here, which errs on the
    strict side.
    """
    if trials < 2:
        return 0.0
    high, higher = _NORMAL.inv_cdf(1 - 1 / trials), _NORMAL.inv_cdf(1 - 1 / (trials * math.e))
    return math.sqrt(variance) * ((1 - _EULER) * high + _EULER * higher) if variance >= 0 else math.nan


def deflated_sharpe(shape: Shape, *, trials: int, variance: float) -> float:
    """Return the chance that the true ratio lies above what the best of `trials` had been by luck (2014)."""
    return probabilistic_sharpe(shape, expected_max_sharpe(trials, variance))


def minimum_track(shape: Shape, benchmark: float = 0.0, *, confidence: float = 0.95) -> float:
    """Return the bars needed before such a ratio lies above `benchmark` with this confidence; NaN where it never will.

    Notes
    -----
    Bailey and Lopez de Prado (2012), as above: MinTRL.
    """
    ahead, spread = shape.sharpe - benchmark, _spread(shape)
    if not (ahead > 0 and spread > 0):
        return math.nan
    return 1 + spread * (_NORMAL.inv_cdf(confidence) / ahead) ** 2


def lean_probabilistic_sharpe(returns: Floats, *, bars_per_year: int = 252, rate: float = 0.0) -> float:
    """Return Lean's Probabilistic Sharpe Ratio, 0 to 1: the chance that the true ratio is above one a year.

    Parameters
    ----------
    returns : (n,)
        Daily changes that Lean counts: without those of the run's first two samples.
    rate
        Riskless, a year.

    Notes
    -----
    Differs from the paper in three ways: unbiased moments, the kurtosis of the formula is the excess (0 for a normal
    law, where the paper's is 3), and it is 0, not unknown, where it cannot be worked out.
    """
    count = len(returns)
    if count < 2:
        return 0.0
    deviation = float(np.std(returns, ddof=1))
    observed = (float(np.mean(returns)) - rate / bars_per_year) / deviation if deviation else 0.0
    skewness, excess = _unbiased(returns)
    spread = (1 - skewness * observed + (excess - 1) / 4 * observed**2) / (count - 1)
    if not spread >= 0:
        return 0.0
    return _NORMAL.cdf((observed - 1 / math.sqrt(bars_per_year)) / math.sqrt(spread) if spread else 0.0)


def _spread(shape: Shape) -> float:
    """Variance of the estimated ratio, times bars less one (Mertens 2002)."""
    return 1 - shape.skewness * shape.sharpe + (shape.kurtosis - 1) / 4 * shape.sharpe**2


def _unbiased(returns: Floats) -> tuple[float, float]:
    n, centred = len(returns), returns - returns.mean()
    second, third, fourth = (float(np.sum(centred**power)) for power in (2, 3, 4))
    if n < 4 or second <= 0:
        return math.nan, math.nan
    skewness = n * math.sqrt(n - 1) / (n - 2) * third / second**1.5
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (n * fourth / second**2 - 3) + 6)
    return skewness, excess
