"""Statistics of a run as a whole and of its rolling months; `algorithm.statistics`."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, shown
from leanrig.engine.securities.dictionary import PairDictionary
from leanrig.engine.statistics.portfolio_statistics import DAY_US, PortfolioStatistics, Samples, day_of
from leanrig.engine.statistics.summary import Totals, summary
from leanrig.engine.statistics.trade import Trade
from leanrig.engine.statistics.trade_statistics import TradeStatistics

__all__ = ["AlgorithmPerformance", "Recorded", "StatisticsResults", "generate"]

Point = tuple[int, Decimal]
_MONTHS = (1, 3, 6, 12)
_EPOCH = date(1970, 1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything that a run left to compute statistics from; times are microseconds UTC, rising.

    Attributes
    ----------
    returns
        Daily changes of the portfolio in percent.
    profit_loss
        Closing transactions; `wins` and `losses` are the times of those that count as such.
    interest_rate
        Yearly risk-free rate at a date.
    """

    equity: Sequence[Point]
    returns: Sequence[Point]
    benchmark: Sequence[Point]
    turnover: Sequence[Point] = ()
    profit_loss: Sequence[Point] = ()
    wins: Sequence[int] = ()
    losses: Sequence[int] = ()
    trades: Sequence[Trade] = ()
    starting_capital: Decimal = ZERO
    trading_days: int = 252
    interest_rate: Callable[[date], Decimal] = field(default=lambda _: ZERO)


class AlgorithmPerformance(Dotnet):
    """Trades and their statistics beside the portfolio's."""

    def __init__(self, trades: Sequence[Trade] = (), samples: Samples | None = None) -> None:
        self.trade_statistics = TradeStatistics(trades)
        self.portfolio_statistics = PortfolioStatistics(samples)
        self.closed_trades = list(trades)


class StatisticsResults(Dotnet):
    """What `generate` gives; empty where nothing was sampled."""

    def __init__(
        self,
        total_performance: AlgorithmPerformance | None = None,
        rolling_performances: Mapping[str, AlgorithmPerformance] | None = None,
        summary: Mapping[str, str] | None = None,
    ) -> None:
        self.total_performance = total_performance or AlgorithmPerformance()
        self.rolling_performances = PairDictionary(dict(rolling_performances or {}))
        self.summary = PairDictionary(dict(summary or {}))


class _Series:
    """Points that are cut by whole UTC days; of points at one time the last counts."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = list(dict(points).items())
        self.times = [moment for moment, _ in self.points]

    def bounds(self, first_us: int, end_us: int) -> tuple[int, int]:
        return bisect_left(self.times, first_us), bisect_left(self.times, end_us)


class _Cut:
    """Cuts what was recorded into periods; changes between days are worked out once."""

    def __init__(self, recorded: Recorded) -> None:
        self._all = recorded
        self.equity = _Series(recorded.equity)
        self._turnover = _Series(recorded.turnover)
        self._returns, self._benchmark = _Series(recorded.returns), _Series(recorded.benchmark)
        self._profit_loss = _Series(recorded.profit_loss)
        self._fractions = [shown(value / 100) for _, value in self._returns.points]
        self._changes = _changes(self._benchmark.points)

    def performance(self, first: date, last: date) -> AlgorithmPerformance:
        """The performance of the days from `first` to `last`, both included."""
        begin, end = _micros(first), _micros(last + _DAY)
        low, high = self.equity.bounds(begin, end)
        if low == high:
            return AlgorithmPerformance()
        compared, performed = self._benchmark.bounds(begin, end), self._returns.bounds(begin, end)
        apart = abs((compared[1] - compared[0]) - (performed[1] - performed[0]))
        if apart:
            raise ArgumentException(f"Benchmark and performance series has {apart} misaligned values.")
        equity = self.equity.points[low:high]
        whole = len(equity) == len(self.equity.points)
        profit_low, profit_high = self._profit_loss.bounds(begin, end)
        turnover_low, turnover_high = self._turnover.bounds(begin, end)
        samples = Samples(
            equity=equity,
            turnover=self._turnover.points[turnover_low:turnover_high],
            profit_loss=self._profit_loss.points[profit_low:profit_high],
            # Orders at the first open would set the two apart: the first day counts in neither.
            returns=self._fractions[performed[0] + 2 : performed[1]],
            benchmark=self._changes[compared[0] + 2 : compared[1]],
            starting_capital=self._all.starting_capital if whole else equity[0][1],
            wins=sum(begin <= moment < end for moment in self._all.wins),
            losses=sum(begin <= moment < end for moment in self._all.losses),
            trading_days=self._all.trading_days,
            interest_rate=self._all.interest_rate,
        )
        return AlgorithmPerformance([t for t in self._all.trades if begin <= t.exit_us < end], samples)


def _micros(day: date) -> int:
    return (day - _EPOCH).days * DAY_US


def _changes(points: Sequence[Point]) -> list[float]:
    """Relative change from the point before; 0 for the first and after a 0."""
    changes = [0.0] * len(points)
    for index in range(1, len(points)):
        before, value = points[index - 1][1], points[index][1]
        if before:
            changes[index] = shown((value - before) / before)
    return changes


def generate(recorded: Recorded, totals: Totals) -> StatisticsResults:
    """Total and rolling performance, and the summary's texts.

    Raises
    ------
    ArgumentException
        Where benchmark and portfolio were not sampled together.
    ValueError
        Where a figure is not finite.
    """
    cut = _Cut(recorded)
    if not cut.equity.points:
        return StatisticsResults()
    first, last = day_of(cut.equity.times[0]), day_of(cut.equity.times[-1])
    total = cut.performance(first, last)
    rolling = {
        f"M{months}_{end:%Y%m%d}": cut.performance(start, end)
        for months in _MONTHS
        for start, end in month_ranges(months, first, last)
    }
    return StatisticsResults(total, rolling, summary(total.portfolio_statistics, totals))


def month_ranges(months: int, first: date, last: date) -> list[tuple[date, date]]:
    """Periods of so many months that end with each month of the run; the first ones are shorter."""
    ends = [last]
    while (before := ends[-1].replace(day=1) - _DAY) >= first:
        ends.append(before)
    ends.reverse()
    ranges = [(first, ends[0])]
    for end in ends[1:]:
        start = _months_later(ranges[-1][1] + _DAY, 1 - months)
        ranges.append((max(start, first), end))
    return ranges


def _months_later(day: date, months: int) -> date:
    """The same day of another month; only first days of months are moved here."""
    index = day.year * 12 + day.month - 1 + months
    return day.replace(year=index // 12, month=index % 12 + 1)
