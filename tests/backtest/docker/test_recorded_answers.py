"""The bare strategies under the Docker runner against Lean's recorded answers.

Against a real daemon (see docker_here.py) the runs are real Lean's and show that runner and record agree with it;
everywhere else the stand-in's containers run them, which shows the plumbing only.
"""

import json
import os
from pathlib import Path

import pytest
from conformance.bare import BARE, EXACT, job_of
from docker_here import DockerWorld

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.results import read_result

_NAMES = EXACT if os.environ.get("LEANRIG_DOCKER_TESTS") else ("BareDailyCross", "BareSignalRows")


@pytest.mark.parametrize("name", _NAMES)
def test_the_docker_runner_gives_leans_recorded_answer(
    name: str, docker_world: DockerWorld, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    (tmp_path / "storage").mkdir()
    outcome = DockerRunner(find_image(), lean_program).run(job_of(name, tmp_path / "out", tmp_path / "storage"))
    result = read_result(outcome.output, algorithm_id=outcome.algorithm_id)
    answer = json.loads((BARE / "results" / name / "result.json").read_text())
    assert result.statistics == {key: str(value) for key, value in answer["statistics"].items()}
    assert result.order_list_hash == answer["order_list_hash"]
    assert result.state.status == "Completed"
    assert docker_world.containers() == []
    assert list(scratch.iterdir()) == []
