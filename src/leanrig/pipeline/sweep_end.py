"""What a sweep leaves when it ends or is stopped: the table, as CSV and as Parquet, and the record."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.grid_search import trial_folder
from leanrig.backtest.trials import Target, Trial, best_trial
from leanrig.files import write_text
from leanrig.model.verdict import Judgement
from leanrig.pipeline.optimize import RECORD, TABLE, Optimized, described, table_of
from leanrig.pipeline.sweep_files import State
from leanrig.pipeline.sweep_luck import count_trials, luck_of, sharpes_of
from leanrig.pipeline.sweep_page import PAGE, write_page
from leanrig.pipeline.sweep_plan import Plan
from leanrig.pipeline.sweep_table import write_trials
from leanrig.pipeline.sweep_trial import Kept, trial_of
from leanrig.report.sweep.inputs import Luck

__all__ = ["Ending", "write_end"]


@dataclass(frozen=True, slots=True)
class Ending:
    """All that is known of a sweep at its end. `told` says of the trials that are not kept why."""

    plan: Plan
    folder: Path
    started: datetime
    engine: str
    target: Target
    constraints: tuple[Constraint, ...]
    kept: Mapping[int, Kept]
    told: Mapping[int, str]
    state: State
    seconds: float
    inputs: Mapping[str, str]
    details: Mapping[str, str]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Every trial that has a row: those that are kept, and those that there is something to say of."""
        found = []
        for number, point in enumerate(self.plan.points):
            if (kept := self.kept.get(number)) is not None:
                at = trial_folder(self.folder, number).relative_to(self.folder).as_posix()
                found.append(trial_of(kept, at, self.target, self.constraints))
            elif number in self.told:
                found.append(Trial(number + 1, point, Judgement.CRASHED, told=self.told[number]))
        return tuple(found)


def write_end(end: Ending) -> Optimized:
    """Write the tables, the record and the page, count the trials, and return what the sweep came to."""
    trials, folder = end.trials, end.folder
    best = best_trial(trials, end.target)
    recipe = end.plan.recipe.name if end.plan.recipe else None
    page = folder / PAGE
    done = Optimized(
        folder, end.engine, end.target, trials, best, end.seconds, end.state, len(end.plan.points), page=page
    )
    write_text(folder / TABLE, table_of(done))
    sets = [end.plan.sets[trial.number - 1] for trial in trials]
    write_trials(
        folder, trials, best=best, signals=[one.folder if one else "" for one in sets],
        sharpes=sharpes_of(folder, trials),
    )  # fmt: skip
    _write_record(end, done)
    artifacts = end.plan.space.artifacts
    if recipe is not None:
        count_trials(artifacts, folder, recipe)  # it reads the record
    done = replace(done, luck=luck_of(folder, trials, best, artifacts=artifacts, recipe=recipe))
    _write_record(end, done)
    write_page(page, done, end.plan, end.constraints, started=end.started)
    return done


def _write_record(end: Ending, done: Optimized) -> None:
    write_text(end.folder / RECORD, json.dumps(_record(end, done), indent=1, default=str) + "\n")


def _record(end: Ending, done: Optimized) -> dict[str, Any]:
    plan = end.plan
    record = described(done, plan.project, end.started, plan.parameters, plan.wanted.axes)
    draws = plan.wanted.draws
    return record | {
        "inputs": dict(end.inputs),
        "engine_details": dict(end.details),
        "exit_code": 0,
        "state": end.state,
        "points": len(plan.points),
        "draws": {"count": draws.count, "seed": draws.seed} if draws else None,
        "constraints": [str(one) for one in end.constraints],
        "luck": _plain(done.luck),
    }


def _plain(luck: Luck | None) -> dict[str, Any] | None:
    """Return the figures as JSON has them: what cannot be said is null."""
    if luck is None:
        return None
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value for name, value in asdict(luck).items()
    }
