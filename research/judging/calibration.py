"""Is a confidence of 0.8 right eight times in ten? Brier score and reliability. Pure."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput
from research.judging.history import Floats

__all__ = ["Calibration", "Reliability", "calibration_of"]

_FEWEST = 30


@dataclass(frozen=True, slots=True)
class Reliability:
    """Forecasts from `low` to `high`: how many, their mean, and how often it came true."""

    low: float
    high: float
    count: int
    forecast: float
    happened: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a confidence does as a forecast of `outcome`.

    Parameters
    ----------
    outcome
        What is forecast, in words.
    brier
        Mean squared distance from what happened, 0 is best (Brier 1950).
    base_rate, base_brier
        How often it happened, and the score of always saying so.
    skill
        1 - brier/base_brier; NaN where it always or never happened.
    error
        Mean distance of forecast from frequency over the table's rows, weighed by their counts.
    """

    outcome: str
    count: int
    brier: float
    base_rate: float
    base_brier: float
    skill: float
    error: float
    table: tuple[Reliability, ...]


def calibration_of(confidence: Floats, happened: NDArray[np.bool_], *, outcome: str, bins: int = 10) -> Calibration:
    """Return how `confidence` (n,) forecasts `happened` (n,); NaN for fewer than 30 forecasts.

    Notes
    -----
    Brier (1950), Monthly Weather Review 78; the table is that of Murphy and Winkler (1977), equal widths, empty rows
    left out.
    """
    if len(confidence) != len(happened) or not ((confidence >= 0) & (confidence <= 1)).all():
        raise BadInput("forecasts have to be chances from 0 to 1, one for each outcome", cure="check the confidence")
    count = len(confidence)
    if count < _FEWEST:
        return Calibration(outcome, count, math.nan, math.nan, math.nan, math.nan, math.nan, ())
    came = happened.astype(float)
    brier, base = float(np.mean((confidence - came) ** 2)), float(came.mean())
    spread = base * (1 - base)
    table = _table(confidence, came, bins)
    error = sum(row.count * abs(row.forecast - row.happened) for row in table) / count
    return Calibration(outcome, count, brier, base, spread, 1 - brier / spread if spread else math.nan, error, table)


def _table(confidence: Floats, came: Floats, bins: int) -> tuple[Reliability, ...]:
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    rows = []
    for number in np.unique(place).tolist():
        here = place == number
        means = float(confidence[here].mean()), float(came[here].mean())
        rows.append(Reliability(number / bins, (number + 1) / bins, int(here.sum()), *means))
    return tuple(rows)
