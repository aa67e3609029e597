"""Values that an indicator would have had: `indicator_history` and the warm-up of indicators."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from leanrig.engine.data.python_data import DynamicData
from leanrig.engine.data.slices import Slice
from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import MarketDataType, TickType
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.base import BarIndicator, IndicatorBase
from leanrig.engine.indicators.data_point import BEFORE_ALL_US, IndicatorDataPoint
from leanrig.engine.naming import Dotnet, DotnetEnum, snake
from leanrig.engine.number import exact

__all__ = ["IndicatorDataPoints", "IndicatorHistory", "play"]

_IGNORED = frozenset(
    (
        "consolidators",
        "current",
        "previous",
        "name",
        "samples",
        "is_ready",
        "window",
        "warm_up_period",
        "period",
        "exact",
        "value",
    )
)


class IndicatorDataPoints(DynamicData):
    """All values of an indicator at one moment: `.current`, `.upper_band`, ..."""

    data_type: Any = MarketDataType.BASE

    def __init__(self, moment: datetime, values: dict[str, IndicatorDataPoint]) -> None:
        super().__init__()
        self._time = moment
        self.exact_value = values["current"].exact_value
        self.symbol = Symbol.EMPTY
        for name, value in values.items():
            self.__dict__[name.replace("_", "")] = value
            self.__dict__[name] = value


class IndicatorHistory(Dotnet):
    """Ready values of an indicator, oldest first; iterable, by name, and as a frame."""

    def __init__(self, points: list[IndicatorDataPoints], by_name: dict[str, list[Any]], others: dict[str, list[Any]]):
        self._points = points
        self._by_name = by_name
        self._others = others
        self._frame: Any = None

    @property
    def current(self) -> list[IndicatorDataPoint]:
        return self._by_name["current"]

    @property
    def count(self) -> int:
        return len(self._points)

    @property
    def data_frame(self) -> Any:
        """Columns are the indicator's values by name without underscores, rows their end times."""
        if self._frame is None:
            self._frame = _frame(self._points, self._by_name, self._others)
        return self._frame

    def __len__(self) -> int:
        return len(self._points)

    def __iter__(self) -> Iterator[IndicatorDataPoints]:
        return iter(self._points)

    def __getitem__(self, name: str | int) -> Any:
        return self._points[name] if isinstance(name, int) else self._by_name.get(snake(name))


def _frame(points: list[IndicatorDataPoints], by_name: dict[str, list[Any]], others: dict[str, list[Any]]) -> Any:
    import pandas as pd

    from leanrig.engine.history.lookups import teach_pandas

    teach_pandas()
    columns: dict[str, Any] = {}
    for name, values in by_name.items():
        known = [value for value in values if value.end_us != BEFORE_ALL_US]
        column = pd.Series([value.value for value in known], _moments(known), dtype="float64")
        columns[name.replace("_", "")] = column
    moments = _moments(points)
    for name, raw in others.items():
        shown = [value.to_string() if isinstance(value, DotnetEnum) else value for value in raw]
        kind = object if any(isinstance(value, str) for value in shown) else None
        columns[name.replace("_", "")] = pd.Series(shown, moments, dtype=kind)
    return pd.DataFrame(columns, columns=pd.Index(sorted(columns), dtype=object))


def _moments(points: Sequence[Any]) -> Any:
    """End times as pandas has them in every version: nanoseconds, without a zone."""
    import numpy as np
    import pandas as pd

    return pd.DatetimeIndex(np.array([point.end_time for point in points], dtype="datetime64[ns]"))


def play(indicator: IndicatorBase, found: Iterable[Slice], selector: Any, field: str = "value") -> IndicatorHistory:
    """Reset an indicator, feed it with history, and take its values down whenever it is ready."""
    indicator.reset()
    inner, plain = _members(indicator)
    for name in inner:
        getattr(indicator, name).reset()
    points: list[IndicatorDataPoints] = []
    by_name: dict[str, list[Any]] = {name: [] for name in (*inner, "current")}
    others: dict[str, list[Any]] = {name: [] for name in plain}
    last: list[IndicatorDataPoint | None] = [None, None]

    def take_down(point: IndicatorDataPoint | None) -> None:
        if point is None or (last[1] is not None and last[1].end_us == point.end_us):
            return
        last[1] = point
        values = {name: getattr(indicator, name).current for name in inner} | {"current": indicator.current}
        points.append(IndicatorDataPoints(point.time, values))
        for name, value in values.items():
            by_name[name].append(value)
        for name in plain:
            others[name].append(getattr(indicator, name))

    def updated(_: Any, point: IndicatorDataPoint) -> None:
        if not indicator.is_ready:
            return
        if last[0] is None or last[0].end_us != point.end_us:
            take_down(point)
        last[0] = point

    indicator.updated += updated
    feed = feeding(indicator, selector, field)
    for slice_ in found:
        for point in _newest(slice_, getattr(selector, "tick_type", None)):
            feed(point)
    take_down(last[0])
    indicator.updated -= updated
    return IndicatorHistory(points, by_name, others)


def _newest(slice_: Slice, tick_type: TickType | None) -> Iterator[Any]:
    """Each symbol's point of a slice, of the kind that a field is taken from; the last of its ticks."""
    points: Any = slice_
    if tick_type is not None:
        points = slice_.quote_bars if tick_type is TickType.QUOTE else slice_.bars
    for value in points._items.values():
        yield value[-1] if isinstance(value, list) else value


def feeding(indicator: Any, selector: Any, field: str = "value") -> Callable[[Any], Any]:
    """A function that hands a bar to an indicator as its registration would."""
    if selector is not None:
        if isinstance(indicator, BarIndicator):
            return lambda bar: indicator.advance_bar(selector(bar))
        take = getattr(selector, "exact", selector)
        return lambda bar: _chosen(indicator, bar, take(bar))
    if field in ("value", "bar") or not hasattr(indicator, "advance"):
        return indicator.advance_bar  # type: ignore[no-any-return]
    name = f"exact_{field}"
    return lambda bar: indicator.advance(
        bar.end_us, bar.exact_value if isinstance(bar, Tick) else getattr(bar, name), bar.symbol
    )


def _chosen(indicator: Any, bar: Any, chosen: Any) -> None:
    if hasattr(chosen, "end_us"):
        indicator.advance_bar(chosen)
    else:
        indicator.advance(bar.end_us, exact(chosen), bar.symbol)


def _members(indicator: Any) -> tuple[list[str], list[str]]:
    """Names of the indicator's own indicators, and of its other values."""
    names = [
        *(name for name in vars(indicator) if not name.startswith("_")),
        *(
            name
            for base in type(indicator).__mro__
            for name, member in vars(base).items()
            if isinstance(member, property) and not name.startswith("_")
        ),
    ]
    inner, plain = [], []
    for name in dict.fromkeys(names):
        if name in _IGNORED or name != name.lower():
            continue
        value = getattr(indicator, name)
        if isinstance(value, IndicatorBase):
            inner.append(name)
        elif isinstance(value, (DotnetEnum, str, bool, int, float)):
            plain.append(name)
    return inner, plain
