"""Sums and extremes of sliding windows, to the last bit what `fsum`, `min` and `max` give window by window. numpy only.

A running sum that adds the new value and takes the old one away drifts, and after a million bars is another number
than the one a machine computes that was started yesterday. These sums are added pairwise in twice the precision, and
so round to the same double as `math.fsum`, but for a sum that lies within 1e-31 of itself of the middle of two doubles.
"""

from collections.abc import Callable, Iterable

import numpy as np

__all__ = ["exact_sum", "rolling_extreme", "rolling_spread", "rolling_sum"]

_CHUNK = 1 << 14  # what stays in the processor's cache

_Pair = tuple[np.ndarray, np.ndarray]


def rolling_sum(values: np.ndarray, period: int) -> np.ndarray:
    """Return the sum of each `period` values in a row, shape (n - period + 1,)."""
    return _chunked(values, period, lambda part: _window_sum(part, period))


def rolling_spread(values: np.ndarray, means: np.ndarray, period: int) -> np.ndarray:
    """Return the sum of squared distances of each window's values from its own mean, shape (n - period + 1,)."""
    spread = np.empty(len(means))
    for start in range(0, len(means), _CHUNK):
        middle = means[start : start + _CHUNK]
        parts = (values[start + k : start + k + len(middle)] - middle for k in range(period))
        spread[start : start + _CHUNK] = exact_sum(part**2 for part in parts)
    return spread


def rolling_extreme(values: np.ndarray, period: int, of: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Return the extreme of each `period` values in a row; `of` is `np.minimum` or `np.maximum`."""
    width, found = 1, values
    while 2 * width <= period:
        found = of(found[:-width], found[width:])
        width *= 2
    rest = period - width
    return of(found[: len(found) - rest], found[rest:])


def exact_sum(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Return the element-wise sum, rounded once."""
    total: _Pair | None = None
    for part in parts:
        total = (part, np.zeros_like(part)) if total is None else _added(total, (part, np.zeros_like(part)))
    if total is None:
        raise ValueError("a sum needs at least one part")
    return total[0] + total[1]


def _chunked(values: np.ndarray, period: int, of: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    count = max(len(values) - period + 1, 0)
    found = np.empty(count)
    for start in range(0, count, _CHUNK):
        stop = min(start + _CHUNK, count)
        found[start:stop] = of(values[start : stop + period - 1])
    return found


def _window_sum(values: np.ndarray, period: int) -> np.ndarray:
    """Add windows of 1, 2, 4, ... values, those of them that `period` consists of, one after the other."""
    count = len(values) - period + 1
    power: _Pair = (values, np.zeros_like(values))
    total: _Pair = (np.zeros(count), np.zeros(count))
    width, done = 1, 0
    while True:
        if period & width:
            total = _added(total, (power[0][done : done + count], power[1][done : done + count]))
            done += width
        if 2 * width > period:
            return total[0] + total[1]
        power = _added((power[0][:-width], power[1][:-width]), (power[0][width:], power[1][width:]))
        width *= 2


def _added(one: _Pair, other: _Pair) -> _Pair:
    """Sum of two numbers of twice the precision (Dekker 1971; Knuth's two-sum)."""
    high, low = _two_sum(one[0], other[0])
    more, least = _two_sum(one[1], other[1])
    high, low = _fast_two_sum(high, low + more)
    return _fast_two_sum(high, low + least)


def _two_sum(a: np.ndarray, b: np.ndarray) -> _Pair:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _fast_two_sum(a: np.ndarray, b: np.ndarray) -> _Pair:
    total = a + b
    return total, b - (total - a)
