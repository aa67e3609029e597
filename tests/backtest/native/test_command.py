"""`leanrig backtest --engine native` as a user types it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from backtest.native.built import BARE, Built, Ending, built
from folders import fingerprint

from leanrig.pipeline.init import lay_starter


@pytest.fixture
def here(tmp_path: Path) -> Built:
    lay_starter(tmp_path / "workspace")
    return built(tmp_path)


def _leanrig(here: Built, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "leanrig", *arguments],
        cwd=here.root / "workspace",
        env=dict(os.environ) | here.placed.environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _arguments(here: Built, *more: str) -> tuple[str, ...]:
    strategy = str(BARE / "strategies" / "bare_raw_splits.py")
    return ("backtest", strategy, "--engine", "native", "--data", str(BARE / "data"), *more)


def test_a_run_in_real_lean_says_what_it_ran_in_and_that_the_crash_is_a_note(here: Built) -> None:
    before = fingerprint(here.root / "workspace")
    ended = _leanrig(here, *_arguments(here, "--lean-home", str(here.placed.home)), LEAN_HOME="")
    out, err = ended.communicate(timeout=60)
    assert ended.returncode == 0, err
    assert "native Lean 2.5.0.0" in out
    assert "Note      The process ended by SIGABRT after its files were complete" in out
    after = fingerprint(here.root / "workspace")
    assert {path: after[path] for path in before} == before
    record = json.loads(next((here.root / "workspace" / "artifacts").rglob("run.json")).read_text())
    assert record["engine"] == "native Lean 2.5.0.0"
    assert str(here.placed.home) in json.dumps(record)


def test_lean_home_from_the_environment_and_one_json_object(here: Built) -> None:
    ended = _leanrig(here, *_arguments(here, "--json"))
    found = json.loads(ended.communicate(timeout=60)[0])
    assert (found["status"], found["verdict"]) == ("Completed", "good")
    assert "SIGABRT" in found["note"]


def test_without_a_lean_the_cure_is_said_and_nothing_is_written(here: Built) -> None:
    before = fingerprint(here.root / "workspace")
    ended = _leanrig(here, *_arguments(here), LEAN_HOME="")
    _, err = ended.communicate(timeout=60)
    assert ended.returncode == 3
    assert "no built Lean was named" in err
    assert "LEAN_HOME" in err
    assert fingerprint(here.root / "workspace") == before


def test_lean_that_cannot_start_leaves_no_run(tmp_path: Path) -> None:
    lay_starter(tmp_path / "workspace")
    here = built(tmp_path, says=("You must install or update .NET to run this application.", 150))
    ended = _leanrig(here, *_arguments(here))
    _, err = ended.communicate(timeout=60)
    assert ended.returncode == 3
    assert "install .NET" in err
    assert not list((tmp_path / "workspace" / "artifacts").rglob("run.json"))


def test_ctrl_c_ends_with_130_and_leaves_no_half_run(tmp_path: Path) -> None:
    lay_starter(tmp_path / "workspace")
    here = built(tmp_path, ending=Ending.HANG)
    ended = _leanrig(here, *_arguments(here))
    deadline = time.monotonic() + 30
    while not list((tmp_path / "workspace" / "artifacts").rglob("log.txt")) and time.monotonic() < deadline:
        time.sleep(0.05)
    began = time.monotonic()
    ended.send_signal(signal.SIGINT)
    ended.communicate(timeout=30)
    assert ended.returncode == 130
    assert time.monotonic() - began < 10
    assert not list((tmp_path / "workspace" / "artifacts").rglob("run.json"))


def test_doctor_names_what_is_here(here: Built) -> None:
    ended = _leanrig(here, "doctor", "--offline", "--json")
    found = json.loads(ended.communicate(timeout=60)[0])
    row = next(row for row in found["findings"] if row["thing"] == "Lean built here")
    assert row["state"] == "good"
    assert "Lean 2.5.0.0" in row["detail"]
