"""run: all arrows of one recipe, from bars to the report."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from generator.recipe import Recipe, load_recipe
from generator.rules import unfit_crosscheck, unserved_by
from leanrig.backtest.runner import Runner
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.backtest import Ran, backtest
from leanrig.pipeline.check import from_vendor
from leanrig.pipeline.crosscheck import CROSSCHECK, PriceCheck, check_prices, insist, report_texts, unchecked
from leanrig.pipeline.fetch import Fetched, Told, fetch
from leanrig.pipeline.render import Rendered, project_drift, render_project
from leanrig.pipeline.report import Reported, make_report
from leanrig.pipeline.signals import MadeSignals, make_signals
from leanrig.pipeline.vendors import provider_of
from leanrig.settings import Settings
from leanrig.store.coverage import DayRange
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

    def note(self, words: str) -> None:
        """Show what was found besides."""
        ...

    def arrived(self, arrow: str, what: Arrived) -> None:
        """Take what the arrow brought."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """What all arrows brought; `checks` is empty where the recipe names no vendor to hold the prices against."""

    recipe: Recipe
    fetched: list[Fetched]
    checks: list[PriceCheck]
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
    source = vendor or recipe.data.vendor
    unserved = unserved_by(source, recipe)
    if unserved is not None:
        raise BadInput(f"--vendor {unserved}", where=str(recipe_path), cure="leave --vendor out, or name another one")
    with watch.step("fetch") as progress:
        fetched = fetch(
            space.data,
            recipe.data_symbols,
            provider_of(source, settings=settings, seed=recipe.data.seed),
            resolution=recipe.bar_size,
            start=recipe.data.start,
            end=recipe.data.end,
            last_year=now.year + 2,
            now=now,
            progress=progress,
            warn=watch.warn,
        )
        checks = _checks(space, recipe, source, fetched, settings=settings, progress=progress)
    watch.arrived("fetch", fetched)
    _judged(space, recipe, checks, now, watch)
    with watch.step("signals") as progress:
        made = make_signals(space, recipe, now=now, progress=progress)
    watch.arrived("signals", made)
    with watch.step("render"):
        # What is in place byte for byte was checked when it was rendered; mypy takes longer than all the rest.
        project = render_project(space, recipe_path, is_checked=bool(project_drift(space, recipe_path)))
    watch.arrived("render", project)
    with watch.step("backtest") as progress:
        ran = backtest(space, project.folder, runner, now=now, notes=report_texts(checks), progress=progress)
    watch.arrived("backtest", ran)
    with watch.step("report"):
        report = make_report(ran.folder, now=now)
    watch.arrived("report", report)
    return Whole(recipe, fetched, checks, made, project, ran, report)


def _checks(
    space: Workspace, recipe: Recipe, source: str, fetched: list[Fetched], *, settings: Settings, progress: Told
) -> list[PriceCheck]:
    """Hold the bars against the vendor that the recipe names, if it names one."""
    other = recipe.data.crosscheck
    if other is None:
        return []
    unfit = unfit_crosscheck(source, other, recipe.security_type)
    if unfit is not None:
        return unchecked(recipe.securities, other, unfit)
    bar_sets = [item.bar_set for item in fetched]
    fetch_other = from_vendor(provider_of(other, settings=settings))
    days = DayRange(recipe.data.start, recipe.data.end)
    return check_prices(space.data, bar_sets, other, fetch_other, within=days, progress=progress)


def _judged(space: Workspace, recipe: Recipe, checks: list[PriceCheck], now: datetime, watch: Watch) -> None:
    """Show what the checks found, and stop where prices disagree: the report is kept where a run would be."""
    for check in checks:
        (watch.warn if check.found is None else watch.note)(f"{check.symbol} {check.words}")
    if all(check.is_good for check in checks):
        return
    folder = claim_run_folder(space.artifacts, recipe.run_name, now) / "inputs"
    for name, text in report_texts(checks).items():
        write_text(folder / name, text)
    insist(checks, report=folder / f"{CROSSCHECK}.md")
