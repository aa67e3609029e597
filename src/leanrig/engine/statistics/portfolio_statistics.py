"""What a portfolio's samples say: returns, risk, comparison with the benchmark."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import MAXIMUM, ONE, ZERO, from_double, round_even, shown
from leanrig.engine.statistics import estimators

__all__ = ["PortfolioStatistics", "Samples", "drawdown_and_recovery"]

Point = tuple[int, Decimal]
DAY_US = 86_400_000_000
_DAYS_A_YEAR = 365
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Samples:
    """A period's samples; times are microseconds UTC, rising.

    Attributes
    ----------
    equity, turnover, profit_loss
        Points of time and value.
    returns, benchmark
        Daily changes that count, as fractions, of equal length.
    wins, losses
        Numbers of closing transactions.
    """

    equity: Sequence[Point]
    turnover: Sequence[Point]
    profit_loss: Sequence[Point]
    returns: Sequence[float]
    benchmark: Sequence[float]
    starting_capital: Decimal
    wins: int
    losses: int
    trading_days: int
    interest_rate: Callable[[date], Decimal] = field(default=lambda _: ZERO)


def day_of(moment_us: int) -> date:
    """The UTC date of a moment."""
    return _EPOCH + timedelta(days=moment_us // DAY_US)


class PortfolioStatistics(Dotnet):
    """Lean's figures of a portfolio, as fractions. All are zero where there is too little to compute them from."""

    average_win_rate, average_loss_rate = Shown("exact_average_win_rate"), Shown("exact_average_loss_rate")
    profit_loss_ratio, win_rate = Shown("exact_profit_loss_ratio"), Shown("exact_win_rate")
    loss_rate, expectancy = Shown("exact_loss_rate"), Shown("exact_expectancy")
    start_equity, end_equity = Shown("exact_start_equity"), Shown("exact_end_equity")
    compounding_annual_return, drawdown = Shown("exact_compounding_annual_return"), Shown("exact_drawdown")
    total_net_profit, sharpe_ratio = Shown("exact_total_net_profit"), Shown("exact_sharpe_ratio")
    probabilistic_sharpe_ratio = Shown("exact_probabilistic_sharpe_ratio")
    sortino_ratio, alpha, beta = Shown("exact_sortino_ratio"), Shown("exact_alpha"), Shown("exact_beta")
    annual_standard_deviation = Shown("exact_annual_standard_deviation")
    annual_variance, information_ratio = Shown("exact_annual_variance"), Shown("exact_information_ratio")
    tracking_error, treynor_ratio = Shown("exact_tracking_error"), Shown("exact_treynor_ratio")
    portfolio_turnover = Shown("exact_portfolio_turnover")
    value_at_risk_99, value_at_risk_95 = Shown("exact_value_at_risk_99"), Shown("exact_value_at_risk_95")

    def __init__(self, samples: Samples | None = None) -> None:
        self.exact_average_win_rate = self.exact_average_loss_rate = self.exact_profit_loss_ratio = ZERO
        self.exact_win_rate = self.exact_loss_rate = self.exact_expectancy = ZERO
        self.exact_start_equity = self.exact_end_equity = ZERO
        self.exact_compounding_annual_return = self.exact_drawdown = self.exact_total_net_profit = ZERO
        self.exact_sharpe_ratio = self.exact_probabilistic_sharpe_ratio = self.exact_sortino_ratio = ZERO
        self.exact_alpha = self.exact_beta = ZERO
        self.exact_annual_standard_deviation = self.exact_annual_variance = ZERO
        self.exact_information_ratio = self.exact_tracking_error = self.exact_treynor_ratio = ZERO
        self.exact_portfolio_turnover = self.exact_value_at_risk_99 = self.exact_value_at_risk_95 = ZERO
        self.drawdown_recovery = 0
        if samples is not None:
            self._compute(samples)

    def _compute(self, samples: Samples) -> None:
        self.exact_start_equity = samples.starting_capital
        self.exact_end_equity = samples.equity[-1][1] if samples.equity else ZERO
        if samples.turnover:
            self.exact_portfolio_turnover = sum((value for _, value in samples.turnover), ZERO) / len(samples.turnover)
        if not samples.starting_capital or len(samples.benchmark) < 2 or len(samples.returns) < 2:
            return
        self._transactions(samples)
        self._growth(samples)
        self._risk(samples)
        self.exact_drawdown, self.drawdown_recovery = drawdown_and_recovery(samples.equity)

    def _transactions(self, samples: Samples) -> None:
        capital = samples.starting_capital
        profit = loss = ZERO
        winners = losers = 0
        for _, amount in samples.profit_loss:
            if amount > 0:
                profit += amount / capital
                winners += 1
            else:
                loss += amount / capital
                losers += 1
            capital += amount
        self.exact_average_win_rate = profit / winners if winners else ZERO
        self.exact_average_loss_rate = loss / losers if losers else ZERO
        if self.exact_average_loss_rate:
            self.exact_profit_loss_ratio = self.exact_average_win_rate / abs(self.exact_average_loss_rate)
        count = samples.wins + samples.losses
        self.exact_win_rate = Decimal(samples.wins) / count if count else ZERO
        self.exact_loss_rate = Decimal(samples.losses) / count if count else ZERO
        self.exact_expectancy = self.exact_win_rate * self.exact_profit_loss_ratio - self.exact_loss_rate

    def _growth(self, samples: Samples) -> None:
        start, end = samples.starting_capital, self.exact_end_equity
        self.exact_total_net_profit = end / start - 1
        days = from_double((samples.equity[-1][0] - samples.equity[0][0]) / DAY_US)
        self.exact_compounding_annual_return = _compounded(start, end, days / _DAYS_A_YEAR)

    def _risk(self, samples: Samples) -> None:
        returns, benchmark, days = samples.returns, samples.benchmark, samples.trading_days
        self.exact_annual_variance = _safe(_annual_variance(returns, days))
        spread = self.exact_annual_standard_deviation = from_double(math.sqrt(shown(self.exact_annual_variance)))
        performance, compared = _annual_performance(returns, days), _annual_performance(benchmark, days)
        free = _average_rate(samples)
        self.exact_sharpe_ratio = _ratio(performance, free, spread)
        losses = [value for value in returns if value < 0]
        self.exact_sortino_ratio = _ratio(performance, free, _safe(math.sqrt(_annual_variance(losses, days))))
        benchmark_variance = estimators.variance(benchmark)
        if benchmark_variance and not math.isnan(benchmark_variance):
            self.exact_beta = from_double(estimators.covariance(returns, benchmark) / benchmark_variance)
        if self.exact_beta:
            self.exact_alpha = performance - (free + self.exact_beta * (compared - free))
            self.exact_treynor_ratio = _safe(shown(performance) - shown(free)) / self.exact_beta
        apart = [one - two for one, two in zip(returns, benchmark, strict=True)]
        self.exact_tracking_error = from_double(math.sqrt(_annual_variance(apart, days)))
        if self.exact_tracking_error:
            self.exact_information_ratio = _safe(shown(performance) - shown(compared)) / self.exact_tracking_error
        self.exact_probabilistic_sharpe_ratio = _safe(
            _probabilistic_sharpe(returns, 1.0 / math.sqrt(days), shown(free) / days)
        )
        self.exact_value_at_risk_99 = _value_at_risk(returns[-days:], 0.99)
        self.exact_value_at_risk_95 = _value_at_risk(returns[-days:], 0.95)


def _safe(value: float) -> Decimal:
    """A double as decimal, held inside decimal's range."""
    if value >= float(MAXIMUM):
        return MAXIMUM
    return -MAXIMUM if value <= -float(MAXIMUM) and not math.isinf(value) else from_double(value)


def _power(base: float, exponent: float) -> float:
    """.NET's power: NaN and infinity instead of exceptions."""
    try:
        return math.pow(base, exponent)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _compounded(start: Decimal, end: Decimal, years: Decimal) -> Decimal:
    if not years or not start:
        return ZERO
    result = _power(shown(end) / shown(start), 1 / shown(years)) - 1
    return ZERO if math.isnan(result) or math.isinf(result) else _safe(result)


def _annual_performance(returns: Sequence[float], days: int) -> Decimal:
    return _safe(_power(estimators.average(returns) + 1, days) - 1)


def _annual_variance(returns: Sequence[float], days: int) -> float:
    found = estimators.variance(returns)
    return 0.0 if math.isnan(found) or not found else found * days


def _ratio(performance: Decimal, free: Decimal, spread: Decimal) -> Decimal:
    return _safe((shown(performance) - shown(free)) / shown(spread)) if spread else ZERO


def _average_rate(samples: Samples) -> Decimal:
    """Mean of the yearly rates at the UTC dates of all equity points."""
    if not samples.equity:
        return ZERO
    total, known, rate = ZERO, -1, ZERO
    for moment, _ in samples.equity:
        if moment // DAY_US != known:
            known = moment // DAY_US
            rate = samples.interest_rate(day_of(moment))
        total += rate
    return total / len(samples.equity)


def _probabilistic_sharpe(returns: Sequence[float], target: float, free: float) -> float:
    spread = estimators.deviation(returns)
    observed = (estimators.average(returns) - free) / spread if spread and not math.isnan(spread) else 0.0
    skewed = estimators.skewness(returns) * observed
    tailed = (estimators.excess_kurtosis(returns) - 1) / 4 * observed**2
    estimate = _power((1 - skewed + tailed) / (len(returns) - 1), 0.5)
    if math.isnan(estimate):
        return 0.0
    return estimators.normal_cdf((observed - target) / estimate if estimate else 0.0)


def _value_at_risk(returns: Sequence[float], confidence: float) -> Decimal:
    center, spread = estimators.mean(returns), estimators.deviation(returns)
    return round_even(from_double(estimators.normal_quantile(center, spread, 1 - confidence)), 3)


def drawdown_and_recovery(equity: Sequence[Point]) -> tuple[Decimal, int]:
    """The largest fall from a peak as a fraction of three places; the longest way back to a peak in days."""
    if len(equity) < 2:
        return ZERO, 0
    peak_us, peak = equity[0]
    if not peak:
        return ZERO, 0
    deepest, longest_us = ZERO, 0
    lowest = peak
    under = False
    for moment, value in equity:
        if value >= peak:
            if under:
                longest_us = max(longest_us, moment - peak_us)
                under = False
            peak_us, peak = moment, value
            lowest = value
        elif value < lowest:
            under = True
            lowest = value
            deepest = min(deepest, value / peak - ONE)
    return round_even(abs(deepest), 3), int(longest_us // DAY_US)
