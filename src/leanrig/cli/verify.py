"""`leanrig verify`: the same recipe on every engine that is here."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.backtest import shown
from leanrig.cli.compare import comparison_lines, described_comparison
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.settings import load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.backtest.runner import Runner
    from leanrig.pipeline.fetch import Told
    from leanrig.pipeline.runners import EngineOptions
    from leanrig.pipeline.verify import Engine, EngineRun, Verified

__all__ = ["verify", "verify_and_show"]


@click.command()
@click.argument("recipe")
@click.option("--lean-home", metavar="FOLDER", type=click.Path(path_type=Path), help="A Lean that you built.")
@click.option("--image", default="", metavar="NAME", help="Docker image with Lean, if not QuantConnect's own.")
@click.option("--cloud", is_flag=True, help="On QuantConnect's cloud too.")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0, max=1, max_open=True),
    default=0.0,
    metavar="FRACTION",
    help="How far prices, fees and equity may lie apart, as a fraction. Default: not at all.",
)
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For each run.")
@click.option(
    "--html", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write one page that shows it all."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def verify(
    terminal: Terminal,
    *,
    recipe: str,
    lean_home: Path | None,
    image: str,
    cloud: bool,
    tolerance: float,
    time_limit: float | None,
    html: Path | None,
    as_json: bool,
) -> int:
    """Run RECIPE on every engine that is here and hold each run against the embedded engine's.

    Bars and signals are made where they are missing. Exit code 0 where all agree, 1 where one does not or a signal
    file is stale, 3 where the embedded engine was alone and nothing could be compared, or where an engine that
    --lean-home, --image or --cloud asks for is not here.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.runners import EngineOptions  # the workspace's own rooms are importable from here on

    engines = _engines(space, EngineOptions(image=image, lean_home=lean_home), with_cloud=cloud)
    asked = {"native": lean_home is not None, "docker": bool(image), "cloud": cloud}
    return verify_and_show(
        terminal,
        space,
        recipe,
        engines,
        asked=frozenset(name for name, is_asked in asked.items() if is_asked),
        tolerance=tolerance,
        time_limit_s=time_limit,
        html=html,
    )


def _engines(space: Workspace, options: "EngineOptions", *, with_cloud: bool) -> dict[str, "Engine"]:
    """Return what makes each runner beside the embedded one; each says itself what it lacks."""
    from leanrig.pipeline.runners import ENGINES, runner_of

    found: dict[str, Engine] = {
        name: partial(runner_of, name, space, options) for name in ENGINES if name not in {"embedded", "cloud"}
    }
    if with_cloud:
        found["cloud"] = partial(_cloud, space)
    return found


def _cloud(space: Workspace) -> "Runner":
    from leanrig.pipeline.cloud import CloudRunner
    from leanrig.pipeline.cloud_account import cloud_account

    return CloudRunner(cloud_account(space, load_settings(space.root, os.environ)), space)


def verify_and_show(
    terminal: Terminal,
    space: Workspace,
    recipe: str,
    engines: Mapping[str, "Engine"],
    *,
    asked: frozenset[str] = frozenset(),
    tolerance: float = 0.0,
    time_limit_s: float | None = None,
    html: Path | None = None,
) -> int:
    """Verify on the given engines, show what came of it, and return the exit code.

    One of `asked` that is not here is missing, whatever the others came to.
    """
    from leanrig.pipeline.recipes import recipe_path
    from leanrig.pipeline.verify import verify as run
    from leanrig.pipeline.verify import write_page

    @contextmanager
    def step(label: str) -> Iterator["Told"]:
        with terminal.step(label) as (running, _):
            yield running.progress

    found = run(
        space,
        recipe_path(space, recipe),
        engines,
        settings=load_settings(space.root, os.environ),
        now=utc_now(),
        step=step,
        tolerance=tolerance,
        time_limit_s=time_limit_s,
    )
    if terminal.as_json:
        terminal.object(_described(space, found))
    else:
        for line in _lines(space, found):
            terminal.result(line)
    if html is not None:
        write_page(html, found)
    if not found.is_equal:
        return 1
    is_missing = any(run.absent and run.name in asked for run in found.runs)
    return 3 if is_missing or not found.comparisons else 0


def _lines(space: Workspace, found: "Verified") -> list[str]:
    lines = _table(space, found)
    for difference in found.stale:
        lines += [f"!!  {difference.what}", f"        kept  {difference.left}", f"        now   {difference.right}"]
        lines.append(f"    → leanrig signals {found.recipe.name}")
    for comparison in found.comparisons:
        lines += ["", *comparison_lines(comparison)]
    return [*lines, found.sentence]


def _table(space: Workspace, found: "Verified") -> list[str]:
    rows = [("engine", "what it was", "orders", "seconds", "agrees", "run")]
    rows += [_row(space, run) for run in found.runs]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]).rstrip()
        for row in rows
    ]


def _row(space: Workspace, run: "EngineRun") -> tuple[str, str, str, str, str, str]:
    if run.ran is None:
        return (
            run.name,
            "not here" if run.absent else "failed",
            "–",
            "–",
            "–" if run.absent else "no",
            run.absent or run.failed,
        )
    agrees = "" if run.comparison is None else "yes" if run.comparison.is_equal else "no"
    orders = str(len(run.ran.result.orders))
    seconds = f"{run.ran.outcome.seconds:.1f}"
    return (run.name, run.kind, orders, seconds, agrees, str(shown(space, run.ran.folder)))


def _described(space: Workspace, found: "Verified") -> dict[str, object]:
    return {
        "recipe": found.recipe.name,
        "equal": found.is_equal,
        "compared": len(found.comparisons),
        "real_lean": found.has_real_lean,
        "stale_signals": [
            {"what": difference.what, "kept": difference.left, "now": difference.right} for difference in found.stale
        ],
        "engines": [
            {
                "name": run.name,
                "kind": run.kind,
                "absent": run.absent,
                "failed": run.failed,
                "verdict": str(run.ran.verdict.judgement) if run.ran else None,
                "folder": str(shown(space, run.ran.folder)) if run.ran else None,
                "comparison": described_comparison(run.comparison) if run.comparison else None,
            }
            for run in found.runs
        ],
    }
