"""A checkout's algorithms run and are held against what it expects, on a checkout laid from the bare set."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conformance.bare import BARE
from conformance.checkout import expecting, lay_checkout, lean_checkout
from shared_reference import shared

from leanrig.errors import BadInput, Missing
from leanrig.pipeline.conformance import targets

_KEYS = {"name", "tier", "against", "statistics_equal", "statistics_total", "hash_equal", "seconds", "reason"}
_NAMES = {"BareRawSplits": "bare_raw_splits", "BareSignalRows": "bare_signal_rows"}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "leanrig", "conformance", *arguments], capture_output=True, text=True, check=False
    )


def expected(name: str) -> dict[str, str]:
    answer = json.loads((BARE / "results" / name / "result.json").read_text())
    return {**answer["statistics"], "OrderListHash": answer["order_list_hash"]}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    sharp = {name: expecting(name, expected(name)) for name in _NAMES}
    python = {name: (BARE / "strategies" / f"{file}.py").read_text() for name, file in _NAMES.items()}
    return lay_checkout(tmp_path / "Lean", sharp=sharp, python=python)


def test_all_equal_is_zero_and_one_object(checkout: Path) -> None:
    done = command("--lean", str(checkout), "--data", str(BARE / "data"), "--json")
    found = json.loads(done.stdout)["algorithms"]
    assert [item["name"] for item in found] == sorted(_NAMES)
    assert all(set(item) == _KEYS for item in found)
    assert [item["reason"] for item in found] == ["", ""]
    assert all(item["statistics_equal"] == item["statistics_total"] == 28 and item["hash_equal"] for item in found)
    assert all(item["against"] == "published" for item in found)
    assert done.returncode == 0


def test_a_difference_is_named_and_gives_one(checkout: Path, tmp_path: Path) -> None:
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    answer: dict[str, Any] = json.loads((BARE / "results" / "BareRawSplits" / "result.json").read_text())
    answer["statistics"] |= {"Total Fees": "$99.00"}
    (recorded / "BareRawSplits.json").write_text(json.dumps(answer))
    arguments = ["BareRawSplits", "--lean", str(checkout), "--data", str(BARE / "data"), "--results", str(recorded)]
    done = command(*arguments, "--json")
    (item,) = json.loads(done.stdout)["algorithms"]
    assert item["against"] == "recorded"
    assert (item["statistics_equal"], item["statistics_total"], item["hash_equal"]) == (27, 28, True)
    assert "Total Fees" in item["reason"]
    assert "$99.00" in item["reason"]
    assert done.returncode == 1
    table = command(*arguments)
    assert "!!  " in table.stdout
    assert "0 of 1 equal the recorded answers" in table.stdout


def test_an_algorithm_that_fails_says_why(tmp_path: Path) -> None:
    source = (
        "from AlgorithmImports import *\nclass A(QCAlgorithm):\n    def initialize(self): raise ValueError('no luck')\n"
    )
    root = lay_checkout(
        tmp_path, sharp={"Unlucky": expecting("Unlucky", {"Total Orders": "1"})}, python={"Unlucky": source}
    )
    done = command("--lean", str(root), "--data", str(BARE / "data"), "--json")
    (item,) = json.loads(done.stdout)["algorithms"]
    assert "no luck" in item["reason"]
    assert item["statistics_equal"] == 0
    assert done.returncode == 1


def test_names_are_checked_before_anything_runs(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        targets(checkout, ["BareRawSplit"], results=None)
    assert "BareRawSplits" in caught.value.cure
    with pytest.raises(Missing, match="nothing is recorded"):
        targets(checkout, ["BareRawSplits"], results=tmp_path)
    assert command("--lean", str(tmp_path / "nowhere")).returncode == 3
    assert command("--lean", str(checkout)).returncode == 3  # it has no Data


@pytest.mark.slow
def test_the_first_ten_of_lean_s_own_are_equal() -> None:
    lines = shared("lean-regression", "first-targets.txt").read_text().splitlines()
    names = [line.split("\t")[0] for line in lines[:10]]
    done = command(*names, "--lean", str(lean_checkout()), "--data", os.fspath(shared("lean-data")), "--json")
    found = json.loads(done.stdout)["algorithms"]
    assert [item["reason"] for item in found if item["reason"]] == []
    assert [item["name"] for item in found] == names
    assert all(item["hash_equal"] for item in found)
