"""The curve as a few long rises and falls: a zigzag that ignores what is small beside the deepest fall. Pure."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leanrig.report.risk import drawdowns

__all__ = ["Spell", "spells_of"]

# A turn counts once it has gone back by this share of the deepest fall.
_TURN = 0.25


@dataclass(frozen=True, slots=True)
class Spell:
    """One rise or fall from turn to turn; `change` is a fraction."""

    start: date
    end: date
    change: float


def spells_of(days: list[date], values: NDArray[np.float64]) -> list[Spell]:
    """Return the spells in the order of time; none for a curve that never falls or is not above zero."""
    deepest = -float(drawdowns(values).min())
    if deepest <= 0 or values.min() <= 0:
        return []
    turns = _turns(values, deepest * _TURN)
    return [Spell(days[start], days[end], float(values[end] / values[start] - 1)) for start, end in pairwise(turns)]


def _turns(values: NDArray[np.float64], threshold: float) -> list[int]:
    turns, high, low, rising = [0], 0, 0, None
    for place, value in enumerate(values):
        if value > values[high]:
            high = place
        if value < values[low]:
            low = place
        if rising is not False and value < values[high] * (1 - threshold):
            turns.append(high)
            rising, low = False, place
        elif rising is not True and value > values[low] / (1 - threshold):
            turns.append(low)
            rising, high = True, place
    last = high if rising is not False else low
    ends = [*turns, last, len(values) - 1]
    return [place for number, place in enumerate(ends) if number == 0 or place > ends[number - 1]]
