"""A sweep's trials side by side: their accounts a day, and how much of the best one may be luck.

trials = trials_of(folder)                      # a row each: parameters, figures, where its returns lie
returns = returns_of(folder)                    # a column each: what the account earned a day
luck_of(returns, best=17).deflated
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from research.judging.luck import deflated_sharpe, expected_max_sharpe, shape_of
from research.judging.overfitting import overfitting_of
from research.trials import Trials

__all__ = ["SweepLuck", "luck_of", "returns_of", "sharpes", "trials_of"]

_BLOCKS = (16, 12, 10, 8, 6, 4)
_BARS_A_BLOCK = 8


@dataclass(frozen=True, slots=True)
class SweepLuck:
    """What chance may have done for the best of many; NaN where it cannot be said, and `why` says why.

    Parameters
    ----------
    trials, different, counted
        Trials with returns, how many of them differ at all, and how many are counted as chances.
    days
        On which at least one of them earned or lost something.
    sharpe, by_luck
        Of the best one, a year, and the best to be expected of so many trials without skill.
    deflated
        Chance that the best one's true ratio is above `by_luck`.
    overfitting
        Probability of backtest overfitting; `blocks` stretches of time were halved in every way for it.
    """

    trials: int
    different: int
    counted: int
    days: int
    sharpe: float
    by_luck: float
    deflated: float
    overfitting: float
    blocks: int
    why: str = ""


def trials_of(folder: Path) -> pd.DataFrame:
    """Return the trials of a sweep, a row each, as `trials.parquet` has them."""
    path = folder / "trials.parquet"
    if not path.is_file():
        raise BadInput("there is no sweep in this folder", where=str(folder), cure="leanrig optimize RECIPE")
    return pd.read_parquet(path)


def returns_of(folder: Path, numbers: Iterable[int] | None = None) -> pd.DataFrame:
    """Return what each trial's account earned a day.

    Parameters
    ----------
    numbers
        Of the trials; by default all that left their account.

    Returns
    -------
    indexed by the sample's time, UTC; a column a trial
        Fractions, known at the end of that day. Days on which neither any account nor the benchmark moved (weekends)
        are left out, and so is the first. A trial without a sample on a day earned 0.
    """
    paths = _paths(folder, numbers)
    if not paths:
        raise BadInput(
            "no trial of this sweep left its account", where=str(folder), cure="look at the trials' verdicts"
        )
    frames = {number: _sampled(path) for number, path in paths.items()}
    whole = pd.DataFrame({number: frame["return"] for number, frame in frames.items()}).fillna(0.0)
    markets = pd.DataFrame({number: frame["benchmark"] for number, frame in frames.items()}).reindex(whole.index)
    found: pd.DataFrame = whole[(whole != 0).any(axis=1) | (markets.fillna(0.0) != 0).any(axis=1)]
    return found


def sharpes(returns: pd.DataFrame) -> Mapping[int, float]:
    """Return each column's Sharpe ratio a year, without a riskless rate; NaN where it does not vary."""
    root = math.sqrt(_days_a_year(returns.index))
    spread = returns.std(ddof=1)
    ratios = (returns.mean() / spread.where(spread > 1e-12)) * root
    numbers: list[int] = [int(str(number)) for number in returns.columns]
    return {number: float(ratio) for number, ratio in zip(numbers, ratios, strict=True)}


def luck_of(returns: pd.DataFrame, best: int, *, counted: Trials | None = None) -> SweepLuck:
    """Return how much of the trial `best` may be luck.

    Parameters
    ----------
    returns
        Of `returns_of`.
    counted
        What the ledger says of the recipe (`research.trials.trials_of`): every setting whose result somebody saw had
        its chance, not only those of this sweep.

    Raises
    ------
    BadInput
        If there are too few days, or `best` is not among the columns.

    Notes
    -----
    Deflated Sharpe ratio: Bailey and Lopez de Prado (2014). Probability of backtest overfitting: Bailey, Borwein,
    Lopez de Prado and Zhu (2017). Trials with the same returns count once: they were one chance.
    """
    if best not in returns.columns:
        raise BadInput(f"trial {best} left no account", cure="choose one that traded to its end")
    if len(returns) < 4 * _BARS_A_BLOCK:
        raise BadInput(f"{len(returns)} days are too few to say what may be luck", cure="a longer backtest")
    apart = _different(returns, keep=best)
    root = math.sqrt(_days_a_year(returns.index))
    ratios = np.array([value for value in sharpes(apart).values() if math.isfinite(value)]) / root
    shape = shape_of(returns[best].to_numpy(dtype=float))
    variance = float(np.var(ratios, ddof=1)) if len(ratios) > 1 else 0.0
    different = count = apart.shape[1]
    if counted is not None and counted.count > count:
        count = counted.count
        variance = counted.variance / root**2 if math.isfinite(counted.variance) else variance
    overfitting, blocks, why = _overfitting(apart)
    return SweepLuck(
        trials=returns.shape[1],
        different=different,
        counted=count,
        days=len(returns),
        sharpe=shape.sharpe * root,
        by_luck=expected_max_sharpe(count, variance) * root,
        deflated=deflated_sharpe(shape, trials=count, variance=variance),
        overfitting=overfitting,
        blocks=blocks,
        why=why,
    )


def _overfitting(returns: pd.DataFrame) -> tuple[float, int, str]:
    if returns.shape[1] < 2:
        return math.nan, 0, "all trials came to the same"
    blocks = next(count for count in _BLOCKS if len(returns) >= count * _BARS_A_BLOCK)
    found = overfitting_of(returns.to_numpy(dtype=float), blocks=blocks)
    return found.probability, blocks, ""


def _different(returns: pd.DataFrame, *, keep: int) -> pd.DataFrame:
    """Return one column of each that are equal, `keep` in any case."""
    numbers = [int(str(number)) for number in returns.columns]
    order = [keep, *(number for number in numbers if number != keep)]
    seen: dict[bytes, int] = {}
    for number in order:
        seen.setdefault(np.round(returns[number].to_numpy(dtype=float), 12).tobytes(), number)
    return returns[sorted(seen.values())]


def _paths(folder: Path, numbers: Iterable[int] | None) -> dict[int, Path]:
    if numbers is not None:
        wanted = {number: folder / "trials" / f"{number:03d}" / "returns.parquet" for number in numbers}
    else:
        found = sorted(folder.glob("trials/*/returns.parquet"), key=lambda path: int(path.parent.name))
        wanted = {int(path.parent.name): path for path in found}
    return {number: path for number, path in wanted.items() if path.is_file()}


def _sampled(path: Path) -> pd.DataFrame:
    """Changes of account and benchmark, without the first sample, which has none, and Lean's first day."""
    frame = pd.read_parquet(path, columns=["time", "return", "benchmark"])
    return frame.set_index("time").iloc[2:]


def _days_a_year(index: pd.Index) -> float:
    """Return how many of these days a year has, by their own dates."""
    ends = pd.DatetimeIndex(index)
    if len(ends) < 2:
        return 252.0
    years = (ends[-1] - ends[0]) / pd.Timedelta(days=365.25)
    return (len(ends) - 1) / years if years > 0 else 252.0
