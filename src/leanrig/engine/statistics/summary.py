"""The statistics as Lean prints them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from leanrig.engine.naming import Dotnet
from leanrig.engine.number import MAXIMUM, ZERO, round_away, round_even, shown, significant, text
from leanrig.engine.statistics.portfolio_statistics import PortfolioStatistics

__all__ = ["PerformanceMetrics", "Totals", "double_text", "fees_text", "summary"]

_HUNDRED = Decimal(100)
_MOST = MAXIMUM / 100


class PerformanceMetrics(Dotnet):
    """Names of the statistics."""

    ALPHA: ClassVar[str] = "Alpha"
    ANNUAL_STANDARD_DEVIATION: ClassVar[str] = "Annual Standard Deviation"
    ANNUAL_VARIANCE: ClassVar[str] = "Annual Variance"
    AVERAGE_LOSS: ClassVar[str] = "Average Loss"
    AVERAGE_WIN: ClassVar[str] = "Average Win"
    BETA: ClassVar[str] = "Beta"
    COMPOUNDING_ANNUAL_RETURN: ClassVar[str] = "Compounding Annual Return"
    DRAWDOWN: ClassVar[str] = "Drawdown"
    DRAWDOWN_RECOVERY: ClassVar[str] = "Drawdown Recovery"
    END_EQUITY: ClassVar[str] = "End Equity"
    ESTIMATED_STRATEGY_CAPACITY: ClassVar[str] = "Estimated Strategy Capacity"
    EXPECTANCY: ClassVar[str] = "Expectancy"
    INFORMATION_RATIO: ClassVar[str] = "Information Ratio"
    LOSS_RATE: ClassVar[str] = "Loss Rate"
    LOWEST_CAPACITY_ASSET: ClassVar[str] = "Lowest Capacity Asset"
    NET_PROFIT: ClassVar[str] = "Net Profit"
    PORTFOLIO_TURNOVER: ClassVar[str] = "Portfolio Turnover"
    PROBABILISTIC_SHARPE_RATIO: ClassVar[str] = "Probabilistic Sharpe Ratio"
    PROFIT_LOSS_RATIO: ClassVar[str] = "Profit-Loss Ratio"
    SHARPE_RATIO: ClassVar[str] = "Sharpe Ratio"
    SORTINO_RATIO: ClassVar[str] = "Sortino Ratio"
    START_EQUITY: ClassVar[str] = "Start Equity"
    TOTAL_FEES: ClassVar[str] = "Total Fees"
    TOTAL_ORDERS: ClassVar[str] = "Total Orders"
    TRACKING_ERROR: ClassVar[str] = "Tracking Error"
    TREYNOR_RATIO: ClassVar[str] = "Treynor Ratio"
    WIN_RATE: ClassVar[str] = "Win Rate"


@dataclass(frozen=True, slots=True)
class Totals:
    """What the summary tells besides the portfolio's statistics."""

    orders: int = 0
    fees: Decimal = ZERO
    capacity: Decimal = ZERO
    lowest_capacity_asset: str = ""
    currency_sign: str = "$"


def summary(portfolio: PortfolioStatistics, totals: Totals) -> dict[str, str]:
    """Lean's 27 texts by name, in Lean's order."""
    names = PerformanceMetrics
    return {
        names.TOTAL_ORDERS: str(totals.orders),
        names.AVERAGE_WIN: _percent(portfolio.exact_average_win_rate, 2),
        names.AVERAGE_LOSS: _percent(portfolio.exact_average_loss_rate, 2),
        names.COMPOUNDING_ANNUAL_RETURN: _percent(portfolio.exact_compounding_annual_return, 3),
        names.DRAWDOWN: _percent(portfolio.exact_drawdown, 3),
        names.EXPECTANCY: text(round_even(portfolio.exact_expectancy, 3)),
        names.START_EQUITY: text(round_even(portfolio.exact_start_equity, 2)),
        names.END_EQUITY: text(round_even(portfolio.exact_end_equity, 2)),
        names.NET_PROFIT: _percent(portfolio.exact_total_net_profit, 3),
        names.SHARPE_RATIO: _double(portfolio.exact_sharpe_ratio),
        names.SORTINO_RATIO: _double(portfolio.exact_sortino_ratio),
        names.PROBABILISTIC_SHARPE_RATIO: _percent(portfolio.exact_probabilistic_sharpe_ratio, 3),
        names.LOSS_RATE: _percent(portfolio.exact_loss_rate, 0),
        names.WIN_RATE: _percent(portfolio.exact_win_rate, 0),
        names.PROFIT_LOSS_RATIO: text(round_even(portfolio.exact_profit_loss_ratio, 2)),
        names.ALPHA: _double(portfolio.exact_alpha),
        names.BETA: _double(portfolio.exact_beta),
        names.ANNUAL_STANDARD_DEVIATION: _double(portfolio.exact_annual_standard_deviation),
        names.ANNUAL_VARIANCE: _double(portfolio.exact_annual_variance),
        names.INFORMATION_RATIO: _double(portfolio.exact_information_ratio),
        names.TRACKING_ERROR: _double(portfolio.exact_tracking_error),
        names.TREYNOR_RATIO: _double(portfolio.exact_treynor_ratio),
        names.TOTAL_FEES: totals.currency_sign + fees_text(totals.fees),
        names.ESTIMATED_STRATEGY_CAPACITY: totals.currency_sign + text(significant(totals.capacity, 2)),
        names.LOWEST_CAPACITY_ASSET: totals.lowest_capacity_asset,
        names.PORTFOLIO_TURNOVER: _percent(portfolio.exact_portfolio_turnover, 2),
        names.DRAWDOWN_RECOVERY: str(portfolio.drawdown_recovery),
    }


def fees_text(fees: Decimal) -> str:
    """Two places, half away from zero."""
    return format(round_away(fees, 2), ".2f")


def _percent(fraction: Decimal, places: int) -> str:
    percent = MAXIMUM if fraction >= _MOST else fraction * _HUNDRED
    return text(round_even(percent, places)) + "%"


def _double(value: Decimal) -> str:
    number = shown(value)
    if abs(number) < 1e16:
        number = round(number * 1000.0) / 1000.0 or _signed_zero(number)
    return double_text(number)


def _signed_zero(number: float) -> float:
    """Zero with the sign of a number, which .NET's rounding keeps."""
    return -0.0 if number < 0 else 0.0


def double_text(number: float) -> str:
    """.NET's shortest text of a double; a negative zero keeps its sign."""
    shortest = repr(number)
    if "e" not in shortest and abs(number) < 1e15:
        return shortest.removesuffix(".0")
    digits, _, exponent = f"{Decimal(shortest).normalize():E}".partition("E")
    return f"{digits}E{int(exponent):+03}"
