"""Recorded runs of real Lean, as our own samples, trades and orders."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from shared_reference import shared

from leanrig.engine.enums import TradeDirection
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.interest_rates import InterestRates
from leanrig.engine.identity import Symbol
from leanrig.engine.number import normalize
from leanrig.engine.statistics.results import Recorded
from leanrig.engine.statistics.trade import Trade

_EXERCISE = 6


@dataclass(frozen=True)
class Run:
    """One of Lean's own regression algorithms and what real Lean made of it."""

    name: str
    result: dict[str, Any]

    @property
    def orders(self) -> dict[str, Any]:
        return self.result["orders"] or {}

    @property
    def has_statistics(self) -> bool:
        return bool(self.result["statistics"])

    @property
    def has_exercises(self) -> bool:
        """Whether wins cannot be told from the profits alone."""
        return any(int(order["type"]) == _EXERCISE for order in self.orders.values())

    def recorded(self) -> Recorded:
        """Its samples, as the statistics want them."""
        charts, performance = self.result["charts"], self.result["totalPerformance"]
        profits = sorted((micros(moment), Decimal(amount)) for moment, amount in self.result["profitLoss"].items())
        return Recorded(
            equity=_points(charts, "Strategy Equity", "Equity"),
            returns=_points(charts, "Strategy Equity", "Return"),
            benchmark=_points(charts, "Benchmark", "Benchmark"),
            turnover=_points(charts, "Portfolio Turnover", "Portfolio Turnover"),
            profit_loss=profits,
            wins=[moment for moment, amount in profits if amount > 0],
            losses=[moment for moment, amount in profits if amount <= 0],
            trades=[_trade(trade) for trade in performance["closedTrades"]],
            starting_capital=Decimal(performance["portfolioStatistics"]["startEquity"]),
            trading_days=int(self.result["algorithmConfiguration"]["tradingDaysPerYear"]),
            interest_rate=_rates().rate,
        )


def regression_runs() -> Iterator[Run]:
    """All runs of Lean's own algorithms."""
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz")):
        with gzip.open(path) as file:
            yield Run(path.name.removesuffix(".json.gz"), json.load(file, parse_float=Decimal))


@cache
def _rates() -> InterestRates:
    return InterestRates(DataFolder(shared("lean-data")))


def micros(text: str) -> int:
    """Microseconds of a time as Lean writes it; Lean's least step becomes the engine's."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp())
    return seconds * 1_000_000 + (1 if fraction == "0000001" else int(fraction[:6].ljust(6, "0")))


def _points(charts: dict[str, Any], chart: str, series: str) -> list[tuple[int, Decimal]]:
    """A series' points; of two at one second the later moves on by the least, as the file does not tell them apart."""
    points: list[tuple[int, Decimal]] = []
    for point in charts.get(chart, {}).get("series", {}).get(series, {}).get("values", ()):
        if point[-1] is None:
            continue
        moment = int(point[0]) * 1_000_000
        if points and moment <= points[-1][0]:
            moment = points[-1][0] + 1
        points.append((moment, normalize(Decimal(point[-1]))))
    return points


def _trade(recorded: dict[str, Any]) -> Trade:
    trade = Trade(
        Symbol.EMPTY,
        entry_us=micros(recorded["entryTime"]),
        entry_price=recorded["entryPrice"],
        direction=TradeDirection(int(recorded["direction"])),
        quantity=recorded["quantity"],
        fees=recorded["totalFees"],
        order_ids=[int(number) for number in recorded["orderIds"]],
    )
    trade.exit_us, trade.exact_exit_price = micros(recorded["exitTime"]), recorded["exitPrice"]
    trade.exact_profit_loss, trade.is_win = recorded["profitLoss"], recorded["isWin"]
    trade.exact_mae, trade.exact_mfe = recorded["mae"], recorded["mfe"]
    trade.exact_end_trade_drawdown = recorded["endTradeDrawdown"]
    return trade


def loaded(path: Path) -> Any:
    """A JSON file with exact numbers."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
