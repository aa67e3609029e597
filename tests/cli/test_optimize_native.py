"""`leanrig optimize --engine native`: each trial in a launcher of its own, and an interrupt that ends them all."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from backtest.docker.optimize_space import lay_space
from cli.commands import Command

from leanrig.standins.lean_launcher_place import Ending, PlacedLean, place_lean

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the native engine runs on POSIX")

SLOW = ("    def on_data(self, data):\n", "    def on_data(self, data):\n        __import__('time').sleep(1)\n")


@pytest.fixture
def placed(tmp_path: Path) -> PlacedLean:
    return place_lean(tmp_path / "built", ending=Ending.ABORT)


@pytest.fixture
def space(tmp_path: Path, placed: PlacedLean, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = lay_space(tmp_path / "space").root
    monkeypatch.chdir(root)
    for name, value in placed.environment().items():
        monkeypatch.setenv(name, value)
    return root


def optimized(leanrig: Command, *options: str) -> list[dict[str, str]]:
    ended = leanrig("optimize", "sizes", "--parameter", "size", "0.25", "0.75", "0.25", *options, "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    with Path(found["files"][0]).open() as file:
        return list(csv.DictReader(file))


def test_the_same_table_as_the_embedded_engine(space: Path, leanrig: Command) -> None:
    native = optimized(leanrig, "--engine", "native", "--max-concurrent-backtests", "2")
    assert native == optimized(leanrig, "--engine", "embedded")
    assert len({row["target"] for row in native}) == 3
    assert [row["verdict"] for row in native] == ["good"] * 3  # whatever the crash code that real Lean ends with
    records = [json.loads(path.read_text()) for path in sorted(space.glob("artifacts/**/optimize.json"))]
    details = next(record["engine_details"] for record in records if record["engine"].startswith("native"))
    assert details["lean_version"] == "2.5.0.0"
    configurations = [json.loads(path.read_text()) for path in sorted(space.glob("artifacts/**/trials/*/config.json"))]
    assert [found["parameters"]["size"] for found in configurations] == ["0.25", "0.5", "0.75"]
    assert {found["parameters"]["ticker"] for found in configurations} == {"IBM"}


def test_a_trial_without_time_left_is_told(space: Path, leanrig: Command) -> None:
    algorithm = space / "sizes" / "main.py"
    algorithm.write_text(algorithm.read_text().replace(*SLOW))
    ended = leanrig(
        *("optimize", "sizes", "--parameter", "size", "0.25", "0.5", "0.25", "--engine", "native"),
        *("--max-concurrent-backtests", "1", "--time-limit", "2", "--json"),
    )
    assert ended.code == 1
    first, second = json.loads(ended.out)["trials"]
    assert "time limit of" in first["told"]
    assert second["told"] == "the time limit was reached before this trial began"


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks at processes by way of /proc")
@pytest.mark.parametrize("engine", ["native", "embedded"])
def test_an_interrupt_ends_trials_that_would_run_for_long(engine: str, space: Path) -> None:
    algorithm = space / "sizes" / "main.py"
    algorithm.write_text(algorithm.read_text().replace(*SLOW))
    command = [sys.executable, "-m", "leanrig", "optimize", "sizes", "--parameter", "size", "0.1", "0.9", "0.1"]
    process = subprocess.Popen(
        [*command, "--engine", engine, "--max-concurrent-backtests", "2"],
        cwd=space, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 30
    while len(list(space.glob("artifacts/*/*/*/trials/*"))) < 2 or len(_at_work(space)) < 2:
        assert time.monotonic() < until
        assert process.poll() is None, process.communicate()[0].decode()
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)  # to leanrig alone, as from a service: its children hear nothing of it
    began = time.monotonic()
    said = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 130, said
    assert "0 of 9 trials are kept" in said
    assert time.monotonic() - began < 15
    assert not list(space.glob("artifacts/*/*/*"))
    assert _at_work(space) == []


def _at_work(space: Path) -> list[str]:
    """Return the living processes, besides leanrig's own, that work in a run's folder below `space`."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if (path / "cwd").readlink().is_relative_to(space / "artifacts"):
                found.append((path / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended, or is another user's
            continue
    return found
