"""What followed moments of one kind: how often, how much on the mean, and how likely chance is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Followed", "followed_by"]

FEWEST = 10
"""Below so many cases nothing is said of chance."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Changes over a number of bars after some of them.

    `p` is NaN for fewer than ten cases; `overall` is the mean after any bar.
    """

    horizon: int
    count: int
    mean: float
    gains: float
    overall: float
    p: float


def followed_by(closes: NDArray[np.float64], places: Sequence[int], *, horizon: int) -> Followed:
    """Return what came over the next `horizon` bars; a place whose outcome is not known yet is left out.

    The p-value is the share of all shifts of the places, together and round the history, whose mean lies as far from
    the overall one: the cases keep their distances, nothing is drawn.
    """
    moves = closes[horizon:] / closes[:-horizon] - 1 if len(closes) > horizon else np.zeros(0)
    chosen = np.array([place for place in places if 0 <= place < len(moves)], dtype=np.int64)
    nothing = float("nan")
    if not len(chosen):
        return Followed(horizon, 0, nothing, nothing, float(moves.mean()) if len(moves) else nothing, nothing)
    overall, mean = float(moves.mean()), float(moves[chosen].mean())
    p = _chance(moves, chosen, abs(mean - overall)) if len(chosen) >= FEWEST else nothing
    return Followed(horizon, len(chosen), mean, float(np.mean(moves[chosen] > 0)), overall, p)


def _chance(moves: NDArray[np.float64], chosen: NDArray[np.int64], distance: float) -> float:
    length = len(moves)
    sums = np.zeros(length)
    for place in chosen:
        sums += np.roll(moves, -int(place))
    apart = np.abs(sums / len(chosen) - moves.mean())
    return float(np.mean(apart >= distance - 1e-12))
