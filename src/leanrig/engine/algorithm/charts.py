"""Charts of the user's own: series of points, in Lean's shape."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.enums import ChartType, ScatterMarkerSymbol, SeriesType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact, from_double, smart_round
from leanrig.engine.securities.clock import Clock

__all__ = ["BaseSeries", "CandlestickSeries", "Chart", "ChartsMixin", "Series"]

_RESERVED: dict[str, tuple[str, ...]] = {
    "Strategy Equity": ("Equity", "Return"),
    "Capacity": ("Strategy Capacity",),
    "Drawdown": ("Equity Drawdown",),
    "Benchmark": ("Benchmark",),
    "Assets Sales Volume": (),
    "Exposure": (),
    "Portfolio Margin": (),
    "Portfolio Turnover": ("Portfolio Turnover",),
}


class BaseSeries(Dotnet):
    """Points of (unix seconds, value); candles of (unix seconds, open, high, low, close)."""

    default_type: ClassVar[SeriesType] = SeriesType.LINE

    def __init__(self, name: str = "", series_type: Any = None, *rest: Any, unit: str = "$", index: int = 0) -> None:
        """`(name)`, `(name, type)`, `(name, type, index or unit)` or `(name, type, unit, color, symbol)`."""
        self.name = name
        self.series_type = self.default_type if series_type is None else SeriesType(int(series_type))
        self.unit = next((part for part in rest if isinstance(part, str)), unit)
        self.index = next((part for part in rest if type(part) is int), index)
        self.index_name: str | None = None
        self.z_index: int | None = None
        self.tooltip: str | None = None
        texts = [
            part for part in rest if not isinstance(part, (str, int)) and not isinstance(part, ScatterMarkerSymbol)
        ]
        self.color = next(iter(texts), None)
        markers = [part for part in rest if isinstance(part, ScatterMarkerSymbol)]
        self.scatter_marker_symbol = markers[0] if markers else ScatterMarkerSymbol.NONE
        self.values: list[tuple[Any, ...]] = []

    def add_exact(self, seconds: int, *values: Decimal) -> None:
        """Add a point; of points at the same second the last stays."""
        point = (seconds, *(smart_round(value) for value in values))
        if self.values and self.values[-1][0] == seconds:
            self.values[-1] = point
        else:
            self.values.append(point)

    def add_point(self, time: Any, *values: object) -> None:
        """Add a point at a datetime in UTC."""
        from leanrig.engine.data.base_data import micros

        self.add_exact(micros(time) // 1_000_000, *(exact(value) for value in values))


class Series(BaseSeries):
    """A line, bars or scatter."""


class CandlestickSeries(BaseSeries):
    """Candles."""

    default_type: ClassVar[SeriesType] = SeriesType.CANDLE


class Chart(Dotnet):
    """Series by name."""

    def __init__(self, name: str = "", *_: Any) -> None:
        self.name = name
        self.chart_type = ChartType.OVERLAY
        self.series: dict[str, BaseSeries] = {}
        self.legend_disabled = False
        self.symbol: Any = None

    def add_series(self, series: BaseSeries) -> None:
        if series.name in self.series:
            raise ArgumentException(f"Chart.AddSeries(): Chart series name already exists: {series.name}")
        self.series[series.name] = series

    def try_add_and_get_series(self, name: str, series_type: Any, *rest: Any) -> BaseSeries:
        if name not in self.series:
            self.series[name] = Series(name, series_type, *rest)
        return self.series[name]


class ChartsMixin(Dotnet):
    """`plot`, `add_chart`, `add_series`, `plot_indicator`."""

    _lean_charts: dict[str, Chart]
    _lean_clock: Clock

    def add_chart(self, chart: Chart) -> None:
        self._lean_charts.setdefault(chart.name, chart)

    def add_series(self, chart: str, series: str, series_type: Any = SeriesType.LINE, unit: str = "$") -> None:
        made = CandlestickSeries if SeriesType(int(series_type)) is SeriesType.CANDLE else Series
        self._lean_charts.setdefault(chart, Chart(chart)).series[series] = made(series, series_type, unit=unit)

    def plot(self, *args: Any) -> None:
        """`(series, value)`, `(chart, series, value)`, four values or a bar for a candle, `(chart, indicators...)`."""
        texts = 1 if len(args) < 2 or not isinstance(args[1], str) else 2
        values = args[texts:]
        if texts == 1 and values and hasattr(values[0], "current"):
            for indicator in values:
                self._lean_point(args[0], indicator.name, [indicator.current.exact_value])
            return
        chart, series = ("Strategy Equity", args[0]) if texts == 1 else args[:2]
        if len(values) == 1 and hasattr(values[0], "exact_open"):
            bar = values[0]
            numbers = [bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close]
        else:
            numbers = [_number(value) for value in values]
        self._lean_point(chart, series, numbers)

    record = plot

    def plot_indicator(self, chart: str, *indicators: Any) -> None:
        """Plot indicators whenever they are updated; a leading True waits until they are ready."""
        wait = bool(indicators) and isinstance(indicators[0], bool) and indicators[0]
        for indicator in indicators:
            if not isinstance(indicator, bool) and indicator is not None:
                indicator.updated += _plotter(self, chart, indicator, wait=wait)

    def _lean_point(self, chart: str, name: str, numbers: list[Decimal]) -> None:
        reserved = _RESERVED.get(chart)
        if reserved == ():
            raise ArgumentException(f"'{chart}' is a reserved chart name.")
        if reserved and name in reserved:
            raise ArgumentException(f"'{name}' is a reserved series name for chart '{chart}'.")
        made = self._lean_charts.setdefault(chart, Chart(chart))
        if name not in made.series:
            made.series[name] = CandlestickSeries(name) if len(numbers) == 4 else Series(name)
        made.series[name].add_exact(self._lean_clock.now_us // 1_000_000, *numbers)


def _number(value: Any) -> Decimal:
    return from_double(float(value)) if isinstance(value, float) else exact(value)


def _plotter(algorithm: ChartsMixin, chart: str, indicator: Any, *, wait: bool) -> Any:
    def plot(*_: Any) -> None:
        if not wait or indicator.is_ready:
            algorithm.plot(chart, indicator)

    return plot
