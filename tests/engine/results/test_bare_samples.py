"""Whole runs against real Lean's: every sample, order, event, trade and figure, not only the last ones."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine.child_run import BARE, Finished, run

_NAMES = ["BareDailyCross", "BareMarginShort", "BareMonthlyRanks", "BareOrderTypes", "BareRawSplits", "BareSignalRows"]


def _recorded(name: str) -> dict[str, Any]:
    text = (BARE / "results" / name / "result.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal)  # type: ignore[no-any-return]


def _strategy(name: str) -> Path:
    return next(path for path in (BARE / "strategies").glob("*.py") if path.stem.replace("_", "") == name.lower())


@pytest.fixture(scope="module", params=_NAMES)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, dict[str, Any]]:
    folder = tmp_path_factory.mktemp(request.param) / "out"
    return run(_strategy(request.param), folder, request.param), _recorded(request.param)


def _as_kept(value: Any) -> Any:
    """Numbers as the recorded files have kept them: doubles."""
    if isinstance(value, dict):
        return {name: _as_kept(item) for name, item in value.items() if name not in ("id", "algorithmId")}
    return float(value) if isinstance(value, Decimal) else value


def _series(run: Finished, chart: str, name: str) -> list[list[Any]]:
    values: list[list[Any]] = run.result["charts"][chart]["series"][name]["values"]
    return values


def test_statistics_and_hash(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, recorded = both
    assert ours.result["statistics"] == recorded["statistics"]
    assert ours.order_list_hash == recorded["order_list_hash"]
    assert ours.result["runtimeStatistics"] == recorded["runtimeStatistics"]
    assert ours.result["state"]["OrderCount"] == recorded["state"]["OrderCount"]
    assert ours.exit_code == 0


def test_every_equity_candle_and_benchmark_point(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, recorded = both
    assert _series(ours, "Strategy Equity", "Equity") == recorded["equity"]
    assert _series(ours, "Benchmark", "Benchmark") == recorded["benchmark"]


def test_figures_of_portfolio_and_trades(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, recorded = both
    performance, expected = ours.result["totalPerformance"], recorded["total_performance"]
    assert performance["portfolioStatistics"] == expected["portfolioStatistics"]
    assert performance["tradeStatistics"] == expected["tradeStatistics"]


def test_closed_trades(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, recorded = both
    trades = ours.result["totalPerformance"]["closedTrades"]
    assert [{k: v for k, v in trade.items() if k != "id"} for trade in trades] == [
        {k: v for k, v in trade.items() if k != "id"} for trade in recorded["closed_trades"]
    ]
    assert len({trade["id"] for trade in trades}) == len(trades)


def test_profits_and_orders(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, recorded = both
    assert list(ours.result["profitLoss"]) == list(recorded["profit_loss"])
    for moment, profit in recorded["profit_loss"].items():
        assert float(ours.result["profitLoss"][moment]) == pytest.approx(float(profit), rel=1e-14)
    for order in recorded["orders"]:
        made = ours.result["orders"][str(order["id"])]
        for name in ("type", "symbol", "quantity", "price", "status", "tag", "time", "lastFillTime", "direction"):
            assert _as_kept(made.get(name)) == _as_kept(order.get(name)), (order["id"], name)


def test_order_events(both: tuple[Finished, dict[str, Any]]) -> None:
    ours, _ = both
    path = BARE / "results" / ours.name / "order-events.json"
    recorded = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    assert [_as_kept(event) for event in ours.events] == [_as_kept(event) for event in recorded]
