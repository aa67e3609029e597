"""What followed a condition, and whether chance alone explains it: the same days moved round the run. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Followed", "followed_by"]

Floats = NDArray[np.float64]

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Followed:
    """Changes that followed a condition, `overall` the mean over all days, and the chance of so large a difference."""

    count: int
    mean: float
    positive: float
    overall: float
    p: float


def followed_by(values: Floats, events: Sequence[int], *, horizon: int) -> Followed | None:
    """Return what the curve did over `horizon` steps after each event; None for fewer than ten events.

    An event counts if its whole horizon lies within the curve. The p-value is exact, without any draw: all events are
    moved together by every possible number of steps round the run, which keeps their clusters and the overlap of
    their horizons, and p is the share of these places whose mean lies as far from the overall mean as the one found.
    """
    length = len(values) - horizon
    places = np.array(sorted({place for place in events if 0 <= place < length}), dtype=np.int64)
    if len(places) < FEWEST or np.any(values <= 0):
        return None
    changes = values[horizon:] / values[:-horizon] - 1
    overall = float(changes.mean())
    found = float(changes[places].mean())
    means = _moved_means(changes, places)
    as_far = int(np.sum(np.abs(means - overall) >= abs(found - overall) - 1e-12))
    return Followed(len(places), found, float(np.mean(changes[places] > 0)), overall, as_far / length)


def _moved_means(changes: Floats, places: NDArray[np.int64]) -> Floats:
    """Return the mean at the places moved by 0, 1, 2 ... steps round the end."""
    marks = np.zeros(len(changes))
    marks[places] = 1 / len(places)
    means: Floats = np.fft.irfft(np.conj(np.fft.rfft(marks)) * np.fft.rfft(changes), n=len(changes))
    return means
