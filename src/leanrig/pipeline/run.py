"""run: all arrows of one recipe, from bars to the report."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from generator.recipe import Recipe, load_recipe
from leanrig.backtest.runner import Runner
from leanrig.pipeline.backtest import Ran, backtest
from leanrig.pipeline.fetch import Fetched, Told, fetch
from leanrig.pipeline.render import Rendered, project_drift, render_project
from leanrig.pipeline.report import Reported, make_report
from leanrig.pipeline.signals import MadeSignals, make_signals
from leanrig.pipeline.vendors import provider_of
from leanrig.settings import Settings
from leanrig.workspace import Workspace

__all__ = ["ARROWS", "Arrived", "Watch", "Whole", "run_recipe"]

ARROWS = ("fetch", "signals", "render", "backtest", "report")

Arrived = list[Fetched] | list[MadeSignals] | Rendered | Ran | Reported
"""What one arrow brought."""


class Watch(Protocol):
    """Whoever shows how a run goes."""

    def step(self, arrow: str) -> AbstractContextManager[Told]:
        """Enclose the work of one arrow; yields where its progress is told."""
        ...

    def warn(self, words: str) -> None:
        """Show what went wrong without stopping the run."""
        ...

    def arrived(self, arrow: str, what: Arrived) -> None:
        """Take what the arrow brought."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """What all arrows brought."""

    recipe: Recipe
    fetched: list[Fetched]
    signals: list[MadeSignals]
    project: Rendered
    ran: Ran
    report: Reported


def run_recipe(
    space: Workspace,
    recipe_path: Path,
    runner: Runner,
    *,
    settings: Settings,
    now: datetime,
    watch: Watch,
    vendor: str | None = None,
) -> Whole:
    """Take one recipe through all arrows; each keeps what it finished, so that a stopped run goes on from there.

    `vendor` takes the place of the recipe's own.
    """
    recipe = load_recipe(recipe_path)
    with watch.step("fetch") as progress:
        fetched = fetch(
            space.data,
            recipe.securities,
            provider_of(vendor or recipe.data.vendor, settings=settings, seed=recipe.data.seed),
            resolution=recipe.bar_size,
            start=recipe.data.start,
            end=recipe.data.end,
            last_year=now.year + 2,
            now=now,
            progress=progress,
            warn=watch.warn,
        )
    watch.arrived("fetch", fetched)
    with watch.step("signals") as progress:
        made = make_signals(space, recipe, now=now, progress=progress)
    watch.arrived("signals", made)
    with watch.step("render"):
        # What is in place byte for byte was checked when it was rendered; mypy takes longer than all the rest.
        project = render_project(space, recipe_path, is_checked=bool(project_drift(space, recipe_path)))
    watch.arrived("render", project)
    with watch.step("backtest") as progress:
        ran = backtest(space, project.folder, runner, now=now, progress=progress)
    watch.arrived("backtest", ran)
    with watch.step("report"):
        report = make_report(ran.folder, now=now)
    watch.arrived("report", report)
    return Whole(recipe, fetched, made, project, ran, report)
