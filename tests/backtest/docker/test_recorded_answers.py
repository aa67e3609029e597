"""The bare strategies under the Docker runner against Lean's recorded answers.

Where LEANRIG_DOCKER_TESTS is set (a user's daemon is not used unasked) and a Docker daemon with Lean's image answers,
the runs are real Lean's and show that runner and record agree with it; everywhere else the stand-in's containers run
them, which shows the plumbing only.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conformance.bare import BARE, EXACT, job_of

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.results import read_result
from leanrig.errors import Missing
from leanrig.standins.docker_engine import DockerEngine

_REAL = bool(os.environ.get("LEANRIG_DOCKER_TESTS"))
_FEW = ("BareDailyCross", "BareSignalRows")


@pytest.mark.parametrize("name", EXACT if _REAL else _FEW)
def test_the_docker_runner_gives_leans_recorded_answer(
    name: str, serve: Callable[..., DockerEngine], scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    if not _REAL:
        serve()
    try:
        image = find_image()
    except Missing as error:
        pytest.skip(f"no daemon with Lean's image: {error.what}")
    (tmp_path / "storage").mkdir()
    outcome = DockerRunner(image, lean_program).run(job_of(name, tmp_path / "out", tmp_path / "storage"))
    result = read_result(outcome.output, algorithm_id=outcome.algorithm_id)
    answer = json.loads((BARE / "results" / name / "result.json").read_text())
    assert result.statistics == {key: str(value) for key, value in answer["statistics"].items()}
    assert result.order_list_hash == answer["order_list_hash"]
    assert result.state.status == "Completed"
    assert list(scratch.iterdir()) == []
