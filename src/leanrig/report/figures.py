"""The six figures at the top, each beside the same of the benchmark, with a small line of how it came about."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.model.result import Result
from leanrig.report import formats
from leanrig.report.bootstrap import Comparison, compare_sharpe
from leanrig.report.daily import Daily
from leanrig.report.fact import Fact, Facts, Prose, say
from leanrig.report.inputs import ReportInputs
from leanrig.report.risk import annual_return, drawdowns, implied_rate, sharpe, worst_drawdown
from leanrig.report.stack import exposure_at

__all__ = ["Figure", "Measures", "figures_of", "measure"]

Floats = NDArray[np.float64]

_DAYS_OF_A_YEAR = 252


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip; `spark` runs from the first day to the last."""

    title: str
    value: Fact
    other: Fact | None
    meaning: Prose
    spark: Floats
    other_spark: Floats | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What the comparison with the benchmark rests on; NaN and None where there is nothing to measure."""

    growth: float
    benchmark_growth: float
    sharpe: float
    benchmark_sharpe: float
    drawdown: float
    benchmark_drawdown: float
    rate: float
    is_rate_known: bool
    days_per_year: int
    in_market: float
    fees: float
    cost_a_year: float
    comparison: Comparison | None


def measure(inputs: ReportInputs, daily: Daily) -> Measures:
    """Measure account and benchmark by the same rules."""
    result = inputs.result
    days = (result.configuration.days_per_year if result.configuration else None) or _DAYS_OF_A_YEAR
    returns, market = daily.returns(), daily.benchmark_returns()
    said = result.portfolio.get("sharpeRatio")
    rate = implied_rate(returns, days_per_year=days, said=said) if said is not None else None
    held = daily.benchmark
    fees = sum(sum(order.fees.values()) for order in result.orders)
    equity = np.array(result.equity.values) if result.equity else daily.equity
    return Measures(
        growth=annual_return(float(daily.equity[0]), float(daily.equity[-1]), daily.years),
        benchmark_growth=annual_return(float(held[0]), float(held[-1]), daily.years) if held is not None else np.nan,
        sharpe=sharpe(returns, days_per_year=days, rate=rate or 0.0),
        benchmark_sharpe=np.nan if market is None else sharpe(market, days_per_year=days, rate=rate or 0.0),
        drawdown=worst_drawdown(equity).depth,
        benchmark_drawdown=worst_drawdown(held).depth if held is not None else np.nan,
        rate=rate or 0.0,
        is_rate_known=rate is not None,
        days_per_year=days,
        in_market=_time_in_market(inputs, daily),
        fees=fees,
        cost_a_year=fees / float(daily.equity.mean()) / daily.years
        if daily.years and daily.equity.mean() > 0
        else np.nan,
        comparison=compare_sharpe(returns, market, days_per_year=days, rate=rate or 0.0)
        if market is not None
        else None,
    )


def figures_of(facts: Facts, inputs: ReportInputs, daily: Daily, found: Measures, currency: str) -> tuple[Figure, ...]:
    """Return the six figures as facts."""
    held = daily.benchmark

    def pair(key: str, text: str, value: float, other: float, other_text: str, how: str) -> tuple[Fact, Fact | None]:
        own = facts.add(f"figure.{key}", value, text, how=how, source="result")
        if held is None:
            return own, None
        return own, facts.add(f"benchmark.{key}", other, other_text, how=f"{how}, of the benchmark", source="result")

    rate = facts.add(
        "rate", found.rate, formats.percent(found.rate, decimals=2), unit="a year",
        how="worked back from Lean's own Sharpe ratio" if found.is_rate_known else "none is known: taken as nothing",
        source="result",
    )  # fmt: skip
    growth = pair(
        "return", formats.change(found.growth), found.growth, found.benchmark_growth,
        formats.change(found.benchmark_growth), "compound growth a year",
    )  # fmt: skip
    ratio = pair(
        "sharpe", formats.ratio(found.sharpe), found.sharpe, found.benchmark_sharpe,
        formats.ratio(found.benchmark_sharpe), "Lean's Sharpe ratio over all calendar days",
    )  # fmt: skip
    fall = pair(
        "drawdown", formats.percent(found.drawdown), found.drawdown, found.benchmark_drawdown,
        formats.percent(found.benchmark_drawdown), "deepest fall from a peak",
    )  # fmt: skip
    market = pair(
        "market", formats.share(found.in_market), found.in_market, 1.0, formats.share(1.0), "share of days held"
    )
    trades = facts.add(
        "figure.trades", len(inputs.result.trades), formats.count(len(inputs.result.trades)), source="result"
    )
    orders = facts.add(
        "orders.count", len(inputs.result.orders), formats.count(len(inputs.result.orders)), source="result"
    )
    fees = facts.add(
        "fees", found.fees, formats.money(found.fees, currency, decimals=0), how="sum of fees", source="order events"
    )
    cost = facts.add(
        "figure.costs", found.cost_a_year, formats.percent(found.cost_a_year, decimals=2),
        unit="a year", how="fees by mean account value and years", source="order events",
    )  # fmt: skip
    filled = _cumulated(inputs.result, daily, value=lambda _: 1.0)
    paid = _cumulated(inputs.result, daily, value=lambda order: sum(order.fees.values()))
    exposure = exposure_at(inputs, daily.times)
    return (
        Figure("Return a year", *growth, say("Compound growth a year from first to last account value."), daily.equity / daily.equity[0], None if held is None else held / held[0]),
        Figure("Sharpe ratio", *ratio, say("Annual return above {rate} (the risk-free rate) for each unit of annual deviation, by Lean's rule; the line is the rolling year.", rate=rate), _rolling(daily.returns(), found), None if held is None else _rolling(daily.benchmark_returns(), found)),
        Figure("Drawdown", *fall, say("Deepest fall from an earlier peak, over all samples."), drawdowns(daily.equity), None if held is None else drawdowns(held)),
        Figure("Time in market", *market, say("Share of days on which anything was held; the line is the exposure."), exposure if exposure is not None else np.zeros(0)),
        Figure("Trades", trades, None, say("Closed trades, out of {orders} orders; the line adds up the orders that filled.", orders=orders), filled),
        Figure("Costs a year", cost, None, say("{fees} of fees, a year, as a share of the mean account. Spread and slippage lie in the fills.", fees=fees), paid),
    )  # fmt: skip


def _time_in_market(inputs: ReportInputs, daily: Daily) -> float:
    exposure = exposure_at(inputs, daily.times)
    if exposure is not None:
        return float(np.mean(np.abs(exposure[1:]) > 0))
    held = _holdings(inputs.result, daily)
    return float(np.mean(held[1:] > 0))


def _holdings(result: Result, daily: Daily) -> Floats:
    """Return how many symbols are held at each sample, by the fills."""
    count = np.zeros(len(daily.times))
    for symbol in {order.symbol_id for order in result.orders}:
        held = np.zeros(len(daily.times))
        for order in result.orders:
            for fill in order.fills if order.symbol_id == symbol else ():
                held[daily.times > fill.time.timestamp()] += fill.fill_quantity
        count += np.abs(held) > 1e-9
    return count


def _cumulated(result: Result, daily: Daily, *, value) -> Floats:  # type: ignore[no-untyped-def]
    total = np.zeros(len(daily.times))
    for order in result.orders:
        if order.filled is not None:
            total[daily.times >= order.filled.timestamp()] += value(order)
    return total


def _rolling(returns: Floats | None, found: Measures) -> Floats:
    """Return the Sharpe ratio of the year (of calendar days) up to each day, thinned."""
    if returns is None or len(returns) < 90:
        return np.zeros(0)
    window = min(365, len(returns) // 2)
    sums = np.cumsum(np.insert(returns, 0, 0.0))
    squares = np.cumsum(np.insert(returns**2, 0, 0.0))
    mean = (sums[window:] - sums[:-window]) / window
    variance = np.maximum((squares[window:] - squares[:-window]) / window - mean**2, 0) * found.days_per_year
    grown = (1 + mean) ** found.days_per_year - 1 - found.rate
    rolling: Floats = np.divide(grown, np.sqrt(variance), out=np.zeros(len(mean)), where=variance > 1e-12)
    return rolling
