"""Lines over time as a picture with its table: prices, drawdowns, regimes below them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable, Row
from leanrig.report.inputs import SignalRow
from leanrig.report.regimes import spells_in_regimes
from leanrig.report.scale import label_of, log_ticks, ticks, time_ticks
from leanrig.report.sheet.sheet import Picture
from leanrig.report.stack import Line, Pane, Ribbon, Stack, shown_time

__all__ = ["Drawn", "picture_of"]

Floats = NDArray[np.float64]
Unit = Literal["money", "percent", "plain"]
_MOST_POINTS = 2_000
_MOST_ROWS = 60
_MANIFOLD = 10.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart: its lines by their names, all over the picture's times; `is_log` wants a logarithmic axis."""

    key: str
    title: str
    unit: Unit
    lines: tuple[tuple[str, Floats], ...]
    is_area: bool = False
    is_log: bool = False


def picture_of(
    facts: Facts,
    key: str,
    title: str,
    times: Sequence[int],
    charts: Sequence[Drawn],
    *,
    currency: str = "USD",
    regimes: tuple[str, Sequence[SignalRow]] | None = None,
    source: str = "",
) -> Picture | None:
    """Return the picture; None where fewer than two moments have a value.

    Parameters
    ----------
    key
        Sets its facts apart from those of other pictures.
    times
        Unix seconds, in order.
    regimes
        A symbol with its rows, to be shown below the first chart.
    """
    at = np.array(times, dtype=np.int64)
    chosen = _thinned(len(at))
    panes = [pane for chart in charts if (pane := _pane(key, chart, chosen, currency)) is not None]
    if len(at) < 2 or not panes:
        return None
    at = at[chosen]
    first, last = int(at[0]), int(at[-1])
    ribbons = () if regimes is None else (Ribbon(regimes[0], tuple(spells_in_regimes(regimes[1], first, last))),)
    stack = Stack(at, tuple(panes), (), ribbons, tuple(time_ticks(first, last)))
    _keep_labels(facts, stack)
    return Picture(title, stack, _table(facts, key, title, stack, currency=currency, source=source))


def _thinned(count: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, max(count - 1, 0), min(count, _MOST_POINTS)).astype(np.int64))


def _pane(key: str, chart: Drawn, chosen: NDArray[np.int64], currency: str) -> Pane | None:
    lines = tuple(
        Line(f"{key} {chart.key} {place}", name, np.asarray(values, dtype=np.float64)[chosen])
        for place, (name, values) in enumerate(chart.lines)
        if len(values)
    )
    known = np.concatenate([line.values[np.isfinite(line.values)] for line in lines]) if lines else np.zeros(0)
    if len(known) < 2:
        return None
    low, high = _room(float(known.min()), float(known.max()), is_area=chart.is_area)
    is_log = chart.unit != "percent" and not chart.is_area and low > 0 and (chart.is_log or high > _MANIFOLD * low)
    label = label_of(chart.unit, currency)
    places = log_ticks(low, high, label) if is_log else ticks(low, high, label, most=4)
    shape = "area" if chart.is_area else "line"
    return Pane(chart.key, chart.title, chart.unit, shape, lines, low, high, tuple(places), is_log)


def _room(low: float, high: float, *, is_area: bool) -> tuple[float, float]:
    if low == high:
        return low - abs(low) * 0.01 - 1e-9, high + abs(high) * 0.01 + 1e-9
    if is_area:
        return low - (high - low) * 0.04, max(high, 0.0)
    if low > 0:
        return low / 1.03, high * 1.03
    return low - (high - low) * 0.04, high + (high - low) * 0.04


def _keep_labels(facts: Facts, stack: Stack) -> None:
    for line in stack.lines.values():
        facts.name(f"line.{line.key}", line.label)
    for ribbon in stack.ribbons:
        if f"ribbon.{ribbon.symbol}" not in facts:
            facts.name(f"ribbon.{ribbon.symbol}", ribbon.symbol)
    facts.ticks |= {tick.text for pane in stack.panes for tick in pane.ticks} | {tick.text for tick in stack.ticks}


def _table(facts: Facts, key: str, title: str, stack: Stack, *, currency: str, source: str) -> FactTable:
    columns = [Column("time", "Until (UTC)", is_number=False)]
    columns += [
        Column(line.key, f"{pane.title}: {line.label}" if len(stack.panes) > 1 else line.label)
        for pane in stack.panes
        for line in pane.lines
    ]
    rows: list[Row] = []
    for place in _ends(stack.times):
        moment = shown_time(int(stack.times[place]))
        cells = [
            (float(line.values[place]), _text(float(line.values[place]), pane.unit, currency))
            for pane in stack.panes
            for line in pane.lines
        ]
        rows.append(((int(stack.times[place]), moment), *cells))
    return facts.table(f"picture-{key}", title, columns, rows, source)


def _ends(times: NDArray[np.int64]) -> list[int]:
    """Return the last place of each day, month or year: of the finest that is no more than a screen long."""
    shown = [shown_time(int(time)) for time in times]
    for length in (16, 10, 7, 4):
        ends = {text[:length]: place for place, text in enumerate(shown)}
        if len(ends) <= _MOST_ROWS:
            break
    return sorted(ends.values())


def _text(value: float, unit: str, currency: str) -> str:
    if unit == "percent":
        return formats.percent(value)
    return formats.money(value, currency) if unit == "money" else formats.ratio(value)
