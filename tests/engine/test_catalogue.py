"""Lean's own algorithms, run in a child process, against real Lean: every statistic and the order list hash.

It takes the shared reference and a checkout of Lean (`LEANRIG_LEAN`). Those that are known not to agree yet are named
with the reason; whoever makes one agree takes it off the list.
"""

import csv
import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from engine.child_run import Finished, command
from shared_reference import shared

TIERS = ("T1", "T2", "T3")
NOT_YET = {
    "BasicTemplateCryptoAlgorithm": "the reference's data has no euro rates of that day",
    "ComboOrdersFillModelAlgorithm": "combo orders are not there",
}


def _names() -> list[str]:
    try:
        path = shared("lean-regression", "tiers.tsv")
    except pytest.skip.Exception:
        return []
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["usable"] == "yes"]
    return [row["name"] for row in rows if row["tier"] in TIERS and row["name"] not in NOT_YET]


@pytest.fixture(scope="module")
def lean() -> Path:
    folder = os.environ.get("LEANRIG_LEAN", "")
    if not folder:
        pytest.skip("LEANRIG_LEAN names no checkout of Lean")
    return Path(folder) / "Algorithm.Python"


@pytest.mark.parametrize("name", _names())
def test_agrees_with_real_lean(name: str, lean: Path, tmp_path: Path) -> None:
    recorded = _recorded(name)
    finished = _run(lean / f"{name}.py", tmp_path / "output", name)
    assert _shown(finished.result["statistics"], recorded["statistics"]) == _shown(
        recorded["statistics"], recorded["statistics"]
    )
    assert finished.order_list_hash == recorded["order_list_hash"]


def _recorded(name: str) -> dict[str, Any]:
    with gzip.open(shared("lean-results", "regression") / f"{name}.json.gz") as file:
        answer: dict[str, Any] = json.load(file)
    return answer


def _shown(statistics: dict[str, str], names: dict[str, str]) -> dict[str, str | None]:
    """Lean's own harness takes -0 for 0."""
    return {name: "0" if statistics.get(name) == "-0" else statistics.get(name) for name in names}


def _run(algorithm: Path, folder: Path, name: str) -> Finished:
    line = command(algorithm, folder, name, data=shared("lean-data"))
    job = Path(line[-1])
    description = json.loads(job.read_text())
    description["parameters"] = {"ema-fast": "10", "ema-slow": "20"}
    job.write_text(json.dumps(description))
    Path(description["object_store"]).mkdir(exist_ok=True)
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Finished(name, folder, done.returncode)
