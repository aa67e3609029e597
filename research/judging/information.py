"""How much a strength says of the returns after it, by horizon: information coefficients, hit rates, decay. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from research.judging.history import Floats, History
from research.judging.long_run import Slope, slope_of

__all__ = [
    "HORIZONS",
    "Coefficient",
    "Decay",
    "Hits",
    "Horizon",
    "coefficient_of",
    "decay_of",
    "hits_of",
    "horizons_of",
]

HORIZONS = (1, 2, 5, 10, 21, 63)
_FEWEST_PAIRS = 30
_FEWEST_WINDOWS = 10  # that do not overlap: fewer say nothing of their own spread
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A correlation, its overlap-corrected errors, and the two-sided chance of it under no correlation at all.

    `p` rests on the larger of the two errors.
    """

    value: float
    newey_west: float
    hansen_hodrick: float
    p: float


@dataclass(frozen=True, slots=True)
class Hits:
    """How often the sign was right, among bars with a sign and a move.

    Parameters
    ----------
    rate, expected
        Share of hits, and what two independent signs of the same frequencies would give: where prices rise on 54 % of
        days, always being long hits 54 %.
    low, high
        95 % interval of the rate (Wilson 1927), wide for overlapping horizons: it counts windows that do not overlap.
    """

    count: int
    rate: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """What the strength says of the next `bars` bars; `windows` of them do not overlap."""

    bars: int
    pairs: int
    windows: int
    linear: Coefficient
    rank: Coefficient
    hits: Hits


@dataclass(frozen=True, slots=True)
class Decay:
    """Correlation of the strength with the single bar `lags` later.

    `half_life` is the first lag, in bars, whose coefficient is half that of lag 1 or less; NaN where lag 1 does not
    stand out by two errors, so that there is nothing to decay, or where none is that small.
    """

    lags: tuple[int, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...]
    half_life: float


def horizons_of(history: History, horizons: Sequence[int] = HORIZONS) -> tuple[Horizon, ...]:
    """Return what the strength says of each horizon; those longer than the data are NaN throughout."""
    if not horizons or min(horizons) < 1:
        raise BadInput("a horizon is 1 bar or more", cure=f"such as {HORIZONS}")
    return tuple(_horizon(history.strength, history.ahead_over(bars), bars) for bars in horizons)


def decay_of(history: History, lags: Sequence[int] = (1, 2, 3, 5, 8, 13, 21)) -> Decay:
    """Return how the strength's correlation with a single bar falls as that bar lies further off."""
    ahead = history.ahead_over(1)
    found = [coefficient_of(history.strength[: len(ahead) - lag + 1], ahead[lag - 1 :], 1) for lag in lags]
    values, errors = tuple(one.value for one in found), tuple(one.newey_west for one in found)
    stands_out = abs(values[0]) > 2 * errors[0]
    small = [lag for lag, value in zip(lags, values, strict=True) if value / values[0] <= 0.5] if stands_out else []
    return Decay(tuple(lags), values, errors, float(small[0]) if small else math.nan)


def coefficient_of(strength: Floats, outcome: Floats, horizon: int, *, ranked: bool = False) -> Coefficient:
    """Return the correlation (Pearson; Spearman where `ranked`) of a strength with outcomes over `horizon` bars.

    NaN for fewer than 30 pairs, ten windows that do not overlap, or without spread: constant prices, one strength.
    """
    known = np.isfinite(strength) & np.isfinite(outcome)
    count = int(known.sum())
    if count < _FEWEST_PAIRS or count // horizon < _FEWEST_WINDOWS:
        return _UNKNOWN
    x, y = (_standardised(_ranks(values[known]) if ranked else values[known]) for values in (strength, outcome))
    if x is None or y is None:
        return _UNKNOWN
    slope = slope_of(x, y, overlap=horizon - 1)
    return Coefficient(slope.value, slope.newey_west, slope.hansen_hodrick, _chance(slope))


def hits_of(strength: Floats, outcome: Floats, horizon: int) -> Hits:
    """Return how often the signs agree; Pesaran and Timmermann (1992) for what independent signs would give."""
    known = np.isfinite(outcome) & (strength != 0) & (outcome != 0)
    count = int(known.sum())
    if count < _FEWEST_PAIRS or count // horizon < _FEWEST_WINDOWS:
        return Hits(count, math.nan, math.nan, math.nan, math.nan)
    up, rose = strength[known] > 0, outcome[known] > 0
    rate = float(np.mean(up == rose))
    expected = float(up.mean() * rose.mean() + (1 - up.mean()) * (1 - rose.mean()))
    return Hits(count, rate, expected, *_wilson(rate, count // horizon))


_UNKNOWN = Coefficient(math.nan, math.nan, math.nan, math.nan)


def _horizon(strength: Floats, outcome: Floats, bars: int) -> Horizon:
    pairs = int(np.isfinite(outcome).sum())
    return Horizon(
        bars,
        pairs,
        pairs // bars,
        coefficient_of(strength, outcome, bars),
        coefficient_of(strength, outcome, bars, ranked=True),
        hits_of(strength, outcome, bars),
    )


def _chance(slope: Slope) -> float:
    known = [error for error in (slope.newey_west, slope.hansen_hodrick) if error > 0]
    return 2 * _NORMAL.cdf(-abs(slope.value) / max(known)) if known else math.nan


def _standardised(values: Floats) -> Floats | None:
    """Mean zero, variance one; None where all values are the same but for rounding."""
    centred = values - values.mean()
    spread = float(np.sqrt(np.mean(centred**2)))
    if spread <= 1e-14 * max(1.0, float(np.abs(values).max())):
        return None
    return np.asarray(centred / spread, dtype=np.float64)


def _ranks(values: Floats) -> Floats:
    return np.asarray(pd.Series(values).rank(), dtype=np.float64)


def _wilson(rate: float, count: int) -> tuple[float, float]:
    z = _NORMAL.inv_cdf(0.975)
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half
