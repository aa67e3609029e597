"""The quantile of all values so far, kept up as they come in. numpy only."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

import numpy as np

__all__ = ["Quantile", "expanding_quantile"]


class Quantile:
    """The value of rank int(share * (n - 1)) among n values, counted from the smallest; O(log n) a value.

    Two heaps: the values up to that rank, and the rest.
    """

    def __init__(self, share: float) -> None:
        self._share = share
        self._low: list[float] = []  # negated: the largest lies on top
        self._high: list[float] = []

    def __len__(self) -> int:
        return len(self._low) + len(self._high)

    @property
    def value(self) -> float:
        """The quantile; there must be a value."""
        return -self._low[0]

    def add(self, value: float) -> None:
        """Take in a value."""
        low, high = self._low, self._high
        if low and value < -low[0]:
            heappush(low, -value)
        else:
            heappush(high, value)
        wanted = int(self._share * (len(self) - 1)) + 1
        while len(low) < wanted:
            heappush(low, -heappop(high))
        while len(low) > wanted:
            heappush(high, -heappop(low))

    def state(self) -> dict[str, Sequence[float]]:
        """Return all values, sorted."""
        return {"sorted": sorted([*(-value for value in self._low), *self._high])}

    def restore(self, state: Mapping[str, Sequence[float]]) -> None:
        """Go on from `state`."""
        known = state["sorted"]
        wanted = int(self._share * (len(known) - 1)) + 1 if known else 0
        self._low = [-value for value in reversed(known[:wanted])]
        self._high = list(known[wanted:])


def expanding_quantile(values: np.ndarray, share: float) -> np.ndarray:
    """Return, for each value, the quantile of all earlier ones (see `Quantile`), shape (n,); the first is NaN."""
    found = np.full(len(values), np.nan)
    kept = Quantile(share)
    for number, value in enumerate(values.tolist()):
        if number:
            found[number] = kept.value
        kept.add(value)
    return found
