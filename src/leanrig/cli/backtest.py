"""`leanrig backtest`: any Lean Python file or project, run and judged."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.backtest.exit_note import exit_note
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.pipeline.runners import ENGINES, EngineOptions, runner_of
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.backtest import Ran

__all__ = ["backtest", "described_run", "ran_line", "shown", "verdict_lines"]


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--engine", type=click.Choice(list(ENGINES)), default="embedded", show_default=True)
@click.option("--image", metavar="NAME", default="", help="docker: the image with Lean. Default: QuantConnect's own.")
@click.option("--pull", is_flag=True, help="docker: fetch the image first (several gigabytes).")
@click.option(
    "--lean-home",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="native: where Lean was built. Default: LEAN_HOME.",
)
@click.option("--data", metavar="FOLDER", type=click.Path(path_type=Path), help="Data in Lean's layout, if elsewhere.")
@click.option(
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where results go; a run that lies there is replaced. Default: artifacts/[SYMBOL]/[DATE]/[TIME]/",
)
@click.option(
    "--parameter", "parameters", nargs=2, multiple=True, metavar="KEY VALUE", help="A parameter; may be repeated."
)
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="End the run then.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def backtest(
    terminal: Terminal,
    *,
    project: Path,
    engine: str,
    image: str,
    pull: bool,
    lean_home: Path | None,
    data: Path | None,
    output: Path | None,
    parameters: tuple[tuple[str, str], ...],
    time_limit: float | None,
    as_json: bool,
) -> int:
    """Run PROJECT (a folder with a main.py, or a Lean Python file) and judge what came of it.

    Exit code 0 for a run worth looking at, 1 for one that its own files speak against: crashed, cut short, no data,
    all orders refused, bankrupt.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.backtest import backtest as run  # the workspace's own rooms are importable from here on

    with terminal.step("backtest") as (step, _):
        options = EngineOptions(
            image=image, pull=pull, lean_home=lean_home, told=lambda words: step.progress(0.0, words)
        )
        ran = run(
            space,
            project,
            runner_of(engine, space, options),
            now=utc_now(),
            data=data,
            output=output,
            parameters=dict(parameters),
            time_limit_s=time_limit,
            progress=step.progress,
        )
    if as_json:
        terminal.object(described_run(ran))
    else:
        terminal.say(f"backtest  {ran_line(ran)}")
        for line in verdict_lines(ran):
            terminal.result(line)
        terminal.say(f"\nNext      leanrig report {shown(space, ran.folder)}")
    return 0 if ran.verdict.is_good else 1


def ran_line(ran: "Ran") -> str:
    """Return what ran, in one line."""
    orders = ran.result.statistics.get("Total Orders", "0")
    asked = ran.result.configuration
    span = f"{asked.start:%Y-%m-%d} → {asked.end:%Y-%m-%d}  " if asked and asked.start and asked.end else ""
    return f"{ran.outcome.engine}  {span}{orders} orders  {ran.outcome.seconds:.1f} s"


def verdict_lines(ran: "Ran") -> list[str]:
    """Return the verdict as lines to show."""
    lines = ["", f"Verdict   {ran.verdict.sentence}"]
    for number, reason in enumerate(ran.verdict.reasons):
        if number:
            lines.append(f"          {reason.sentence}")
        lines += [f"          Lean said: {line}" for line in reason.quote.splitlines()[:1]]
        if reason.cure:
            lines.append(f"          → {reason.cure}")
    note = exit_note(ran.outcome.exit_code, ran.result)
    return [*lines, f"Note      {note}"] if note else lines


def shown(space: Workspace, path: Path) -> Path:
    """Return `path` as a person in the workspace would write it."""
    return path.relative_to(space.root) if path.is_relative_to(space.root) else path


def described_run(ran: "Ran") -> dict[str, object]:
    """Return a run as the object that `--json` prints."""
    return {
        "status": ran.result.state.status,
        "verdict": str(ran.verdict.judgement),
        "reasons": [reason.sentence for reason in ran.verdict.reasons],
        "note": exit_note(ran.outcome.exit_code, ran.result),
        "seconds": round(ran.outcome.seconds, 3),
        "files": [str(path) for path in ran.files],
        "statistics": {**ran.result.statistics, "OrderListHash": ran.result.order_list_hash},
    }
