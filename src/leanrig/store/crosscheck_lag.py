"""Whether one of two vendors stamps the same bars earlier or later than the other."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Lag", "lag_between"]

Floats = npt.NDArray[np.float64]
_FURTHEST = 3


@dataclass(frozen=True, slots=True)
class Lag:
    """How many bars the second vendor's lie later (below 0: earlier), by where returns correlate best.

    `correlation` is the best one, `unshifted` that of the times as they are; NaN where there are too few bars or prices
    do not move. `is_shifted` says that another lag than 0 is better by more than the limit.
    """

    bars: int
    correlation: float
    unshifted: float
    is_shifted: bool


def lag_between(one: pd.Series, other: pd.Series, *, least_bars: int, gain: float) -> Lag:
    """Return by how many bars `other` lies later than `one`.

    Parameters
    ----------
    one, other
        Closes by end_time.
    least_bars
        Fewer returns in common prove nothing about a lag.
    gain
        By how much another lag's correlation must be better.

    Notes
    -----
    A lag counts places on the grid of all moments that either has. A vendor that stamps a minute's start instead of its
    end adds one place to each session, so that a shift by one place fits the whole of it, nights included.
    """
    grid = one.index.union(other.index)
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y = (np.diff(np.log(closes.reindex(grid).to_numpy(dtype=np.float64))) for closes in (one, other))
    by_lag = {lag: _correlation(x, y, lag, least_bars) for lag in range(-_FURTHEST, _FURTHEST + 1)}
    known = {lag: value for lag, value in by_lag.items() if not np.isnan(value)}
    if not known:
        return Lag(0, float("nan"), float("nan"), is_shifted=False)
    best = max(known, key=lambda lag: (known[lag], -abs(lag)))
    here = by_lag[0]
    is_shifted = best != 0 and known[best] - (0.0 if np.isnan(here) else here) > gain
    return Lag(best if is_shifted else 0, known[best], here, is_shifted)


def _correlation(x: Floats, y: Floats, lag: int, least_bars: int) -> float:
    """Correlation of x[t] with y[t + lag]."""
    if len(x) <= abs(lag):
        return float("nan")
    left, right = (x[: len(x) - lag], y[lag:]) if lag >= 0 else (x[-lag:], y[:lag])
    both = np.isfinite(left) & np.isfinite(right)
    left, right = left[both], right[both]
    if len(left) < least_bars or left.std() == 0 or right.std() == 0:
        return float("nan")
    return float(np.corrcoef(left, right)[0, 1])
