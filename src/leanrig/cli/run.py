"""`leanrig run`: every arrow of a recipe, one line each, and the verdict."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.cli.backtest import described_run, ran_line, shown
from leanrig.cli.fetch import fetched_line, fetched_notes
from leanrig.cli.render import rendered_line
from leanrig.cli.report import report_lines
from leanrig.cli.signals import made_line, standing_line
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import Interrupted
from leanrig.pipeline.vendors import VENDORS
from leanrig.settings import load_settings
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.fetch import Told
    from leanrig.pipeline.run import Whole

__all__ = ["run", "run_and_show"]

_TIMED = ("fetch", "signals", "render")
_KEPT = {
    "fetch": "bars in data/",
    "signals": "signal files in storage/signals/",
    "render": "the project under algorithms/",
    "backtest": "the run's results",
}


@click.command()
@click.argument("recipe")
@click.option("--vendor", type=click.Choice(VENDORS), help="Instead of the recipe's own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def run(terminal: Terminal, *, recipe: str, vendor: str | None, as_json: bool) -> int:
    """Take RECIPE (a name or a .toml file) through every arrow: fetch, signals, render, backtest, report.

    Exit code 0 for a run worth looking at, 1 for one that its own files speak against, 4 where a vendor failed or the
    prices are not those of the recipe's data.crosscheck.
    """
    terminal.as_json = as_json
    return run_and_show(terminal, recipe, vendor=vendor)


def run_and_show(terminal: Terminal, recipe: str, *, vendor: str | None = None) -> int:
    """Run all arrows, show a line for each, and return the exit code."""
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.recipes import recipe_path  # the workspace's own rooms are importable from here on
    from leanrig.pipeline.run import run_recipe

    path = recipe_path(space, recipe)
    watch = _Watch(terminal, space)
    try:
        settings = load_settings(space.root, os.environ)
        whole = run_recipe(space, path, EmbeddedRunner(), settings=settings, now=utc_now(), watch=watch, vendor=vendor)
    except KeyboardInterrupt:
        raise watch.interrupted() from None
    if terminal.as_json:
        terminal.object(_described(space, whole))
    else:
        _ending(terminal, space, whole, path)
    return 0 if whole.ran.verdict.is_good else 1


class _Watch:
    """Shows each arrow as it goes and one line when it has arrived."""

    def __init__(self, terminal: Terminal, space: Workspace) -> None:
        self._terminal = terminal
        self._space = space
        self._begun: list[str] = []
        self._done: list[str] = []
        self._seconds = 0.0

    @contextmanager
    def step(self, arrow: str) -> Iterator["Told"]:
        self._begun.append(arrow)
        with self._terminal.step(self._label(arrow)) as (step, _):
            yield step.progress
            self._seconds = step.seconds

    def warn(self, words: str) -> None:
        self._terminal.warn(words)

    def note(self, words: str) -> None:
        self._terminal.say(f"{'':13} {words}")

    def arrived(self, arrow: str, what: Any) -> None:
        self._done.append(arrow)
        first, *rest = self._lines(arrow, what)
        took = f"  {self._seconds:.1f} s" if arrow in _TIMED else ""
        self._terminal.say(f"{self._label(arrow)} {first}{took}")
        for line in rest:
            self._terminal.say(f"{'':13} {line}")

    def interrupted(self) -> Interrupted:
        """Return the error that says how far it came."""
        kept = ", ".join(_KEPT[arrow] for arrow in self._done if arrow in _KEPT) or "nothing new"
        return Interrupted(
            f"stopped in {self._label(self._begun[-1]).strip() if self._begun else 'the recipe'}",
            where=f"kept: {kept}",
            cure="run the same command again to go on",
        )

    def _label(self, arrow: str) -> str:
        from leanrig.pipeline.run import ARROWS

        return f"{ARROWS.index(arrow) + 1}/{len(ARROWS)} {arrow:<9}"

    def _lines(self, arrow: str, what: Any) -> list[str]:
        if arrow == "fetch":
            return [line for item in what for line in (fetched_line(item), *fetched_notes(item))]
        if arrow == "signals":
            return [line for item in what for line in (made_line(item), standing_line(item))]
        if arrow == "render":
            return [rendered_line(self._space, what)]
        if arrow == "backtest":
            return [ran_line(what)]
        return [str(shown(self._space, what.page))]


def _ending(terminal: Terminal, space: Workspace, whole: "Whole", path: Path) -> None:
    for line in report_lines(whole.report, all_looks=not whole.report.is_good):
        terminal.result(line)
    project = shown(space, whole.project.folder)
    terminal.say(f"Next      open {shown(space, whole.report.page)}")
    terminal.say(f"          run it in Lean: lean backtest {project}")
    terminal.say(f"          change {shown(space, path.resolve())} and run: leanrig run {whole.recipe.name}")


def _described(space: Workspace, whole: "Whole") -> dict[str, object]:
    return {
        "recipe": whole.recipe.name,
        "bars": {str(item.bar_set.symbol): len(item.bar_set.bars) for item in whole.fetched},
        "crosscheck": {str(check.symbol): check.words for check in whole.checks},
        "signals": {str(item.kept.symbol): str(shown(space, item.kept.path)) for item in whole.signals},
        "project": str(shown(space, whole.project.folder)),
        "backtest": described_run(whole.ran),
        "report": str(shown(space, whole.report.page)),
    }
