"""The result JSON: what stands where in it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.naming import DotnetEnum
from leanrig.engine.number import ZERO, round_away
from leanrig.engine.orders.money import currency_symbol
from leanrig.engine.results.json_text import iso_time
from leanrig.engine.results.order_json import orders_json
from leanrig.engine.results.performance_json import performance
from leanrig.engine.statistics.results import StatisticsResults

__all__ = [
    "configuration",
    "document",
    "money_text",
    "percent_text",
    "runtime_statistics",
    "state",
    "summary_document",
]

_NO_DATE = "0001-01-01T00:00:00Z"


def document(
    *,
    charts: Mapping[str, Any],
    orders: list[Any],
    records: list[tuple[int, Decimal, bool]],
    statistics: StatisticsResults | None,
    runtime: Mapping[str, str],
    state: Mapping[str, str],
    server: Mapping[str, str],
    algorithm: Mapping[str, Any] | None,
    analysis: list[Any] | None,
) -> dict[str, Any]:
    """The whole result.

    Parameters
    ----------
    statistics
        None while the run goes: then there is no performance.
    algorithm
        Its configuration; None while the run goes.
    analysis
        Findings; None where nothing was looked at.
    """
    rolling = [] if statistics is None else statistics.rolling_performances.items()
    result: dict[str, Any] = {
        "rollingWindow": {name: performance(figures, trades=False) for name, figures in rolling},
        "charts": dict(charts),
        "orders": orders_json(orders),
        "profitLoss": {iso_time(moment): profit for moment, profit, _ in records},
        "statistics": {} if statistics is None else dict(statistics.summary.items()),
        "runtimeStatistics": dict(runtime),
        "state": dict(state),
        "serverStatistics": dict(server),
    }
    if algorithm is not None:
        result["algorithmConfiguration"] = dict(algorithm)
    if statistics is not None:
        result["totalPerformance"] = performance(statistics.total_performance)
    if analysis is not None:
        result["analysis"] = analysis
    return result


def summary_document(result: Mapping[str, Any], equity: Any) -> dict[str, Any]:
    """The short form of a result: no orders, trades, windows or findings, and of the charts only the equity."""
    chart = result["charts"].get("Strategy Equity")
    charts = {} if chart is None or equity is None else {"Strategy Equity": chart | {"series": {"Equity": equity}}}
    short: dict[str, Any] = {"rollingWindow": {}, "charts": charts}
    for name in ("statistics", "runtimeStatistics", "state", "serverStatistics", "algorithmConfiguration"):
        short[name] = result[name]
    short["totalPerformance"] = result["totalPerformance"] | {"closedTrades": []}
    return short


def configuration(algorithm: Any) -> dict[str, Any]:
    """What was configured; of an algorithm that could not be loaded nothing is known."""
    if algorithm is None:
        return {
            "name": None,
            "tags": None,
            "brokerage": 0,
            "accountType": 0,
            "parameters": None,
            "outOfSampleMaxEndDate": None,
            "outOfSampleDays": 0,
            "startDate": _NO_DATE,
            "endDate": _NO_DATE,
            "tradingDaysPerYear": 252,
        }
    model = algorithm.brokerage_model
    return {
        "name": algorithm.name,
        "tags": list(algorithm.tags),
        "accountCurrency": algorithm.portfolio.cash_book.account_currency,
        "brokerage": _number(algorithm.brokerage_name),
        "accountType": _number(model.account_type),
        "parameters": dict(algorithm.get_parameters().items()),
        "outOfSampleMaxEndDate": None,
        "outOfSampleDays": 0,
        "startDate": f"{algorithm.start_date:%Y-%m-%dT%H:%M:%S}Z",
        "endDate": f"{algorithm.end_date:%Y-%m-%dT%H:%M:%S}Z",
        "tradingDaysPerYear": algorithm.settings.trading_days_per_year or 252,
    }


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (DotnetEnum, int)) else 0


def runtime_statistics(algorithm: Any, starting_value: Decimal, probabilistic_sharpe: str) -> dict[str, str]:
    """The running figures by name, the user's own among them."""
    portfolio = algorithm.portfolio
    sign = currency_symbol(portfolio.cash_book.account_currency)
    total = portfolio.exact_total_portfolio_value
    gain = (total - starting_value) / starting_value if starting_value > 0 else ZERO
    result = dict(algorithm._lean_runtime_statistics) | {
        "Probabilistic Sharpe Ratio": probabilistic_sharpe,
        "Unrealized": sign + money_text(portfolio.exact_total_unrealised_profit),
        "Fees": f"-{sign}{money_text(portfolio.exact_total_fees)}",
        "Net Profit": sign + money_text(portfolio.exact_total_net_profit),
        "Return": percent_text(gain),
        "Equity": sign + money_text(total),
        "Holdings": sign + money_text(portfolio.exact_total_holdings_value),
        "Volume": sign + money_text(portfolio.exact_sale_volume),
    }
    return dict(sorted(result.items(), key=lambda item: (item[0].lower(), item[0])))


def money_text(amount: Decimal) -> str:
    """.NET's `N2`: two places and thousands' commas."""
    shown = format(round_away(amount, 2), ",.2f")
    return shown[1:] if shown == "-0.00" else shown


def percent_text(fraction: Decimal) -> str:
    """.NET's `P`: `1.69 %`."""
    return money_text(fraction * 100) + " %"


def state(
    *,
    started: datetime,
    ended: datetime | None,
    name: str,
    hostname: str,
    status: str,
    error: str,
    stack: str,
    logs: int,
    orders: int,
) -> dict[str, str]:
    """Where a run stands; all texts."""
    return {
        "StartTime": _short(started),
        "EndTime": "" if ended is None else _short(ended),
        "RuntimeError": error,
        "StackTrace": stack,
        "LogCount": str(logs),
        "OrderCount": str(orders),
        "InsightCount": "0",
        "Name": name,
        "Hostname": hostname,
        "Status": status,
    }


def _short(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
