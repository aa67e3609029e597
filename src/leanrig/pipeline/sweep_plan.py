"""What a sweep will do, worked out and checked before anything is run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leanrig.backtest.grid_search import trial_folder
from leanrig.backtest.project import algorithm_file, algorithm_id, merged_parameters, project_name, require_data
from leanrig.backtest.trials import MOST, Axis, draws, grid, points_of
from leanrig.errors import BadInput
from leanrig.pipeline.backtest import libraries, require_signals
from leanrig.pipeline.inputs import project_files, recipe_of, signal_files
from leanrig.pipeline.sweep_task import Task
from leanrig.workspace import Workspace

if TYPE_CHECKING:
    from generator.recipe import Recipe
    from leanrig.pipeline.sweep_signals import SignalSet

__all__ = ["Draws", "Plan", "Wanted", "plan_sweep"]


@dataclass(frozen=True, slots=True)
class Draws:
    """Points by chance in place of the whole grid."""

    count: int
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: ranges, other values, and how much of the grid.

    With `slim`, Lean's own files of a trial are not kept, only its figures and its account a day.
    """

    axes: tuple[Axis, ...]
    fixed: Mapping[str, str]
    draws: Draws | None = None
    most: int = MOST
    slim: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A sweep that can be run. `sets` goes by a point's place; empty for the recipe's signals as they lie there."""

    space: Workspace
    project: Path
    data: Path
    recipe: "Recipe | None"
    parameters: Mapping[str, str]
    wanted: Wanted
    points: tuple[Mapping[str, str], ...]
    sets: tuple["SignalSet | None", ...]
    files: Mapping[str, Path]
    recipe_text: str

    @property
    def name(self) -> str:
        """What its folder goes by."""
        return self.recipe.run_name if self.recipe else project_name(self.project)

    @property
    def parts(self) -> dict[str, str]:
        """What it rests on, hashed part by part: what differs from another sweep can be named."""
        made = {
            "the project's files": {name: _sha256(path) for name, path in self.files.items()},
            "the parameters": dict(self.parameters),
            "the grid": [dict(point) for point in self.points],
            "the signals": sorted({one.digest for one in self.sets if one}),
            "what is kept": self.wanted.slim,
            "the folders": [str(self.project.resolve()), str(self.data.resolve())],
        }
        return {
            name: hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest() for name, what in made.items()
        }

    def tasks(self, folder: Path, numbers: Sequence[int]) -> list[Task]:
        """Return the tasks of the points at these places, after the signals that they need."""
        sets = {one.digest: one for number in numbers if (one := self.sets[number])}
        made = [Task(digest, one.body(self.space, self.recipe_text)) for digest, one in sets.items()]
        return [*made, *(self._task(folder, number) for number in numbers)]

    def values(self, number: int) -> dict[str, str]:
        """Return all parameters that the project gets at a point."""
        one = self.sets[number]
        if one is None:
            return {**self.parameters, **self.points[number]}
        own = {name: value for name, value in self.points[number].items() if name not in one.values}
        return {**self.parameters, **own, "signals": one.folder}

    def _task(self, folder: Path, number: int) -> Task:
        one = self.sets[number]
        output = trial_folder(folder, number)
        return Task(str(number), self._body(number, output), one.digest if one else "")

    def _body(self, number: int, output: Path) -> dict[str, Any]:
        job = {
            "algorithm_file": str(algorithm_file(self.project)),
            "algorithm_id": algorithm_id(self.project),
            "data_folder": str(self.data.resolve()),
            "output_folder": str(output.resolve()),
            "object_store": str(self.space.storage.resolve()),
            "parameters": merged_parameters(self.project, self.values(number)),
        }
        return {
            "kind": "trial",
            "number": number + 1,
            "point": dict(self.points[number]),
            "output": str(output.resolve()),
            "project": str(self.project.resolve()),
            "library": [str(path) for path in libraries(self.space)],
            "slim": self.wanted.slim,
            "job": job,
        }


def plan_sweep(space: Workspace, project: Path, wanted: Wanted, *, data: Path | None, now: datetime) -> Plan:
    """Return the plan.

    Raises
    ------
    BadInput, Missing
        If project, data, parameters, grid or signal files are not fit to run; nothing is written then.
    """
    algorithm_file(project)
    require_data(data or space.data)
    recipe = recipe_of(project)
    known = merged_parameters(project, {})
    varied = [axis.name for axis in wanted.axes]
    signal = _signal_names(recipe)
    _require_known(project, [*varied, *wanted.fixed], known, signal)
    both = [name for name in varied if name in wanted.fixed]
    if both:
        raise BadInput("a parameter has a range and a fixed value", where=", ".join(both), cure="give it one of them")
    points = _points(wanted)
    held = {name: value for name, value in wanted.fixed.items() if name in signal}
    merged = merged_parameters(project, {name: value for name, value in wanted.fixed.items() if name not in held})
    sets = _sets(space, recipe, points, held, [name for name in varied if name in signal])
    files = project_files(project)
    if recipe is not None and not all(sets):
        require_signals(space, recipe, merged, now)
        files |= signal_files(space.storage, recipe, merged)
    text = (project / "recipe.toml").read_text(encoding="utf-8-sig") if recipe is not None else ""
    return Plan(space, project, data or space.data, recipe, merged, wanted, tuple(points), sets, files, text)


def _points(wanted: Wanted) -> list[dict[str, str]]:
    if not wanted.axes:
        raise BadInput("there is nothing to vary", cure="--parameter NAME FIRST LAST STEP")
    if wanted.draws is None:
        return grid(wanted.axes, most=wanted.most)
    if wanted.draws.count > wanted.most:
        raise BadInput(f"{wanted.draws.count:,} draws, and {wanted.most:,} is the most", cure="fewer, or --most N")
    points_of(wanted.axes)
    return draws(wanted.axes, wanted.draws.count, seed=wanted.draws.seed)


def _signal_names(recipe: "Recipe | None") -> dict[str, Any]:
    if recipe is None:
        return {}
    from leanrig.pipeline.sweep_signals import signal_names

    return signal_names(recipe)


def _require_known(project: Path, names: Sequence[str], known: Mapping[str, str], signal: Mapping[str, Any]) -> None:
    """Refuse a name that neither project nor signals have: every trial would be the same run."""
    unknown = [name for name in names if name not in known and name not in signal]
    if unknown and not project.is_file():
        there = [*known, *(name for name in signal if name not in known)]
        raise BadInput(
            "the project has no such parameter",
            where=", ".join(unknown),
            cure=f"one of: {', '.join(there)}" if there else "give it one in config.json",
        )


def _sets(
    space: Workspace, recipe: "Recipe | None", points: Sequence[Mapping[str, str]], held: Mapping[str, str],
    varied: Sequence[str],
) -> tuple["SignalSet | None", ...]:  # fmt: skip
    """Return the signals of each point; None where the recipe's own are used as they are."""
    if recipe is None or not (held or varied):
        return (None,) * len(points)
    from leanrig.pipeline.sweep_signals import signal_set

    made: dict[tuple[str, ...], SignalSet] = {}
    for point in points:
        values = tuple(point[name] for name in varied)
        if values not in made:
            made[values] = signal_set(space, recipe, {**held, **dict(zip(varied, values, strict=True))})
    return tuple(made[tuple(point[name] for name in varied)] for point in points)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
