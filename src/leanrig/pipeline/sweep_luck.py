"""How much of the best trial may be luck: `research/sweep.py` asked, where the workspace has that room."""

import math
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from leanrig.backtest.trials import Trial
from leanrig.errors import BadInput
from leanrig.pipeline.sweep_trial import RETURNS
from leanrig.report.sweep.inputs import Luck

__all__ = ["count_trials", "luck_of", "sharpes_of"]


def count_trials(artifacts: Path, folder: Path, recipe: str) -> None:
    """Put a sweep's trials into the ledger; a workspace laid out before there was one has no room for it."""
    if not _has_room():
        return
    from research.judging.runs import count_search

    count_search(artifacts, folder, recipe)


def luck_of(
    folder: Path, trials: Sequence[Trial], best: Trial | None, *, artifacts: Path, recipe: str | None
) -> Luck | None:
    """Return what may be luck in `best`; None where nothing can be said of it."""
    compared = [trial for trial in trials if trial.is_comparable and (folder / trial.folder / RETURNS).is_file()]
    if best is None or best not in compared or not _has_room():
        return None
    from research.sweep import luck_of as judged
    from research.sweep import returns_of
    from research.trials import trials_of

    returns = returns_of(folder, [trial.number for trial in compared])
    try:
        counted = trials_of(artifacts, recipe) if recipe is not None else None
        found = judged(returns, best.number, counted=counted)
    except BadInput as error:
        count = len(compared)
        return Luck(count, count, len(returns), *(math.nan,) * 4, 0, count, error.what)
    return Luck(
        found.trials, found.different, found.days, found.sharpe, found.by_luck, found.deflated,
        found.overfitting, found.blocks, found.counted, found.why,
    )  # fmt: skip


def sharpes_of(folder: Path, trials: Sequence[Trial]) -> list[float | None]:
    """Return the Sharpe ratio a year of each trial's returns; None where there is none."""
    there = [trial.number for trial in trials if trial.folder and (folder / trial.folder / RETURNS).is_file()]
    if not there or not _has_room():
        return [None] * len(trials)
    from research.sweep import returns_of, sharpes

    found = sharpes(returns_of(folder, there))
    return [None if not math.isfinite(ratio := found.get(trial.number, math.nan)) else ratio for trial in trials]


def _has_room() -> bool:
    return find_spec("research") is not None and find_spec("research.sweep") is not None
