"""Could the difference of two Sharpe ratios be luck? A circular block bootstrap of paired returns. Pure."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.judging.account import sharpe_of
from research.judging.history import Floats

__all__ = ["SEED", "Difference", "sharpe_difference"]

SEED = 20130301
_DRAWS = 2_000
_FEWEST = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of two Sharpe ratios a year, its 95 % interval, and the two-sided chance of it under none.

    NaN for fewer than 120 bars, or where one of the two does not vary.
    """

    value: float
    low: float
    high: float
    p: float
    draws: int
    block: int


def sharpe_difference(first: Floats, second: Floats, *, bars_per_year: float, draws: int = _DRAWS) -> Difference:
    """Return `first`'s Sharpe ratio less `second`'s; both (n,), of the same bars.

    Notes
    -----
    After Ledoit and Wolf (2008), Robust performance hypothesis testing with the Sharpe ratio, J. of Empirical Finance
    15, without studentising: bars are drawn in blocks, both series together, so that the link between them and the
    clusters of calm and storm stay. Interval by quantiles of the draws; the chance is the share of draws that lie as
    far from their mean as the difference found lies from zero. The seed is fixed: the same returns, the same figures.
    """
    count, root = len(first), math.sqrt(bars_per_year)
    found = (sharpe_of(first) - sharpe_of(second)) * root
    block = max(1, round(2 * count ** (1 / 3)))
    if count < _FEWEST or not math.isfinite(found):
        return Difference(found, math.nan, math.nan, math.nan, 0, block)
    drawn = _drawn(first, second, draws, block) * root
    low, high = np.quantile(drawn, [0.025, 0.975])
    as_far = np.count_nonzero(np.abs(drawn - np.mean(drawn)) >= abs(found))
    return Difference(found, float(low), float(high), (1 + int(as_far)) / (1 + draws), draws, block)


def _drawn(first: Floats, second: Floats, draws: int, block: int) -> Floats:
    """Sums over whole blocks are made once; a draw adds up a handful of them."""
    blocks = max(1, round(len(first) / block))
    starts = np.random.default_rng(SEED).integers(0, len(first), size=(draws, blocks))
    count = blocks * block
    return _ratios(first, starts, block, count) - _ratios(second, starts, block, count)


def _ratios(returns: Floats, starts: NDArray[np.int64], block: int, count: int) -> Floats:
    mean = _rolled(returns, block)[starts].sum(axis=1) / count
    square = _rolled(returns**2, block)[starts].sum(axis=1) / count
    variance = np.maximum(square - mean**2, 0.0) * count / (count - 1)
    found: Floats = np.divide(mean, np.sqrt(variance), out=np.zeros_like(mean), where=variance > 0)
    return found


def _rolled(values: Floats, block: int) -> Floats:
    """Sum of each circular block that begins at a place, (n,)."""
    total = np.cumsum(np.concatenate([[0.0], values, values[: block - 1]]))
    return np.asarray(total[block:] - total[:-block], dtype=np.float64)
