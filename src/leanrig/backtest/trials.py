"""A grid of parameters, and what each of its points came to. Pure."""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import product

from leanrig.errors import BadInput
from leanrig.model.verdict import Judgement

__all__ = [
    "MOST",
    "STATISTICS",
    "Axis",
    "Target",
    "Trial",
    "best_trial",
    "draws",
    "grid",
    "plain",
    "points_of",
    "same_point",
]

MOST = 10_000
"""Points of a grid that are run without being asked for by number."""

_FAILED = {Judgement.CRASHED, Judgement.UNFINISHED, Judgement.INITIALIZE_ERROR, Judgement.RUNTIME_ERROR}
_COMPARABLE = {Judgement.GOOD, Judgement.SOME_REFUSED, Judgement.MISSING_DATA}

STATISTICS = {
    "Sharpe Ratio": "sharpeRatio",
    "Sortino Ratio": "sortinoRatio",
    "Probabilistic Sharpe Ratio": "probabilisticSharpeRatio",
    "Compounding Annual Return": "compoundingAnnualReturn",
    "Net Profit": "totalNetProfit",
    "End Equity": "endEquity",
    "Drawdown": "drawdown",
    "Drawdown Recovery": "drawdownRecovery",
    "Expectancy": "expectancy",
    "Win Rate": "winRate",
    "Loss Rate": "lossRate",
    "Profit-Loss Ratio": "profitLossRatio",
    "Average Win": "averageWinRate",
    "Average Loss": "averageLossRate",
    "Alpha": "alpha",
    "Beta": "beta",
    "Annual Standard Deviation": "annualStandardDeviation",
    "Annual Variance": "annualVariance",
    "Information Ratio": "informationRatio",
    "Tracking Error": "trackingError",
    "Treynor Ratio": "treynorRatio",
    "Portfolio Turnover": "portfolioTurnover",
}
"""Lean's name of a statistic -> its field among the portfolio statistics of a result, where it is a plain number."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter and the values it takes, from `low` by `step` up to `high`."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal

    @staticmethod
    def of(name: str, low: str, high: str, step: str) -> "Axis":
        """Read the numbers; raise `BadInput` where they span nothing."""
        axis = Axis(name, *(_number(name, text) for text in (low, high, step)))
        if axis.step <= 0:
            raise BadInput(
                "a step must be above 0", where=f"{name}: step {step}", cure=f"--parameter {name} {low} {high} 1"
            )
        if axis.high < axis.low:
            raise BadInput(
                "a parameter's last value lies below its first",
                where=f"{name}: from {low} to {high}",
                cure=f"--parameter {name} {high} {low} {step}",
            )
        return axis

    @property
    def count(self) -> int:
        """How many values it takes."""
        return int((self.high - self.low) / self.step) + 1

    @property
    def values(self) -> list[str]:
        """Its values in order."""
        return [plain(self.low + number * self.step) for number in range(self.count)]


@dataclass(frozen=True, slots=True)
class Target:
    """The statistic that makes one trial better than another, and whether more of it is better or less."""

    statistic: str = "Sharpe Ratio"
    direction: str = "max"

    def __post_init__(self) -> None:
        """Refuse a statistic that Lean does not have."""
        if self.statistic not in STATISTICS:
            raise BadInput("Lean has no such statistic", where=self.statistic, cure=f"one of: {', '.join(STATISTICS)}")

    @property
    def field(self) -> str:
        """Its field among a result's portfolio statistics."""
        return STATISTICS[self.statistic]

    @property
    def lean_path(self) -> str:
        """Where Lean's optimizer finds it in a result."""
        return f"TotalPerformance.PortfolioStatistics.{self.field[0].upper()}{self.field[1:]}"

    def is_better(self, left: float, right: float) -> bool:
        """Whether `left` is better than `right`."""
        return left > right if self.direction == "max" else left < right


@dataclass(frozen=True, slots=True)
class Trial:
    """One point of the grid.

    `parameters` are those of the grid only. `folder` is where its results lie, relative to the optimization's own;
    empty where there are none. `told` says why a trial is not good. `value` is the target's, `figures` are Lean's plain
    ones by their fields, `breaks` names the constraint that it breaks.
    """

    number: int
    parameters: Mapping[str, str]
    judgement: Judgement
    folder: str = ""
    status: str = ""
    told: str = ""
    value: float | None = None
    order_hash: str = ""
    orders: int = 0
    statistics: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    seconds: float | None = field(default=None, compare=False)
    breaks: str = ""

    @property
    def has_failed(self) -> bool:
        """Whether its run did not come to its end."""
        return self.judgement in _FAILED

    @property
    def is_comparable(self) -> bool:
        """Whether it traded on data to its end and keeps the constraints, so that its target says something."""
        return self.judgement in _COMPARABLE and self.value is not None and not self.breaks


def grid(axes: Sequence[Axis], *, most: int = MOST) -> list[dict[str, str]]:
    """Return every point, the first axis slowest, as Lean's grid search goes through them."""
    count = points_of(axes)
    if count > most:
        raise BadInput(
            f"the grid has {count:,} points, and {most:,} is the most",
            where=", ".join(axis.name for axis in axes),
            cure=f"wider steps, --draws {min(most, 200)} for random ones among them, or --most {count} for all",
        )
    names = [axis.name for axis in axes]
    return [dict(zip(names, values, strict=True)) for values in product(*(axis.values for axis in axes))]


def draws(axes: Sequence[Axis], wanted: int, *, seed: int) -> list[dict[str, str]]:
    """Return `wanted` different points of the grid by chance, in the grid's order; all where it has no more."""
    count = points_of(axes)
    chosen = sorted(random.Random(seed).sample(range(count), min(wanted, count)))  # noqa: S311 (nothing to guess)
    return [_point(axes, place) for place in chosen]


def points_of(axes: Sequence[Axis]) -> int:
    """Return how many points `axes` span; raise `BadInput` for a name that is given twice."""
    names = [axis.name for axis in axes]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadInput("a parameter is given twice", where=", ".join(sorted(twice)), cure="give each range once")
    return math.prod(axis.count for axis in axes)


def best_trial(trials: Iterable[Trial], target: Target) -> Trial | None:
    """Return the first of the best trials; None where none can be compared."""
    best: Trial | None = None
    for trial in trials:
        if trial.is_comparable and (best is None or target.is_better(trial.value or 0.0, best.value or 0.0)):
            best = trial
    return best


def same_point(point: Mapping[str, str], parameters: Mapping[str, str]) -> bool:
    """Tell whether a run with `parameters` is the one of `point`: Lean writes 0.50 where the grid says 0.5."""
    return all(name in parameters and _same(value, parameters[name]) for name, value in point.items())


def _point(axes: Sequence[Axis], place: int) -> dict[str, str]:
    """Return the point at `place` of the grid without making the grid."""
    values: dict[str, str] = {}
    for axis in reversed(axes):
        place, number = divmod(place, axis.count)
        values[axis.name] = plain(axis.low + number * axis.step)
    return {axis.name: values[axis.name] for axis in axes}


def plain(value: Decimal) -> str:
    """Return a number without needless zeros and without a power of ten."""
    return format(value.normalize(), "f")


def _same(left: str, right: str) -> bool:
    try:
        return Decimal(left) == Decimal(right)
    except InvalidOperation:
        return left == right


def _number(name: str, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise BadInput("a range has to be three numbers", where=f"{name}: {text}", cure=f"--parameter {name} 1 10 1")
    return value
