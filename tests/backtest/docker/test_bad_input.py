"""What users' machines look like: an image that was built by hand, two runs that start in the same second."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from conformance.bare import BARE, job_of, manifest
from docker_here import Serve, stand_in_only

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.results import read_result
from leanrig.pipeline.backtest import backtest
from leanrig.standins.docker_image import Image
from leanrig.workspace import find_workspace


@stand_in_only("an image without a label would have to be built")
def test_an_image_without_a_label_runs_and_its_version_is_not_invented(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    serve(images=[Image(labels={}, has_digest=False)])
    runner = DockerRunner(find_image(), lean_program, grace_s=2.0)
    outcome = runner.run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    assert read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id).state.status == "Completed"
    assert "17000" not in outcome.engine
    assert (outcome.details["image_digest"], outcome.details["lean_version"]) == (
        "none: built here",
        "not told by the image",
    )
    assert outcome.details["image_id"].startswith("sha256:")


def test_two_runs_of_one_second_share_nothing(docker_runner: DockerRunner, tmp_path: Path) -> None:
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    space = find_workspace(tmp_path)
    strategy, now = BARE / manifest()["BareRawSplits"]["file"], datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: backtest(space, strategy, docker_runner, now=now, data=BARE / "data"), range(2)))
    assert sorted(run.folder.name for run in runs) == ["030405", "030405-2"]
    assert runs[0].result.order_list_hash == runs[1].result.order_list_hash != ""
