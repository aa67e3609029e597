"""`leanrig optimize`: a recipe at every point of a grid of parameters, as one table."""

from pathlib import Path

import click

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.trials import MOST, Axis, Target
from leanrig.cli.optimize_lines import aligned, cell, described, lines_of
from leanrig.cli.terminal import Terminal
from leanrig.pipeline.runners import ENGINES, EngineOptions
from leanrig.pipeline.searches import Asked, sweep_folder
from leanrig.workspace import Workspace, find_workspace

__all__ = ["optimize", "project_of"]


@click.command()
@click.argument("recipe")
@click.option(
    "--parameter",
    "ranges",
    nargs=4,
    multiple=True,
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
@click.option("--constraint", "constraints", multiple=True, metavar="TEXT", help="Such as 'Drawdown < 0.25'.")
@click.option("--draws", type=click.IntRange(min=1), metavar="N", help="That many points of the grid, by chance.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws.")
@click.option("--most", type=click.IntRange(min=1), default=MOST, show_default=True, help="Points that may be run.")
@click.option("--slim", is_flag=True, help="Keep figures and daily returns of each trial, not Lean's own files.")
@click.option("--scheduler", metavar="ADDRESS", help="embedded: run on this Dask cluster, such as tcp://host:8786.")
@click.option("--query", "sql", metavar="SQL", help="Ask the last sweep of RECIPE (or in that folder); nothing is run.")
@click.option("--as-lean", is_flag=True, help="Print the command that has `lean optimize` do it; nothing is run.")
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
    constraints: tuple[str, ...],
    draws: int | None,
    seed: int,
    most: int,
    slim: bool,
    scheduler: str | None,
    sql: str | None,
    as_lean: bool,
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

    What has ended is kept: after Ctrl-C, a full disk or a crash the same command goes on from there. With --engine
    docker the search is Lean's own, by way of `lean optimize`, and all or nothing. Exit code 0 where every trial came
    to its end, 1 where one did not or none can be compared.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    if sql is not None:
        return _ask(terminal, space, recipe, sql, as_json=as_json)
    if not ranges:
        raise click.UsageError("Missing option '--parameter'.")
    search = Asked(
        tuple(Axis.of(*item) for item in ranges), dict(fixed), Target(target, target_direction),
        tuple(Constraint.of(text) for text in constraints), draws, seed, most, slim, at_once, scheduler, engine,
    )  # fmt: skip
    if as_lean:
        terminal.result(search.as_lean(space, project_of(space, recipe), data))
        return 0
    with terminal.step("optimize") as (step, _):
        options = EngineOptions(image, pull, lean_home, lambda words: step.progress(0.0, words))
        done = search.run(
            space, project_of(space, recipe), options, data=data, output=output, time_limit_s=time_limit,
            progress=step.progress, note=terminal.warn,
        )  # fmt: skip
    if as_json:
        terminal.object(described(done))
    else:
        for line in lines_of(space, done):
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


def _ask(terminal: Terminal, space: Workspace, name: str, sql: str, *, as_json: bool) -> int:
    from leanrig.pipeline.sweep_table import query

    columns, rows = query(sweep_folder(space, name), sql)
    if as_json:
        terminal.object([dict(zip(columns, row, strict=True)) for row in rows])
        return 0
    for line in aligned([columns, *([cell(value) for value in row] for row in rows)]):
        terminal.result(line)
    return 0
