"""The real `lean optimize`, and the table that it does not write."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backtest.docker.optimize_space import lay_space
from docker_here import Serve, stand_in_only
from folders import fingerprint

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.grid_search import TOO_LATE, GridSearch
from leanrig.backtest.lean_optimize import LeanOptimizer
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.trials import Axis, Target
from leanrig.errors import BadInput
from leanrig.pipeline.optimize import RECORD, TABLE, Optimized, optimize
from leanrig.standins.docker_optimizer import embedded_optimizer
from leanrig.standins.docker_programs import PROGRAMS, Inside, Started, ending_with, saying
from leanrig.workspace import Workspace

OPTIMIZER = "QuantConnect.Optimizer.Launcher.dll"
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SIZE = Axis.of("size", "0.25", "0.75", "0.5")


@pytest.fixture
def optimizer(serve: Serve, scratch: Path, lean_program: LeanProgram) -> LeanOptimizer:
    serve(plays={OPTIMIZER: embedded_optimizer, **PROGRAMS})
    return LeanOptimizer(find_image(), lean_program, grace_s=2.0)


def search(space: Workspace, engine: LeanOptimizer | GridSearch, *axes: Axis, **options: object) -> Optimized:
    target = options.pop("target", Target())
    return optimize(space, space.root / "sizes", engine, axes or (SIZE,), target, now=NOW, at_once=2, **options)


def rows(done: Optimized) -> list[dict[str, str]]:
    return list(csv.DictReader((done.folder / TABLE).open()))


def test_the_table_is_the_embedded_engines_own(optimizer: LeanOptimizer, scratch: Path, tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space")
    untouched = fingerprint(space.root / "sizes")
    theirs = search(space, optimizer, SIZE, Axis.of("breaks_above", "9", "9", "1"))
    ours = search(space, GridSearch(EmbeddedRunner()), SIZE, Axis.of("breaks_above", "9", "9", "1"))
    assert [trial.parameters for trial in theirs.trials] == [trial.parameters for trial in ours.trials]
    assert theirs.trials == ours.trials
    assert len({trial.order_hash for trial in ours.trials}) == 2
    assert (tmp_path / "space/artifacts/sizes/2026-03-04/050607" / TABLE).is_file()
    assert rows(theirs) == rows(ours)
    assert len(rows(theirs)) == 2
    assert fingerprint(space.root / "sizes") == untouched
    assert list(scratch.iterdir()) == []


def test_the_target_decides_and_parameters_without_a_range_hold(optimizer: LeanOptimizer, tmp_path: Path) -> None:
    """`lean optimize --parameter` alone would run every trial without them."""
    space = lay_space(tmp_path / "space", ticker="AAPL")
    done = search(space, optimizer, parameters={"breaks_above": "7"}, target=Target("Drawdown", "max"))
    assert done.best is not None
    assert done.best.parameters == {"size": "0.75"}
    for trial in done.trials:
        (result,) = [
            path
            for path in (done.folder / trial.folder).glob("*.json")
            if (path.with_name(f"{path.stem}-log.txt")).exists()
        ]
        found = json.loads(result.read_text())["algorithmConfiguration"]["parameters"]
        assert (found["ticker"], found["breaks_above"]) == ("AAPL", "7")
        assert float(found["size"]) == float(trial.parameters["size"])


def test_a_failed_trial_is_kept_and_told(optimizer: LeanOptimizer, tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space", breaks_above="0.6")
    done = search(space, optimizer)
    (failed,) = done.failed
    assert failed.parameters == {"size": "0.75"}
    assert failed.status == "RuntimeError"
    assert (done.folder / failed.folder).is_dir()
    assert done.best is not None
    assert done.best.parameters == {"size": "0.25"}
    assert [row["verdict"] for row in rows(done)] == ["good", "runtime_error"]
    assert json.loads((done.folder / RECORD).read_text())["trials"][1]["told"] == failed.told != ""


@stand_in_only("one of its Leans dies")
def test_a_trial_without_results_is_kept_too(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    """Lean's optimizer goes on when one of its Leans dies before it wrote anything, and ends with 0."""

    def loses_one(inside: Inside) -> Started:
        started = embedded_optimizer(inside)
        code = (
            "import pathlib, shutil, subprocess, sys; subprocess.run(sys.argv[2:]);"
            "log = (pathlib.Path(sys.argv[1]) / 'log.txt').read_text();"
            'name = log.split("launched backtest \'")[2].split("\'")[0];'
            "folder = pathlib.Path(sys.argv[1]) / name; shutil.rmtree(folder); folder.mkdir()"
        )
        results = str(inside.here("/Results"))
        return replace(started, command=[started.command[0], "-I", "-c", code, results, *started.command])

    serve(programs={OPTIMIZER: loses_one, **PROGRAMS})
    done = search(lay_space(tmp_path / "space"), LeanOptimizer(find_image(), lean_program, grace_s=2.0))
    assert [trial.has_failed for trial in done.trials] == [False, True]
    assert done.trials[1].parameters == {"size": "0.75"}


@stand_in_only("an optimizer that does nothing")
def test_lie_the_cli_says_optimized_without_any_trial(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    serve(programs={OPTIMIZER: saying("nothing"), **PROGRAMS})
    done = search(lay_space(tmp_path / "space"), LeanOptimizer(find_image(), lean_program, grace_s=2.0))
    assert done.best is None
    assert [trial.told for trial in done.trials] == ["it left no results"] * 2
    assert len(rows(done)) == 2


@stand_in_only("a crash after a whole search")
def test_lie_the_cli_says_failed_after_a_whole_search(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    serve(programs={OPTIMIZER: ending_with(embedded_optimizer, 134), **PROGRAMS})
    done = search(lay_space(tmp_path / "space"), LeanOptimizer(find_image(), lean_program, grace_s=2.0))
    assert json.loads((done.folder / RECORD).read_text())["exit_code"] == 1
    assert not done.failed
    assert done.best is not None


def test_an_optimizer_that_never_ends_is_ended(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    """As Lean's does when it cannot start its first trial: it waits for an end that does not come."""
    world = serve(plays={OPTIMIZER: saying("waits", seconds=60), **PROGRAMS})
    space = lay_space(tmp_path / "space")
    main = space.root / "sizes" / "main.py"
    main.write_text(
        main.read_text().replace("on_data(self, data):", 'on_data(self, data):\n        __import__("time").sleep(1)')
    )
    started = LeanOptimizer(find_image(), lean_program, grace_s=2.0)
    done = search(space, started, time_limit_s=2.0)
    assert done.best is None
    assert len(done.trials) == 2
    assert all(trial.has_failed for trial in done.trials)
    if not world.is_real:  # there a trial may have begun
        assert {trial.told for trial in done.trials} == {TOO_LATE}
    assert "stopped at its time limit of 2 s" in (done.folder / "console.txt").read_text()
    assert world.containers() == []
    assert list(scratch.iterdir()) == []


def test_what_cannot_be_handed_to_a_trial_is_refused_first(optimizer: LeanOptimizer, tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space", breaks_above="9, or more")
    with pytest.raises(BadInput, match="breaks_above") as refused:
        search(space, optimizer)
    assert "--engine embedded" in refused.value.cure
    assert not any((space.root / "artifacts").rglob("*.csv"))


def test_a_name_that_the_project_does_not_have_is_refused(tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space")
    with pytest.raises(BadInput, match="no such parameter") as refused:
        search(space, GridSearch(EmbeddedRunner()), Axis.of("sise", "1", "2", "1"))
    assert refused.value.cure == "one of: size, ticker, breaks_above"
    assert not (space.root / "artifacts").exists()


def test_a_time_limit_ends_the_whole_grid(tmp_path: Path) -> None:
    space = lay_space(tmp_path / "space")
    done = search(space, GridSearch(EmbeddedRunner()), Axis.of("size", "0.01", "0.5", "0.01"), time_limit_s=0.5)
    assert len(done.trials) == 50
    assert done.seconds < 10
    assert any(trial.told == TOO_LATE for trial in done.trials)
