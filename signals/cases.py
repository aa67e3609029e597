"""How often a state has held: the confidence of detectors that have no likelihood. Standard library only."""

from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["Cases"]

_ENOUGH = 100


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
            for key in (self._before, (self._before[0], -1)):
                counts = self._counts.setdefault(key, [0, 0])
                counts[0] += state == self._before[0]
                counts[1] += 1
        self._before = (state, bisect_right(self._edges, distance))
        for key in (self._before, (state, -1)):
            held, total = self._counts.get(key, (0, 0))
            if total >= _ENOUGH:
                return held / total
        return None
