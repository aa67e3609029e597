"""backtest: a Lean project runs, and everything it rested on and left behind lies in one folder."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leanrig.backtest.project import algorithm_file, merged_parameters, project_name, require_data
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress, Runner
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput, Missing
from leanrig.files import staged_folder, write_text
from leanrig.model.result import Result
from leanrig.model.verdict import Verdict
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.data_files import opened_data
from leanrig.pipeline.inputs import keep_inputs, keep_texts, project_files, recipe_of, signal_files
from leanrig.pipeline.run_record import RECORD, RunRecord, known_data
from leanrig.store.coverage import DayRange
from leanrig.workspace import Workspace

if TYPE_CHECKING:
    from generator.recipe import Recipe

__all__ = ["Ran", "backtest", "libraries", "require_signals"]


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that ended, with what its files say of it."""

    folder: Path
    outcome: BacktestOutcome
    result: Result
    verdict: Verdict

    @property
    def files(self) -> list[Path]:
        """What lies in the run's folder."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def backtest(
    space: Workspace,
    project: Path,
    runner: Runner,
    *,
    now: datetime,
    data: Path | None = None,
    output: Path | None = None,
    parameters: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Ran:
    """Run `project` and return what came of it.

    Parameters
    ----------
    project
        A folder with a `main.py`, or one Lean Python file.
    now
        The moment of the start, UTC; names the folder.
    data, output
        Default: the workspace's data, and a new folder below its artifacts. An output folder that holds a run is
        replaced as a whole once the new run has ended.
    notes
        File name -> text of what else is to be kept among the inputs.

    Raises
    ------
    BadInput, Missing
        Before anything is written, if project, parameters or the recipe's signal files are not fit to run.
    """
    algorithm_file(project)
    data_folder = data or space.data
    prices_of = str(getattr(runner, "prices_of", ""))  # the cloud brings its own
    if not prices_of:
        require_data(data_folder)
    recipe = recipe_of(project)
    merged = merged_parameters(project, parameters or {})
    files = project_files(project)
    if recipe is not None:
        require_signals(space, recipe, merged, now)
        files |= signal_files(space.storage, recipe, merged)
    place = output or claim_run_folder(space.artifacts, recipe.run_name if recipe else project_name(project), now)
    with _output(place) as folder:
        record = RunRecord(
            engine=runner.name,
            project=project_name(project),
            recipe=recipe.name if recipe else None,
            symbols=recipe.symbols if recipe else (),
            data=_known_data(data_folder, recipe, prices_of, now) if recipe else {},
            started=now,
            parameters=merged,
            inputs=keep_inputs(folder / "inputs", files) | keep_texts(folder / "inputs", notes or {}),
        )
        record.write(folder)
        job = BacktestJob(project, data_folder, folder, space.storage, merged, time_limit_s, libraries(space))
        outcome = runner.run(job, progress=progress)
        if outcome.console:
            write_text(folder / "console.txt", outcome.console)
        opened = opened_data(data_folder, folder)
        record.ended(outcome.seconds, data_files=opened, engine_details=outcome.details).write(folder)
    result = _result(place, outcome)
    if recipe is not None:
        _count(space, place, result)
    return Ran(place, outcome, result, judge(result))


def _count(space: Workspace, folder: Path, result: Result) -> None:
    """Put what was tried into the ledger of trials; a workspace laid out before there was one has no room for it."""
    if find_spec("research") is None or find_spec("research.trials") is None:
        return
    from research.judging.runs import count_run

    count_run(space.artifacts, folder, result)


def _result(folder: Path, outcome: BacktestOutcome) -> Result:
    try:
        return read_result(folder, algorithm_id=outcome.algorithm_id)
    except Missing:  # the engine's process ended before it wrote anything: a verdict of its own
        lines = tuple(outcome.console.splitlines())
        return Result(folder, outcome.algorithm_id, has_json=False, console=lines)


def _known_data(data_folder: Path, recipe: "Recipe", prices_of: str, now: datetime) -> dict[str, dict[str, Any]]:
    if prices_of:
        known = {"vendor": prices_of, "label": f"prices of the {prices_of}", "as_of": now.isoformat()}
        return {symbol.ticker: dict(known) for symbol in recipe.securities}
    days = DayRange(recipe.data.start, recipe.data.end)
    return known_data(data_folder, recipe.securities, recipe.bar_size, days=days)


def require_signals(space: Workspace, recipe: "Recipe", parameters: Mapping[str, str], now: datetime) -> None:
    """Refuse signal files that the algorithm would refuse, before a folder is made for the run."""
    if recipe.variant != "file":
        return
    from research.keep import check_signals

    folder = parameters.get("signals", recipe.signal_folder)
    for symbol in recipe.securities:
        check_signals(space.storage / folder / f"{symbol.ticker.lower()}.csv", recipe, symbol, now=now)


@contextmanager
def _output(place: Path) -> Iterator[Path]:
    """Yield the folder to run in: `place` itself while it is empty, else one that replaces the run lying there.

    After an exception everything is as it was before.
    """
    if not place.exists() or not any(place.iterdir()):
        place.mkdir(parents=True, exist_ok=True)
        try:
            yield place
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return
    if not (place / RECORD).is_file():
        raise BadInput(
            "the output folder holds something that is no run of leanrig",
            where=str(place),
            cure="name a new or an empty folder with --output",
        )
    with staged_folder(place) as stage:
        yield stage


def libraries(space: Workspace) -> tuple[Path, ...]:
    """Return the folders that a project may import from besides its own."""
    library = space.root / "Library"
    return (library,) if library.is_dir() else ()
