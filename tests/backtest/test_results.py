"""The results reader against recorded runs of real Lean, in both casings and all forms of points."""

import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from backtest.recorded import BARE, as_lean_folder, recorded
from shared_reference import shared

from leanrig.backtest.results import parse_result, read_result
from leanrig.errors import BadInput, Missing


def test_every_recorded_regression_run_is_read_whole() -> None:
    paths = sorted(shared("lean-results", "regression").glob("*.json.gz"))
    assert len(paths) == 327
    for path in paths:
        raw, result = recorded(path)
        assert len(result.orders) == len(raw["orders"]), path.name
        assert sum(len(order.events) for order in result.orders) == len(raw["orderEvents"]), path.name
        assert len(result.trades) == len(raw["totalPerformance"].get("closedTrades") or ()), path.name
        assert result.statistics == {key: str(value) for key, value in raw["statistics"].items()}, path.name
        for name, chart in raw["charts"].items():
            for key, series in chart["series"].items():
                assert len(result.charts[name].series[key].times) == len(series["values"] or ()), path.name


def test_fees_and_fills_sum_to_what_lean_says() -> None:
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz")):
        raw, result = recorded(path)
        said = raw["statistics"].get("Total Fees", "")
        if not said.startswith("$") or any(set(order.fees) - {"USD"} for order in result.orders):
            continue
        fees = sum(sum(order.fees.values()) for order in result.orders)
        assert fees == pytest.approx(float(said.removeprefix("$")), abs=0.0051), path.name


@pytest.mark.parametrize("folder", sorted(path.name for path in BARE.iterdir()))
def test_a_folder_in_leans_layout(folder: str, tmp_path: Path) -> None:
    raw = json.loads((BARE / folder / "result.json").read_text())
    result = read_result(as_lean_folder(folder, tmp_path / "run"))
    assert result.algorithm_id == folder
    assert result.order_list_hash == raw["order_list_hash"]
    assert result.equity is not None
    assert list(result.equity.values) == [point[-1] for point in raw["equity"]]
    filled = {order["id"]: order for order in raw["orders"] if order["status"] == 3}
    for order in result.orders:
        if order.id in filled:
            assert order.filled_quantity == pytest.approx(filled[order.id]["quantity"])
            assert order.fill_price == pytest.approx(filled[order.id]["price"])
            assert sum(order.fees.values()) == pytest.approx(filled[order.id].get("fee_amount", 0.0))


def test_the_older_spelling_reads_as_todays() -> None:
    raw = json.loads((shared("lean-results", "samples", "success", "success.json")).read_text())
    events = json.loads((shared("lean-results", "samples", "success", "success-order-events.json")).read_text())
    del raw["analysis"]  # younger than the spelling
    today = parse_result(raw, events=events)
    older = parse_result(_pascal(raw), events=[_kebab(event) for event in events])
    assert older == today
    assert len(today.trades) == 6
    assert today.trades[0].duration == timedelta(days=3)


def test_names_keep_their_case() -> None:
    raw = {"Charts": {"my Chart": {"Name": "my Chart", "Series": {"SMA 20": {"Name": "SMA 20", "Values": [[1, 2.0]]}}}}}
    assert parse_result(raw).series("my Chart", "SMA 20") is not None


def test_points_of_all_generations() -> None:
    values = [[10, 1.0], {"x": 20, "y": 2.0}, {"x": 30, "y": None}, [40, None]]
    raw = {"charts": {"c": {"series": {"s": {"name": "s", "values": values}}}}}
    series = parse_result(raw).series("c", "s")
    assert series is not None
    assert series.times == (10, 20, 30, 40)
    assert series.values[:2] == (1.0, 2.0)
    assert all(math.isnan(value) for value in series.values[2:])


def test_candles_keep_all_four_prices() -> None:
    raw = {"charts": {"Strategy Equity": {"series": {"Equity": {"values": [[10, 1, 4, 0.5, 2]]}}}}}
    equity = parse_result(raw).equity
    assert equity is not None
    assert equity.candles == ((1.0, 4.0, 0.5, 2.0),)
    assert equity.values == (2.0,)


def test_the_clouds_empty_lists_and_full_stop() -> None:
    result = parse_result({"statistics": [], "runtimeStatistics": [], "orders": [], "state": {"Status": "Completed."}})
    assert result.statistics == {}
    assert result.orders == ()
    assert result.status == "Completed"


def test_times_of_both_generations() -> None:
    space = parse_result(
        {"algorithmConfiguration": {"startDate": "2013-10-07 00:00:00", "endDate": "0001-01-01T00:00:00Z"}}
    )
    assert space.start == datetime(2013, 10, 7, tzinfo=UTC)
    assert space.end is None


def test_the_id_in_the_cli_config_names_the_result(tmp_path: Path) -> None:
    folder = as_lean_folder("BareMarginShort", tmp_path)
    (folder / "1234567890.json").write_text((folder / "BareMarginShort.json").read_text())
    (folder / "1234567890-log.txt").write_text("")
    with pytest.raises(BadInput, match="2 results"):
        read_result(folder)
    (folder / "config").write_text('{"id": 1234567890}')
    assert read_result(folder).algorithm_id == "1234567890"


def test_a_file_cut_off_is_no_result(tmp_path: Path) -> None:
    folder = as_lean_folder("BareMarginShort", tmp_path)
    path = folder / "BareMarginShort.json"
    path.write_text(path.read_text()[:5000])
    result = read_result(folder)
    assert not result.has_json
    assert result.torn


def test_a_run_that_died_before_it_wrote_anything_is_still_a_run(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    assert not read_result(tmp_path).has_json


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"a": 1}')
    with pytest.raises(Missing, match="nothing here was left by a run"):
        read_result(tmp_path)


def _pascal(raw: Any) -> Any:
    """Write Lean's JSON as it was before May 2024, points as objects; names of charts and statistics as they are."""
    named = {
        "statistics",
        "runtimeStatistics",
        "state",
        "serverStatistics",
        "rollingWindow",
        "profitLoss",
        "parameters",
    }

    def turn(value: Any, *, keys_are_names: bool = False, parent: str = "") -> Any:
        if isinstance(value, dict):
            return {
                key
                if keys_are_names
                else "ID"
                if key == "id" and parent == "symbol"
                else key[0].upper() + key[1:]: turn(
                    item,
                    keys_are_names=key in named | {"charts", "series", "orders"} and not keys_are_names,
                    parent=key,
                )
                for key, item in value.items()
            }
        if isinstance(value, list) and parent == "values":
            return [{"x": point[0], "y": point[1]} if len(point) == 2 else point for point in value]
        if isinstance(value, list):
            return [turn(item, parent=parent) for item in value]
        return value

    return turn(raw)


def _kebab(event: dict[str, Any]) -> dict[str, Any]:
    return {"".join(f"-{c.lower()}" if c.isupper() else c for c in key): value for key, value in event.items()}
