"""`leanrig backtest`: any Lean Python file, judged from its files, kept whole."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.commands import Command
from conformance.bare import BARE
from folders import fingerprint, torn_files

STRATEGY = str(BARE / "strategies" / "bare_raw_splits.py")
ON_BARE_DATA = (STRATEGY, "--data", str(BARE / "data"))

ALGORITHM = """\
from AlgorithmImports import *


class Failing(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2010, 1, 4)
        self.set_end_date(2010, 1, 15)
        self._aapl = self.add_equity("AAPL", Resolution.DAILY).symbol
        self.set_benchmark("IBM")
        early = self.time_rules.before_market_open(self._aapl, 5)
        self.schedule.on(self.date_rules.every_day(self._aapl), early, self._early)
        {initialize}

    def _early(self):
        {scheduled}

    def on_data(self, data):
        {on_data}
        if not self.portfolio.invested:
            self.market_order(self._aapl, 10)

    def on_order_event(self, event):
        {on_order_event}

    def on_end_of_day(self, symbol):
        {on_end_of_day}

    def on_securities_changed(self, changes):
        {on_securities_changed}

    def on_end_of_algorithm(self):
        {on_end_of_algorithm}
"""
HANDLERS = (
    "initialize",
    "scheduled",
    "on_data",
    "on_order_event",
    "on_end_of_day",
    "on_securities_changed",
    "on_end_of_algorithm",
)


def algorithm(**bodies: str) -> str:
    return ALGORITHM.format(**{handler: bodies.get(handler, "pass") for handler in HANDLERS})


def test_any_lean_file_runs_and_json_is_one_object(workspace: Path, leanrig: Command) -> None:
    output = workspace / "out"
    ended = leanrig("backtest", *ON_BARE_DATA, "--output", str(output), "--json")
    found = json.loads(ended.out)
    answer = json.loads((BARE / "results" / "BareRawSplits" / "result.json").read_text())
    assert {"status", "verdict", "seconds", "files", "statistics"} <= set(found)
    assert found["status"] == "Completed"
    assert found["statistics"] == {**answer["statistics"], "OrderListHash": answer["order_list_hash"]}
    names = {Path(name).name for name in found["files"]}
    identity = "bare_raw_splits"
    assert {f"{identity}.json", f"{identity}-summary.json", f"{identity}-order-events.json"} <= names
    assert {f"{identity}-log.txt", "log.txt", "run.json"} <= names
    for start in ("data-monitor-report-", "succeeded-data-requests-", "failed-data-requests-"):
        assert any(name.startswith(start) for name in names), start
    assert all(Path(name).is_file() for name in found["files"])
    assert ended.code == 0


def test_a_rendered_project_keeps_what_it_rested_on(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("backtest", "algorithms/aapl_regime", "--parameter", "exposure", "0.5", "--json")
    assert ended.code == 0, ended.err
    (record,) = workspace.glob("artifacts/AAPL/*/*/run.json")
    run = json.loads(record.read_text())
    assert run["recipe"] == run["project"] == "aapl_regime"
    assert run["symbols"] == ["AAPL"]
    assert run["parameters"]["exposure"] == "0.5"
    assert run["parameters"]["rebalance_band"] == "0.1"
    assert run["seconds"] > 0
    assert run["data"]["AAPL"]["label"] == "sample data, public domain"
    stored = run["data"]["AAPL"]["hashes"]
    for name, digest in stored.items():
        assert hashlib.sha256((workspace / "data" / name).read_bytes()).hexdigest() == digest
    wanted = {"main.py", "config.json", "recipe.toml", "signals/feed.py"}
    assert wanted | {f"storage/signals/aapl_regime/aapl.{kind}" for kind in ("csv", "json")} <= set(run["inputs"])
    for name, digest in run["inputs"].items():
        assert hashlib.sha256((record.parent / "inputs" / name).read_bytes()).hexdigest() == digest
    signals = (workspace / "storage/signals/aapl_regime/aapl.csv").read_bytes()
    assert (record.parent / "inputs/storage/signals/aapl_regime/aapl.csv").read_bytes() == signals


def test_no_order_comes_before_its_row(workspace: Path, leanrig: Command) -> None:
    assert leanrig("backtest", "algorithms/aapl_regime", "--output", "out").code == 0
    rows = {
        f"{stamp} {regime} {strength}"
        for stamp, _, regime, _, strength in (
            line.split(",")
            for line in (workspace / "storage/signals/aapl_regime/aapl.csv").read_text().splitlines()[1:]
        )
    }
    orders = json.loads((workspace / "out" / "aapl_regime.json").read_text())["orders"].values()
    assert len(orders) > 10
    for order in orders:
        assert order["tag"] in rows
        stamp = " ".join(order["tag"].split()[:2]).replace(" ", "T") + "Z"
        assert order["createdTime"] > stamp


@pytest.mark.parametrize("handler", HANDLERS)
def test_an_error_in_a_handler_is_said_with_its_place(handler: str, workspace: Path, leanrig: Command) -> None:
    path = workspace / "failing.py"
    path.write_text(algorithm(**{handler: "raise ValueError('no luck today')"}))
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "no luck" in text)
    ended = leanrig("backtest", "failing.py", "--data", str(BARE / "data"), "--output", "out")
    assert ended.code == 1, ended.err
    assert "no luck today" in ended.out
    assert f"failing.py: line {line}" in (workspace / "out" / "failing.json").read_text()
    assert "Traceback" not in ended.out + ended.err
    assert torn_files(workspace / "out") == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def broken(:\n", "did not load"),
        ("import not_there\n", "not_there"),
        ("x = 1\n", "QCAlgorithm"),
        ("from AlgorithmImports import *\nclass A(QCAlgorithm):\n    pass\n", ""),
    ],
    ids=["syntax", "import", "no algorithm", "no initialize"],
)
def test_a_file_that_does_not_load_is_said(source: str, says: str, workspace: Path, leanrig: Command) -> None:
    (workspace / "odd.py").write_text(source)
    ended = leanrig("backtest", "odd.py", "--data", str(BARE / "data"), "--output", "out")
    assert ended.code == 1
    assert says in ended.out
    assert "Traceback" not in ended.out + ended.err


def test_a_member_that_is_not_there_is_named_with_line_and_page(workspace: Path, leanrig: Command) -> None:
    (workspace / "odd.py").write_text(algorithm(on_data="self.add_option('AAPL')"))
    ended = leanrig("backtest", "odd.py", "--data", str(BARE / "data"), "--output", "out")
    assert ended.code == 1
    said = ended.out + (workspace / "out" / "odd.json").read_text()
    assert "add_option" in said
    assert "docs/engine.md" in said


def test_an_output_folder_is_replaced_as_a_whole(workspace: Path, leanrig: Command) -> None:
    assert leanrig("backtest", *ON_BARE_DATA, "--output", "out").code == 0
    first = fingerprint(workspace / "out")
    other = str(BARE / "strategies" / "bare_signal_rows.py")
    leanrig("backtest", other, "--data", str(BARE / "data"), "--output", "out")
    names = {path.name for path in (workspace / "out").iterdir()}
    assert "bare_signal_rows.json" in names
    assert not any(name.startswith("bare_raw_splits") for name in names)
    assert fingerprint(workspace / "out") != first
    assert [path.name for path in workspace.iterdir() if path.name.endswith((".part", ".old"))] == []


def test_a_run_past_its_time_is_ended_and_says_so(workspace: Path, leanrig: Command) -> None:
    (workspace / "slow.py").write_text(algorithm(on_data="import time as clock; clock.sleep(60)"))
    began = time.monotonic()
    ended = leanrig("backtest", "slow.py", "--data", str(BARE / "data"), "--output", "out", "--time-limit", "2")
    assert time.monotonic() - began < 20
    assert ended.code == 1
    assert "stopped at its time limit of 2 seconds" in ended.out
    assert torn_files(workspace / "out") == []


def command(workspace: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    """Start a command line in a process and a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "leanrig", *arguments],
        cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options,
    )  # type: ignore[call-overload, no-any-return]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("wait", [0.4, 0.9, 1.4, 2.0])
def test_ctrl_c_answers_at_once_and_leaves_what_was_there(wait: float, workspace: Path, leanrig: Command) -> None:
    assert leanrig("backtest", *ON_BARE_DATA, "--output", "out").code == 0
    (workspace / "slow.py").write_text(algorithm(on_data="import time as clock; clock.sleep(60)"))
    before = fingerprint(workspace)
    process = command(workspace, "backtest", "slow.py", "--data", str(BARE / "data"), "--output", "out")
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert process.returncode in (130, -signal.SIGINT)  # the latter before Python itself is up
    if process.returncode == 130:
        assert "stopped" in err
        assert "Traceback" not in err
    assert fingerprint(workspace) == before


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize(
    "arguments",
    [
        ("backtest", *ON_BARE_DATA, "--output", "out"),
        ("fetch", "MSFT", "--vendor", "sample"),
        ("signals", "aapl_regime"),
    ],
    ids=["backtest", "fetch", "signals"],
)
def test_a_full_disk_is_said_and_leaves_what_was_there(
    arguments: tuple[str, ...], workspace: Path, leanrig: Command
) -> None:
    """The system refuses every file past ten thousand bytes: what a full disk does, without filling one."""
    import resource

    assert leanrig("backtest", *ON_BARE_DATA, "--output", "out").code == 0
    before = fingerprint(workspace)
    process = command(
        workspace, *arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    )
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3, err
    assert "disk" in err
    assert "Traceback" not in err
    assert out == ""
    assert {name: digest for name, digest in fingerprint(workspace).items() if name in before} == before
    assert torn_files(workspace) == []


def test_a_place_that_cannot_be_written_is_refused(workspace: Path, leanrig: Command) -> None:
    before = fingerprint(workspace)
    ended = leanrig("backtest", *ON_BARE_DATA, "--output", "/proc/leanrig" if os.name != "nt" else "C:/Windows/leanrig")
    assert ended.code == 3
    assert "permissions" in ended.err
    assert fingerprint(workspace) == before
