"""What a sweep leaves when it ends or is stopped: the table, as CSV and as Parquet, and the record."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.grid_search import trial_folder
from leanrig.backtest.trials import Target, Trial, best_trial
from leanrig.files import write_text
from leanrig.model.verdict import Judgement
from leanrig.pipeline.optimize import RECORD, TABLE, Optimized, described, table_of
from leanrig.pipeline.sweep_files import State
from leanrig.pipeline.sweep_luck import SweepLuck, luck_of, sharpes_of
from leanrig.pipeline.sweep_plan import Plan
from leanrig.pipeline.sweep_table import write_trials
from leanrig.pipeline.sweep_trial import Kept, trial_of

__all__ = ["Ending", "write_end"]


@dataclass(frozen=True, slots=True)
class Ending:
    """All that is known of a sweep at its end. `told` says of the trials that are not kept why."""

    plan: Plan
    folder: Path
    started: Any
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
    """Write `trials.csv`, `trials.parquet` and `optimize.json`, and return what the sweep came to."""
    trials = end.trials
    best = best_trial(trials, end.target)
    luck = luck_of(end.folder, trials, best)
    done = Optimized(
        end.folder, end.engine, end.target, trials, best, end.seconds, end.state, len(end.plan.points), luck
    )
    write_text(end.folder / TABLE, table_of(done))
    sets = [end.plan.sets[trial.number - 1] for trial in trials]
    write_trials(
        end.folder, trials, best=best, signals=[one.folder if one else "" for one in sets],
        sharpes=sharpes_of(end.folder, trials),
    )  # fmt: skip
    write_text(end.folder / RECORD, json.dumps(_record(end, done), indent=1, default=str) + "\n")
    return done


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


def _plain(luck: SweepLuck | None) -> dict[str, Any] | None:
    if luck is None:
        return None
    return {name: value if math.isfinite(value) else None for name, value in luck.figures.items()}
