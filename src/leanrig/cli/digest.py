"""`leanrig digest`: reports on what is there already: a week, a day, changes of regimes, runs side by side."""

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leanrig.cli.forms import chosen_forms, day_of, described_sheet, form_options, show_files
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.settings import Settings, load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.digest import Writing
    from leanrig.pipeline.sheets import MadeSheet

__all__ = ["digest"]

_FOLDER = click.Path(path_type=Path, file_okay=False)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = form_options(command)
    command = click.option("--deep", is_flag=True, help="A language model writes all; the rules where none is set.")(
        command
    )
    return click.option("--fast", is_flag=True, help="A language model writes the summary; every sentence is checked.")(
        command
    )


@click.group(invoke_without_command=True)
@click.pass_context
def digest(ctx: click.Context) -> None:
    """Report on what is there already; without a word: the last seven days.

    `week`, `day`, `regimes` and `compare` each write a page, or Markdown, a mail or a PDF, below artifacts/digests/.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(week)


@digest.command()
@click.option("--to", "last", metavar="DAY", help="The last of the seven days. Default: today (UTC).")
@_options
@click.pass_obj
def week(terminal: Terminal, /, *, last: str | None = None, **options: Any) -> None:
    """Tell seven days: runs, changes of regime, holes in the data, what models cost."""
    space, settings = _entered(terminal, options)
    from leanrig.pipeline.digest_week import week_sheet

    now = utc_now()
    with terminal.step("digest"):
        writing = _writing(space, settings, options, "week", *(("--to", last) if last else ()))
        made = week_sheet(day_of(last) if last else now.date(), settings, writing)
    _show(terminal, made)


@digest.command()
@click.argument("run", required=False, type=_FOLDER)
@click.option("--date", "day", metavar="DAY", help="The day (UTC). Default: the last that the run's files tell of.")
@_options
@click.pass_obj
def day(terminal: Terminal, /, *, run: Path | None, day: str | None, **options: Any) -> None:
    """Tell one day of RUN: what the account gained, orders, fills, fees, positions, the regime in force.

    RUN is a folder of a live or paper deployment or of a back-test; without one: the newest run.
    """
    space, settings = _entered(terminal, options)
    from leanrig.pipeline.digest import day_sheet
    from leanrig.pipeline.report import newest_run

    chosen = day_of(day) if day else None
    with terminal.step("digest"):
        folder = run or newest_run(space.artifacts)
        words = ("day", _shown(space, folder), *(("--date", day) if day else ()))
        made = day_sheet(folder, chosen, _writing(space, settings, options, *words))
    _show(terminal, made)


@digest.command()
@click.argument("recipe", required=False, default="")
@_options
@click.pass_obj
def regimes(terminal: Terminal, /, *, recipe: str, **options: Any) -> None:
    """Tell the latest change of regime of each symbol of RECIPE, and what followed earlier ones of its kind.

    Without RECIPE: of all signal files of this workspace.
    """
    space, settings = _entered(terminal, options)
    from leanrig.pipeline.digest_regimes import regimes_sheet

    with terminal.step("digest"):
        made = regimes_sheet(recipe, _writing(space, settings, options, "regimes", *([recipe] if recipe else [])))
    _show(terminal, made)


@digest.command()
@click.argument("runs", nargs=-1, required=True, metavar="A B [C]", type=_FOLDER)
@_options
@click.pass_obj
def compare(terminal: Terminal, /, *, runs: tuple[Path, ...], **options: Any) -> None:
    """Tell run A beside B (and C): figures, whether luck explains the difference, what differs in their inputs.

    `leanrig compare` shows each difference of orders and equity instead.
    """
    space, settings = _entered(terminal, options)
    from leanrig.pipeline.digest import compare_sheet

    with terminal.step("digest"):
        words = ("compare", *(_shown(space, run) for run in runs))
        made = compare_sheet(runs, _writing(space, settings, options, *words))
    _show(terminal, made)


def _entered(terminal: Terminal, options: dict[str, Any]) -> tuple[Workspace, Settings]:
    terminal.as_json = bool(options.get("as_json"))
    space = find_workspace(Path.cwd())
    space.enter()
    return space, load_settings(space.root, os.environ)


def _writing(space: Workspace, settings: Settings, options: dict[str, Any], *words: str) -> "Writing":
    from leanrig.pipeline.digest import Writing
    from leanrig.pipeline.sheets import telling_of

    wanted = {name: bool(options.get(name)) for name in ("html", "markdown", "mail", "pdf")}
    return Writing(
        space=space,
        now=utc_now(),
        command=f"leanrig digest {shlex.join(words)}",
        telling=telling_of(settings, deep=bool(options.get("deep")), fast=bool(options.get("fast"))),
        forms=chosen_forms(**wanted),
        output=options.get("output"),
    )


def _shown(space: Workspace, folder: Path) -> str:
    path = folder.resolve()
    return path.relative_to(space.root).as_posix() if path.is_relative_to(space.root) else str(folder)


def _show(terminal: Terminal, made: "MadeSheet") -> None:
    if terminal.as_json:
        terminal.object(described_sheet(made))
    else:
        show_files(terminal, "digest", made)
