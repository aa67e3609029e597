"""What may be luck in a result, given how often luck had its chance. Pure."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from research.judging.history import Floats
from research.judging.judged import Luck
from research.judging.luck import (
    deflated_sharpe,
    expected_max_sharpe,
    lean_probabilistic_sharpe,
    minimum_track,
    probabilistic_sharpe,
    shape_of,
)

__all__ = ["Counted", "by_calendar_day", "luck_of"]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often luck had its chance.

    Parameters
    ----------
    trials
        Settings tried, this one among them.
    variance
        Of their Sharpe ratios a year; NaN where it is not known.
    overfitting
        Probability of backtest overfitting of the search; NaN where there was none.
    """

    trials: int = 1
    variance: float = math.nan
    overfitting: float = math.nan


def luck_of(returns: Floats, ends: pd.DatetimeIndex, counted: Counted, *, bars_per_year: float) -> tuple[Luck, bool]:
    """Return the figures, and whether the spread of the trials' ratios was known."""
    if counted.trials < 1 or counted.variance < 0:
        raise BadInput(f"{counted.trials} trials of variance {counted.variance}", cure="this one counts: 1 at least")
    shape, root = shape_of(returns), math.sqrt(bars_per_year)
    is_known = math.isfinite(counted.variance)
    variance = counted.variance / bars_per_year if is_known else 1 / max(1, shape.bars - 1)
    track = minimum_track(shape)
    luck = Luck(
        probabilistic=probabilistic_sharpe(shape),
        lean=lean_probabilistic_sharpe(by_calendar_day(returns, ends)),
        trials=counted.trials,
        spread=math.sqrt(variance) * root,
        by_luck=expected_max_sharpe(counted.trials, variance) * root,
        deflated=deflated_sharpe(shape, trials=counted.trials, variance=variance),
        track_bars=track,
        track_years=track / bars_per_year,
        skewness=shape.skewness,
        kurtosis=shape.kurtosis,
        overfitting=counted.overfitting,
    )
    return luck, is_known


def by_calendar_day(returns: Floats, ends: pd.DatetimeIndex) -> Floats:
    """Return the account's change on each calendar day, those without a bar being 0: as Lean samples it.

    For a market with weekends Lean's figures therefore rest on 365 samples a year, and on 252 in its formulas.
    """
    daily = pd.Series(np.log1p(np.maximum(returns, -1 + 1e-15)), ends.floor("D")).groupby(level=0).sum()
    return np.asarray(np.expm1(daily.resample("D").sum()), dtype=np.float64)
