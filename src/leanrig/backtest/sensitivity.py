"""How much a grid's results hang on a parameter: a trial beside its neighbours, and each parameter alone. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from leanrig.backtest.trials import Trial

__all__ = ["Around", "Effect", "around", "effects", "neighbours_of"]


@dataclass(frozen=True, slots=True)
class Around:
    """A trial and those one step away along any one parameter.

    Parameters
    ----------
    mean, worst
        Of the neighbours' target; NaN where there is no neighbour.
    share
        `mean` over the trial's own target, where both are above 0; else NaN. Near 1 the result holds when a parameter
        is a step off; far below it stands alone.
    """

    trial: Trial
    neighbours: tuple[Trial, ...]
    mean: float
    worst: float
    share: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter alone does.

    Parameters
    ----------
    means
        Value -> mean target of all comparable trials with it.
    spread
        The largest of the means less the smallest.
    explained
        Share of the targets' variance that lies between the values: 1 where this parameter alone decides.
    """

    name: str
    means: Mapping[str, float]
    spread: float
    explained: float


def neighbours_of(trial: Trial, trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """Return the comparable trials that differ in one parameter, by the nearest value tried above or below it."""
    values = {name: _values(trials, name) for name in trial.parameters}
    found = []
    for other in trials:
        apart = [name for name in trial.parameters if other.parameters[name] != trial.parameters[name]]
        if len(apart) == 1 and other.is_comparable:
            places = values[apart[0]]
            if abs(places.index(other.parameters[apart[0]]) - places.index(trial.parameters[apart[0]])) == 1:
                found.append(other)
    return tuple(found)


def around(trial: Trial, trials: Sequence[Trial], *, direction: str) -> Around:
    """Return the trial with its neighbours; `direction` says whether more of the target is better (`max`) or worse."""
    near = neighbours_of(trial, trials)
    targets = [one.value for one in near if one.value is not None]
    if not targets or trial.value is None:
        return Around(trial, near, math.nan, math.nan, math.nan)
    mean = fmean(targets)
    share = mean / trial.value if mean > 0 and trial.value > 0 else math.nan
    return Around(trial, near, mean, min(targets) if direction == "max" else max(targets), share)


def effects(trials: Sequence[Trial]) -> tuple[Effect, ...]:
    """Return what each parameter alone does, the one that decides most first; nothing without comparable trials."""
    compared = [trial for trial in trials if trial.is_comparable and trial.value is not None]
    if not compared:
        return ()
    found = [_effect(name, compared) for name in compared[0].parameters]
    return tuple(sorted(found, key=lambda one: -one.explained if math.isfinite(one.explained) else math.inf))


def _effect(name: str, trials: Sequence[Trial]) -> Effect:
    groups = {
        value: [_target(one) for one in trials if one.parameters[name] == value] for value in _values(trials, name)
    }
    means = {value: fmean(targets) for value, targets in groups.items()}
    whole = [_target(one) for one in trials]
    centre = fmean(whole)
    total = sum((target - centre) ** 2 for target in whole)
    between = sum(len(groups[value]) * (mean - centre) ** 2 for value, mean in means.items())
    return Effect(name, means, max(means.values()) - min(means.values()), between / total if total > 0 else math.nan)


def _target(trial: Trial) -> float:
    return trial.value if trial.value is not None else math.nan


def _values(trials: Sequence[Trial], name: str) -> list[str]:
    return sorted({trial.parameters[name] for trial in trials}, key=Decimal)
