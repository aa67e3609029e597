"""What the commands of each arrow show: one line a step, the data's label never left out, one object with --json."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.commands import Command


def test_alone_it_shows_the_arrows_and_what_comes_next(workspace: Path, leanrig: Command) -> None:
    ended = leanrig()
    assert ended.code == 0
    for arrow in ("fetch", "signals", "render", "backtest", "report"):
        assert arrow in ended.out
    assert re.search(r"bars +1\b", ended.out)
    assert "next: leanrig demo" in ended.out


def test_fetch_says_what_came_from_whom(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("fetch", "MSFT", "--vendor", "sample", "--from", "2010-01-01", "--to", "2010-12-31")
    assert ended.out == "fetch  MSFT daily 2010-01-04 … 2010-12-31  252 bars  sample data, public domain\n"
    (found,) = json.loads(leanrig("fetch", "MSFT", "--vendor", "sample", "--json").out)["fetched"]
    assert (found["bars"], found["label"]) == (3270, "sample data, public domain")
    assert all(Path(name).is_file() for name in found["files"])


def test_simulated_bars_say_that_nobody_traded_them(workspace: Path, leanrig: Command) -> None:
    arguments = ["--vendor", "simulator", "--security-type", "crypto", "--resolution", "hour"]
    ended = leanrig("fetch", "BTCUSD", *arguments, "--from", "2024-03-04", "--to", "2024-03-05")
    assert ended.out == "fetch  BTCUSD hour 2024-03-04 … 2024-03-06  48 bars  simulated\n"


def test_signals_say_where_the_regime_stands(workspace: Path, leanrig: Command) -> None:
    before = (workspace / "storage/signals/aapl_regime/aapl.csv").read_bytes()
    ended = leanrig("signals", "aapl_regime")
    rows = len(before.splitlines()) - 1
    assert f"{rows:,} rows" in ended.out
    assert re.search(r"now: (calm|volatile) [01]\.\d\d   in force \d+ bars   \d+ switches a year", ended.out)
    assert (workspace / "storage/signals/aapl_regime/aapl.csv").read_bytes() == before


def test_doctor_is_a_table_with_cures(workspace: Path, leanrig: Command) -> None:
    found = json.loads(leanrig("doctor", "--json").out)
    things = {item["thing"]: item for item in found["findings"]}
    assert {"Python", "Docker"} <= set(things)
    assert all(item["cure"] for item in found["findings"] if item["state"] != "good")


@pytest.mark.parametrize("command", ["--help", "backtest --help", "conformance --help", "run --help", "demo --help"])
def test_help_is_there_without_a_workspace(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "leanrig", *command.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ")


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_bar_is_drawn_on_a_terminal_only(workspace: Path) -> None:
    """`signals` takes longer than half a second."""
    import pty

    command = [sys.executable, "-m", "leanrig", "signals", "aapl_regime"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=workspace, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            drawn += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    assert process.wait() == 0
    assert "━" in drawn.decode()
    assert drawn.endswith(b"\r")  # and taken away again
    piped = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=True)
    assert piped.stderr == ""
    assert "\r" not in piped.stdout


def test_quiet_keeps_the_result(workspace: Path, leanrig: Command) -> None:
    assert "rows" in leanrig("--quiet", "signals", "aapl_regime").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_pipe_is_said(workspace: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "leanrig", "fetch", "AAPL", "--vendor", "sample"],
            cwd=workspace, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
