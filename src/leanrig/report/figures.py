"""The six figures at the top, each beside the same of the benchmark, with a small line of how it came about."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.model.result import Order, Result
from leanrig.report import formats
from leanrig.report.daily import Daily
from leanrig.report.fact import Fact, Facts, Prose, say
from leanrig.report.inputs import ReportInputs
from leanrig.report.measures import Measures
from leanrig.report.risk import drawdowns
from leanrig.report.stack import exposure_at

__all__ = ["Figure", "figures_of"]

Floats = NDArray[np.float64]

_FEWEST_RETURNS = 90
_WINDOW = 365


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip; `spark` runs from the first day to the last."""

    title: str
    value: Fact
    other: Fact | None
    meaning: Prose
    spark: Floats
    other_spark: Floats | None = None


def figures_of(
    facts: Facts, inputs: ReportInputs, daily: Daily, found: Measures, *, currency: str
) -> tuple[Figure, ...]:
    """Return the six figures as facts."""
    return (
        _growth(facts, daily, found),
        _sharpe(facts, daily, found),
        _drawdown(facts, daily, found),
        _market(facts, inputs, daily, found),
        _trades(facts, inputs, daily),
        _costs(facts, inputs, daily, found, currency=currency),
    )


def _growth(facts: Facts, daily: Daily, found: Measures) -> Figure:
    own, other = _pair(
        facts, "return", (found.growth, found.benchmark_growth), formats.change, "compound growth a year"
    )
    held = daily.benchmark
    return Figure(
        "Return a year",
        own,
        other,
        say("Compound growth a year, from first to last account value."),
        daily.equity / daily.equity[0],
        None if held is None else held / held[0],
    )


def _sharpe(facts: Facts, daily: Daily, found: Measures) -> Figure:
    how = "Lean's Sharpe ratio, over all calendar days"
    own, other = _pair(facts, "sharpe", (found.sharpe, found.benchmark_sharpe), formats.ratio, how)
    rate = facts.add(
        "rate",
        found.rate,
        formats.percent(found.rate, decimals=2),
        unit="a year",
        how="worked back from Lean's own Sharpe ratio" if found.is_rate_known else "none is known: taken as nothing",
        source="result",
    )
    market = daily.benchmark_returns()
    return Figure(
        "Sharpe ratio",
        own,
        other,
        say(
            "Annual return above {rate} (the risk-free rate) for each unit of deviation, as Lean counts; the line is"
            " the rolling year.",
            rate=rate,
        ),
        _rolling(daily.returns(), found),
        None if market is None else _rolling(market, found),
    )


def _drawdown(facts: Facts, daily: Daily, found: Measures) -> Figure:
    own, other = _pair(
        facts, "drawdown", (found.drawdown, found.benchmark_drawdown), formats.percent, "deepest fall from a peak"
    )
    return Figure(
        "Drawdown",
        own,
        other,
        say("Deepest fall from an earlier peak, over all samples."),
        drawdowns(daily.equity),
        None if daily.benchmark is None else drawdowns(daily.benchmark),
    )


def _market(facts: Facts, inputs: ReportInputs, daily: Daily, found: Measures) -> Figure:
    exposure = exposure_at(inputs, daily.times)
    held = np.nan if daily.benchmark is None else 1.0
    own, other = _pair(facts, "market", (found.in_market, held), formats.share, "share of days with holdings")
    meaning = "Share of days at whose end anything was held; the line is the exposure."
    return Figure("Time in market", own, other, say(meaning), exposure if exposure is not None else np.zeros(0))


def _trades(facts: Facts, inputs: ReportInputs, daily: Daily) -> Figure:
    result = inputs.result
    own = facts.add("figure.trades", len(result.trades), formats.count(len(result.trades)), source="result")
    orders = facts.add("orders.count", len(result.orders), formats.count(len(result.orders)), source="result")
    meaning = say("Closed trades, out of {orders} orders; the line adds up the orders that filled.", orders=orders)
    return Figure("Trades", own, None, meaning, _cumulated(result, daily, lambda _: 1.0))


def _costs(facts: Facts, inputs: ReportInputs, daily: Daily, found: Measures, *, currency: str) -> Figure:
    fees = facts.add(
        "fees", found.fees, formats.money(found.fees, currency, decimals=0), how="sum of fees", source="order events"
    )
    own = facts.add(
        "figure.costs",
        found.cost_a_year,
        formats.percent(found.cost_a_year, decimals=2),
        unit="a year",
        how="fees by mean account value and years",
        source="order events",
    )
    meaning = say(
        "Fees ({fees}) a year, as a share of the mean account. Spread and slippage lie in the fills.", fees=fees
    )
    return Figure(
        "Costs a year", own, None, meaning, _cumulated(inputs.result, daily, lambda order: sum(order.fees.values()))
    )


def _pair(
    facts: Facts, key: str, values: tuple[float, float], form: Callable[[float | None], str], how: str
) -> tuple[Fact, Fact | None]:
    """Keep the account's figure and, where it is one, the benchmark's."""
    own, other = values
    fact = facts.add(f"figure.{key}", own, form(own), how=how, source="result")
    if np.isnan(other):
        return fact, None
    return fact, facts.add(f"benchmark.{key}", other, form(other), how=f"{how}, of the benchmark", source="result")


def _cumulated(result: Result, daily: Daily, value: Callable[[Order], float]) -> Floats:
    """Return the running sum of a value over the orders that filled."""
    filled = sorted((order for order in result.orders if order.filled), key=lambda order: order.filled or 0)
    times = np.array([order.filled.timestamp() for order in filled if order.filled])
    sums = np.cumsum([0.0, *(value(order) for order in filled)])
    found: Floats = sums[np.searchsorted(times, daily.times, side="right")]
    return found


def _rolling(returns: Floats, found: Measures) -> Floats:
    """Return the Sharpe ratio of the year (of calendar days) up to each day."""
    if len(returns) < _FEWEST_RETURNS:
        return np.zeros(0)
    window = min(_WINDOW, len(returns) // 2)
    sums = np.cumsum(np.insert(returns, 0, 0.0))
    squares = np.cumsum(np.insert(returns**2, 0, 0.0))
    mean = (sums[window:] - sums[:-window]) / window
    variance = np.maximum((squares[window:] - squares[:-window]) / window - mean**2, 0) * found.days_per_year
    grown = (1 + mean) ** found.days_per_year - 1 - found.rate
    rolling: Floats = np.divide(grown, np.sqrt(variance), out=np.zeros(len(mean)), where=variance > 1e-12)
    return rolling
