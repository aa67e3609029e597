"""How often a state has held: the confidence of detectors that have no likelihood. numpy only."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["Cases"]

_ENOUGH = 100
_ANY = -1  # all distances


class Cases:
    """Counts, over all earlier bars, after how many the state was the same one bar later.

    Parameters
    ----------
    edges
        Where distances from the threshold are parted into like ones.
    """

    def __init__(self, edges: Sequence[float]) -> None:
        self._edges = tuple(edges)
        self._counts: dict[tuple[int, int], list[int]] = {}
        self._before: tuple[int, int] | None = None

    def update(self, state: int, distance: float) -> float | None:
        """Take in a bar's state and distance and return the share of like cases in which it held.

        Like cases are bars in the same state and in the same class of distance; where there are fewer than 100 of
        them, all bars in the same state; where these are fewer than 100 too, None.
        """
        if self._before is not None:
            for key in (self._before, (self._before[0], _ANY)):
                counts = self._counts.setdefault(key, [0, 0])
                counts[0] += state == self._before[0]
                counts[1] += 1
        self._before = (state, bisect_right(self._edges, distance))
        for key in (self._before, (state, _ANY)):
            held, total = self._counts.get(key, (0, 0))
            if total >= _ENOUGH:
                return held / total
        return None

    def over(self, states: np.ndarray, distances: np.ndarray) -> np.ndarray:
        """Return what a new counter would say of each bar, shape (n,); NaN for None.

        Parameters
        ----------
        states : shape (n,), 0 or 1
        distances : shape (n,)
        """
        classes = np.searchsorted(self._edges, distances, side="right")
        held = np.r_[states[1:] == states[:-1], False]
        found = np.full(len(states), np.nan)
        for state in (0, 1):
            here = states == state
            _fill(found, here, held)
            for like in range(len(self._edges) + 1):
                _fill(found, here & (classes == like), held)
        return found

    def state(self) -> dict[str, Any]:
        """Return the counts, as JSON can hold them."""
        return {"before": self._before, "counts": [[*key, *counts] for key, counts in self._counts.items()]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`."""
        self._before = None if state["before"] is None else (state["before"][0], state["before"][1])
        self._counts = {(key, like): [held, total] for key, like, held, total in state["counts"]}


def _fill(found: np.ndarray, like: np.ndarray, held: np.ndarray) -> None:
    """Write the share of earlier like cases that held to the bars of one kind, where there are enough."""
    total = np.cumsum(like) - like
    kept = like & held
    told = like & (total >= _ENOUGH)
    found[told] = (np.cumsum(kept) - kept)[told] / total[told]
