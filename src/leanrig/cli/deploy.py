"""`leanrig deploy`: a recipe's project in QuantConnect's cloud, as a backtest or live."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.backtest import described_run, ran_line, shown, verdict_lines
from leanrig.cli.paper import paper
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.settings import load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.cloud_account import CloudAccount
    from leanrig.pipeline.cloud_live import LivePlan
    from leanrig.providers.quantconnect.live import LiveStatus

__all__ = ["deploy"]

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_confirm = click.option("--confirm", metavar="PROJECT", help="The project's name, to say that this is meant.")


@click.group()
def deploy() -> None:
    """Take a recipe's project to QuantConnect's cloud: `cloud` for a backtest there, `live` to trade on paper.

    `paper` does so on this machine.
    """


deploy.add_command(paper)


@deploy.command()
@click.argument("recipe")
@click.option(
    "--parameter", "parameters", nargs=2, multiple=True, metavar="KEY VALUE", help="For this run only; may be repeated."
)
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="End the run then.")
@click.option("--backtest", "backtest_id", metavar="ID", help="Read the results of one that was started before.")
@click.option("--new-project", is_flag=True, help="Make another cloud project where the known one is gone.")
@click.option("--lean", "by_lean", is_flag=True, help="Let `lean cloud push` send the files.")
@_json
@click.pass_obj
def cloud(
    terminal: Terminal,
    *,
    recipe: str,
    parameters: tuple[tuple[str, str], ...],
    time_limit: float | None,
    backtest_id: str | None,
    new_project: bool,
    by_lean: bool,
    as_json: bool,
) -> int:
    """Push RECIPE's project and signals, compare what arrived, backtest, and keep the results as of any other run.

    Exit code 0 for a run worth looking at, 1 for one that its own files speak against, 4 where the cloud failed.
    """
    terminal.as_json = as_json
    space, project = _project(recipe)
    from leanrig.pipeline.backtest import backtest as run
    from leanrig.pipeline.cloud import CloudRunner

    runner = CloudRunner(_account(space), space, is_new=new_project, by_lean=by_lean, backtest_id=backtest_id)
    with terminal.step("cloud") as (step, _):
        ran = run(
            space,
            project,
            runner,
            now=utc_now(),
            parameters=dict(parameters),
            time_limit_s=time_limit,
            progress=step.progress,
        )
    if as_json:
        terminal.object(described_run(ran) | {"folder": str(ran.folder), "cloud": dict(ran.outcome.details)})
        return 0 if ran.verdict.is_good else 1
    terminal.say(f"cloud     {ran_line(ran)}")
    terminal.say(f"          {ran.outcome.details['url']}")
    for line in verdict_lines(ran):
        terminal.result(line)
    terminal.say(f"\nNext      leanrig report {shown(space, ran.folder)}")
    return 0 if ran.verdict.is_good else 1


@deploy.command()
@click.argument("recipe")
@click.option("--node", metavar="ID", help="Number or name of a live node; default: the first that is free.")
@click.option(
    "--cash", type=click.FloatRange(min=0, min_open=True), help="Dollars to start with; default: the recipe's."
)
@_confirm
@_json
@click.pass_obj
def live(
    terminal: Terminal, *, recipe: str, node: str | None, cash: float | None, confirm: str | None, as_json: bool
) -> int:
    """Start RECIPE's project on QuantConnect's paper account.

    Shows node, brokerage, cash and limits first, and starts with --confirm PROJECT only.
    """
    terminal.as_json = as_json
    space, project = _project(recipe)
    from leanrig.pipeline.cloud_live import go_live, plan_live
    from leanrig.pipeline.recipes import find_recipe
    from leanrig.providers.quantconnect.live import Cash

    account = _account(space)
    start = cash if cash is not None else float(find_recipe(space, recipe).backtest.cash)
    plan = plan_live(account, space, project, cash=Cash("USD", start), node=node)
    for line in _plan_lines(plan):
        terminal.say(line)
    status = go_live(account, space, plan, confirmed=confirm)
    _show(terminal, status)
    return 0 if status.is_running else 1


@deploy.command()
@click.argument("recipe")
@_json
@click.pass_obj
def status(terminal: Terminal, *, recipe: str, as_json: bool) -> int:
    """Say how RECIPE's deployment stands; exit code 1 where none runs."""
    terminal.as_json = as_json
    space, project = _project(recipe, is_fresh=False)
    from leanrig.pipeline.cloud_live import standing

    found = standing(_account(space), project)
    _show(terminal, found)
    return 0 if found is not None and found.is_running else 1


@deploy.command()
@click.argument("recipe")
@_json
@click.pass_obj
def stop(terminal: Terminal, *, recipe: str, as_json: bool) -> int:
    """Stop RECIPE's deployment; what it holds stays."""
    terminal.as_json = as_json
    space, project = _project(recipe, is_fresh=False)
    from leanrig.pipeline.cloud_live import end_live

    _show(terminal, end_live(_account(space), project, sells=False))
    return 0


@deploy.command()
@click.argument("recipe")
@_confirm
@_json
@click.pass_obj
def liquidate(terminal: Terminal, *, recipe: str, confirm: str | None, as_json: bool) -> int:
    """Sell what RECIPE's deployment holds and stop it; needs --confirm PROJECT."""
    terminal.as_json = as_json
    space, project = _project(recipe, is_fresh=False)
    from leanrig.pipeline.cloud_live import end_live

    _show(terminal, end_live(_account(space), project, sells=True, confirmed=confirm))
    return 0


@deploy.command()
@click.argument("recipe")
@_json
@click.pass_obj
def signals(terminal: Terminal, *, recipe: str, as_json: bool) -> int:
    """Put RECIPE's signal files of this machine into the Object Store, and nothing else."""
    terminal.as_json = as_json
    space, project = _project(recipe, is_fresh=False)
    from leanrig.pipeline.cloud_live import refresh_signals

    keys = refresh_signals(_account(space), space, project)
    if as_json:
        terminal.object({"keys": list(keys)})
    for key in () if as_json else keys:
        terminal.say(f"signals   {key} is in the Object Store")
    return 0


def _project(recipe: str, *, is_fresh: bool = True) -> tuple[Workspace, Path]:
    """Return the recipe's project; where it is to be pushed, it must be what the recipe renders to."""
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.cloud_push import project_to_push
    from leanrig.pipeline.recipes import recipe_path

    return space, project_to_push(space, recipe_path(space, recipe), is_fresh=is_fresh)


def _account(space: Workspace) -> "CloudAccount":
    from leanrig.pipeline.cloud_account import cloud_account

    return cloud_account(space, load_settings(space.root, os.environ))


def _plan_lines(plan: "LivePlan") -> list[str]:
    limits = ", ".join(f"{key} {value}" for key, value in plan.limits.items())
    return [
        f"Project   {plan.name} (cloud project {plan.project_id})",
        f"Node      {plan.node.name} {plan.node.sku} ({plan.node.id})",
        f"Brokerage {plan.brokerage}",
        f"Cash      {plan.cash.amount:,.2f} {plan.cash.currency}",
        f"Limits    {limits}",
        f"Signals   {', '.join(plan.objects) or 'computed in the algorithm'}",
    ]


def _show(terminal: Terminal, status: "LiveStatus | None") -> None:
    if terminal.as_json:
        terminal.object(asdict(status) if status is not None else {"status": None})
    elif status is None:
        terminal.result("Live      never deployed")
    else:
        terminal.result(f"Live      {status.status} since {status.launched}  {status.deploy_id}")
        for key, value in status.figures.items():
            terminal.say(f"          {key} {value}")
        if status.message:
            terminal.say(f"          {status.message}")
