"""How much of the best trial may be luck: `research/sweep.py` asked, where the workspace has that room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from leanrig.backtest.trials import Trial
from leanrig.errors import BadInput
from leanrig.pipeline.sweep_trial import RETURNS

__all__ = ["SweepLuck", "luck_of", "sharpes_of"]


@dataclass(frozen=True, slots=True)
class SweepLuck:
    """What chance may have done; NaN where it cannot be said, and `why` says why.

    Parameters
    ----------
    trials, different
        Trials with returns, and how many of them differ at all.
    sharpe, by_luck
        Of the best trial's returns, a year, and the best to be expected of so many trials without skill.
    deflated
        Chance that the best one's true ratio is above `by_luck`.
    overfitting
        Share of ways to halve the days in which the best on one half is below the median on the other.
    blocks
        Stretches of time that were halved.
    """

    trials: int
    different: int
    days: int
    sharpe: float
    by_luck: float
    deflated: float
    overfitting: float
    blocks: int
    why: str = ""

    @property
    def figures(self) -> dict[str, float]:
        """Its numbers by name."""
        names = ("trials", "different", "days", "sharpe", "by_luck", "deflated", "overfitting", "blocks")
        return {name: getattr(self, name) for name in names}


def luck_of(folder: Path, trials: Sequence[Trial], best: Trial | None) -> SweepLuck | None:
    """Return what may be luck in `best`; None where nothing can be said of it."""
    compared = [trial for trial in trials if trial.is_comparable and (folder / trial.folder / RETURNS).is_file()]
    if best not in compared or find_spec("research") is None:
        return None
    from research.sweep import luck_of as judged
    from research.sweep import returns_of

    assert best is not None
    returns = returns_of(folder, [trial.number for trial in compared])
    try:
        found = judged(returns, best.number)
    except BadInput as error:
        return SweepLuck(len(compared), len(compared), len(returns), *(math.nan,) * 4, 0, error.what)
    return SweepLuck(
        found.trials, found.different, found.days, found.sharpe, found.by_luck, found.deflated,
        found.overfitting, found.blocks, found.why,
    )  # fmt: skip


def sharpes_of(folder: Path, trials: Sequence[Trial]) -> list[float | None]:
    """Return the Sharpe ratio a year of each trial's returns; None where there is none."""
    there = [trial.number for trial in trials if trial.folder and (folder / trial.folder / RETURNS).is_file()]
    if not there or find_spec("research") is None:
        return [None] * len(trials)
    from research.sweep import returns_of, sharpes

    found = sharpes(returns_of(folder, there))
    return [None if not math.isfinite(ratio := found.get(trial.number, math.nan)) else ratio for trial in trials]
