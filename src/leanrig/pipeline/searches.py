"""The ways to go through a grid, by the engine's name; what an engine lacks is said before anything is run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.grid_search import GridSearch, Search, runs_at_once
from leanrig.backtest.runner import Runner
from leanrig.backtest.trials import Axis, Target
from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.pipeline.fetch import Told
from leanrig.pipeline.optimize import Optimized
from leanrig.pipeline.runners import EngineOptions, runner_of
from leanrig.pipeline.sweep_crew import Crew, LocalCrew
from leanrig.pipeline.sweep_plan import Draws, Plan, Wanted, plan_sweep
from leanrig.pipeline.sweep_slot import RunnerSlot, WarmSlot
from leanrig.pipeline.sweep_worker import can_fork
from leanrig.workspace import Workspace

__all__ = ["Asked", "crew_of", "search_of", "sweep_folder"]


def search_of(name: str, space: Workspace, options: EngineOptions) -> Search:
    """Return Lean's own optimizer for docker, and runs side by side for every other engine."""
    if name != "docker":
        return GridSearch(runner_of(name, space, options))
    from leanrig.backtest.lean_optimize import LeanOptimizer
    from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, find_image
    from leanrig.backtest.lean_program.program import find_lean_program

    program = find_lean_program()
    image = find_image(options.image or ENGINE_IMAGE, pull=options.pull, told=options.told)
    return LeanOptimizer(image, program, lean_json=space.root / "lean.json")


def crew_of(plan: Plan, runner: Runner, *, at_once: int | None, scheduler: str | None) -> Callable[[Path], Crew]:
    """Return what hires those who work: a Dask cluster, warm workers, or the runner itself."""
    count = at_once or runs_at_once()
    if scheduler is not None:
        if not isinstance(runner, EmbeddedRunner):
            raise BadInput("a Dask cluster runs the embedded engine only", where=runner.name, cure="--engine embedded")
        from leanrig.pipeline.sweep_dask import DaskCrew, connected

        client = connected(scheduler)
        return lambda folder: DaskCrew(client, folder, library=_library(plan))
    if isinstance(runner, EmbeddedRunner) and can_fork():
        return lambda _: LocalCrew([WarmSlot(_library(plan)) for _ in range(count)])
    return lambda _: LocalCrew([RunnerSlot(runner) for _ in range(count)])


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    axes: tuple[Axis, ...]
    fixed: Mapping[str, str]
    target: Target
    constraints: tuple[Constraint, ...]
    draws: int | None
    seed: int
    most: int
    slim: bool
    at_once: int | None
    scheduler: str | None
    engine: str

    @property
    def wanted(self) -> Wanted:
        """The part that makes trials."""
        draws = Draws(self.draws, self.seed) if self.draws is not None else None
        return Wanted(self.axes, self.fixed, draws, self.most, self.slim)

    def run(
        self,
        space: Workspace,
        project: Path,
        options: EngineOptions,
        *,
        data: Path | None,
        output: Path | None,
        time_limit_s: float | None,
        progress: Told,
        note: Callable[[str], None],
    ) -> Optimized:
        """Run it, by Lean's own optimizer with docker, and else as a sweep."""
        now = utc_now()
        if self.engine == "docker":
            return self._by_lean(
                space, project, options, data=data, output=output, time_limit_s=time_limit_s, progress=progress
            )
        from leanrig.pipeline.sweep import sweep

        plan = plan_sweep(space, project, self.wanted, data=data, now=now)
        runner = runner_of(self.engine, space, options)
        hire = crew_of(plan, runner, at_once=self.at_once, scheduler=self.scheduler)
        return sweep(
            plan, hire, self.target, engine=runner.name, now=now, constraints=self.constraints,
            output=output, time_limit_s=time_limit_s, progress=progress, note=note,
        )  # fmt: skip

    def as_lean(self, space: Workspace, project: Path, data: Path | None) -> str:
        """Return the command that has `lean optimize` do it."""
        from leanrig.pipeline.sweep_lean import lean_command

        plan = plan_sweep(space, project, self.wanted, data=data, now=utc_now())
        return lean_command(plan, self.target, self.constraints, at_once=self.at_once)

    def _by_lean(
        self,
        space: Workspace,
        project: Path,
        options: EngineOptions,
        *,
        data: Path | None,
        output: Path | None,
        time_limit_s: float | None,
        progress: Told,
    ) -> Optimized:
        asked = {
            "--draws": self.draws is not None, "--slim": self.slim, "--scheduler": self.scheduler is not None,
            "--constraint": bool(self.constraints),
        }  # fmt: skip
        refused = [name for name, is_asked in asked.items() if is_asked]
        if refused:
            raise BadInput(
                "Lean's own optimizer is not asked for this",
                where=", ".join(refused),
                cure="leave it out, or --engine embedded",
            )
        from leanrig.pipeline.optimize import optimize

        return optimize(
            space, project, search_of("docker", space, options), self.axes, self.target, now=utc_now(),
            at_once=self.at_once, data=data, output=output, parameters=self.fixed, time_limit_s=time_limit_s,
            progress=progress,
        )  # fmt: skip


def sweep_folder(space: Workspace, name: str) -> Path:
    """Return the folder of the last sweep of a recipe or project, or `name` itself where it is one."""
    from leanrig.pipeline.sweep_files import read_record
    from leanrig.pipeline.sweep_table import TRIALS_FILE

    if (Path(name) / TRIALS_FILE).is_file():
        return Path(name)
    wanted = Path(name).stem
    for path in sorted(space.artifacts.glob(f"*/*/*/{TRIALS_FILE}"), key=lambda path: path.parts[-3:], reverse=True):
        record = read_record(path.parent) or {}
        if wanted in (record.get("recipe"), record.get("project")):
            return path.parent
    raise BadInput(
        "no sweep of it is here", where=name, cure="leanrig optimize RECIPE --parameter NAME FIRST LAST STEP"
    )


def _library(plan: Plan) -> tuple[Path, ...]:
    from leanrig.pipeline.backtest import libraries

    return libraries(plan.space)
