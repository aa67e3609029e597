"""Statistics of trades and portfolio as Lean writes them into its result file."""

from decimal import Decimal
from typing import Any

from leanrig.engine.identity import Symbol
from leanrig.engine.naming import has_own, snake
from leanrig.engine.number import round_even, text
from leanrig.engine.results.json_text import iso_time, span_text
from leanrig.engine.statistics.results import AlgorithmPerformance
from leanrig.engine.statistics.trade import Trade
from leanrig.engine.statistics.trade_statistics import TradeStatistics

__all__ = ["performance", "symbol_json"]

_PORTFOLIO = (
    "averageWinRate", "averageLossRate", "profitLossRatio", "winRate", "lossRate", "expectancy", "startEquity",
    "endEquity", "compoundingAnnualReturn", "drawdown", "totalNetProfit", "sharpeRatio", "probabilisticSharpeRatio",
    "sortinoRatio", "alpha", "beta", "annualStandardDeviation", "annualVariance", "informationRatio",
    "trackingError", "treynorRatio", "portfolioTurnover", "valueAtRisk99", "valueAtRisk95", "drawdownRecovery",
)  # fmt: skip
_TRADES = (
    "startDateTime", "endDateTime", "totalNumberOfTrades", "numberOfWinningTrades", "numberOfLosingTrades",
    "totalProfitLoss", "totalProfit", "totalLoss", "largestProfit", "largestLoss", "averageProfitLoss",
    "averageProfit", "averageLoss", "averageTradeDuration", "averageWinningTradeDuration",
    "averageLosingTradeDuration", "medianTradeDuration", "medianWinningTradeDuration", "medianLosingTradeDuration",
    "maxConsecutiveWinningTrades", "maxConsecutiveLosingTrades", "profitLossRatio", "winLossRatio", "winRate",
    "lossRate", "averageMAE", "averageMFE", "largestMAE", "largestMFE", "maximumClosedTradeDrawdown",
    "maximumIntraTradeDrawdown", "profitLossStandardDeviation", "profitLossDownsideDeviation", "profitFactor",
    "sharpeRatio", "sortinoRatio", "profitToMaxDrawdownRatio", "maximumEndTradeDrawdown",
    "averageEndTradeDrawdown", "maximumDrawdownDuration", "totalFees",
)  # fmt: skip
_SPELLED = {"valueAtRisk99": "value_at_risk_99", "valueAtRisk95": "value_at_risk_95"}


def performance(figures: AlgorithmPerformance, *, trades: bool = True) -> dict[str, Any]:
    """The three parts of a performance; without its trades where they would be repeated."""
    return {
        "tradeStatistics": _trade_statistics(figures.trade_statistics),
        "portfolioStatistics": {name: _rounded(figures.portfolio_statistics, name) for name in _PORTFOLIO},
        "closedTrades": [_trade(trade) for trade in figures.closed_trades] if trades else [],
    }


def symbol_json(symbol: Symbol) -> dict[str, Any]:
    """A symbol as in orders and trades: its ticker twice, and the symbol that it belongs to."""
    own = {"value": symbol.value, "id": str(symbol.id), "permtick": symbol.value}
    return own if symbol.underlying is None else own | {"underlying": symbol_json(symbol.underlying)}


def _rounded(figures: Any, name: str) -> str:
    """Figures are texts of four places at most."""
    exact = f"exact_{_SPELLED.get(name) or snake(name)}"
    value = getattr(figures, exact) if has_own(figures, exact) else Decimal(getattr(figures, snake(name)))
    return text(round_even(value, 4))


def _trade_statistics(figures: TradeStatistics) -> dict[str, Any]:
    durations = figures.duration_ticks
    times = {"startDateTime": figures.start_us, "endDateTime": figures.end_us}
    result: dict[str, Any] = {}
    for name in _TRADES:
        if name in times:
            moment = times[name]
            result[name] = None if moment is None else iso_time(moment)
        elif name in durations:
            result[name] = span_text(durations[name])
        elif has_own(figures, f"exact_{snake(name)}"):
            result[name] = _rounded(figures, name)
        else:
            result[name] = getattr(figures, snake(name))
    return result


def _trade(trade: Trade) -> dict[str, Any]:
    return {
        "id": trade.id,
        "symbols": [symbol_json(symbol) for symbol in trade.symbols],
        "entryTime": iso_time(trade.entry_us),
        "entryPrice": trade.exact_entry_price,
        "direction": int(trade.direction),
        "quantity": trade.exact_quantity,
        "exitTime": iso_time(trade.exit_us),
        "exitPrice": trade.exact_exit_price,
        "profitLoss": trade.exact_profit_loss,
        "totalFees": trade.exact_total_fees,
        "mae": trade.exact_mae,
        "mfe": trade.exact_mfe,
        "duration": span_text((trade.exit_us - trade.entry_us) * 10),
        "endTradeDrawdown": trade.exact_end_trade_drawdown,
        "isWin": trade.is_win,
        "orderIds": trade.order_ids,
    }
