"""The charts that every run has, and the user's own, as Lean writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SeriesType
from leanrig.engine.naming import DotnetEnum
from leanrig.engine.number import json_text, smart_round
from leanrig.engine.results.json_text import Literal, compact
from leanrig.engine.results.thinning import thinned

__all__ = ["Line", "RunCharts", "own_chart_json"]

_SECOND_US = 1_000_000
Values = tuple[Decimal | None, ...]


@dataclass(slots=True)
class Line:
    """One series: times in microseconds UTC with a value, or with four for candles."""

    name: str
    kind: SeriesType = SeriesType.LINE
    index: int = 0
    unit: str = "$"
    index_name: str | None = None
    tooltip: str | None = None
    points: list[tuple[int, Values]] = field(default_factory=list)

    def add(self, moment_us: int, *values: Decimal | None, overwrite: bool = False) -> Values:
        """Add a point after the last one, and return its values as they are kept.

        An earlier or equal time is left out, or replaces an equal one where `overwrite` is set.
        """
        if len(values) > 1 and values.count(values[0]) == len(values):
            rounded = _rounded(values[0]) * len(values)
        else:
            rounded = tuple(cell for value in values for cell in _rounded(value))
        self.put(moment_us, rounded, overwrite=overwrite)
        return rounded

    def put(self, moment_us: int, rounded: Values, *, overwrite: bool = False) -> None:
        """Add a point whose values are rounded already."""
        if not self.points or moment_us > self.points[-1][0]:
            self.points.append((moment_us, rounded))
        elif overwrite:
            if moment_us == self.points[-1][0]:
                self.points[-1] = (moment_us, rounded)
            else:
                self.points.append((moment_us, rounded))

    @property
    def series(self) -> list[tuple[int, Decimal]]:
        """Points with their value; the close of candles."""
        return [(moment, values[-1]) for moment, values in self.points if values[-1] is not None]

    def json(self) -> Literal:
        candle = self.kind is SeriesType.CANDLE
        seconds = (moment // _SECOND_US if candle else round(moment / _SECOND_US) for moment, _ in self.points)
        values = zip(seconds, (values for _, values in self.points), strict=True)
        head: dict[str, Any] = {"name": self.name, "unit": self.unit, "index": self.index, "seriesType": int(self.kind)}
        if self.index_name is not None:
            head["indexName"] = self.index_name
        if self.tooltip is not None:
            head["tooltip"] = self.tooltip
        return _series_json(head, values, "" if not candle else None, "none")


def _series_json(
    head: Mapping[str, Any], points: Iterable[tuple[int, Values]], color: str | None, marker: str
) -> Literal:
    texts = ",".join(
        f"[{seconds},{','.join('null' if value is None else json_text(value) for value in values)}]"
        for seconds, values in points
    )
    tail = "" if color is None else f',"color":{compact(color)},"scatterMarkerSymbol":{compact(marker)}'
    return Literal(f'{compact(dict(head))[:-1]},"values":[{texts}]{tail}}}')


def _rounded(value: Decimal | None) -> Values:
    return (None if value is None else smart_round(value),)


class RunCharts:
    """Charts by name, series by name."""

    def __init__(self, currency_sign: str) -> None:
        self.currency_sign = currency_sign
        self._charts: dict[str, dict[str, Line]] = {}
        self.line("Strategy Equity", "Equity", SeriesType.CANDLE, unit="$")
        self.line("Strategy Equity", "Return", SeriesType.BAR, index=1, unit="%")

    def line(
        self, chart: str, name: str, kind: SeriesType = SeriesType.LINE, *, index: int = 0, unit: str | None = None
    ) -> Line:
        """A series; made when it is not there."""
        series = self._charts.setdefault(chart, {})
        if name not in series:
            series[name] = Line(name, kind, index, self.currency_sign if unit is None else unit)
        return series[name]

    def touch(self, chart: str) -> dict[str, Line]:
        """The series of a chart, which is there from now on even if it stays empty."""
        return self._charts.setdefault(chart, {})

    def points(self, chart: str, name: str) -> list[tuple[int, Decimal]]:
        line = self._charts.get(chart, {}).get(name)
        return [] if line is None else line.series

    def thinned(self) -> Literal:
        """The equity for the summary."""
        line = self.line("Strategy Equity", "Equity")
        candles = [(moment, values) for moment, values in line.points if None not in values]
        return replace(line, points=thinned(candles)).json()  # type: ignore[arg-type]  # candles have four values

    def json(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """All charts, the user's own among them."""
        result: dict[str, Any] = {}
        for name, series in self._charts.items():
            result[name] = _chart_json(name, {key: line.json() for key, line in series.items()})
            if name == "Portfolio Margin":
                result[name]["legendDisabled"] = True
        for name, chart in own.items():
            made = own_chart_json(chart)
            if name in result:
                result[name]["series"] |= made["series"]
            else:
                result[name] = made
        return result


def _chart_json(name: str, series: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "chartType": 0, "series": series}


def own_chart_json(chart: Any) -> dict[str, Any]:
    """A chart of the user's own; series without a point are left out."""
    result = _chart_json(chart.name, {s.name: _own_series_json(s) for s in chart.series.values() if s.values})
    if chart.symbol is not None:
        result["symbol"] = {"value": chart.symbol.value, "id": str(chart.symbol.id), "permtick": chart.symbol.value}
    if chart.legend_disabled:
        result["legendDisabled"] = True
    return result


def _own_series_json(series: Any) -> Literal:
    head: dict[str, Any] = {
        "name": series.name,
        "unit": series.unit,
        "index": series.index,
        "seriesType": int(series.series_type),
    }
    rare = {"zIndex": series.z_index, "indexName": series.index_name, "tooltip": series.tooltip}
    head |= {name: value for name, value in rare.items() if value is not None}
    points = [(int(point[0]), tuple(point[1:])) for point in series.values]
    if series.series_type is SeriesType.PIE and points:
        points = [(points[-1][0], (sum((values[0] for _, values in points), Decimal(0)),))]
    if series.series_type is SeriesType.CANDLE:
        return _series_json(head, points, None, "none")
    return _series_json(head, points, _color(series.color), _marker(series.scatter_marker_symbol))


def _color(color: Any) -> str:
    """A colour as `#RRGGBB`; empty for none."""
    if color is None:
        return ""
    if isinstance(color, str):
        return color
    parts = [getattr(color, name, None) for name in ("r", "g", "b")]
    return "" if None in parts else "#" + "".join(f"{int(part):02X}" for part in parts if part is not None)


def _marker(symbol: Any) -> str:
    return (
        symbol.to_string().replace("TriangleDown", "triangle-down").lower()
        if isinstance(symbol, DotnetEnum)
        else "none"
    )
