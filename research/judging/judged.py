"""Everything that a judgement says, as one tree of figures; NaN where nobody can know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from research.judging.account import Figures
from research.judging.baselines import Baseline
from research.judging.calibration import Calibration
from research.judging.capacity import Capacity
from research.judging.costs import Costs
from research.judging.history import Floats
from research.judging.information import Decay, Horizon
from research.judging.regimes import InRegime, Switching

__all__ = ["Judged", "Luck", "Remark", "Series"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader has to know of the figures: why some are missing, what some rest on. `code` names the kind."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """What pictures are drawn from, by bar, (bars,).

    Parameters
    ----------
    ends
        End of the bar at whose close the weight was known, UTC; `returns` are earned until the next one.
    weights, returns
        Of the account, returns net of costs.
    baselines
        Name -> net returns.
    """

    ends: pd.DatetimeIndex
    weights: Floats
    returns: Floats
    baselines: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Luck:
    """What may be luck in the account's Sharpe ratio; ratios a year.

    Parameters
    ----------
    probabilistic
        Chance that the true ratio is above 0.
    lean
        Lean's Probabilistic Sharpe Ratio of the same account: that it is above 1 a year, by Lean's formula and over
        calendar days, as Lean samples an account.
    trials, spread
        Settings tried, and the standard deviation of their ratios; where that is not known, the one that ratios without
        any skill have over so many bars.
    by_luck
        The best ratio to be expected of so many trials without skill.
    deflated
        Chance that the true ratio is above `by_luck`.
    track_bars, track_years
        Bars and years needed before such a ratio is above 0 at 95 %.
    skewness, kurtosis
        Of the returns; a normal law has 0 and 3.
    overfitting
        Probability of backtest overfitting of the search that these settings come from.
    """

    probabilistic: float
    lean: float
    trials: int
    spread: float
    by_luck: float
    deflated: float
    track_bars: float
    track_years: float
    skewness: float
    kurtosis: float
    overfitting: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One symbol's signal, judged.

    Parameters
    ----------
    first, last
        Ends of the first and the last bar with a row, UTC.
    bars
        Bars with a row in force and an outcome; `rows` have one of their own.
    cost_bps
        Of what is traded, in every figure that names no other cost.
    """

    symbol: str
    first: pd.Timestamp
    last: pd.Timestamp
    rows: int
    bars: int
    bars_per_year: float
    cost_bps: float
    figures: Figures
    baselines: tuple[Baseline, ...]
    horizons: tuple[Horizon, ...]
    decay: Decay
    capacity: tuple[Capacity, ...]
    costs: Costs
    regimes: tuple[InRegime, ...]
    switching: Switching
    calibration: Calibration
    luck: Luck
    remarks: tuple[Remark, ...]
    series: Series = field(compare=False, repr=False)

    def baseline(self, name: str) -> Baseline:
        """Return one of `BASELINES` by its name."""
        return next(one for one in self.baselines if one.name == name)
