"""Growth by month and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

__all__ = ["Growth", "growth_by"]


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth over one month (`month` 1 to 12) or one year (`month` 0), as a fraction."""

    year: int
    month: int
    change: float


def growth_by(days: Sequence[date], values: NDArray[np.float64], *, months: bool) -> list[Growth]:
    """Return growth from each period's last value to the next one's; the first counts from the first value."""
    last: dict[tuple[int, int], float] = {}
    for day, value in zip(days[1:], values[1:], strict=True):
        last[day.year, day.month if months else 0] = float(value)
    found, before = [], float(values[0])
    for (year, month), value in last.items():
        found.append(Growth(year, month, value / before - 1 if before > 0 else float("nan")))
        before = value
    return found
