"""Real projects through the real Lean CLI; in the stand-in's container runs the embedded engine, in a real one Lean."""

import json
import socket
from pathlib import Path

import pytest
from conformance.bare import BARE, job_of
from docker_here import DockerWorld, Serve, stand_in_only
from folders import fingerprint

from leanrig.backtest.compare_orders import compare_orders
from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.project import merged_parameters
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob
from leanrig.backtest.verdict import judge
from leanrig.errors import Missing, VendorFailed
from leanrig.standins.docker_programs import embedded_lean, ending_with, saying

LAUNCHER = "QuantConnect.Lean.Launcher.dll"


def runner_on(program: LeanProgram, **options: object) -> DockerRunner:
    return DockerRunner(find_image(), program, grace_s=2.0, **options)


def test_the_container_runs_what_the_embedded_engine_runs(
    serve: Serve,
    scratch: Path,
    lean_program: LeanProgram,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Same orders and figures; the installed CLI is not written to; every request to the outside would knock here."""
    world = serve(socket=tmp_path / "docker.sock")
    installed = fingerprint(lean_program.package)
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        outcome = runner_on(lean_program).run(job_of("BareRawSplits", tmp_path / "docker", tmp_path / "s1"))
        proxy.settimeout(0.1)
        with pytest.raises(TimeoutError):
            proxy.accept()
    assert fingerprint(lean_program.package) == installed
    ours = EmbeddedRunner().run(job_of("BareRawSplits", tmp_path / "embedded", tmp_path / "s2"))
    found = read_result(tmp_path / "docker", algorithm_id=outcome.algorithm_id)
    expected = read_result(tmp_path / "embedded", algorithm_id=ours.algorithm_id)
    if not world.runs_lean:  # real Lean often crashes at its shutdown, and writes more of an order
        assert outcome.exit_code == 0
        assert found.orders == expected.orders
    assert compare_orders(found.orders, expected.orders, tolerance=0.0).is_equal
    assert len(found.orders) == 3
    assert found.statistics == expected.statistics
    assert found.order_list_hash == expected.order_list_hash != ""
    assert judge(found).is_good == judge(expected).is_good
    assert list(scratch.iterdir()) == []
    assert world.containers() == []
    assert outcome.engine == f"docker {world.lean_version}"
    assert outcome.details["image_digest"] == world.digest
    assert outcome.details["lean_cli"].startswith("1.0.")


def test_lean_json_and_project_stay_as_they_are_and_parameters_are_merged(
    docker_world: DockerWorld, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    settings = tmp_path / "lean.json"
    text = (
        '{\n    // mine\n    "data-folder": "data", "organization-id": "o",\n    "polygon-api-key": "of-the-user"\n}\n'
    )
    settings.write_text(text)
    before = settings.read_bytes()
    project = tmp_path / "my project"
    project.mkdir()
    (project / "main.py").write_text(SHOWS_PARAMETERS.replace("FROM_LIBRARY", "from of_mine import NAME"))
    library = tmp_path / "Library"
    library.mkdir()
    (library / "of_mine.py").write_text("NAME = 'kept'")
    (project / "config.json").write_text(json.dumps({"parameters": {"a": "1", "b": "2"}, "unknown-key": [1]}))
    untouched = fingerprint(project)
    merged = merged_parameters(project, {"b": "-3 'x'"})
    job = BacktestJob(project, BARE / "data", tmp_path / "out", tmp_path / "storage", merged, library=(library,))
    outcome = runner_on(lean_program, lean_json=settings).run(job)
    result = read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id)
    assert result.configuration is not None
    assert result.configuration.parameters == {"a": "1", "b": "-3 'x'"}
    assert (tmp_path / "storage" / "seen" / "b.txt").read_text() == "-3 'x'"
    assert settings.read_bytes() == before
    assert fingerprint(project) == untouched
    left = "".join(path.read_text(errors="replace") for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "of-the-user" not in left


SHOWS_PARAMETERS = """from AlgorithmImports import *
FROM_LIBRARY

class Shows(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2024, 1, 2)
        self.set_end_date(2024, 1, 3)
        self.debug("b is " + self.get_parameter("b"))
        self.object_store.save("seen/b.txt", self.get_parameter("b"))
"""


@stand_in_only("Lean's crash at its shutdown does not come when called")
def test_lie_the_cli_says_failed_after_a_perfect_run(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    world = serve(programs={LAUNCHER: ending_with(embedded_lean, 134)})
    outcome = runner_on(lean_program).run(job_of("BareDailyCross", tmp_path / "out", tmp_path / "storage"))
    assert outcome.exit_code == 1
    assert "Something went wrong" in outcome.console
    assert judge(read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id)).is_good
    assert world.containers() == []


def test_lie_the_cli_says_done_after_a_failed_run(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    world = serve(plays={LAUNCHER: ending_with(embedded_lean, 0)})
    project = tmp_path / "fails.py"
    project.write_text(
        SHOWS_PARAMETERS.replace("FROM_LIBRARY", "").replace("self.debug(", 'raise ValueError("broken")  # (')
    )
    outcome = runner_on(lean_program).run(
        BacktestJob(project, BARE / "data", tmp_path / "out", tmp_path / "storage", {"b": "1"})
    )
    result = read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id)
    if not world.is_real:  # what Lean's process ends with differs between its versions
        assert outcome.exit_code == 0
        assert "Successfully ran" in outcome.console
    assert result.state.status == "RuntimeError"
    assert "broken" in result.state.runtime_error
    assert not judge(result).is_good


@stand_in_only("Lean without any result")
def test_lie_the_cli_says_done_without_any_result(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    serve(programs={LAUNCHER: saying("Lean left nothing")})
    outcome = runner_on(lean_program).run(job_of("BareDailyCross", tmp_path / "out", tmp_path / "storage"))
    assert outcome.exit_code == 0
    assert not (tmp_path / "out" / f"{outcome.algorithm_id}.json").exists()
    (tmp_path / "out" / "console.txt").write_text(outcome.console)
    assert not judge(read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id)).is_good


@stand_in_only("Lean never ends that soon")
def test_lie_the_cli_prints_nothing_of_a_short_run(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    """A container that has ended before the CLI looks: no line of it is printed, its files count all the same."""
    world = serve()
    world.stand_in.waits_for_end = True
    outcome = runner_on(lean_program).run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    assert not any("/logs" in asked for asked in world.asked)
    assert read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id).state.status == "Completed"


def test_a_data_folder_without_leans_databases_is_refused_first(
    docker_runner: DockerRunner, docker_world: DockerWorld, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    job = BacktestJob(BARE / "strategies" / "bare_raw_splits.py", tmp_path / "data", tmp_path / "out", tmp_path / "s")
    with pytest.raises(Missing, match="does not start"):
        docker_runner.run(job)
    assert not any("containers" in asked for asked in docker_world.asked)


@stand_in_only("the image is taken away")
def test_a_cli_that_gives_up_is_no_verdict(
    docker_world: DockerWorld, docker_runner: DockerRunner, scratch: Path, tmp_path: Path
) -> None:
    docker_world.stand_in.images.clear()  # taken away after leanrig had looked
    with pytest.raises(VendorFailed, match="did not start") as raised:
        docker_runner.run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    assert "quantconnect/lean:latest" in raised.value.where
    assert not any("containers/create" in asked for asked in docker_world.asked)
    assert list(scratch.iterdir()) == []


def test_results_that_cannot_be_kept(serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path) -> None:
    serve(plays={LAUNCHER: saying("Lean runs")})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "config").symlink_to(tmp_path / "gone" / "config")  # nothing can be written there
    with pytest.raises(Missing, match="could not be written"):
        runner_on(lean_program).run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    assert list(scratch.iterdir()) == []
