"""`leanrig optimize`: the table on the screen, its exit codes, and its one object."""

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


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = lay_space(tmp_path / "space").root
    monkeypatch.chdir(root)
    return root


def test_the_best_comes_first_and_the_table_is_named(space: Path, leanrig: Command) -> None:
    ended = leanrig("optimize", "sizes", "--parameter", "size", "0.25", "0.75", "0.5", "--target", "Drawdown")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[2].split() == ["trial", "size", "Drawdown", "orders", "verdict"]
    assert lines[3].split()[:2] == ["2", "0.75"]
    assert "Best      trial 2: size 0.75" in ended.out
    assert "no promise for other days" in ended.out
    table = space / lines[-1].removeprefix("Table").strip()
    assert [row["best"] for row in csv.DictReader(table.open())] == ["", "best"]


def test_a_failed_trial_makes_the_exit_code_and_is_said(space: Path, leanrig: Command) -> None:
    ended = leanrig(
        "optimize", "sizes", "--parameter", "size", "0.25", "0.75", "0.5", "--fixed", "breaks_above", "0.5", "--json"
    )
    assert ended.code == 1
    found = json.loads(ended.out)
    assert found["failed"] == [2]
    assert found["best"]["number"] == 1
    assert "too much of it" in (Path(found["files"][1]).parent / "trials/002").joinpath("log.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--parameter", "sise", "1", "2", "1"), "no such parameter"),
        (("--parameter", "size", "1", "2", "0"), "a step must be above 0"),
        (("--parameter", "size", "1", "2", "1", "--target", "Luck"), "no such statistic"),
        (("--parameter", "size", "1", "2", "1", "--fixed", "size", "3"), "a range and a fixed value"),
        (("--parameter", "size", "1", "2", "1", "--output", "."), "not empty"),
        ((), "Missing option"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(
    space: Path, leanrig: Command, arguments: tuple[str, ...], says: str
) -> None:
    ended = leanrig("optimize", "sizes", *arguments)
    assert ended.code == 2
    assert says in ended.err
    assert sorted(path.name for path in space.iterdir()) == ["lean.json", "sizes"]


def test_a_recipe_by_its_name(workspace: Path, leanrig: Command) -> None:
    ended = leanrig("optimize", "aapl_regime", "--parameter", "exposure", "0.5", "1", "0.5", "--json")
    found = json.loads(ended.out)
    assert ended.code == 0, ended.err
    assert [trial["parameters"] for trial in found["trials"]] == [{"exposure": "0.5"}, {"exposure": "1"}]
    assert len({trial["order_hash"] for trial in found["trials"]}) == 2
    kept = Path(found["files"][0]).parent / "inputs"
    assert (kept / "storage/signals/aapl_regime/aapl.csv").is_file()
    assert (kept / "recipe.toml").is_file()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_keeps_what_has_ended_and_the_same_command_goes_on(space: Path) -> None:
    command = [sys.executable, "-m", "leanrig", "optimize", "sizes", "--parameter", "size", "0.01", "0.4", "0.01"]
    process = subprocess.Popen(command, cwd=space, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until = time.monotonic() + 60
    while not list(space.glob("artifacts/*/*/*/trials/003/trial.json")):
        assert time.monotonic() < until
        assert process.poll() is None, process.communicate()[0].decode()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 130, said
    assert "of 40 trials are kept" in said
    assert "the same command goes on" in said
    (folder,) = space.glob("artifacts/*/*/*")
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("trials/*/trial.json")}
    assert 3 <= len(kept) < 40
    with (folder / "trials.csv").open() as file:
        assert len(list(csv.DictReader(file))) == len(kept)
    again = subprocess.run(command, cwd=space, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0, again.stderr
    assert f"goes on from {len(kept)} of 40 trials" in again.stderr
    assert list(space.glob("artifacts/*/*/*")) == [folder]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    with (folder / "trials.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 40
