"""Arithmetic on one symbol's closes: returns, volatility, how two symbols move together. Pure."""

import calendar
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leanrig.report.inputs import PriceLine
from leanrig.report.risk import drawdowns

__all__ = [
    "bars_a_year",
    "changes",
    "day_of",
    "deepest_fall",
    "months_before",
    "moved_together",
    "return_over",
    "since",
    "volatility",
]

Floats = NDArray[np.float64]

_YEAR = 365.25 * 86_400
_FEWEST = 10
_FEWEST_TOGETHER = 60


def changes(values: Floats) -> Floats:
    """Return the change from each close to the next as a fraction."""
    return values[1:] / values[:-1] - 1 if len(values) > 1 else np.zeros(0)


def day_of(time: int) -> datetime:
    """Return a moment in Unix seconds as one of UTC."""
    return datetime.fromtimestamp(time, UTC)


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day of an earlier month, or that month's last day where it is shorter."""
    place = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(place, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def since(line: PriceLine, months: int) -> int | None:
    """Return the place of the last close at or before the day so many months before the last one; None before all."""
    if not line.times:
        return None
    begin = months_before(day_of(line.times[-1]), months).timestamp()
    place = int(np.searchsorted(np.array(line.times), begin, side="right")) - 1
    return place if place >= 0 else None


def return_over(line: PriceLine, months: int) -> float:
    """Return the change over the last months; NaN where the closes do not reach so far back."""
    place = since(line, months)
    return float("nan") if place is None else line.closes[-1] / line.closes[place] - 1


def bars_a_year(line: PriceLine) -> float:
    """Return how many bars a year of this history has; NaN for fewer than two."""
    span = line.times[-1] - line.times[0] if len(line.times) > 1 else 0
    return (len(line.times) - 1) / span * _YEAR if span > 0 else float("nan")


def volatility(line: PriceLine, months: int | None = None) -> float:
    """Return the deviation of changes, scaled to a year; NaN for fewer than ten changes or too short a history."""
    place = 0 if months is None else since(line, months)
    if place is None:
        return float("nan")
    found = changes(np.array(line.closes)[place:])
    return float(np.std(found, ddof=1)) * bars_a_year(line) ** 0.5 if len(found) >= _FEWEST else float("nan")


def deepest_fall(line: PriceLine, months: int | None = None) -> float:
    """Return the deepest fall from an earlier peak, never above 0; NaN where the history is too short."""
    place = 0 if months is None else since(line, months)
    if place is None or len(line.closes) - place < 2:
        return float("nan")
    return float(drawdowns(np.array(line.closes)[place:]).min())


def moved_together(line: PriceLine, other: PriceLine, months: int) -> tuple[float, float, int]:
    """Return beta and correlation of changes between moments that both have, and their count.

    NaN for fewer than sixty, or where one of them does not move.
    """
    begin = months_before(day_of(line.times[-1]), months).timestamp()
    own, theirs = (dict(zip(side.times, side.closes, strict=True)) for side in (line, other))
    common = np.array([time for time in line.times if time in theirs and time >= begin], dtype=np.int64)
    left = changes(np.array([own[int(time)] for time in common]))
    right = changes(np.array([theirs[int(time)] for time in common]))
    nothing = float("nan")
    if len(left) < _FEWEST_TOGETHER or np.std(left) == 0 or np.std(right) == 0:
        return nothing, nothing, len(left)
    covariance = np.cov(left, right)
    beta = float(covariance[0, 1] / covariance[1, 1])
    return beta, float(covariance[0, 1] / (covariance[0, 0] * covariance[1, 1]) ** 0.5), len(left)
