"""Standard errors of a slope whose residuals overlap: Hansen-Hodrick and Newey-West. Pure.

Returns over h bars that begin at each bar share h - 1 of them with their neighbours, and so do the errors of a
forecast of them. Errors that take them for independent are too small by up to the root of h.
"""

import math
from dataclasses import dataclass

import numpy as np

from research.judging.history import Floats

__all__ = ["Slope", "newey_west_lags", "slope_of"]


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope and its errors; `hansen_hodrick` is NaN where its variance came out negative, as it can."""

    value: float
    newey_west: float
    hansen_hodrick: float


def slope_of(x: Floats, y: Floats, *, overlap: int, lags: int | None = None) -> Slope:
    """Return the slope of `y` on `x` (n,), both of mean zero, with errors that know of the overlap.

    Parameters
    ----------
    overlap
        Bars that each outcome shares with the next one's: horizon less 1.
    lags
        Of Newey-West; by default `newey_west_lags`.

    Notes
    -----
    Hansen and Hodrick (1980), Forward Exchange Rates as Optimal Predictors, J. of Political Economy 88: equal weights
    up to the overlap. Newey and West (1987), Econometrica 55: weights that fall to zero, never a negative variance.
    No small-sample factor. NaN where `x` has no spread.
    """
    square = float(x @ x)
    if square <= 0:
        return Slope(math.nan, math.nan, math.nan)
    slope = float(x @ y) / square
    scores = x * (y - slope * x)
    longest = newey_west_lags(len(x), overlap) if lags is None else lags
    covariances = _autocovariances(scores, max(longest, overlap))
    falling = 1 - np.arange(longest + 1) / (longest + 1)
    return Slope(
        slope,
        _root(_sum(covariances[: longest + 1] * falling)) / square,
        _root(_sum(covariances[: overlap + 1])) / square,
    )


def newey_west_lags(count: int, overlap: int) -> int:
    """Return the overlap, or 4 (n/100)^(2/9) where that is more (Newey and West 1994)."""
    return min(count - 1, max(overlap, int(4 * (count / 100) ** (2 / 9))))


def _autocovariances(scores: Floats, most: int) -> Floats:
    count = len(scores)
    return np.array([scores[lag:] @ scores[: count - lag] if lag < count else 0.0 for lag in range(most + 1)])


def _sum(weighted: Floats) -> float:
    return float(weighted[0] + 2 * weighted[1:].sum())


def _root(variance: float) -> float:
    return math.sqrt(variance) if variance > 0 else math.nan
