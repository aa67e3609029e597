"""Exponentially weighted means of a whole history, to the last bit what they are bar by bar. numpy only."""

from typing import Any

import numpy as np

from signals.loops import run

__all__ = ["decayed_sums", "ewm_squares"]


def ewm_squares(values: np.ndarray, decay: float) -> np.ndarray:
    """Return the exponentially weighted mean of squares, which begins at the first square; shape (n,)."""
    found = np.empty(len(values))
    if len(values):
        run(_ewm, found, values**2, decay)
    return found


def decayed_sums(values: np.ndarray, decay: float) -> np.ndarray:
    """Return the sum of all values so far in which each weighs `decay` times the next one; shape (n,)."""
    found = np.empty(len(values))
    run(_decayed, found, values, decay)
    return found


def _ewm(out: Any, squares: Any, decay: float) -> None:
    held = squares[0]
    out[0] = held
    rest = 1 - decay
    for t in range(1, len(squares)):
        held = decay * held + rest * squares[t]
        out[t] = held


def _decayed(out: Any, values: Any, decay: float) -> None:
    held = 0.0
    for t in range(len(values)):
        held = decay * held + values[t]
        out[t] = held
