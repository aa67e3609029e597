"""Does the best of many settings stay good on other days? Probability of backtest overfitting. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput
from research.judging.history import Floats

__all__ = ["Overfitting", "overfitting_of"]

_MOST_BLOCKS = 16
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Overfitting:
    """What became of the settings that were best on half of the days, on the other half.

    Parameters
    ----------
    probability
        Share of choices whose best setting ranks in the lower half on the other days.
    choices
        Ways to choose half of the blocks (12,870 for 16).
    loss
        Share of choices whose best setting loses on the other days.
    slope
        Of the Sharpe ratio on the other days over that on the chosen ones: below 0, better was worse.
    logits : (choices,)
        Log odds of the rank on the other days.
    """

    probability: float
    choices: int
    loss: float
    slope: float
    settings: int
    blocks: int
    logits: Floats


def overfitting_of(returns: Floats, *, blocks: int = 16) -> Overfitting:
    """Return the probability of backtest overfitting of a search.

    Parameters
    ----------
    returns : (n, settings)
        Of every setting that was tried, over the same bars.
    blocks
        Even number of stretches of time; 16 give 12,870 choices.

    Raises
    ------
    BadInput
        For fewer than two settings, too few bars, or numbers that are none.

    Notes
    -----
    Bailey, Borwein, Lopez de Prado and Zhu (2017), The Probability of Backtest Overfitting, J. of Computational Finance
    20(4): combinatorially symmetric cross-validation. The bars left over by the division are dropped from the front.
    Of settings that are equally good the mean rank counts. A setting that does not vary has a Sharpe ratio of 0.
    """
    bars, settings = _checked(returns, blocks)
    length = bars // blocks
    cut = returns[bars - length * blocks :].reshape(blocks, length, settings)
    sums, squares = cut.sum(axis=1), (cut**2).sum(axis=1)
    half = length * blocks // 2
    inside, outside, ranks = [], [], []
    for is_in in _halves(blocks):
        first = _sharpe(is_in @ sums, is_in @ squares, half)
        second = _sharpe((1 - is_in) @ sums, (1 - is_in) @ squares, half)
        best = np.argmax(first, axis=1)
        place = np.arange(len(best))
        chosen = second[place, best]
        inside.append(first[place, best])
        outside.append(chosen)
        below, same = second < chosen[:, None], second == chosen[:, None]
        ranks.append(below.sum(axis=1) + (same.sum(axis=1) + 1) / 2)
    return _summed(np.concatenate(inside), np.concatenate(outside), np.concatenate(ranks), settings, blocks)


def _summed(inside: Floats, outside: Floats, ranks: Floats, settings: int, blocks: int) -> Overfitting:
    share = ranks / (settings + 1)
    logits = np.log(share / (1 - share))
    is_flat = float(np.ptp(inside)) < 1e-15
    return Overfitting(
        probability=float(np.mean(logits <= 0)),
        choices=len(logits),
        loss=float(np.mean(outside < 0)),
        slope=math.nan if is_flat else float(np.polyfit(inside, outside, 1)[0]),
        settings=settings,
        blocks=blocks,
        logits=logits,
    )


def _halves(blocks: int) -> Iterator[Floats]:
    """Yield batches of 0 and 1, (batch, blocks): the blocks to choose on."""
    chosen = np.array(list(combinations(range(blocks), blocks // 2)))
    for start in range(0, len(chosen), _BATCH):
        part = chosen[start : start + _BATCH]
        is_in = np.zeros((len(part), blocks))
        np.put_along_axis(is_in, part, 1.0, axis=1)
        yield is_in


def _sharpe(total: Floats, squares: Floats, count: int) -> Floats:
    mean = total / count
    variance = np.maximum(squares / count - mean**2, 0.0) * count / (count - 1)
    found: Floats = np.divide(mean, np.sqrt(variance), out=np.zeros_like(mean), where=variance > 1e-24)
    return found


def _checked(returns: NDArray[np.float64], blocks: int) -> tuple[int, int]:
    if returns.ndim != 2 or returns.shape[1] < 2:
        raise BadInput("overfitting is a matter of choice: two settings at least", cure="a column of returns a setting")
    if blocks < 2 or blocks % 2 or blocks > _MOST_BLOCKS:
        raise BadInput(f"{blocks} blocks", cure=f"an even number from 2 to {_MOST_BLOCKS}")
    if len(returns) < 4 * blocks:
        raise BadInput(f"{len(returns)} bars are too few for {blocks} blocks", cure="four bars a block at least")
    if not np.isfinite(returns).all():
        raise BadInput("a return is no number", cure="the same bars for every setting")
    return returns.shape
