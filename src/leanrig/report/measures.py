"""The measures of account and benchmark that a verdict rests on, by the same rules for both. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.model.result import Result
from leanrig.report.bootstrap import Comparison, compare_sharpe
from leanrig.report.daily import Daily
from leanrig.report.inputs import ReportInputs
from leanrig.report.risk import annual_return, implied_rate, sharpe, worst_drawdown
from leanrig.report.stack import exposure_at

__all__ = ["Measures", "measure"]

Floats = NDArray[np.float64]

_DAYS_OF_A_YEAR = 252


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
    """Measure account and benchmark.

    The risk-free rate is worked back from Lean's own Sharpe ratio where it wrote one, so that the account's ratio is
    Lean's and the benchmark's is counted as Lean would have.
    """
    result = inputs.result
    days = (result.configuration.days_per_year if result.configuration else None) or _DAYS_OF_A_YEAR
    returns, market, held = daily.returns(), daily.benchmark_returns(), daily.benchmark
    said = result.portfolio.get("sharpeRatio")
    known = implied_rate(returns, days_per_year=days, said=said) if said is not None else None
    rate = known or 0.0
    fees = sum(sum(order.fees.values()) for order in result.orders)
    equity = np.array(result.equity.values) if result.equity else daily.equity
    return Measures(
        growth=annual_return(float(daily.equity[0]), float(daily.equity[-1]), daily.years),
        benchmark_growth=np.nan if held is None else annual_return(float(held[0]), float(held[-1]), daily.years),
        sharpe=sharpe(returns, days_per_year=days, rate=rate),
        benchmark_sharpe=np.nan if market is None else sharpe(market, days_per_year=days, rate=rate),
        drawdown=worst_drawdown(equity).depth,
        benchmark_drawdown=np.nan if held is None else worst_drawdown(held).depth,
        rate=rate,
        is_rate_known=known is not None,
        days_per_year=days,
        in_market=_time_in_market(inputs, daily),
        fees=fees,
        cost_a_year=_a_year(fees, daily),
        comparison=None if market is None else compare_sharpe(returns, market, days_per_year=days, rate=rate),
    )


def _a_year(fees: float, daily: Daily) -> float:
    mean = float(daily.equity.mean())
    return fees / mean / daily.years if mean > 0 and daily.years > 0 else np.nan


def _time_in_market(inputs: ReportInputs, daily: Daily) -> float:
    exposure = exposure_at(inputs, daily.times)
    if exposure is not None:
        return float(np.mean(np.abs(exposure[1:]) > 0))
    return float(np.mean(_symbols_held(inputs.result, daily)[1:] > 0))


def _symbols_held(result: Result, daily: Daily) -> Floats:
    """Return how many symbols are held at each sample, by the fills."""
    held: dict[str, Floats] = {}
    for order in result.orders:
        quantity = held.setdefault(order.symbol_id, np.zeros(len(daily.times)))
        for fill in order.fills:
            quantity[daily.times > fill.time.timestamp()] += fill.fill_quantity
    return (
        np.sum([np.abs(quantity) > 1e-9 for quantity in held.values()], axis=0) if held else np.zeros(len(daily.times))
    )
