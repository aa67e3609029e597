"""What each ending of a run leaves: which files, with which members, as real Lean's sample folders have them."""

import json
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine.child_run import BARE, Finished, command, run, run_text
from shared_reference import shared

_HEAD = """from AlgorithmImports import *


class Case(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2009, 1, 5)
        self.set_end_date(2009, 3, 31)
        self.set_benchmark(lambda _: 1)
        self.add_equity("IBM", Resolution.DAILY)
        self.days = 0
"""
_TRADES = """
    def on_data(self, data):
        self.days += 1
        self.plot("Mine", "days", self.days)
        if self.days % 4 == 1:
            self.set_holdings("IBM", 0.8, tag="enter")
        elif self.days % 4 == 3:
            self.liquidate("IBM", tag="exit")
"""
_SUCCESS = _HEAD + _TRADES
_FAILS_IN_INITIALIZE = _HEAD + '        raise ValueError("signal file is missing: run leanrig signals")\n'
_FAILS_ON_DATA = _HEAD + _TRADES + '        if self.days == 10:\n            {}["nokey"]\n'
_DOES_NOT_LOAD = _HEAD.replace("def initialize(self):", "def initialize(self)")
_BESIDES = {"data-monitor-report-.json", "failed-data-requests-.txt", "succeeded-data-requests-.txt"}


def _sample(case: str, suffix: str = "") -> dict[str, Any]:
    path = shared("lean-results", "samples", case, f"{case}{suffix}.json")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)  # type: ignore[no-any-return]


def _tree(value: Any) -> Any:
    """Names in their order and kinds of values; of a list its first item."""
    if isinstance(value, dict):
        return [(name, _tree(item)) for name, item in value.items()]
    if isinstance(value, list):
        return [_tree(value[0])] if value else []
    return "number" if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else type(value).__name__


def _members(value: Any) -> list[str]:
    return list(value)


def _same_tree(ours: Any, recorded: Any, *path: str) -> None:
    for name in path:
        ours, recorded = ours[name], recorded[name]
    assert _tree(ours) == _tree(recorded), path


@pytest.fixture(scope="module")
def success(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return run_text(_SUCCESS, tmp_path_factory.mktemp("success") / "out", "success")


def test_a_good_run_leaves_lean_s_files(success: Finished) -> None:
    assert success.exit_code == 0
    assert success.kinds == {"ID.json", "ID-summary.json", "ID-order-events.json", "ID-log.txt", "log.txt"} | _BESIDES


def test_a_good_run_has_lean_s_members_in_lean_s_order(success: Finished) -> None:
    ours, recorded = success.result, _sample("success")
    assert _members(ours) == _members(recorded)
    for name in ("statistics", "runtimeStatistics", "state", "algorithmConfiguration"):
        assert _members(ours[name]) == _members(recorded[name]), name
    _same_tree(ours, recorded, "totalPerformance")
    _same_tree(ours, recorded, "orders", "1")
    window, theirs = next(iter(ours["rollingWindow"].values())), next(iter(recorded["rollingWindow"].values()))
    assert _tree(window) == _tree(theirs)
    assert set(recorded["serverStatistics"]) <= set(ours["serverStatistics"])
    assert set(ours["charts"]) == set(recorded["charts"])
    for name, chart in recorded["charts"].items():
        assert _members(ours["charts"][name]) == _members(chart), name
        for series in chart["series"]:
            if series in ours["charts"][name]["series"]:
                _same_tree(ours["charts"][name]["series"][series], chart["series"][series])


def test_the_summary_and_the_events(success: Finished) -> None:
    ours, recorded = success.summary, _sample("success", "-summary")
    assert _members(ours) == _members(recorded)
    _same_tree(ours, recorded, "charts")
    _same_tree(ours, recorded, "totalPerformance", "portfolioStatistics")
    assert ours["totalPerformance"]["closedTrades"] == []
    filled = next(event for event in success.events if event["status"] == "filled")
    path = shared("lean-results", "samples", "success", "success-order-events.json")
    theirs = next(event for event in json.loads(path.read_text()) if event["status"] == "filled")
    assert list(filled) == list(theirs)


def test_text_is_laid_out_as_lean_s(success: Finished) -> None:
    lines = success.text.split("\n")
    recorded = shared("lean-results", "samples", "success", "success.json").read_text(encoding="utf-8").split("\n")
    assert lines[:3] == ["{", '  "rollingWindow": {', '    "M1_20090131": {']
    assert recorded[:2] == lines[:2]
    for start in (
        '        "Equity": {"name":"Equity","unit":"$","index":0,"seriesType":2,"values":[[',
        '  "orders": {',
    ):
        assert any(line.startswith(start) for line in lines)
        assert any(line.startswith(start) for line in recorded)


def test_the_log_ends_with_statistics_and_data_usage(success: Finished) -> None:
    lines = (success.folder / "log.txt").read_text().splitlines()
    recorded = shared("lean-results", "samples", "success", "log.txt").read_text().splitlines()
    for mark in ("STATISTICS:: ", "DATA USAGE:: "):
        names = [line.removeprefix(mark).rsplit(" ", 1)[0] for line in lines if line.startswith(mark)]
        theirs = [line.removeprefix(mark).rsplit(" ", 1)[0] for line in recorded if line.startswith(mark)]
        if mark == "DATA USAGE:: ":
            assert names == theirs
        else:
            assert len(names) == len(theirs) == 28


def test_the_monitor_s_report(success: Finished) -> None:
    (path,) = success.folder.glob("data-monitor-report-*.json")
    (recorded,) = shared("lean-results", "samples", "success").glob("data-monitor-report-*.json")
    report = json.loads(path.read_text())
    assert list(report) == list(json.loads(recorded.read_text()))
    (opened,) = success.folder.glob("succeeded-data-requests-*.txt")
    assert len(opened.read_text().splitlines()) == report["succeeded-data-requests-count"] > 0
    assert all(line.startswith("/") for line in opened.read_text().splitlines())


def test_a_module_that_does_not_load(tmp_path: Path) -> None:
    done = run_text(_DOES_NOT_LOAD, tmp_path / "out", "syntax-error")
    recorded = _sample("syntax-error")
    assert done.exit_code == 1
    assert done.kinds == {"ID.json", "ID-summary.json", "ID-log.txt", "log.txt"}
    ours = done.result
    assert _members(ours) == _members(recorded)
    for name in set(recorded) - {"state", "serverStatistics"}:
        assert ours[name] == recorded[name], name
    assert _members(done.summary) == _members(_sample("syntax-error", "-summary"))
    assert ours["state"]["Status"] == "RuntimeError"
    assert "expected ':'" in ours["state"]["RuntimeError"]
    assert (done.folder / f"{done.name}-log.txt").read_text() == ""


def test_an_exception_in_initialize(tmp_path: Path) -> None:
    done = run_text(_FAILS_IN_INITIALIZE, tmp_path / "out", "exception-in-initialize")
    ours, recorded = done.result, _sample("exception-in-initialize")
    assert done.kinds == {"ID.json", "ID-summary.json", "ID-log.txt", "log.txt"} | _BESIDES
    assert _members(ours) == _members(recorded)
    for name in ("rollingWindow", "charts", "orders", "profitLoss", "statistics", "runtimeStatistics"):
        assert ours[name] == recorded[name], name
    assert ours["totalPerformance"] == recorded["totalPerformance"]
    assert ours["state"]["LogCount"] == recorded["state"]["LogCount"]
    assert "signal file is missing: run leanrig signals" in ours["state"]["RuntimeError"]
    assert ours["analysis"][0] == recorded["analysis"][0]


def test_an_exception_under_way_keeps_the_statistics_up_to_then(tmp_path: Path) -> None:
    done = run_text(_FAILS_ON_DATA, tmp_path / "out", "exception-in-on-data")
    ours, recorded = done.result, _sample("exception-in-on-data")
    assert done.exit_code == 1
    assert _members(ours) == _members(recorded)
    assert len(ours["statistics"]) == len(recorded["statistics"])
    assert ours["state"]["Status"] == "RuntimeError"
    assert "'nokey' was not found" in ours["state"]["RuntimeError"]
    assert len(ours["orders"]) > 0


def test_a_killed_run_leaves_whole_files_that_say_running(tmp_path: Path) -> None:
    code = _HEAD.replace("2009, 3, 31", "2013, 3, 31") + _TRADES + "        import time\n        time.sleep(0.02)\n"
    path = tmp_path / "main.py"
    path.write_text(code)
    folder = tmp_path / "out"
    child = subprocess.Popen(command(path, folder, "killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    result = folder / "killed.json"
    deadline = time.monotonic() + 60
    while not result.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait()
    ours = json.loads(result.read_text())
    recorded = _sample("killed-while-running")
    assert ours["state"]["Status"] == "Running"
    assert ours["state"]["EndTime"] == ""
    assert _members(ours) == [name for name in _members(recorded) if name != "analysis"]
    assert [p.name for p in folder.iterdir() if p.suffix == ".part"] == []


def test_the_same_run_twice_gives_the_same_result(tmp_path: Path) -> None:
    strategy = BARE / "strategies" / "bare_raw_splits.py"
    first, second = (run(strategy, tmp_path / name, "again") for name in ("one", "two"))

    def lasting(result: dict[str, Any]) -> dict[str, Any]:
        return {name: part for name, part in result.items() if name not in ("state", "serverStatistics")}

    assert lasting(first.result) == lasting(second.result)
