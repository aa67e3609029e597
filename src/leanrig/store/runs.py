"""Stretches of true values in a row."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Runs", "runs"]


class Runs(NamedTuple):
    """Where each stretch starts, and how long it is."""

    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    @property
    def longest(self) -> int:
        """Length of the longest one, 0 where there is none."""
        return int(self.lengths.max()) if len(self.lengths) else 0

    @property
    def longest_start(self) -> int:
        """Where the first of the longest ones starts."""
        return int(self.starts[np.argmax(self.lengths)])

    def at_least(self, length: int) -> "Runs":
        """Return the stretches of this length or more."""
        kept = self.lengths >= length
        return Runs(self.starts[kept], self.lengths[kept])

    def mask(self, count: int) -> npt.NDArray[np.bool_]:
        """Return which of `count` places lie in a stretch."""
        edges = np.zeros(count + 1, dtype=np.int64)
        np.add.at(edges, self.starts, 1)
        np.add.at(edges, self.starts + self.lengths, -1)
        return np.cumsum(edges[:-1]) > 0


def runs(values: npt.NDArray[np.bool_]) -> Runs:
    """Return the stretches of true values."""
    edges = np.diff(np.concatenate([[0], values.astype(np.int8), [0]]))
    starts = np.flatnonzero(edges == 1)
    return Runs(starts, np.flatnonzero(edges == -1) - starts)
