"""What closed trades say together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from leanrig.engine.data.base_data import naive
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO
from leanrig.engine.statistics.running import RunningMean, RunningSpread, added
from leanrig.engine.statistics.trade import Trade

__all__ = ["TradeStatistics"]

_TEN = Decimal(10)
_TICKS_A_SECOND = 10_000_000


class _Durations:
    """Average and median of durations, in .NET's ticks of 100 ns."""

    def __init__(self) -> None:
        self.average = 0
        self._ticks: list[int] = []

    def add(self, ticks: int) -> None:
        self._ticks.append(ticks)
        apart = (ticks / _TICKS_A_SECOND - self.average / _TICKS_A_SECOND) / len(self._ticks)
        self.average += int(apart * _TICKS_A_SECOND)

    @property
    def median(self) -> int:
        return sorted(self._ticks)[len(self._ticks) // 2] if self._ticks else 0


def _span(ticks: int) -> timedelta:
    return timedelta(microseconds=ticks // 10)


class TradeStatistics(Dotnet):
    """Lean's figures over trades in the order in which they closed."""

    total_profit_loss, total_profit = Shown("exact_total_profit_loss"), Shown("exact_total_profit")
    total_loss, largest_profit = Shown("exact_total_loss"), Shown("exact_largest_profit")
    largest_loss, average_profit_loss = Shown("exact_largest_loss"), Shown("exact_average_profit_loss")
    average_profit, average_loss = Shown("exact_average_profit"), Shown("exact_average_loss")
    profit_loss_ratio, win_loss_ratio = Shown("exact_profit_loss_ratio"), Shown("exact_win_loss_ratio")
    win_rate, loss_rate = Shown("exact_win_rate"), Shown("exact_loss_rate")
    average_mae, average_mfe = Shown("exact_average_mae"), Shown("exact_average_mfe")
    largest_mae, largest_mfe = Shown("exact_largest_mae"), Shown("exact_largest_mfe")
    maximum_closed_trade_drawdown = Shown("exact_maximum_closed_trade_drawdown")
    maximum_intra_trade_drawdown = Shown("exact_maximum_intra_trade_drawdown")
    profit_loss_standard_deviation = Shown("exact_profit_loss_standard_deviation")
    profit_loss_downside_deviation = Shown("exact_profit_loss_downside_deviation")
    profit_factor, sharpe_ratio = Shown("exact_profit_factor"), Shown("exact_sharpe_ratio")
    sortino_ratio = Shown("exact_sortino_ratio")
    profit_to_max_drawdown_ratio = Shown("exact_profit_to_max_drawdown_ratio")
    maximum_end_trade_drawdown = Shown("exact_maximum_end_trade_drawdown")
    average_end_trade_drawdown = Shown("exact_average_end_trade_drawdown")
    total_fees = Shown("exact_total_fees")

    def __init__(self, trades: Iterable[Trade] = ()) -> None:
        self.start_us: int | None = None
        self.end_us: int | None = None
        self.total_number_of_trades = self.number_of_winning_trades = self.number_of_losing_trades = 0
        self.max_consecutive_winning_trades = self.max_consecutive_losing_trades = 0
        self.exact_total_profit = self.exact_total_loss = self.exact_total_profit_loss = ZERO
        self.exact_largest_profit = self.exact_largest_loss = ZERO
        self.exact_largest_mae = self.exact_largest_mfe = ZERO
        self.exact_maximum_closed_trade_drawdown = self.exact_maximum_intra_trade_drawdown = ZERO
        self.exact_maximum_end_trade_drawdown = self.exact_total_fees = ZERO
        self._drawdown_ticks = 0
        self._all, self._won, self._lost = _Durations(), _Durations(), _Durations()
        self._amounts, self._profits, self._losses = RunningSpread(), RunningMean(), RunningSpread()
        self._mae, self._mfe = RunningMean(), RunningMean()
        self._peak = self._peak_with_mfe = ZERO
        self._peak_us: int | None = None
        self._under = False
        self._row_won = self._row_lost = 0
        for trade in trades:
            self._add(trade)
        self._conclude()

    @property
    def start_date_time(self) -> datetime | None:
        return None if self.start_us is None else naive(self.start_us)

    @property
    def end_date_time(self) -> datetime | None:
        return None if self.end_us is None else naive(self.end_us)

    average_trade_duration = property(lambda self: _span(self._all.average))
    average_winning_trade_duration = property(lambda self: _span(self._won.average))
    average_losing_trade_duration = property(lambda self: _span(self._lost.average))
    median_trade_duration = property(lambda self: _span(self._all.median))
    median_winning_trade_duration = property(lambda self: _span(self._won.median))
    median_losing_trade_duration = property(lambda self: _span(self._lost.median))
    maximum_drawdown_duration = property(lambda self: _span(self._drawdown_ticks))

    @property
    def duration_ticks(self) -> dict[str, int]:
        """Durations by their names, in ticks of 100 ns."""
        return {
            "averageTradeDuration": self._all.average,
            "averageWinningTradeDuration": self._won.average,
            "averageLosingTradeDuration": self._lost.average,
            "medianTradeDuration": self._all.median,
            "medianWinningTradeDuration": self._won.median,
            "medianLosingTradeDuration": self._lost.median,
            "maximumDrawdownDuration": self._drawdown_ticks,
        }

    def _add(self, trade: Trade) -> None:
        if self._peak_us is None:
            self._peak_us = trade.entry_us
        self.start_us = trade.entry_us if self.start_us is None else min(self.start_us, trade.entry_us)
        self.end_us = trade.exit_us if self.end_us is None else max(self.end_us, trade.exit_us)
        self.total_number_of_trades += 1
        self._excursions(trade)
        ticks = (trade.exit_us - trade.entry_us) * 10
        amount = trade.exact_profit_loss
        self.exact_total_profit_loss += amount
        if amount > 0:
            self._profit(trade, ticks)
        else:
            self._loss(trade, ticks)
        self._amounts.add(amount)
        self._all.add(ticks)
        self.exact_maximum_end_trade_drawdown = max(
            self.exact_maximum_end_trade_drawdown, trade.exact_end_trade_drawdown
        )
        self.exact_total_fees += trade.exact_total_fees

    def _excursions(self, trade: Trade) -> None:
        """How far trades went against and with their holder, also added to what was won before."""
        best, worst = self.exact_total_profit_loss + trade.exact_mfe, self.exact_total_profit_loss + trade.exact_mae
        self._peak_with_mfe = max(self._peak_with_mfe, best)
        self.exact_maximum_intra_trade_drawdown = min(
            self.exact_maximum_intra_trade_drawdown, worst - self._peak_with_mfe
        )
        self._mae.add(trade.exact_mae)
        self._mfe.add(trade.exact_mfe)
        self.exact_largest_mae = min(self.exact_largest_mae, trade.exact_mae)
        self.exact_largest_mfe = max(self.exact_largest_mfe, trade.exact_mfe)

    def _profit(self, trade: Trade, ticks: int) -> None:
        amount = trade.exact_profit_loss
        self.number_of_winning_trades += 1
        self.exact_total_profit += amount
        self._profits.add(amount)
        self._won.add(ticks)
        self.exact_largest_profit = max(self.exact_largest_profit, amount)
        self._count_row(won=True)
        if self.exact_total_profit_loss > self._peak:
            self._peak = self.exact_total_profit_loss
            if self._under:
                self._drawdown_ticks = max(self._drawdown_ticks, (trade.exit_us - (self._peak_us or 0)) * 10)
            self._peak_us = trade.exit_us
            self._under = False

    def _loss(self, trade: Trade, ticks: int) -> None:
        """A trade without profit; an exercised option may be a win nevertheless."""
        amount = trade.exact_profit_loss
        if trade.is_win:
            self.number_of_winning_trades += 1
        else:
            self.number_of_losing_trades += 1
        self.exact_total_loss += amount
        self._losses.add(amount)
        self._lost.add(ticks)
        self.exact_largest_loss = min(self.exact_largest_loss, amount)
        self._count_row(won=trade.is_win)
        self.exact_maximum_closed_trade_drawdown = min(
            self.exact_maximum_closed_trade_drawdown, self.exact_total_profit_loss - self._peak
        )
        self._under = True

    def _count_row(self, *, won: bool) -> None:
        self._row_won = self._row_won + 1 if won else 0
        self._row_lost = 0 if won else self._row_lost + 1
        self.max_consecutive_winning_trades = max(self.max_consecutive_winning_trades, self._row_won)
        self.max_consecutive_losing_trades = max(self.max_consecutive_losing_trades, self._row_lost)

    def _conclude(self) -> None:
        count, losers = self.total_number_of_trades, self.number_of_losing_trades
        self.exact_average_profit_loss = self._amounts.mean
        self.exact_average_mae, self.exact_average_mfe = self._mae.mean, self._mfe.mean
        self.exact_average_profit, self.exact_average_loss = self._profits.mean, self._losses.mean
        self.exact_profit_loss_standard_deviation = self._amounts.deviation
        self.exact_profit_loss_downside_deviation = self._losses.deviation
        self.exact_profit_loss_ratio = _over(self.exact_average_profit, abs(self.exact_average_loss), ZERO)
        winners = Decimal(self.number_of_winning_trades)
        self.exact_win_loss_ratio = _over(winners, Decimal(losers), _TEN) if count else ZERO
        self.exact_win_rate = winners / count if count else ZERO
        self.exact_loss_rate = 1 - self.exact_win_rate if count else ZERO
        earned, total = self.exact_total_profit, self.exact_total_profit_loss
        self.exact_profit_factor = _over(earned, abs(self.exact_total_loss), _TEN) if earned else ZERO
        self.exact_sharpe_ratio = _over(self.exact_average_profit_loss, self._amounts.deviation, ZERO)
        self.exact_sortino_ratio = _over(self.exact_average_profit_loss, self._losses.deviation, ZERO)
        fall = abs(self.exact_maximum_closed_trade_drawdown)
        self.exact_profit_to_max_drawdown_ratio = _over(total, fall, _TEN) if total else ZERO
        self.exact_average_end_trade_drawdown = added(self._amounts.mean, self._mfe.mean.copy_negate())


def _over(part: Decimal, whole: Decimal, otherwise: Decimal) -> Decimal:
    return part / whole if whole else otherwise
