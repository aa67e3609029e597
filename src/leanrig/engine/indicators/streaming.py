"""Variance in one pass over the values, in double precision: the order of steps decides the last digits."""

from math import nan

__all__ = ["variance"]


def variance(values: list[float]) -> float:
    """Variance of a sample; not a number for fewer than two values."""
    if len(values) < 2:
        return nan
    spread, total = 0.0, values[0]
    for count, value in enumerate(values[1:], 2):
        total += value
        away = count * value - total
        spread += away * away / (count * (count - 1))
    return spread / (len(values) - 1)
