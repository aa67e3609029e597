"""The charts of the page: panes over one time axis, regimes and orders on it, all in one table of values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leanrig.report.daily import Daily, as_of
from leanrig.report.inputs import PriceLine, ReportInputs
from leanrig.report.regimes import Spell, in_force, spells_in_regimes
from leanrig.report.risk import drawdowns
from leanrig.report.scale import Tick, label_of, log_ticks, ticks, time_ticks

__all__ = ["Line", "Mark", "Pane", "Ribbon", "Stack", "exposure_at", "stack_of"]

Floats = NDArray[np.float64]
Times = NDArray[np.int64]

# Below this many days the samples within the day are shown.
_FEW_DAYS = 40
_MOST_POINTS = 4_000
_MOST_MARKS = 1_500
# Where values grow by more than this, the page opens with logarithmic axes.
_MANIFOLD = 10
_MOST_SYMBOLS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pane; `values` stand at the stack's times, NaN where there is none."""

    key: str
    label: str
    values: Floats


@dataclass(frozen=True, slots=True)
class Pane:
    """One chart. `group` joins the panes of which only one is shown at a time (linear and logarithmic)."""

    key: str
    title: str
    unit: str
    shape: str
    lines: tuple[Line, ...]
    low: float
    high: float
    ticks: tuple[Tick, ...]
    is_log: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An order on the price: bought, sold or refused."""

    time: int
    value: float
    kind: str
    order_id: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The regimes of one symbol in force."""

    symbol: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """All panes, from the first sample to the last."""

    times: Times
    panes: tuple[Pane, ...]
    marks: tuple[Mark, ...]
    ribbons: tuple[Ribbon, ...]
    ticks: tuple[Tick, ...]

    def pane(self, key: str) -> Pane | None:
        """Return a pane by its key."""
        return next((pane for pane in self.panes if pane.key == key), None)

    @property
    def has_prices(self) -> bool:
        """Whether closes are known, and not fills alone."""
        return any(line.key.startswith("price ") for line in self.lines.values())

    @property
    def first_group(self) -> int:
        """How many panes the uppermost chart has (linear and logarithmic); the regimes stand below them."""
        return sum(pane.group == self.panes[0].group for pane in self.panes)

    @property
    def grows_manifold(self) -> bool:
        """Whether a logarithmic axis shows more than a linear one."""
        logs = [pane for pane in self.panes if pane.is_log]
        return any(pane.high > _MANIFOLD * pane.low for pane in logs)

    @property
    def lines(self) -> dict[str, Line]:
        """Every line once, by its key."""
        return {line.key: line for pane in self.panes for line in pane.lines}


def stack_of(inputs: ReportInputs, daily: Daily) -> Stack:
    """Return the panes of all that is known: price, equity, drawdown, exposure, signal."""
    times = _axis(inputs, daily)
    currency = inputs.result.configuration.currency if inputs.result.configuration else "USD"
    prices = _price_lines(inputs.prices, times)
    marks = _marks(inputs, times) if len(inputs.prices) <= 1 else ()
    panes = [
        *_price_panes(prices, marks, currency),
        *_equity_panes(inputs, daily, times, currency),
        *_signal_panes(inputs, times),
    ]
    ribbons = tuple(
        Ribbon(symbol, tuple(spells_in_regimes(rows, int(times[0]), int(times[-1]))))
        for symbol, rows in list(inputs.signals.items())[:_MOST_SYMBOLS]
    )
    return Stack(times, tuple(panes), marks, ribbons, tuple(time_ticks(int(times[0]), int(times[-1]))))


def exposure_at(inputs: ReportInputs, times: Times) -> Floats | None:
    """Return net exposure as a fraction of the account; None where the result has no such chart."""
    chart = inputs.result.charts.get("Exposure")
    found = [as_of(s.times, s.values, times) for s in chart.series.values() if s.times] if chart else []
    return np.nansum(found, axis=0) if found else None


def _axis(inputs: ReportInputs, daily: Daily) -> Times:
    equity = inputs.result.equity
    times = daily.times[daily.sessions()]
    if len(daily.times) < _FEW_DAYS and equity is not None:
        times = np.unique(np.array(equity.times, dtype=np.int64))
    if len(times) > _MOST_POINTS:
        times = times[np.unique(np.linspace(0, len(times) - 1, _MOST_POINTS).astype(int))]
    return times


def _price_lines(prices: Mapping[str, PriceLine], times: Times) -> list[Line]:
    lines = []
    for symbol, price in list(prices.items())[:_MOST_SYMBOLS]:
        values = as_of(price.times, price.closes, times)
        if len(prices) > 1:  # several symbols share one pane as multiples of their first close
            known = values[np.isfinite(values)]
            values = values / known[0] if len(known) else values
        lines.append(Line(f"price {symbol}", symbol, values))
    return lines


def _price_panes(lines: Sequence[Line], marks: Sequence[Mark], currency: str) -> list[Pane]:
    values = [line.values[np.isfinite(line.values)] for line in lines]
    values.append(np.array([mark.value for mark in marks if np.isfinite(mark.value)]))
    if not sum(len(part) for part in values):
        return []
    if len(lines) > 1:
        return _both("price", "Price, first close = one", "plain", lines, values=values, currency=currency)
    return _both("price", "Price", "money", lines, values=values, currency=currency)


def _equity_panes(inputs: ReportInputs, daily: Daily, times: Times, currency: str) -> list[Pane]:
    equity = inputs.result.equity
    assert equity is not None
    account = Line("equity", "account", as_of(equity.times, equity.values, times))
    lines, fallen = [account], [Line("drawdown", "account", drawdowns(account.values))]
    if daily.benchmark is not None:
        name = inputs.benchmark or "benchmark"
        held = as_of(tuple(daily.times.tolist()), tuple(daily.benchmark.tolist()), times)
        held = held / held[0] * account.values[0]
        lines.append(Line("benchmark", name, held))
        fallen.append(Line("benchmark drawdown", name, drawdowns(held)))
    values = [line.values for line in lines]
    panes = _both("equity", "Account and benchmark", "money", lines, values=values, currency=currency)
    falls = [line.values for line in fallen]
    panes.append(_pane("drawdown", "Drawdown", "percent", "area", fallen, values=falls, currency=currency))
    exposure = exposure_at(inputs, times)
    if exposure is not None:
        line, ground = Line("exposure", "net exposure", exposure), np.array([0.0])
        panes.append(
            _pane("exposure", "Exposure", "percent", "step", [line], values=[exposure, ground], currency=currency)
        )
    return panes


def _signal_panes(inputs: ReportInputs, times: Times) -> list[Pane]:
    several = len(inputs.signals) > 1
    lines: list[Line] = []
    for symbol, rows in list(inputs.signals.items())[:_MOST_SYMBOLS]:
        places = in_force(rows, times)
        suffix = f" {symbol}" if several else ""
        lines.append(Line(f"strength{suffix}", f"strength{suffix}", _held(places, [row.strength for row in rows])))
        if not several:
            lines.append(Line("confidence", "confidence", _held(places, [row.confidence for row in rows])))
    if not lines:
        return []
    return [_pane("signal", "Signal", "plain", "step", lines, values=[np.array([-1.0, 1.0])], currency="")]


def _held(places: NDArray[np.int64], values: list[float]) -> Floats:
    found = np.array([*values, np.nan])
    return found[places]  # -1, before the first row, is the NaN at the end


def _both(
    key: str, title: str, unit: str, lines: Sequence[Line], *, values: Sequence[Floats], currency: str
) -> list[Pane]:
    """Return the pane on a linear scale and, where all is above zero, on a logarithmic one."""
    panes = [_pane(key, title, unit, "line", lines, values=values, currency=currency, group=key)]
    if min(float(part.min()) for part in values if len(part)) > 0:
        panes.append(
            _pane(f"{key} log", title, unit, "line", lines, values=values, currency=currency, group=key, log=True)
        )
    return panes


def _pane(
    key: str,
    title: str,
    unit: str,
    shape: str,
    lines: Sequence[Line],
    *,
    values: Sequence[Floats],
    currency: str,
    group: str = "",
    log: bool = False,
) -> Pane:
    joined = np.concatenate([part[np.isfinite(part)] for part in values])
    low, high = float(joined.min()), float(joined.max())
    if low == high:
        low, high = low - abs(low) * 0.01 - 1e-9, high + abs(high) * 0.01 + 1e-9
    if log:
        low, high = low / 1.03, high * 1.03
    else:
        room = (high - low) * 0.04
        low, high = low - room, high + (0 if unit == "percent" and shape == "area" else room)
    label = label_of(unit, currency)
    places = log_ticks(low, high, label) if log else ticks(low, high, label, most=4)
    return Pane(key, title, unit, shape, tuple(lines), low, high, tuple(places), log, group)


def _marks(inputs: ReportInputs, times: Times) -> tuple[Mark, ...]:
    """Return the orders of the one symbol; a refused one stands at the price that was seen."""
    symbol = next(iter(inputs.prices), None)
    traded = {order.symbol for order in inputs.result.orders}
    if symbol is None and len(traded) != 1:
        return ()
    found = []
    for order in inputs.result.orders:
        moment = order.filled or order.created
        value = order.last_price if order.is_refused else order.fill_price
        if moment is None or value is None or (symbol is not None and order.symbol != symbol):
            continue
        kind = "refused" if order.is_refused else "bought" if order.quantity > 0 else "sold"
        found.append(Mark(int(moment.timestamp()), value, kind, order.id))
    inside = sorted((mark for mark in found if times[0] <= mark.time <= times[-1]), key=lambda mark: mark.time)
    return tuple(inside[:: 1 + len(inside) // _MOST_MARKS])


def shown_time(time: int) -> str:
    """Return a sample's moment as text."""
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}"
