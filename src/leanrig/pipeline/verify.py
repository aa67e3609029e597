"""verify: one recipe on every engine that is here, each held against the embedded one."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.recipe import Recipe, load_recipe
from leanrig.backtest.compare import compare_sides
from leanrig.backtest.compare_left_out import LEFT_OUT
from leanrig.backtest.compare_side import read_side
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import Runner
from leanrig.errors import LeanrigError, Missing
from leanrig.files import write_text
from leanrig.model.comparison import Comparison, Difference, EngineRow
from leanrig.model.result import Result
from leanrig.pipeline.backtest import Ran, backtest
from leanrig.pipeline.fetch import Told, fetch
from leanrig.pipeline.render import project_drift, render_project
from leanrig.pipeline.signals import make_signals
from leanrig.pipeline.stale_signals import are_all_there, stale_signals
from leanrig.pipeline.vendors import provider_of
from leanrig.report.compare_page import compare_page
from leanrig.settings import Settings
from leanrig.workspace import Workspace

__all__ = ["EMBEDDED", "Engine", "EngineRun", "Steps", "Verified", "engine_kind", "verify", "write_page"]

EMBEDDED = "embedded"

Engine = Callable[[], Runner]
"""Makes a runner; raises `Missing` where its engine is not on this machine."""

Steps = Callable[[str], AbstractContextManager[Told]]
"""Encloses the work of one step, named by its label."""


@dataclass(frozen=True, slots=True)
class EngineRun:
    """What one engine did: ran and was compared, is not here, or failed.

    `kind` says what it was by its own result files: the embedded engine, real Lean with its version, or a stand-in for
    it. `absent` is why the engine is not here, `failed` why it could not run the recipe.
    """

    name: str
    kind: str = ""
    ran: Ran | None = None
    comparison: Comparison | None = None
    absent: str = ""
    failed: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against this engine's run; one that is not here says nothing."""
        return not self.failed and (self.comparison is None or self.comparison.is_equal)


@dataclass(frozen=True, slots=True)
class Verified:
    """A recipe's runs, the embedded engine's first; `stale` holds signal files that would be made otherwise now."""

    recipe: Recipe
    runs: tuple[EngineRun, ...]
    stale: tuple[Difference, ...] = ()

    @property
    def comparisons(self) -> list[Comparison]:
        """One for each engine that ran beside the embedded one."""
        return [run.comparison for run in self.runs if run.comparison is not None]

    @property
    def is_equal(self) -> bool:
        """Whether all engines that are here agree, on signals that are not stale."""
        return not self.stale and all(run.is_good for run in self.runs)

    @property
    def sentence(self) -> str:
        """What came of it, and what it says of Lean."""
        if not self.comparisons and not any(run.failed for run in self.runs):
            told = "Nothing was compared: the embedded engine was alone. leanrig doctor says what the others need."
        elif self.is_equal:
            told = "All engines that are here agree."
        else:
            told = "They do not agree, or rest on stale signals."
        if not self.has_real_lean:
            told += " Lean itself was not among them: this says nothing of how it would trade the recipe."
        return told

    @property
    def has_real_lean(self) -> bool:
        """Whether Lean itself was among them."""
        return any(run.kind.startswith("real Lean") for run in self.runs)


def verify(
    space: Workspace,
    recipe_path: Path,
    engines: Mapping[str, Engine],
    *,
    settings: Settings,
    now: datetime,
    step: Steps,
    tolerance: float = 0.0,
    time_limit_s: float | None = None,
) -> Verified:
    """Run one recipe on the embedded engine and on each of `engines`, and compare.

    Bars and signals are made where they are missing, the project is rendered. Each run is kept below `artifacts/` as
    any other; an engine that is not here is told, one that fails does not keep the others from running.
    """
    recipe = load_recipe(recipe_path)
    stale = _prepare(space, recipe, settings, now, step)
    project = render_project(space, recipe_path, is_checked=bool(project_drift(space, recipe_path)))

    def run(name: str, runner: Runner) -> Ran:
        with step(f"run in {name}") as progress:
            return backtest(space, project.folder, runner, now=now, time_limit_s=time_limit_s, progress=progress)

    first = run(EMBEDDED, EmbeddedRunner())
    runs = [EngineRun(EMBEDDED, engine_kind(first.result, EMBEDDED), first)]
    for name, engine in engines.items():
        if name != EMBEDDED:
            runs.append(_compared(name, engine, first, run, tolerance))
    return Verified(recipe, tuple(runs), tuple(stale))


def write_page(path: Path, verified: Verified) -> Path:
    """Write one page: the table of engines, stale signals, and all comparisons."""
    title = f"{verified.recipe.name} on every engine that is here"
    stale = "; ".join(f"{item.what}: kept {item.left}, now {item.right}" for item in verified.stale)
    page = compare_page(
        verified.comparisons,
        left_out=LEFT_OUT,
        title=title,
        engines=[_engine_row(run) for run in verified.runs],
        is_equal=verified.is_equal,
        remark=f"{verified.sentence} {stale}".strip(),
    )
    return write_text(path, page)


def _engine_row(run: EngineRun) -> EngineRow:
    if run.ran is None:
        told = f"not here: {run.absent}" if run.absent else f"failed: {run.failed}"
        return EngineRow(run.name, "", None, None if run.absent else False, told)
    agrees = run.comparison.is_equal if run.comparison else None
    return EngineRow(run.name, run.kind, len(run.ran.result.orders), agrees, run.ran.verdict.sentence)


def engine_kind(result: Result, name: str, runner: str = "") -> str:
    """Return what ran, by its own result files: only an engine that is not Lean names itself there, or its runner."""
    if name == EMBEDDED:
        return "embedded engine"
    if result.engine or "stand-in" in runner:
        return f"stand-in: {result.engine or runner}"
    return f"real Lean {result.lean_version}" if result.lean_version else "left no result"


def _prepare(space: Workspace, recipe: Recipe, settings: Settings, now: datetime, step: Steps) -> list[Difference]:
    if recipe.rests_on_rows and are_all_there(space, recipe):
        with step("signals") as progress:
            return stale_signals(space, recipe, progress=progress)
    with step("fetch") as progress:
        fetch(
            space.data,
            recipe.data_symbols,
            provider_of(recipe.data.vendor, settings=settings, seed=recipe.data.seed),
            resolution=recipe.bar_size,
            start=recipe.data.start,
            end=recipe.data.end,
            last_year=now.year + 2,
            now=now,
            progress=progress,
        )
    if recipe.rests_on_rows:
        with step("signals") as progress:
            make_signals(space, recipe, now=now, progress=progress)
    return []


def _compared(name: str, engine: Engine, first: Ran, run: Callable[[str, Runner], Ran], tolerance: float) -> EngineRun:
    try:
        runner = engine()
    except Missing as error:
        return EngineRun(name, absent=_told(error))
    except LeanrigError as error:
        return EngineRun(name, failed=_told(error))
    try:
        ran = run(name, runner)
    except LeanrigError as error:
        return EngineRun(name, failed=_told(error))
    left, right = (read_side(item.folder, side, result=item.result) for item, side in ((first, EMBEDDED), (ran, name)))
    return EngineRun(
        name, engine_kind(ran.result, name, runner.name), ran, compare_sides(left, right, tolerance=tolerance)
    )


def _told(error: LeanrigError) -> str:
    return f"{error.what} ({error.where})" if error.where else error.what
