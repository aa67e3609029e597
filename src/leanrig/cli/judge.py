"""`leanrig judge`: is a recipe's signal worth anything, beside buy and hold, after costs and trials?"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.forms import chosen_forms, form_options
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.pipeline.vendors import VENDORS
from leanrig.settings import Settings, load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.judge import Asked, JudgedRecipe
    from leanrig.pipeline.sheets import Form

__all__ = ["judge"]


@click.command()
@click.argument("recipe")
@click.option("--symbol", metavar="SYMBOL", default="", help="Only this one of the recipe's symbols.")
@click.option("--cost", default=10.0, show_default=True, help="Fee and slippage, in basis points of what is traded.")
@click.option("--vendor", type=click.Choice(VENDORS), help="Instead of the recipe's own, where bars are missing.")
@click.option(
    "--premium", is_flag=True, help="Instead: what seeing the future would be worth, honest beside dishonest."
)
@click.option("--detector", metavar="NAME", default="", help="With --premium: this detector instead of the recipe's.")
@form_options
@click.pass_obj
def judge(
    terminal: Terminal,
    *,
    recipe: str,
    symbol: str,
    cost: float,
    vendor: str | None,
    premium: bool,
    detector: str,
    html: bool,
    markdown: bool,
    mail: bool,
    pdf: bool,
    output: Path | None,
    as_json: bool,
) -> int:
    """Judge RECIPE's signal against what came after it, beside buy and hold and two other baselines.

    Bars and signal files that are missing are made first. The page always comes and says what is missing. Exit code 0
    where the verdict speaks for the signal, 1 where it does not or there is none.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.judge import Asked, judge_recipe  # the workspace's own rooms are importable from here on
    from leanrig.pipeline.recipes import recipe_path

    asked = Asked(
        recipe_file=recipe_path(space, recipe),
        symbol=symbol,
        cost_bps=cost,
        vendor=vendor,
        command=_command(recipe, symbol, cost, detector, premium=premium or bool(detector)),
    )
    settings, forms = (
        load_settings(space.root, os.environ),
        chosen_forms(html=html, markdown=markdown, mail=mail, pdf=pdf),
    )
    if premium or detector:
        return _premium(terminal, space, asked, settings, forms=forms, output=output, detector=detector)
    with terminal.step("judge") as (step, _):
        done = judge_recipe(space, asked, settings, now=utc_now(), forms=forms, output=output, progress=step.progress)
    _show(terminal, done)
    return 0 if done.is_good else 1


def _premium(
    terminal: Terminal,
    space: Workspace,
    asked: "Asked",
    settings: Settings,
    *,
    forms: "tuple[Form, ...]",
    output: Path | None,
    detector: str,
) -> int:
    from leanrig.pipeline.judge_premium import premium_of

    with terminal.step("premium") as (step, _):
        done = premium_of(
            space,
            asked,
            settings,
            detector=detector,
            now=utc_now(),
            forms=forms,
            output=output,
            progress=step.progress,
        )
    if terminal.as_json:
        from leanrig.pipeline.judge_json import premium_json

        terminal.object(premium_json(done))
    else:
        _lines(terminal, "premium", done.files.values(), done.headline)
    return 0 if done.is_known else 1


def _show(terminal: Terminal, done: "JudgedRecipe") -> None:
    if terminal.as_json:
        from leanrig.pipeline.judge_json import judged_json

        terminal.object(judged_json(done))
        return
    _lines(terminal, "judge", done.files.values(), done.headline)
    terminal.say(f"trials    {done.trials}{' (this one is new)' if done.is_new_trial else ''}")


def _lines(terminal: Terminal, label: str, files: Iterable[Path], headline: str) -> None:
    for path in files:
        terminal.say(f"{label:<9} {_near(path)}")
    terminal.say()
    terminal.result(headline)


def _near(path: Path) -> Path:
    path, here = path.resolve(), Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _command(recipe: str, symbol: str, cost: float, detector: str, *, premium: bool) -> str:
    given = (("symbol", symbol, ""), ("cost", f"{cost:g}", "10"), ("detector", detector, ""))
    told = [*(["--premium"] if premium else []), *(f"--{name} {text}" for name, text, usual in given if text != usual)]
    return " ".join(["leanrig judge", recipe, *told])
