"""The equity curves of two runs in one box, as SVG paths. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from leanrig.model.result import Series

__all__ = ["HEIGHT", "WIDTH", "EquityChart", "equity_chart"]

WIDTH = 1_000
HEIGHT = 240
_POINTS = 500

_Points = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class EquityChart:
    """Paths in a box of `WIDTH` by `HEIGHT`, empty for a side without samples, and what stands at its edges."""

    left: str
    right: str
    lowest: str
    highest: str
    first_day: str
    last_day: str


def equity_chart(left: Series | None, right: Series | None) -> EquityChart | None:
    """Return both curves over the time that either covers, on one scale; None where neither side left samples.

    Of more than 500 samples every so-manieth is drawn, the first and the last always.
    """
    sides = [_points(series) for series in (left, right)]
    points = [point for side in sides for point in side]
    if not points:
        return None
    times, values = [time for time, _ in points], [value for _, value in points]
    start, low = min(times), min(values)
    across, up = max(times) - start or 1, max(values) - low or 1.0
    paths = [
        _path([(round((time - start) / across * WIDTH), HEIGHT - (value - low) / up * HEIGHT) for time, value in side])
        for side in sides
    ]
    days = (f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d}" for time in (start, max(times)))
    return EquityChart(paths[0], paths[1], f"{low:,.2f}", f"{max(values):,.2f}", *days)


def _points(series: Series | None) -> _Points:
    if series is None:
        return []
    points = [point for point in zip(series.times, series.values, strict=True) if math.isfinite(point[1])]
    if len(points) <= _POINTS:
        return points
    step = (len(points) - 1) / (_POINTS - 1)
    return [points[round(number * step)] for number in range(_POINTS)]


def _path(places: Sequence[tuple[int, float]]) -> str:
    return "M" + "L".join(f"{x} {y:.1f}" for x, y in places) if places else ""
