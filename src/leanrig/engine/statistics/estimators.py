"""Estimators over returns, term by term in the order in which MathNet adds them up: the last digits depend on it."""

import math
from collections.abc import Sequence

__all__ = [
    "average",
    "covariance",
    "deviation",
    "excess_kurtosis",
    "mean",
    "normal_cdf",
    "normal_quantile",
    "skewness",
    "variance",
]

NAN = math.nan


def average(values: Sequence[float]) -> float:
    """Sum over count."""
    return sum(values) / len(values)


def mean(values: Sequence[float]) -> float:
    """Running mean."""
    result, count = 0.0, 0
    for value in values:
        count += 1
        result += (value - result) / count
    return result if count else NAN


def variance(values: Sequence[float]) -> float:
    """Sample variance; NaN for fewer than two values."""
    count = len(values)
    if count < 2:
        return NAN
    total, result = values[0], 0.0
    for number in range(2, count + 1):
        value = values[number - 1]
        total += value
        apart = number * value - total
        result += apart * apart / (number * (number - 1))
    return result / (count - 1)


def deviation(values: Sequence[float]) -> float:
    """Sample standard deviation."""
    return math.sqrt(variance(values))


def covariance(first: Sequence[float], second: Sequence[float]) -> float:
    """Sample covariance of two series of equal length."""
    count = 0
    mean_1 = mean_2 = together = 0.0
    for one, two in zip(first, second, strict=True):
        before = mean_2
        count += 1
        mean_1 += (one - mean_1) / count
        mean_2 += (two - mean_2) / count
        together += (one - mean_1) * (two - before)
    return together / (count - 1) if count > 1 else NAN


def _moments(values: Sequence[float]) -> tuple[float, float, float]:
    """Sums of the second, third and fourth power of the distances from the mean."""
    center = second = third = fourth = 0.0
    for count, value in enumerate(values, 1):
        step = (value - center) / count
        square = step * step
        term = (value - center) * step * (count - 1)
        center += step
        fourth += term * square * (count * count - 3 * count + 3) + 6 * square * second - 4 * step * third
        third += term * step * (count - 2) - 3 * step * second
        second += term
    return second, third, fourth


def skewness(values: Sequence[float]) -> float:
    """Unbiased sample skewness; NaN for fewer than three values or without spread."""
    count = len(values)
    second, third, _ = _moments(values)
    if count < 3 or second <= 0:
        return NAN
    return (count * third * math.sqrt(second / (count - 1)) / (second * second * (count - 2))) * (count - 1)


def excess_kurtosis(values: Sequence[float]) -> float:
    """Unbiased sample excess kurtosis; NaN for fewer than four values or without spread."""
    count = len(values)
    second, _, fourth = _moments(values)
    if count < 4 or second <= 0:
        return NAN
    share = (count * count - 1.0) / ((count - 2) * (count - 3))
    return share * (count * fourth / (second * second) - 3 + 6.0 / (count + 1))


def normal_cdf(value: float) -> float:
    """The standard normal distribution at a value."""
    return 0.5 * math.erfc(-value / math.sqrt(2.0))


def normal_quantile(center: float, spread: float, probability: float) -> float:
    """The value below which a normal variable lies with a probability."""
    from statistics import NormalDist

    return center + spread * NormalDist().inv_cdf(probability)
