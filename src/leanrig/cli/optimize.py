"""`leanrig optimize`: a recipe at every point of a grid of parameters, as one table."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.backtest.trials import Axis, Target
from leanrig.cli.backtest import shown
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.pipeline.runners import ENGINES, EngineOptions
from leanrig.pipeline.searches import search_of
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.backtest.trials import Trial
    from leanrig.pipeline.optimize import Optimized

__all__ = ["optimize", "project_of"]

_SHOWN = 20


@click.command()
@click.argument("recipe")
@click.option(
    "--parameter",
    "ranges",
    nargs=4,
    multiple=True,
    required=True,
    metavar="NAME FIRST LAST STEP",
    help="A parameter and its values; may be repeated.",
)
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option("--target", metavar="STATISTIC", default="Sharpe Ratio", show_default=True, help="What is looked for.")
@click.option("--target-direction", type=click.Choice(["max", "min"]), default="max", show_default=True)
@click.option(
    "--max-concurrent-backtests",
    "at_once",
    type=click.IntRange(min=1),
    metavar="N",
    help="Trials at a time. Default: half the processors.",
)
@click.option("--fixed", nargs=2, multiple=True, metavar="KEY VALUE", help="Another parameter's value in every trial.")
@click.option("--image", metavar="NAME", default="", help="docker: the image with Lean. Default: QuantConnect's own.")
@click.option("--pull", is_flag=True, help="docker: fetch the image first (several gigabytes).")
@click.option("--lean-home", metavar="FOLDER", type=click.Path(path_type=Path), help="native: where Lean was built.")
@click.option("--data", metavar="FOLDER", type=click.Path(path_type=Path), help="Data in Lean's layout, if elsewhere.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the table and the trials go. Default: artifacts/[SYMBOL]/[DATE]/[TIME]/",
)
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For the whole search."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def optimize(
    terminal: Terminal,
    *,
    recipe: str,
    ranges: tuple[tuple[str, str, str, str], ...],
    engine: str,
    target: str,
    target_direction: str,
    at_once: int | None,
    fixed: tuple[tuple[str, str], ...],
    image: str,
    pull: bool,
    lean_home: Path | None,
    data: Path | None,
    output: Path | None,
    time_limit: float | None,
    as_json: bool,
) -> int:
    """Run RECIPE (a name, a .toml file, or a Lean project) at every point of a grid, and keep the table of all trials.

    With --engine docker the search is Lean's own, by way of `lean optimize`; with any other engine the same grid is
    gone through by runs side by side. Exit code 0 where every trial came to its end, 1 where one did not or none can be
    compared.
    """
    terminal.as_json = as_json
    wanted = Target(target, target_direction)
    axes = [Axis.of(*item) for item in ranges]
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.optimize import optimize as run  # the workspace's own rooms are importable from here on

    with terminal.step("optimize") as (step, _):
        options = EngineOptions(image, pull, lean_home, lambda words: step.progress(0.0, words))
        done = run(
            space,
            project_of(space, recipe),
            search_of(engine, space, options),
            axes,
            wanted,
            now=utc_now(),
            at_once=at_once,
            data=data,
            output=output,
            parameters=dict(fixed),
            time_limit_s=time_limit,
            progress=step.progress,
        )
    if as_json:
        terminal.object(_described(done))
    else:
        for line in _lines(space, done):
            terminal.result(line)
    return 0 if done.best and not done.failed else 1


def project_of(space: Workspace, name: str) -> Path:
    """Return the project to run: one that is given as such, or what the recipe renders to now."""
    path = Path(name)
    if path.suffix == ".py" or (path / "main.py").is_file():
        return path
    from leanrig.pipeline.recipes import recipe_path
    from leanrig.pipeline.render import project_drift, render_project

    found = recipe_path(space, name)
    return render_project(space, found, is_checked=bool(project_drift(space, found))).folder


def _lines(space: Workspace, done: "Optimized") -> list[str]:
    from leanrig.pipeline.optimize import TABLE

    names = list(done.trials[0].parameters)
    lines = [f"optimize  {done.engine}  {len(done.trials)} trials  {done.seconds:.1f} s", ""]
    rows = [["trial", *names, done.target.statistic, "orders", "verdict"]]
    ordered = sorted(done.trials, key=lambda trial: _rank(trial, done.target))
    rows += [_row(trial, names) for trial in ordered[:_SHOWN]]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines += ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    if len(ordered) > _SHOWN:
        lines.append(f"… and {len(ordered) - _SHOWN} more")
    lines += ["", *_best(done)]
    lines += [f"Failed    trial {trial.number}: {trial.told}" for trial in done.failed]
    return [*lines, f"Table     {shown(space, done.folder / TABLE)}"]


def _best(done: "Optimized") -> list[str]:
    if done.best is None:
        return ["Best      none: no trial traded to its end"]
    values = "  ".join(f"{name} {value}" for name, value in done.best.parameters.items())
    return [
        f"Best      trial {done.best.number}: {values}  ({done.target.statistic} {_number(done.best.value)})",
        f"          The best of {len(done.trials)} on the same days is no promise for other days.",
    ]


def _rank(trial: "Trial", target: Target) -> tuple[bool, float]:
    value = trial.value if trial.is_comparable and trial.value is not None else 0.0
    return (not trial.is_comparable, -value if target.direction == "max" else value)


def _row(trial: "Trial", names: list[str]) -> list[str]:
    values = [trial.parameters[name] for name in names]
    return [str(trial.number), *values, _number(trial.value), str(trial.orders), str(trial.judgement)]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _described(done: "Optimized") -> dict[str, object]:
    from dataclasses import asdict

    from leanrig.pipeline.optimize import RECORD, TABLE

    return {
        "engine": done.engine,
        "target": asdict(done.target),
        "best": asdict(done.best) if done.best else None,
        "failed": [trial.number for trial in done.failed],
        "trials": [asdict(trial) for trial in done.trials],
        "seconds": round(done.seconds, 3),
        "files": [str(done.folder / TABLE), str(done.folder / RECORD)],
    }
