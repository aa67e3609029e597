"""What a run leaves: samples while it goes, statistics when asked, files at its end."""

import time
from decimal import Decimal
from functools import cache
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_us
from leanrig.engine.results.band import Band, quiet_band
from leanrig.engine.results.log import RunLog
from leanrig.engine.results.quick import quick_price, quick_value
from leanrig.engine.results.run_files import RunFiles
from leanrig.engine.results.sampling import Sampling
from leanrig.engine.statistics.capacity import CapacityEstimate
from leanrig.engine.statistics.results import Recorded, StatisticsResults, generate
from leanrig.engine.statistics.summary import Totals
from leanrig.engine.statistics.trade_builder import TradeBuilder

__all__ = ["Results"]

_LEAST_PERIOD_US = 240_000_000
_SAMPLES = 4000
_MOST_SERIES = 30
_ALWAYS = -1
_PROGRESS_EVERY_S = 30.0


class Results:
    """Watches an algorithm.

    Parameters
    ----------
    algorithm
        From the moment it is made: nothing of it is looked at before the first sample or step.
    feed
        Knows the interest rate of a date, and which files were asked for.
    log
        The run's lines.
    job
        Where the files go (loop.session.Job).

    Attributes
    ----------
    next_sample_us
        `step` is wanted at every moment after this one: -1 while something is held.
    """

    def __init__(self, algorithm: Any, *, feed: Any, log: RunLog, job: Any) -> None:
        self.algorithm = algorithm
        self.log = log
        self.next_sample_us = _ALWAYS
        self._feed = feed
        self._files = RunFiles(job, log)
        self._sampling: Sampling | None = None
        self._capacity: CapacityEstimate | None = None
        self._period_us = _LEAST_PERIOD_US
        self._due_us = _ALWAYS
        self._next_write = 0.0
        self._told_series = False
        self._band: Band | None = None
        algorithm.transactions.fill_listeners.append(self._filled)

    # -- while the run goes

    @property
    def sampling(self) -> Sampling:
        """Made with the first sample, when the algorithm is set up."""
        if self._sampling is None or self._capacity is None:
            algorithm = self.algorithm
            start_us, end_us = micros(algorithm.start_date), micros(algorithm.end_date)
            self._period_us = max(_LEAST_PERIOD_US, (end_us - start_us) // _SAMPLES)
            self._capacity = CapacityEstimate(algorithm, start_us, end_us)
            self._sampling = Sampling(algorithm, self._capacity)
        return self._sampling

    @property
    def capacity(self) -> CapacityEstimate:
        """The estimate so far."""
        _ = self.sampling
        assert self._capacity is not None
        return self._capacity

    def step(self, moment_us: int, *, force: bool = False) -> None:
        """What Lean does at the end of each moment: capacity, the equity candle, and a sample when one is due."""
        band = self._band
        if band is not None and moment_us <= self._due_us and not force and band.holds(self.algorithm.portfolio):
            return
        self._band = None
        sampling = self.sampling
        self.capacity.see(moment_us, force=force)
        due = force or moment_us > self._due_us
        sampling.look(None if due else quick_value(self.algorithm.portfolio))
        if self.algorithm.trade_builder.open_positions:
            self.algorithm.trade_builder.look(moment_us, self._prices_of, quick=self._quick_prices_of)
        if due:
            self._due_us = moment_us + self._period_us
            if not self.algorithm.is_warming_up:
                sampling.equity(moment_us)
            self._count_series()
            # The next candle opens with the next moment's value, even where nothing is held.
            self.next_sample_us = _ALWAYS
        else:
            self.next_sample_us = _ALWAYS if self._is_watched() else self._next_us()
            if not self.capacity.is_watching:
                self._band = quiet_band(self.algorithm, sampling.quiet)

    def sample(self, moment_us: int) -> None:
        """Lean's daily sample, at midnight of the algorithm's zone and once at the end."""
        self._band = None
        if not self.algorithm.is_warming_up:
            self.sampling.daily(moment_us)
            self.next_sample_us = _ALWAYS
        now = time.monotonic()
        if now >= self._next_write:
            self._next_write = now + _PROGRESS_EVERY_S
            self._files.write_running(self)

    def warmed(self) -> None:
        """The warm-up is over."""
        self.sampling.warmed()

    def broke(self) -> None:
        """The portfolio is worth nothing."""
        message = "AlgorithmManager.Run(): Portfolio value is less than or equal to zero, stopping algorithm."
        self.log.error(message)
        self.log.message(message)

    def order_event(self, event: Any) -> None:
        """An order event, before the user hears of it."""
        if event.is_fill:
            self._band = None
            self.capacity.fill(event)
            self.next_sample_us = _ALWAYS

    def _filled(self, event: Any, security: Any) -> None:
        """A fill that the portfolio has taken in makes trades; they see the moment's prices first."""
        builder: TradeBuilder = self.algorithm.trade_builder
        builder.look(event.time_us, self._prices_of, only=security.symbol)
        fee = self.algorithm.portfolio.cash_book.to_account(event.order_fee.value)
        rate = security.quote_currency.exact_conversion_rate
        builder.process_fill(event, rate, fee, security.symbol_properties.exact_contract_multiplier)

    def _prices_of(self, symbol: Any, known: tuple[Decimal | None, ...]) -> tuple[Decimal | None, ...]:
        """A security's price, and its price as the benchmark: Lean takes both into account."""
        algorithm = self.algorithm
        own = known[0] if known else None
        if own is not None or algorithm.current_slice.contains_key(symbol):
            own = algorithm.securities.by_symbol(symbol).exact_price
        benchmark = getattr(algorithm.benchmark, "security", None)
        if benchmark is None or benchmark.symbol != symbol:
            return (own,)
        measured = known[1] if known else None
        if measured is not None or _is_fresh(benchmark, algorithm.now_us):
            measured = benchmark.exact_price
        return (own, measured)

    def _quick_prices_of(self, symbol: Any) -> tuple[float | None, ...]:
        """The same prices as floats."""
        own = quick_price(self.algorithm.securities.by_symbol(symbol))
        benchmark = getattr(self.algorithm.benchmark, "security", None)
        if benchmark is None or benchmark.symbol != symbol:
            return (own,)
        return (own, quick_price(benchmark))

    def _is_watched(self) -> bool:
        portfolio = self.algorithm.portfolio
        return bool(portfolio.held) or self.capacity.is_watching or _has_foreign_cash(portfolio.cash_book)

    def _next_us(self) -> int:
        snapshot = self.capacity.next_snapshot_us
        return self._due_us if snapshot is None else min(self._due_us, snapshot - 1)

    def _count_series(self) -> None:
        if (
            self._told_series
            or sum(len(chart.series) for chart in self.algorithm._lean_charts.values()) <= _MOST_SERIES
        ):
            return
        self._told_series = True
        self.log.message(
            "Exceeded maximum chart series count for organization tier, new series will be ignored. Limit is currently "
            f"set at {_MOST_SERIES}. https://qnt.co/docs-charting-quotas"
        )

    # -- statistics

    def statistics(self) -> StatisticsResults:
        """All statistics as of now; empty where they cannot be computed, with the reason in the log."""
        algorithm = self.algorithm
        charts, records = self.sampling.charts, list(algorithm.portfolio.records)
        trades = algorithm.trade_builder.closed_trades
        results = StatisticsResults()
        results.total_performance.closed_trades = trades
        benchmark = charts.points("Benchmark", "Benchmark")
        if benchmark:
            recorded = Recorded(
                equity=charts.points("Strategy Equity", "Equity"),
                returns=charts.points("Strategy Equity", "Return"),
                benchmark=benchmark,
                turnover=charts.points("Portfolio Turnover", "Portfolio Turnover"),
                profit_loss=[(moment, profit) for moment, profit, _ in records],
                wins=[moment for moment, _, is_win in records if is_win],
                losses=[moment for moment, _, is_win in records if not is_win],
                trades=trades,
                starting_capital=self.sampling.starting_value,
                trading_days=algorithm.settings.trading_days_per_year or 252,
                interest_rate=cache(self.algorithm._lean_interest_rate),
            )
            try:
                results = generate(recorded, self._totals())
            except (ArgumentException, ValueError) as err:
                place = "BaseResultsHandler.GenerateStatisticsResults(): Error generating statistics packet"
                self.log.error(f"{place} {err}")
                return StatisticsResults()
        results.summary.update(algorithm._lean_summary_statistics)
        return results

    def _totals(self) -> Totals:
        algorithm, sampling = self.algorithm, self.sampling
        lowest = self.capacity.lowest
        return Totals(
            orders=algorithm.transactions.orders_count,
            fees=algorithm.portfolio.exact_total_fees,
            capacity=self.capacity.exact_capacity,
            lowest_capacity_asset="" if lowest is None else str(lowest.id),
            currency_sign=sampling.charts.currency_sign,
        )

    # -- the end

    def write(self, session: Any) -> None:
        """Take the last sample and leave all files."""
        self.step(self.algorithm.now_us, force=True)
        self._files.write(session, self, self._feed.monitor)

    @property
    def own_charts(self) -> dict[str, Any]:
        """The user's charts, as far as their number of series goes."""
        return self.algorithm._lean_charts  # type: ignore[no-any-return]


def _has_foreign_cash(book: Any) -> bool:
    """Whether there is money whose value changes with a rate."""
    return book.has_foreign and any(
        cash.exact_amount and cash.symbol != book.account_currency for cash in book.values()
    )


def _is_fresh(security: Any, moment_us: int) -> bool:
    """Whether a security's newest data came at this moment."""
    data = security.cache.get_data()
    return data is not None and to_us(data.end_time, security.exchange.hours.zone) == moment_us
