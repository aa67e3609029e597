"""What a page about a judged signal is made from: plain values, whoever worked them out. NaN where nobody can know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Beside",
    "Calibrated",
    "Coefficient",
    "Costs",
    "Difference",
    "Figures",
    "Foreseen",
    "Held",
    "Hits",
    "InRegime",
    "JudgeInputs",
    "JudgedSymbol",
    "Luck",
    "Ruling",
    "Said",
    "Together",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """What an account came to; shares and ratios a year."""

    annual_return: float
    volatility: float
    sharpe: float
    drawdown: float
    turnover: float
    exposure: float
    invested: float
    trades: int
    switches: int
    holding: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two Sharpe ratios with its 95 % interval and its chance under none."""

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Held:
    """An account over the bars: its name, and what it earned from each bar to the next, net; (bars,)."""

    words: str
    returns: Floats


@dataclass(frozen=True, slots=True)
class Beside:
    """A baseline, and how far the signal is ahead of it."""

    words: str
    figures: Figures
    ahead: Difference


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A correlation with its two overlap-corrected errors."""

    value: float
    newey_west: float
    hansen_hodrick: float
    p: float


@dataclass(frozen=True, slots=True)
class Hits:
    """How often the sign was right, what independent signs would give, and an interval."""

    rate: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the strength says of the next `bars` bars."""

    bars: int
    windows: int
    linear: Coefficient
    rank: Coefficient
    hits: Hits


@dataclass(frozen=True, slots=True)
class Costs:
    """(basis points, Sharpe ratio, return a year) and the costs at which nothing is left, and nothing over holding."""

    points: tuple[tuple[float, float, float], ...]
    break_even_bps: float
    break_even_hold_bps: float


@dataclass(frozen=True, slots=True)
class InRegime:
    """Market and account after rows of one regime."""

    regime: str
    bars: int
    share: float
    exposure: float
    market_return: float
    market_volatility: float
    market_sharpe: float
    account_return: float
    account_sharpe: float
    spells: int
    mean_dwell: float
    median_dwell: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A confidence as a forecast of `outcome`; `table` has (low, high, count, forecast, happened)."""

    outcome: str
    count: int
    brier: float
    base_rate: float
    base_brier: float
    skill: float
    error: float
    table: tuple[tuple[float, float, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Luck:
    """What may be luck in the Sharpe ratio."""

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
class Ruling:
    """A verdict: its grade, the rule that gave it, and its sentence with a place for each figure."""

    grade: str
    rule: str
    template: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """All that was found of one symbol's signal.

    Parameters
    ----------
    times : (bars + 1,)
        Unix seconds of the ends of the bars, the last outcome's included.
    accounts
        The signal's first, then the baselines'.
    decay
        (lag, coefficient, error).
    capacity
        (share of volume, least, tenth, median, trades, without a volume).
    switching
        Switches of regime, a year, median stay in bars.
    """

    first: datetime
    last: datetime
    rows: int
    bars: int
    bars_per_year: float
    times: tuple[int, ...]
    accounts: tuple[Held, ...]
    figures: Figures
    baselines: tuple[Beside, ...]
    horizons: tuple[Foreseen, ...]
    decay: tuple[tuple[int, float, float], ...]
    half_life: float
    capacity: tuple[tuple[float, float, float, float, int, int], ...]
    costs: Costs
    regimes: tuple[InRegime, ...]
    switching: tuple[int, float, float]
    calibration: Calibrated
    luck: Luck
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedSymbol:
    """One symbol: what was found and how it was ruled, or why nothing can be."""

    symbol: str
    currency: str = "USD"
    said: Said | None = None
    ruling: Ruling | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Several symbols as one account, beside one that holds all of them."""

    bars: int
    figures: Figures
    hold: Figures
    ahead: Difference
    luck: Luck


@dataclass(frozen=True, slots=True)
class JudgeInputs:
    """A recipe's signals, judged.

    Parameters
    ----------
    label
        Of what kind the data is.
    sure, overfit
        The thresholds of the rules.
    together
        Of several symbols in one account: its figures, those of holding all, how far it is ahead, and what may be luck.
    notes
        What is missing besides, each a sentence.
    origins
        (name, text) of what the page rests on.
    files
        Name -> SHA-256.
    """

    recipe: str
    symbols: tuple[JudgedSymbol, ...]
    made_at: datetime
    command: str
    cost_bps: float
    label: str = ""
    sure: float = 0.95
    overfit: float = 0.5
    together: Together | None = None
    notes: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
