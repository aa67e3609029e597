"""Real Lean's recorded answers as results and as result folders."""

import gzip
import json
from pathlib import Path
from typing import Any

from leanrig.backtest.results import Result, parse_result
from leanrig.model.result import DataRequests

BARE = Path(__file__).resolve().parents[1] / "bare" / "results"

_CHART_OF_EQUITY = "Strategy Equity"


def recorded(path: Path) -> tuple[dict[str, Any], Result]:
    """Return one file of the recorded regression runs as it is and as it is read."""
    raw = json.loads(gzip.decompress(path.read_bytes()))
    requests = DataRequests(tuple(raw["requests"]["succeeded"]), tuple(raw["requests"]["failed"]))
    result = parse_result(raw, algorithm_id=raw["name"], events=raw["orderEvents"], log=raw["log"], requests=requests)
    return raw, result


def as_lean_folder(name: str, folder: Path) -> Path:
    """Lay one of the nine bare results out as Lean's launcher leaves it: the recorded ones are condensed."""
    raw = json.loads((BARE / name / "result.json").read_text())
    charts = {
        _CHART_OF_EQUITY: _chart(_CHART_OF_EQUITY, "Equity", 2, raw["equity"]),
        "Benchmark": _chart("Benchmark", "Benchmark", 0, raw["benchmark"]),
    }
    charts |= {
        chart: {
            "name": chart,
            "chartType": 0,
            "series": {key: {"name": key, **series} for key, series in found.items()},
        }
        for chart, found in raw["custom_charts"].items()
    }
    result = {
        "rollingWindow": {},
        "charts": charts,
        "orders": {str(order["id"]): order for order in raw["orders"]},
        "profitLoss": raw["profit_loss"],
        "statistics": raw["statistics"],
        "runtimeStatistics": raw["runtimeStatistics"],
        "state": raw["state"],
        "algorithmConfiguration": raw["algorithmConfiguration"],
        "totalPerformance": raw["total_performance"] | {"closedTrades": raw["closed_trades"]},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result))
    (folder / f"{name}-order-events.json").write_text((BARE / name / "order-events.json").read_text())
    (folder / f"{name}-log.txt").write_text("\n".join(raw["log"]) + "\n")
    (folder / "log.txt").write_text(
        f"2026-01-01T00:00:00Z TRACE:: STATISTICS:: OrderListHash {raw['order_list_hash']}\n"
    )
    return folder


def _chart(name: str, series: str, kind: int, values: list[Any]) -> dict[str, Any]:
    points = {"name": series, "unit": "$", "index": 0, "seriesType": kind, "values": values}
    return {"name": name, "chartType": 0, "series": {series: points}}
