"""Charts whose axis is not time: points with error bars, lines, guides, all in one table of values. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leanrig.report.draw import HEIGHT, WIDTH, Place
from leanrig.report.fact import Facts, FactTable
from leanrig.report.scale import Tick, label_of, ticks

__all__ = ["Chart", "DrawnChart", "Series", "chart_of", "drawn_chart"]

_CAP = 60  # half the width of an error bar's ends


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one kind, joined to a line or each with an error bar from `low` to `high`; NaN where there is none."""

    key: str
    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with its table; `across` says what the horizontal axis is."""

    title: str
    across: str
    series: tuple[Series, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left: float
    right: float
    low: float
    high: float
    table: FactTable

    def x(self, value: float) -> int:
        """Place from the left, 0 to `WIDTH`."""
        return round((value - self.left) / (self.right - self.left) * WIDTH)

    def y(self, value: float) -> int:
        """Place from the top, 0 to `HEIGHT`."""
        return round((self.high - value) / (self.high - self.low) * HEIGHT)


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart as paths and places; `shapes` are line, error bars and points of each series."""

    shapes: tuple[tuple[Series, str, str, tuple[Place, ...]], ...]
    x_ticks: tuple[Place, ...]
    y_ticks: tuple[Place, ...]
    zero: int | None


def chart_of(
    facts: Facts,
    title: str,
    across: str,
    series: Sequence[Series],
    table: FactTable,
    *,
    x_ticks: Sequence[Tick],
    unit: str = "plain",
    bounds: tuple[float, float] | None = None,
) -> Chart | None:
    """Return the chart; None where no point is known.

    Parameters
    ----------
    table
        All that the chart shows, as text.
    unit
        Of the vertical axis: `plain`, `percent`.
    bounds
        Of the vertical axis; by default from the values, error bars and zero included.
    """
    known = tuple(one for one in series if any(map(math.isfinite, one.y)))
    if not known:
        return None
    low, high = bounds or _bounds(known)
    across_values = [value for one in known for value in one.x]
    first, last = min(across_values), max(across_values)
    room = (last - first) * 0.05 or 1.0
    y_ticks = [tick for tick in ticks(low, high, label_of(unit, ""), most=4) if low <= tick.at <= high]
    facts.ticks |= {tick.text for tick in (*x_ticks, *y_ticks)}
    for one in known:
        facts.name(f"line.{one.key}", one.label)
    return Chart(
        title, across, known, tuple(x_ticks), tuple(y_ticks), first - room, last + room, low, high, table
    )  # fmt: skip


def drawn_chart(chart: Chart) -> DrawnChart:
    """Return the chart's shapes in the box that `draw.drawn` has too."""
    return DrawnChart(
        tuple((one, _line(chart, one), _bars(chart, one), _points(chart, one)) for one in chart.series),
        tuple(Place(chart.x(tick.at), HEIGHT, tick.text) for tick in chart.x_ticks),
        tuple(Place(0, chart.y(tick.at), tick.text) for tick in chart.y_ticks),
        chart.y(0.0) if chart.low < 0 < chart.high else None,
    )


def _bounds(series: Sequence[Series]) -> tuple[float, float]:
    values = [value for one in series for value in (*one.y, *one.low, *one.high) if math.isfinite(value)]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low) * 0.06 or 1.0
    return low - room if low < 0 else low, high + room if high > 0 else high


def _line(chart: Chart, series: Series) -> str:
    if not series.is_line:
        return ""
    known = [(x, y) for x, y in zip(series.x, series.y, strict=True) if math.isfinite(y)]
    return "".join(f"{'L' if place else 'M'}{chart.x(x)} {chart.y(y)}" for place, (x, y) in enumerate(known))


def _bars(chart: Chart, series: Series) -> str:
    parts = []
    for x, low, high in zip(series.x, series.low, series.high, strict=False):
        if math.isfinite(low) and math.isfinite(high):
            place, top, bottom = chart.x(x), chart.y(high), chart.y(low)
            left, right = place - _CAP, place + _CAP
            parts.append(f"M{place} {top}V{bottom}M{left} {top}H{right}M{left} {bottom}H{right}")
    return "".join(parts)


def _points(chart: Chart, series: Series) -> tuple[Place, ...]:
    pairs = zip(series.x, series.y, strict=True)
    return tuple(Place(chart.x(x), chart.y(y)) for x, y in pairs if math.isfinite(y) and not series.is_line)
