"""Closes as detectors and strengths take them: finite, above zero, in order."""

from math import inf, log
from typing import Any

import numpy as np

__all__ = ["checked", "known_closes", "log_returns", "logs"]


def checked(close: float, bar: int) -> float:
    """Return `close`; raise `ValueError` if it is no price. `bar` is the 0-based number of its bar."""
    if 0 < close < inf:
        return close
    raise ValueError(f"the close of bar {bar} is {close}, which is no price: leave that bar out, or correct it")


def known_closes(closes: Any) -> np.ndarray:
    """Return closes as an array of shape (n,); raise `ValueError` at the first that is no price."""
    known = np.asarray(closes, dtype=float)
    if known.ndim != 1:
        raise ValueError(f"closes have the shape {known.shape} and must be one series, oldest first")
    bad = ~((known > 0) & (known < inf))
    if bad.any():
        first = int(bad.argmax())
        checked(float(known[first]), first)
    return known


def logs(values: np.ndarray) -> np.ndarray:
    """Return natural logarithms to the very bits of `math.log`, which the streaming forms use."""
    return np.fromiter(map(log, values.tolist()), float, len(values))


def log_returns(closes: np.ndarray) -> np.ndarray:
    """Return log(close / close before), shape (n - 1,)."""
    return logs(closes[1:] / closes[:-1])
