"""The sweep on processes of this machine: what is kept, what goes on, what is made anew, and what dies."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from backtest.docker.optimize_space import lay_space
from pipeline.sweep_space import NOW, PROFIT, is_alive, swept, tiny_space

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.grid_search import GridSearch
from leanrig.backtest.trials import Axis, Target
from leanrig.errors import BadInput, Interrupted, Missing
from leanrig.pipeline.optimize import optimize
from leanrig.pipeline.sweep_crew import LocalCrew
from leanrig.pipeline.sweep_files import read_record
from leanrig.pipeline.sweep_plan import Draws, Wanted, plan_sweep
from leanrig.pipeline.sweep_slot import RunnerSlot, WarmSlot
from leanrig.pipeline.sweep_table import query
from leanrig.pipeline.sweep_worker import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="warm workers fork, and tests look at /proc")
SIZE = Axis.of("size", "0.25", "0.75", "0.25")
_TIMED = re.compile(r"completed in .* points per second")


def hires(*slots: WarmSlot | RunnerSlot) -> object:
    return lambda folder: LocalCrew(slots)


def test_warm_workers_come_to_what_a_run_of_its_own_comes_to(tmp_path: Path) -> None:
    """The engine as it is started for every back-test is the oracle: order hashes and all figures are the same."""
    space = lay_space(tmp_path / "space")
    ours = swept(space, SIZE, Axis.of("breaks_above", "0.6", "9", "8.4"), at_once=2)
    axes = (SIZE, Axis.of("breaks_above", "0.6", "9", "8.4"))
    runs = GridSearch(EmbeddedRunner())
    theirs = optimize(space, space.root / "sizes", runs, axes, PROFIT, now=NOW, output=tmp_path / "theirs", at_once=2)
    assert [(one.parameters, one.order_hash, one.statistics, one.judgement) for one in ours.trials] == [
        (one.parameters, one.order_hash, one.statistics, one.judgement) for one in theirs.trials
    ]
    assert [one.number for one in ours.failed] == [one.number for one in theirs.failed] == [5]
    assert ours.best is not None and theirs.best is not None
    assert ours.best.number == theirs.best.number
    for one in ours.trials:
        logs = [(folder / one.folder / "sizes-log.txt").read_text() for folder in (ours.folder, theirs.folder)]
        assert len({_TIMED.sub("", log) for log in logs}) == 1


def test_no_trial_meets_what_another_left_and_each_draws_its_own_numbers(tmp_path: Path) -> None:
    body = (
        "import AlgorithmImports, random, numpy; AlgorithmImports.met = getattr(AlgorithmImports, 'met', 0) + 1; "
        "self.debug(f'met {AlgorithmImports.met} drew {random.random()} {numpy.random.random()}')"
    )
    done = swept(tiny_space(tmp_path / "space", body=body, days=2), SIZE, at_once=1)
    logs = [(done.folder / trial.folder / "sizes-log.txt").read_text() for trial in done.trials]
    said = [next(line for line in log.splitlines() if "met 1 drew" in line).split("drew")[1] for log in logs]
    assert len(set(said)) == 3


def test_a_stopped_sweep_goes_on_and_keeps_what_it_had(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space")
    whole = swept(space, SIZE, output=tmp_path / "whole")
    told: list[str] = []

    def stops(share: float, word: str, left_s: float | None = None, /) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="1 of 3 trials are kept") as stopped:
        swept(space, SIZE, at_once=1, progress=stops)
    folder = Path(stopped.value.where)
    assert (read_record(folder) or {})["state"] == "stopped"
    assert len(pd.read_parquet(folder / "trials.parquet")) == 1
    first = (folder / "trials/001/trial.json").stat().st_mtime_ns
    (folder / "trials/002").mkdir(exist_ok=True)
    (folder / "trials/002/trial.json").write_text('{"version": 1, "num')  # as a machine leaves it that loses power
    done = swept(space, SIZE, note=told.append)
    assert done.folder == folder
    assert done.trials == whole.trials
    assert told == [f"goes on from 1 of 3 trials in {folder}"]
    assert (folder / "trials/001/trial.json").stat().st_mtime_ns == first
    assert (read_record(folder) or {})["state"] == "done"
    assert swept(space, SIZE).folder != folder, "what has ended is not begun again"


def test_changed_inputs_begin_a_new_sweep_and_it_is_said_which(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space")
    stopped = swept(space, Axis.of("size", "0.01", "0.9", "0.01"), time_limit_s=0.8, at_once=1)
    assert stopped.state == "stopped"
    assert any(not trial.has_failed for trial in stopped.trials)
    main = space.root / "sizes/main.py"
    main.write_text(main.read_text() + "\n# another thought\n")
    told: list[str] = []
    done = swept(space, SIZE, note=told.append)
    assert done.folder != stopped.folder
    assert told == [f"a new sweep: the project's files, the grid changed since the one stopped in {stopped.folder}"]
    with pytest.raises(BadInput, match="not empty: the project's files, the grid"):
        swept(space, SIZE, output=stopped.folder)


def test_changed_data_begin_a_new_sweep_too(tmp_path: Path) -> None:
    import shutil

    space = tiny_space(tmp_path / "space")
    shutil.copytree(space.data, tmp_path / "data")
    wanted = Wanted((SIZE,), {})
    from leanrig.pipeline.sweep import sweep

    def go(**options: object) -> object:
        plan = plan_sweep(space, space.root / "sizes", wanted, data=tmp_path / "data", now=NOW)
        hire = hires(WarmSlot())
        return sweep(plan, hire, PROFIT, engine=EmbeddedRunner.name, now=NOW, **options)  # type: ignore[arg-type]

    def stops(share: float, word: str, left_s: float | None = None, /) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        go(progress=stops)
    factors = tmp_path / "data/equity/usa/factor_files/ibm.csv"
    factors.write_text(factors.read_text() + "\n")
    told: list[str] = []
    go(note=told.append)
    assert told[0].startswith("a new sweep: the data changed")


def test_a_killed_worker_costs_its_task_and_leaves_nothing_running(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space", body="__import__('time').sleep(0.05)")
    many = Axis.of("size", "0.01", "0.16", "0.01")
    slots = [WarmSlot(), WarmSlot()]
    seen: list[int] = []

    def kill() -> None:
        while len(list(space.root.glob("artifacts/*/*/*/trials/*/trial.json"))) < 3:
            time.sleep(0.01)
        seen.extend(slots[0].pids)
        os.kill(slots[0].pids[0], signal.SIGKILL)

    thread = Thread(target=kill, daemon=True)
    thread.start()
    done = swept(space, many, hire=lambda folder: LocalCrew(slots))
    thread.join(timeout=10)
    assert len(done.trials) == 16
    assert not done.failed
    assert done.trials == swept(tiny_space(tmp_path / "other"), many).trials
    assert seen and not any(is_alive(pid) for pid in seen)


def test_a_trial_that_kills_its_process_is_tried_again_and_then_given_up(tmp_path: Path) -> None:
    body = "self._size > 0.5 and __import__('os').kill(__import__('os').getpid(), 9)"
    done = swept(tiny_space(tmp_path / "space", body=body), SIZE)
    assert [trial.has_failed for trial in done.trials] == [False, False, True]
    assert done.trials[2].told == "its worker died 2 times: SIGKILL, then SIGKILL"
    assert done.state == "done"


def test_a_worker_that_cannot_start_says_why(tmp_path: Path) -> None:
    """A package of the user's that hides one of the engine's: `Library` comes first on the path of a run."""
    (tmp_path / "numpy.py").write_text("raise ImportError('this is not numpy')")
    done = swept(tiny_space(tmp_path / "space"), SIZE, hire=lambda folder: LocalCrew([WarmSlot((tmp_path,))]))
    assert all(trial.has_failed for trial in done.trials)
    assert "with exit code 1 (ImportError: this is not numpy)" in done.trials[0].told


def test_a_full_disk_stops_the_sweep_and_what_is_kept_stays(tmp_path: Path) -> None:
    """Files may not grow beyond a limit that the second half of the trials needs more than."""
    space = tiny_space(tmp_path / "space", body="self._size > 0.5 and self.debug('x' * 300_000)")
    code = (
        "import sys, resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "from leanrig.cli.main import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "optimize", "sizes", "--parameter", "size", "0.25", "0.75", "0.25"]
    ended = subprocess.run(command, cwd=space.root, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 3, ended.stderr
    assert "the results could not be written" in ended.stderr
    assert "it goes on from there" in ended.stderr
    (folder,) = space.root.glob("artifacts/*/*/*")
    assert [path.parent.name for path in sorted(folder.glob("trials/*/trial.json"))] == ["001", "002"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    told: list[str] = []
    assert not swept(space, SIZE, note=told.append).failed
    assert told == [f"goes on from 2 of 3 trials in {folder}"]


def test_the_table_can_be_asked_in_sql(tmp_path: Path) -> None:
    done = swept(tiny_space(tmp_path / "space", days=20), SIZE, constraints=(Constraint.of("Net Profit < 0.0001"),))
    columns, rows = query(done.folder, "select trial, size, total_net_profit, breaks from trials order by trial")
    assert columns == ["trial", "size", "total_net_profit", "breaks"]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (trial.number, float(trial.parameters["size"]), trial.figures["totalNetProfit"]) for trial in done.trials
    ]
    _, days = query(done.folder, 'select trial, count(*), max(equity) from "returns" group by trial order by trial')
    kept = [json.loads((done.folder / trial.folder / "trial.json").read_text())["days"] for trial in done.trials]
    assert [count for _, count, _ in days] == kept
    last = pd.read_parquet(done.folder / "trials/003/returns.parquet")["equity"].iloc[-1]
    assert last == pytest.approx(50_000 * (1 + done.trials[2].figures["totalNetProfit"]), abs=1.0)
    with pytest.raises(BadInput, match="DuckDB refuses"):
        query(done.folder, "select luck from trials")
    with pytest.raises(BadInput, match="no sweep in this folder"):
        query(tmp_path, "select 1")


def test_slim_keeps_figures_and_returns_only(tmp_path: Path) -> None:
    done = swept(tiny_space(tmp_path / "space"), SIZE, slim=True)
    assert {path.name for path in done.folder.glob("trials/*/*")} <= {"trial.json", "returns.parquet", "console.txt"}
    assert all(trial.statistics for trial in done.trials)


def test_draws_are_points_of_the_grid_and_the_same_again(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space")
    huge = Axis.of("size", "0.00001", "0.9", "0.00001")
    done = swept(space, huge, draws=Draws(4, 7))
    assert len(done.trials) == 4
    again = plan_sweep(space, space.root / "sizes", Wanted((huge,), {}, Draws(4, 7)), data=None, now=NOW)
    assert [dict(trial.parameters) for trial in done.trials] == [dict(point) for point in again.points]
    with pytest.raises(BadInput, match="90,000 points, and 10,000 is the most") as refused:
        swept(space, huge)
    assert "--draws" in refused.value.cure
    assert "--most 90000" in refused.value.cure


def test_a_constraint_keeps_a_trial_from_being_the_best(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space", days=20)
    free = swept(space, SIZE, target=Target("Annual Standard Deviation", "max"))
    assert free.best is not None
    limit = free.best.figures["annualStandardDeviation"]
    bound = Constraint.of(f"annual standard deviation < {limit}")
    done = swept(space, SIZE, target=Target("Annual Standard Deviation", "max"), constraints=(bound,))
    assert done.best is not None
    assert done.best.number != free.best.number
    assert done.trials[free.best.number - 1].breaks == str(bound)


@pytest.mark.parametrize("text", ["Drawdown", "Luck < 1", "Drawdown < much", "< 3", "Drawdown =< 3"])
def test_a_constraint_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Constraint.of(text)


def test_two_at_the_same_sweep(tmp_path: Path) -> None:
    """The second begins a new one below artifacts, and is refused in the folder of the first."""
    space = tiny_space(tmp_path / "space")
    inner: list[object] = []

    def again(share: float, word: str, left_s: float | None = None, /) -> None:
        if not inner:
            inner.append(None)
            inner.append(swept(space, SIZE).folder)
            folder = next(iter(space.root.glob("artifacts/*/*/*")))
            with pytest.raises(BadInput, match="under way in another process"):
                swept(space, SIZE, output=folder)

    done = swept(space, SIZE, progress=again)
    assert inner[1] != done.folder


def test_a_data_folder_that_is_not_there(tmp_path: Path) -> None:
    space = tiny_space(tmp_path / "space")
    with pytest.raises(Missing, match="data folder"):
        plan_sweep(space, space.root / "sizes", Wanted((SIZE,), {}), data=tmp_path / "no", now=NOW)
