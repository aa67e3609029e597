"""Could the difference of two Sharpe ratios be luck? A circular block bootstrap of paired daily returns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST_DAYS", "SEED", "Comparison", "compare_sharpe"]

Floats = NDArray[np.float64]

SEED = 20130301
FEWEST_DAYS = 120
_DRAWS = 4_000
_BLOCK = 30
_BATCH = 250


@dataclass(frozen=True, slots=True)
class Comparison:
    """Difference of Sharpe ratios, the two-sided p-value of its being nothing, and how it was drawn."""

    difference: float
    p: float
    draws: int
    block: int


def compare_sharpe(returns: Floats, benchmark: Floats, *, days_per_year: int, rate: float) -> Comparison | None:
    """Return the comparison; None where there are too few days to say anything.

    Days are drawn in blocks of a month, account and benchmark together, so that the link between them and the clusters
    of calm and storm stay. The p-value is the share of draws whose difference lies as far from the one found as that
    lies from zero. The seed is fixed: the same files give the same figure.
    """
    days = len(returns)
    if days < FEWEST_DAYS or np.std(returns) == 0 or np.std(benchmark) == 0:
        return None
    block = min(_BLOCK, days // 4)
    found = _difference(returns[None, :], benchmark[None, :], days_per_year, rate)[0]
    drawn = np.concatenate(
        [_difference(returns[places], benchmark[places], days_per_year, rate) for places in _places(days, block)]
    )
    as_far = np.count_nonzero(np.abs(drawn - found) >= abs(found))
    return Comparison(float(found), (1 + int(as_far)) / (1 + len(drawn)), len(drawn), block)


def _places(days: int, block: int) -> Iterator[NDArray[np.int64]]:
    generator = np.random.default_rng(SEED)
    blocks = -(-days // block)
    steps = np.arange(block)
    for _ in range(_DRAWS // _BATCH):
        starts = generator.integers(0, days, size=(_BATCH, blocks, 1))
        yield ((starts + steps) % days).reshape(_BATCH, -1)[:, :days]


def _difference(returns: Floats, benchmark: Floats, days_per_year: int, rate: float) -> Floats:
    return _sharpe(returns, days_per_year, rate) - _sharpe(benchmark, days_per_year, rate)


def _sharpe(returns: Floats, days_per_year: int, rate: float) -> Floats:
    deviation = np.std(returns, axis=1, ddof=1) * days_per_year**0.5
    grown = (1 + np.mean(returns, axis=1)) ** days_per_year - 1
    found: Floats = np.divide(grown - rate, deviation, out=np.zeros(len(deviation)), where=deviation > 0)
    return found
