"""What is sampled at each midnight and in between: value, return, benchmark, drawdown, exposure, turnover, margin."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SeriesType
from leanrig.engine.hours.zones import to_us
from leanrig.engine.number import ZERO, round_even, significant, smart_round
from leanrig.engine.orders.money import currency_symbol
from leanrig.engine.results.charts import Line, RunCharts, Values
from leanrig.engine.statistics.capacity import CapacityEstimate

__all__ = ["Sampling"]

_MOST_VOLUMES = 30
_MOST_MARGINS = 40
_HUNDRED = Decimal(100)
# How far a float may be from the exact value, in money: far more than it ever is.
_MARGIN = 0.001


class _Candle:
    """The portfolio's value since the last sample."""

    def __init__(self, value: Decimal) -> None:
        self.open = self.high = self.low = self.close = value
        self.inside = (0.0, 0.0)
        self.seen: float | None = None

    def add(self, value: Decimal) -> None:
        if not value:
            return
        if not self.open:
            self.open = self.high = self.low = value
        self.high, self.low, self.close = max(self.high, value), min(self.low, value), value
        self.inside = (float(self.low) + _MARGIN, float(self.high) - _MARGIN)

    def holds(self, value: float) -> bool:
        """Whether a value is between the extremes beyond doubt."""
        low, high = self.inside
        return low < value < high


class Sampling:
    """Takes samples of a running algorithm into its charts.

    Parameters
    ----------
    algorithm
        Set up: its dates and its portfolio's starting value are known.
    """

    def __init__(self, algorithm: Any, capacity: CapacityEstimate) -> None:
        self._algorithm = algorithm
        self._portfolio = algorithm.portfolio
        self._capacity = capacity
        self.charts = RunCharts(currency_symbol(self._portfolio.cash_book.account_currency))
        self.starting_value: Decimal = self._portfolio.starting_value
        self._daily = self._highest = self.starting_value
        self._candle: _Candle | None = None
        self._volumes = (ZERO, ZERO)
        # What was sampled last of holdings, and the state of the account that it belongs to.
        self._as_of = (-1, -1)
        self._kept: list[tuple[Line, Values, bool]] = []
        self._turnover_us: int | None = None
        self._start_us = to_us(algorithm.start_date, algorithm.zone)

    def warmed(self) -> None:
        """Begin with the value at the end of the warm-up."""
        value = self._portfolio.exact_total_portfolio_value
        if self._highest != value:
            self._highest = value
        if self._daily != value:
            self._daily = value
        if self.starting_value != value:
            self.starting_value = value
            self._candle = None

    def look(self, quick: float | None = None) -> None:
        """Take the portfolio's present value into the open candle.

        Parameters
        ----------
        quick
            The value to a float's precision: well inside of the candle, or seen already, it changes nothing but the
            close, which is set when the candle ends.
        """
        if quick is not None and self._candle is not None:
            if quick == self._candle.seen or self._candle.holds(quick):
                return
            self._candle.seen = quick
        value = round_even(self._portfolio.exact_total_portfolio_value, 4)
        if self._candle is None:
            self._candle = _Candle(value)
        else:
            self._candle.add(value)

    @property
    def quiet(self) -> tuple[float, float] | None:
        """Account values that change nothing but the open candle's close."""
        return None if self._candle is None else self._candle.inside

    def equity(self, moment_us: int) -> None:
        """Close the candle."""
        candle = self._candle or _Candle(round_even(self._portfolio.exact_total_portfolio_value, 4))
        line = self.charts.line("Strategy Equity", "Equity")
        line.add(moment_us, candle.open, candle.high, candle.low, candle.close)
        self._candle = None

    def daily(self, moment_us: int) -> None:
        """Everything that is sampled once a day."""
        value = self._portfolio.exact_total_portfolio_value
        benchmark = smart_round(self._algorithm.benchmark.exact_at(moment_us)) if self._algorithm.benchmark else ZERO
        gain = round_even((value - self._daily) * _HUNDRED / self._daily, 10) if self._daily else ZERO
        self._highest = max(value, self._highest)
        charts = self.charts
        self.look()
        self.equity(moment_us)
        charts.line("Benchmark", "Benchmark", unit="$").add(moment_us, benchmark)
        charts.line("Strategy Equity", "Return").add(moment_us, gain)
        if self._highest:
            fall = round_even((value / self._highest - 1) * _HUNDRED, 2)
            charts.line("Drawdown", "Equity Drawdown", unit="%").add(moment_us, fall)
        charts.line("Capacity", "Strategy Capacity").add(moment_us, self._capacity.exact_capacity)
        if value and moment_us != self._start_us:
            self._turnover(moment_us, value)
        now = (self._portfolio.version, self._portfolio.steps)
        if now == self._as_of and self._kept:
            for line, values, overwrite in self._kept:
                line.put(moment_us, values, overwrite=overwrite)
        else:
            self._as_of, self._kept = now, []
            self._sales(moment_us)
            if value:
                self._exposure(moment_us, value)
            self._margin(moment_us, value)
        self._daily = value

    def _keep(self, line: Line, moment_us: int, value: Decimal | None, *, overwrite: bool = False) -> None:
        """Add a point that comes again at the next midnight if nothing happens until then."""
        self._kept.append((line, line.add(moment_us, value, overwrite=overwrite), overwrite))

    def _sales(self, moment_us: int) -> None:
        traded = [holding for holding in self._portfolio.values() if holding.exact_total_sale_volume]
        traded.sort(key=lambda holding: holding.exact_total_sale_volume, reverse=True)
        for holding in traded[:_MOST_VOLUMES]:
            line = self.charts.line("Assets Sales Volume", holding.symbol.value, SeriesType.TREEMAP)
            self._keep(line, moment_us, holding.exact_total_sale_volume)

    def _exposure(self, moment_us: int, value: Decimal) -> None:
        kinds = dict.fromkeys(holding.symbol.security_type for holding in self._portfolio.values())
        long: dict[str, Decimal] = {kind.to_string(): ZERO for kind in kinds}
        short = dict(long)
        for security in self._portfolio.held.values():
            kind = security.type.to_string()
            amount = security.holdings.exact_holdings_value
            (long if amount > 0 else short)[kind] += amount
        for side, amounts in (("Long", long), ("Short", short)):
            for kind, amount in amounts.items():
                line = self.charts.line("Exposure", f"{kind} - {side} Ratio", unit="")
                self._keep(line, moment_us, round_even(amount / value, 4))

    def _turnover(self, moment_us: int, value: Decimal) -> None:
        """Volume since the last sample; a second sample of one moment counts from the one before."""
        volume = self._portfolio.exact_sale_volume
        last, earlier = self._volumes
        traded = volume - (earlier if self._turnover_us == moment_us else last)
        self._volumes = (volume, last)
        self._turnover_us = moment_us
        line = self.charts.line("Portfolio Turnover", "Portfolio Turnover", unit="%")
        line.add(moment_us, traded / value, overwrite=True)

    def _margin(self, moment_us: int, value: Decimal) -> None:
        """Margin that each position binds, in percent of the portfolio."""
        lines = self.charts.touch("Portfolio Margin")
        held = list(self._portfolio.held.values())
        if not held:
            return
        shares: dict[str, Decimal] = {}
        for security in held:
            bound = security.buying_power_model.reserved(security)
            shares[security.symbol.value] = significant(bound / value, 4) * _HUNDRED if value else ZERO
        largest = sorted(shares, key=lambda name: shares[name], reverse=True)[:_MOST_MARGINS]
        for name in largest:
            self._keep(self._margin_line(name), moment_us, shares[name], overwrite=True)
        rest = [share for name, share in shares.items() if name not in largest]
        if rest:
            self._keep(self._margin_line("OTHERS"), moment_us, sum(rest, ZERO), overwrite=True)
        for line in lines.values():
            last_us, last = line.points[-1]
            if last_us != moment_us and last[-1] is not None:
                line.add(moment_us, None)

    def _margin_line(self, name: str) -> Line:
        line = self.charts.line("Portfolio Margin", name, SeriesType.BAR, unit="%")
        line.index_name, line.tooltip = "Margin Used (%)", "{SERIES_NAME}: {VALUE}%"
        return line
