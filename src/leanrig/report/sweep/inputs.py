"""What the page about a sweep is made of: plain values, worked out elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Best", "Effect", "Luck", "Row", "SweepInputs"]


@dataclass(frozen=True, slots=True)
class Row:
    """One trial; only one that `is_comparable` takes part. `figures` go by the names of `SweepInputs.figures`."""

    number: int
    parameters: Mapping[str, float]
    target: float | None
    is_comparable: bool
    verdict: str
    orders: int
    told: str
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Best:
    """The best trial beside those a step away: how many, their mean and worst target."""

    number: int
    target: float
    neighbours: int
    mean: float
    worst: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter alone does: value -> mean target, and the share of all differences that it explains."""

    name: str
    means: Mapping[float, float]
    spread: float
    explained: float


@dataclass(frozen=True, slots=True)
class Luck:
    """What chance may have done; ratios a year, NaN where it cannot be said."""

    trials: int
    different: int
    days: int
    sharpe: float
    by_luck: float
    deflated: float
    overfitting: float
    blocks: int
    counted: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class SweepInputs:
    """The whole sweep. `rows` come in the order of the table, the best first; `points` were asked for."""

    name: str
    engine: str
    target: str
    direction: str
    state: str
    points: int
    seconds: float
    started: datetime
    rows: tuple[Row, ...]
    figures: tuple[str, ...]
    best: Best | None
    effects: tuple[Effect, ...]
    luck: Luck | None
    constraints: tuple[str, ...] = ()
    command: str = ""
