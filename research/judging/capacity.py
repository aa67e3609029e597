"""How much money could have been traded at a share of the market's volume. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from research.judging.account import traded_of
from research.judging.history import Floats

__all__ = ["SHARES", "Capacity", "capacity_of"]

SHARES = (0.01, 0.05, 0.1)
_SEEN = 1e-12


@dataclass(frozen=True, slots=True)
class Capacity:
    """Sizes of an account, in the prices' currency, whose trades stay within `share` of the bar's volume.

    Parameters
    ----------
    least, tenth, median
        That all trades, nine in ten, and half of them allow.
    trades
        Trades whose bar has a volume; `without` have none.
    """

    share: float
    least: float
    tenth: float
    median: float
    trades: int
    without: int


def capacity_of(
    weights: Floats, closes: Floats, volumes: Floats, shares: Sequence[float] = SHARES
) -> tuple[Capacity, ...]:
    """Return the capacity at each share of volume; NaN where nothing was traded or no volume is known.

    Parameters
    ----------
    weights : (n,)
        Known at each close.
    closes, volumes : (m,), m > n
        A change of the weight at bar t is traded during bar t + 1, within that bar's volume at its close.
    """
    traded = traded_of(weights)
    is_trade = traded > _SEEN
    money = (volumes[1:] * closes[1:])[: len(weights)]
    is_known = is_trade & np.isfinite(money)
    sizes = money[is_known] / traded[is_known]
    counts = int(is_known.sum()), int(is_trade.sum() - is_known.sum())
    return tuple(Capacity(share, *_quantiles(share * sizes), *counts) for share in shares)


def _quantiles(sizes: Floats) -> tuple[float, float, float]:
    if not len(sizes):
        return math.nan, math.nan, math.nan
    return float(sizes.min()), float(np.quantile(sizes, 0.1)), float(np.median(sizes))
