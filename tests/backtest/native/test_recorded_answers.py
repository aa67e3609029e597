"""The bare strategies under the native runner against Lean's recorded answers.

With LEAN_HOME set, and dotnet and a fitting Python beside it, the runs are real Lean's and show that runner and record
agree with it; everywhere else the launcher's stand-in runs them, which shows the plumbing only.
"""

import json
import os
from pathlib import Path

import pytest
from backtest.native.built import built
from conformance.bare import BARE, EXACT, job_of

from leanrig.backtest.native import NativeRunner
from leanrig.backtest.results import read_result

_REAL = bool(os.environ.get("LEAN_HOME"))
_FEW = ("BareDailyCross", "BareSignalRows", "BareMarginShort")


@pytest.mark.parametrize("name", EXACT if _REAL else _FEW)
def test_the_native_runner_gives_leans_recorded_answer(name: str, tmp_path: Path) -> None:
    runner = NativeRunner() if _REAL else built(tmp_path).runner()
    (tmp_path / "storage").mkdir()
    outcome = runner.run(job_of(name, tmp_path / "out", tmp_path / "storage"))
    result = read_result(outcome.output, algorithm_id=outcome.algorithm_id)
    answer = json.loads((BARE / "results" / name / "result.json").read_text())
    assert result.statistics == {key: str(value) for key, value in answer["statistics"].items()}
    assert result.order_list_hash == answer["order_list_hash"]
    assert result.state.status == "Completed"


@pytest.mark.skipif(not _REAL, reason="LEAN_HOME names no Lean that was built here")
def test_a_real_lean_is_not_touched(tmp_path: Path) -> None:
    runner = NativeRunner()
    before = {path: path.stat().st_mtime_ns for path in runner.home.folder.rglob("*")}
    runner.run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    assert {path: path.stat().st_mtime_ns for path in runner.home.folder.rglob("*")} == before
