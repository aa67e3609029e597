"""How long the present run has lasted, and how wild it is (Adams and MacKay 2007). numpy only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, pi
from typing import Any

import numpy as np

__all__ = ["RunLaw", "Runs"]

_PRIOR_MEAN = 1.0  # returns that the prior of a run's mean is worth
_NOTHING = 1e-250  # a mass below this is none: numbers near the smallest slow a processor down
_KEPT = ("mass", "middle", "scale", "log_scale")
_LOGISTIC = 1.702  # 1 / (1 + exp(-1.702 x)) is the normal distribution function within 0.01


@dataclass(frozen=True, slots=True)
class RunLaw:
    """The prior of a run, the threshold of its variance, and the chance of a change at each bar.

    Parameters
    ----------
    mean, variance
        Of a return, before anything of the run is seen.
    threshold
        Variance above which a run is volatile.
    belief
        Returns that the prior variance is worth.
    longest
        Run lengths told apart.
    """

    mean: float
    variance: float
    threshold: float
    hazard: float
    belief: float
    longest: int


@dataclass(frozen=True, slots=True)
class _Tables:
    """What depends on the run length alone, shape (longest + 1,)."""

    pull: np.ndarray
    rate: np.ndarray
    power: np.ndarray
    constant: np.ndarray
    centre: np.ndarray
    steep: np.ndarray
    worth: float


class Runs:
    """The filter. Cell r of each array stands for a run that has seen r returns; the last one for all longer runs.

    `mass` is the probability of each, `middle` its posterior mean, `scale` the second parameter of the inverse gamma
    law of its variance; the first depends on r alone.
    """

    def __init__(self, law: RunLaw, state: Mapping[str, Any] | None = None) -> None:
        self._law = law
        self._tables = _tables(law.belief, law.longest)
        self._first = law.belief / 2 * law.variance
        count = law.longest + 1
        self.mass = np.zeros(count)
        self.mass[0] = 1.0
        self.middle = np.full(count, law.mean)
        self.scale = np.full(count, self._first)
        self._log_scale = np.full(count, log(self._first))
        if state is not None:
            self.mass, self.middle, self.scale, self._log_scale = (np.array(state[name]) for name in _KEPT)

    def step(self, change: float) -> float:
        """Take in a return and give the probability that the run it belongs to is volatile."""
        known, hazard = self._tables, self._law.hazard
        far = change - self.middle
        room = 1 + far * far * known.pull / self.scale
        log_room = np.log(room)
        height = known.constant - 0.5 * self._log_scale - known.power * log_room
        joint = self.mass * np.exp(height - height.max())
        joint *= (1 - hazard) / joint.sum()
        joint *= joint > _NOTHING
        self._grow(joint, self.middle + far * known.rate, self.scale * room, self._log_scale + log_room)
        wilder = np.tanh((self._log_scale - known.centre - log(self._law.threshold)) * known.steep)
        return min(max(0.5 + 0.5 * float(self.mass @ wilder), 0.0), 1.0)

    def state(self) -> dict[str, list[float]]:
        """Return where it stands, as JSON can hold it."""
        arrays = self.mass, self.middle, self.scale, self._log_scale
        return {name: values.tolist() for name, values in zip(_KEPT, arrays, strict=True)}

    def _grow(self, joint: np.ndarray, middle: np.ndarray, scale: np.ndarray, log_scale: np.ndarray) -> None:
        """Every run is a return longer; the two longest become one."""
        both = float(joint[-2] + joint[-1])
        share = float(joint[-1]) / both if both > 0 else 0.0
        joint[-2] = both
        middle[-2] += share * (middle[-1] - middle[-2])
        scale[-2] += share * (scale[-1] * self._tables.worth - scale[-2])
        log_scale[-2] = log(scale[-2])
        self.mass = _shifted(joint, self._law.hazard)
        self.middle = _shifted(middle, self._law.mean)
        self.scale = _shifted(scale, self._first)
        self._log_scale = _shifted(log_scale, log(self._first))


def _shifted(values: np.ndarray, first: float) -> np.ndarray:
    moved = np.empty_like(values)
    moved[0] = first
    moved[1:] = values[:-1]
    return moved


@lru_cache(maxsize=8)
def _tables(belief: float, longest: int) -> _Tables:
    """Student's t that predicts a run's next return, and the law of log variance (its first two moments)."""
    runs = np.arange(longest + 1)
    weight, shape = _PRIOR_MEAN + runs, (belief + runs) / 2
    gammas = np.array([lgamma(value + 0.5) - lgamma(value) for value in shape.tolist()])
    return _Tables(
        pull=weight / (weight + 1) / 2,
        rate=1 / (weight + 1),
        power=shape + 0.5,
        constant=gammas - 0.5 * np.log(2 * pi * (weight + 1) / weight),
        centre=np.log(shape) - 1 / (2 * shape) - 1 / (12 * shape**2),
        steep=_LOGISTIC / 2 / np.sqrt(1 / shape + 1 / (2 * shape**2)),
        worth=float(shape[-1] / (shape[-1] + 0.5)),
    )
