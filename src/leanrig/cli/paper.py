"""`leanrig deploy paper`: a recipe trades on paper in a Lean of this machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.backtest import shown
from leanrig.cli.optimize import project_of
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.pipeline.runners import EngineOptions
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.backtest import Ran

__all__ = ["paper"]


@click.command()
@click.argument("recipe")
@click.option("--cash", nargs=2, multiple=True, metavar="CURRENCY AMOUNT", help="To begin with; may be repeated.")
@click.option(
    "--data-provider-live",
    "feeds",
    multiple=True,
    metavar="NAME",
    help="A live data provider of the Lean CLI; may be repeated. Default: none but the algorithm's own data.",
)
@click.option("--parameter", "parameters", nargs=2, multiple=True, metavar="KEY VALUE", help="May be repeated.")
@click.option("--image", metavar="NAME", default="", help="The image with Lean. Default: QuantConnect's own.")
@click.option("--pull", is_flag=True, help="Fetch the image first (several gigabytes).")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Stop then.")
@click.option("--confirm", metavar="PROJECT", help="The project's name, to say that this is meant.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def paper(
    terminal: Terminal,
    *,
    recipe: str,
    cash: tuple[tuple[str, str], ...],
    feeds: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    image: str,
    pull: bool,
    time_limit: float | None,
    confirm: str | None,
    as_json: bool,
) -> int:
    """Trade RECIPE's project on Lean's paper brokerage on this machine, by way of `lean live deploy`.

    Starts with --confirm PROJECT only and trades until Ctrl-C or the time limit. What Lean leaves is kept as of any
    other run. Exit code 1 where the algorithm failed or Lean left no result.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.paper import require_confirmed, trade_on_paper

    project = project_of(space, recipe)
    terminal.say(f"Project   {project.name}")
    terminal.say(f"Cash      {', '.join(f'{amount} {name}' for name, amount in cash) or 'what the algorithm sets'}")
    terminal.say(f"Data      {', '.join(feeds) or 'only what the algorithm reads itself: no live prices'}")
    require_confirmed(project, confirm)
    with terminal.step("paper") as (step, _):
        ran = trade_on_paper(
            space,
            project,
            EngineOptions(image=image, pull=pull, told=lambda words: step.progress(0.0, words)),
            confirm=confirm,
            now=utc_now(),
            cash=dict(cash),
            feeds=feeds,
            parameters=dict(parameters),
            time_limit_s=time_limit,
            progress=step.progress,
        )
    _show(terminal, space, ran)
    return 0 if ran.result.has_json and ran.result.status != "RuntimeError" else 1


def _show(terminal: Terminal, space: Workspace, ran: "Ran") -> None:
    told = ran.result.status or "Lean left no result"
    if terminal.as_json:
        terminal.object(
            {"status": ran.result.status, "folder": str(ran.folder), "files": [str(path) for path in ran.files]}
        )
        return
    terminal.result(f"Paper     {told}  {len(ran.result.orders)} orders  {ran.outcome.seconds:.0f} s")
    for line in ran.result.state.runtime_error.splitlines()[:3]:
        terminal.result(f"          {line}")
    terminal.result(f"Kept      {shown(space, ran.folder)}")
