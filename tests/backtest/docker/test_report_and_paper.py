"""The real `lean report` and `lean live deploy`."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from backtest.docker.optimize_space import READY, lay_space
from conformance.bare import BARE, job_of
from docker_here import DockerWorld, Serve, stand_in_only

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.lean_live import LeanPaper
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob
from leanrig.errors import BadInput, VendorFailed
from leanrig.pipeline.lean_report import make_lean_report
from leanrig.pipeline.paper import require_confirmed
from leanrig.pipeline.runners import EngineOptions
from leanrig.standins.docker_live import backtest_or_live
from leanrig.standins.docker_programs import PROGRAMS, saying
from leanrig.standins.docker_report import page_of_result
from leanrig.workspace import Workspace

REPORTER = "QuantConnect.Report.dll"
LAUNCHER = "QuantConnect.Lean.Launcher.dll"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run, with files beside it that are newer than its result."""
    folder = tmp_path_factory.mktemp("run") / "out"
    folder.mkdir()
    EmbeddedRunner().run(job_of("BareRawSplits", folder, folder.parent / "storage"))
    (folder / "run.json").write_text(json.dumps({"project": "splits"}))
    (folder / "inputs").mkdir()
    (folder / "inputs" / "config.json").write_text(json.dumps({"description": 'two stocks, "raw" & held'}))
    (folder / "data-monitor-report-20990101000000000.json").write_text('{"total-data-requests-count": 1}')
    return folder


def test_leans_report_is_of_this_very_run(serve: Serve, scratch: Path, run: Path, tmp_path: Path) -> None:
    world = serve(plays={REPORTER: page_of_result, **PROGRAMS})
    space = Workspace(tmp_path, BARE / "data")
    made = make_lean_report(space, run, EngineOptions(), pdf=True, output=tmp_path / "made")
    page = made.html.read_text()
    assert "splits" in page
    assert "two stocks" in page
    if not world.runs_lean:  # the stand-in's page says which result it is of
        facts = json.loads(page.partition("<pre>")[2].partition("</pre>")[0])
        result = read_result(run)
        assert facts["orders"] == len(result.orders) > 0
        assert facts["statistics"] == dict(result.statistics)
        assert (facts["name"], facts["description"]) == ("splits", 'two stocks, "raw" & held')
    assert made.pdf is not None
    assert made.pdf.read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["lean-report.html", "lean-report.pdf"]
    assert world.containers() == []
    assert list(scratch.iterdir()) == []


@stand_in_only("a report creator that does nothing")
def test_lie_the_cli_says_reported_without_a_report(serve: Serve, scratch: Path, run: Path, tmp_path: Path) -> None:
    serve(programs={REPORTER: saying("nothing to show"), **PROGRAMS})
    with pytest.raises(VendorFailed, match=r"no lean-report\.html") as failed:
        make_lean_report(Workspace(tmp_path, BARE / "data"), run, EngineOptions(), output=tmp_path / "made")
    assert "Successfully generated report" in failed.value.where
    assert not (tmp_path / "made").exists()
    assert list(scratch.iterdir()) == []


def test_no_report_of_a_run_that_was_cut_off(run: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn"
    shutil.copytree(run, torn)
    (main,) = [path for path in torn.glob("*.json") if path.with_name(f"{path.stem}-summary.json").exists()]
    main.write_text(main.read_text()[:500])
    with pytest.raises(BadInput, match="no whole result"):
        make_lean_report(Workspace(tmp_path, BARE / "data"), torn, EngineOptions())


def test_paper_trading_reaches_lean_as_it_was_meant(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    world = serve(plays={LAUNCHER: backtest_or_live})
    space = lay_space(tmp_path / "space")
    trader = LeanPaper(find_image(), lean_program, cash={"USD": "25000"}, grace_s=5.0)
    parameters = {"size": "0.5", "ticker": "IBM", "breaks_above": "9"}
    limit = world.seconds(3.0, 60.0)
    job = BacktestJob(space.root / "sizes", space.data, tmp_path / "out", space.storage, parameters, time_limit_s=limit)
    outcome = trader.run(job)
    result = read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id)
    raw = json.loads((tmp_path / "out" / f"{outcome.algorithm_id}.json").read_text())
    assert outcome.algorithm_id.startswith("L-")
    if not world.runs_lean:  # Lean writes more of its cash, and in its own form
        assert raw["cash"] == {"USD": 25000.0}
    assert raw["algorithmConfiguration"]["parameters"] == parameters
    if world.runs_lean:
        assert result.state.status != "RuntimeError"
        assert READY in outcome.console
    else:
        assert result.state.status == "Stopped"
        assert "PaperBrokerage" in (tmp_path / "out" / "log.txt").read_text()
    assert outcome.details["brokerage"] == "Paper Trading"
    assert world.containers() == []
    assert list(scratch.iterdir()) == []


def test_the_same_container_program_still_runs_backtests(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    serve(plays={LAUNCHER: backtest_or_live})
    outcome = DockerRunner(find_image(), lean_program, grace_s=2.0).run(
        job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage")
    )
    assert read_result(tmp_path / "out", algorithm_id=outcome.algorithm_id).state.status == "Completed"


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_ends_trading_and_keeps_what_lean_left(serve: Serve, scratch: Path, tmp_path: Path) -> None:
    world = serve(plays={LAUNCHER: backtest_or_live})
    space = lay_space(tmp_path / "space")
    command = [sys.executable, "-m", "leanrig", "deploy", "paper", "sizes", "--confirm", "sizes"]
    process = subprocess.Popen(command, cwd=space.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until = time.monotonic() + world.seconds(60, 120)
    while not any(word in world.printed() for word in ("trading", READY)):
        assert time.monotonic() < until, process.communicate(timeout=5)
        assert process.poll() is None, process.communicate()[0].decode()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 0, said
    assert "Paper     Stopped" in said
    (kept,) = (space.root / "artifacts" / "sizes").glob("*/*/L-*-log.txt")
    assert (
        json.loads(kept.with_name(kept.name.replace("-log.txt", ".json")).read_text())["state"]["Status"] == "Stopped"
    )
    assert world.containers() == []
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("confirmed", [None, "other", "SIZES"])
def test_nothing_is_started_without_the_projects_name(confirmed: str | None, tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space")
    with pytest.raises(BadInput) as refused:
        require_confirmed(space.root / "sizes", confirmed)
    assert refused.value.cure == "if it is meant: --confirm sizes"


def test_the_command_refuses_too_and_asks_docker_nothing(docker_world: DockerWorld, tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space")
    command = [sys.executable, "-m", "leanrig", "deploy", "paper", "sizes", "--confirm", "other"]
    ended = subprocess.run(command, cwd=space.root, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "--confirm sizes" in ended.stderr
    assert docker_world.asked == []
