"""optimize: a project at every point of a grid, and one table of what each came to."""

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leanrig import __version__
from leanrig.backtest.grid_search import Search, Searched, runs_at_once
from leanrig.backtest.project import algorithm_file, merged_parameters, project_name, require_data
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob, Progress
from leanrig.backtest.trials import Axis, Target, Trial, best_trial, grid
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput, Interrupted, LeanrigError
from leanrig.files import write_text
from leanrig.model.verdict import Judgement
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.backtest import libraries, require_signals
from leanrig.pipeline.inputs import keep_inputs, project_files, recipe_of, signal_files
from leanrig.report.sweep.inputs import Luck
from leanrig.workspace import Workspace

__all__ = ["RECORD", "TABLE", "Optimized", "described", "optimize", "table_of"]

TABLE = "trials.csv"
RECORD = "optimize.json"


@dataclass(frozen=True, slots=True)
class Optimized:
    """A search that ended, or was stopped after some of its `points`.

    `best` is None where no trial traded to its end.
    """

    folder: Path
    engine: str
    target: Target
    trials: tuple[Trial, ...]
    best: Trial | None
    seconds: float
    state: str = "done"
    points: int = 0
    luck: Luck | None = None
    page: Path | None = None

    @property
    def failed(self) -> list[Trial]:
        """The trials that did not come to their end; they stand in the table all the same."""
        return [trial for trial in self.trials if trial.has_failed]


def optimize(
    space: Workspace,
    project: Path,
    search: Search,
    axes: Sequence[Axis],
    target: Target,
    *,
    now: datetime,
    at_once: int | None = None,
    data: Path | None = None,
    output: Path | None = None,
    parameters: Mapping[str, str] | None = None,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Optimized:
    """Run `project` at every point that `axes` span and return the table of all trials.

    Parameters
    ----------
    parameters
        Values, for every trial, of parameters that have no range; those of the project hold otherwise.
    output
        A new or empty folder. Default: one below the workspace's artifacts.
    at_once
        How many trials run at a time. Default: half the processors.
    time_limit_s
        For the whole search.

    Raises
    ------
    BadInput, Missing
        Before anything is run, if project, parameters or the recipe's signal files are not fit to run.
    """
    algorithm_file(project)
    require_data(data or space.data)
    recipe = recipe_of(project)
    merged = merged_parameters(project, parameters or {})
    _require_known(project, merged, axes)
    _require_apart(parameters or {}, axes)
    points = grid(axes)
    files = project_files(project)
    if recipe is not None:
        require_signals(space, recipe, merged, now)
        files |= signal_files(space.storage, recipe, merged)
    place = output or claim_run_folder(space.artifacts, recipe.run_name if recipe else project_name(project), now)
    with _output(place) as folder:
        inputs = keep_inputs(folder / "inputs", files)
        job = BacktestJob(project, data or space.data, folder, space.storage, merged, time_limit_s, libraries(space))
        searched = search.search(job, axes, target, at_once=at_once or runs_at_once(), progress=progress)
        trials = tuple(_trial(folder, number, point, searched, target) for number, point in enumerate(points))
        if searched.console:
            write_text(folder / "console.txt", searched.console)
        done = Optimized(folder, search.name, target, trials, best_trial(trials, target), searched.seconds)
        write_text(folder / TABLE, table_of(done))
        record = described(done, project, now, merged, axes) | {
            "inputs": inputs,
            "engine_details": dict(searched.details),
            "exit_code": searched.exit_code,
        }
        write_text(folder / RECORD, json.dumps(record, indent=1) + "\n")
    return done


def _require_known(project: Path, parameters: Mapping[str, str], axes: Sequence[Axis]) -> None:
    """Refuse a name that the project does not have: every trial would be the same run."""
    if not axes:
        raise BadInput("there is nothing to vary", cure="--parameter NAME FIRST LAST STEP")
    unknown = [axis.name for axis in axes if axis.name not in parameters]
    if unknown and not project.is_file():
        raise BadInput(
            "the project has no such parameter",
            where=", ".join(unknown),
            cure=f"one of: {', '.join(parameters)}" if parameters else "give it one in config.json",
        )


def _require_apart(fixed: Mapping[str, str], axes: Sequence[Axis]) -> None:
    """Refuse a fixed value for what is varied: no trial would have it."""
    both = [axis.name for axis in axes if axis.name in fixed]
    if both:
        raise BadInput("a parameter has a range and a fixed value", where=", ".join(both), cure="give it one of them")


def _trial(folder: Path, number: int, point: Mapping[str, str], searched: Searched, target: Target) -> Trial:
    place = searched.folders.get(number)
    if place is None:
        told = searched.told.get(number, "it left no results")
        return Trial(number + 1, point, Judgement.CRASHED, told=told)
    at = place.relative_to(folder).as_posix()
    try:
        result = read_result(place)
    except LeanrigError as error:
        return Trial(number + 1, point, Judgement.CRASHED, folder=at, told=error.what)
    verdict = judge(result)
    return Trial(
        number + 1,
        point,
        verdict.judgement,
        folder=at,
        status=result.status,
        told=verdict.sentence if verdict.reasons else "",
        value=result.portfolio.get(target.field),
        order_hash=result.order_list_hash,
        orders=len(result.orders),
        statistics=result.statistics,
    )


def table_of(done: Optimized) -> str:
    """Return all trials as CSV: parameters, how they ended, the target, and every statistic that any of them has."""
    names = list(done.trials[0].parameters)
    statistics = list(dict.fromkeys(name for trial in done.trials for name in trial.statistics))
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["trial", *names, "status", "verdict", "target", "order hash", "best", "folder", "told", *statistics])
    for trial in done.trials:
        rows.writerow(
            [
                trial.number,
                *(trial.parameters[name] for name in names),
                trial.status,
                trial.judgement,
                "" if trial.value is None else trial.value,
                trial.order_hash,
                "best" if trial is done.best else "",
                trial.folder,
                trial.told,
                *(trial.statistics.get(name, "") for name in statistics),
            ]
        )
    return text.getvalue()


def described(
    done: Optimized, project: Path, now: datetime, parameters: Mapping[str, str], axes: Sequence[Axis]
) -> dict[str, Any]:
    """Return the record of a search."""
    varied = {axis.name for axis in axes}
    return {
        "engine": done.engine,
        "version": __version__,
        "project": project_name(project),
        "started": now.isoformat(),
        "seconds": round(done.seconds, 3),
        "target": asdict(done.target),
        "ranges": {axis.name: [str(axis.low), str(axis.high), str(axis.step)] for axis in axes},
        "parameters": {key: value for key, value in parameters.items() if key not in varied},
        "best": done.best.number if done.best else None,
        "trials": [asdict(trial) for trial in done.trials],
    }


@contextmanager
def _output(place: Path) -> Iterator[Path]:
    """Yield the folder to run in; after an exception nothing of it is left."""
    if place.exists() and any(place.iterdir()):
        raise BadInput("the output folder is not empty", where=str(place), cure="name a new folder with --output")
    place.mkdir(parents=True, exist_ok=True)
    try:
        yield place
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, KeyboardInterrupt):
            raise Interrupted("stopped", cure="nothing of the search is kept; a narrower grid ends sooner") from None
        raise
