"""A judge's look at a recipe in the ledger of trials: counted once, under the key of the backtest of the same files."""

import hashlib
import json
import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput, LeanrigError
from leanrig.pipeline.inputs import signal_files
from leanrig.pipeline.render import rendered_files
from leanrig.pipeline.trials_ledger import overfitting_of_search
from leanrig.workspace import Workspace
from research.judging.counted import Counted
from research.judging.judged import Judged
from research.judging.runs import hashes_of, take_in
from research.judging.together import together
from research.trials import Trial, count, key_of, returns_hash, trials_of

__all__ = ["count_judge", "counted_of"]


def count_judge(
    space: Workspace, recipe_file: Path, recipe: Recipe, judged: Sequence[Judged], *, now: datetime
) -> tuple[bool, tuple[str, ...]]:
    """Count what was judged; return whether it is a new trial, and why it could not be counted.

    What nobody could judge showed nothing and does not count.
    """
    if not judged:
        return False, ()
    try:
        inputs, parameters = _tried(space, recipe_file, recipe)
    except LeanrigError as error:
        return False, (f"This look is not in the ledger of trials: {error.what}",)
    returns = pd.concat([pd.Series(one.series.returns, one.series.ends) for one in judged], axis=1).sort_index()
    summed = returns.fillna(0.0).sum(axis=1).to_numpy(float)
    sharpe = judged[0].figures.sharpe if len(judged) == 1 else together(judged).figures.sharpe
    source = f"judge of {', '.join(one.symbol for one in judged)}"
    trial = Trial(
        recipe.name, key_of(inputs, parameters), "judge", now, parameters, sharpe, len(summed), returns_hash(summed),
        source,
    )  # fmt: skip
    return count(space.artifacts, trial), ()


def counted_of(space: Workspace, recipe: Recipe) -> tuple[Counted, tuple[str, ...]]:
    """Return how often luck had its chance, earlier runs taken in, and what is wrong with the ledger."""
    pbo, _ = overfitting_of_search(space.artifacts, recipe.name)
    overfitting = math.nan if pbo is None else pbo
    try:
        take_in(space.artifacts, recipe.name)
        found = trials_of(space.artifacts, recipe.name)
    except BadInput as error:
        note = f"The ledger of trials cannot be read, so that nothing is counted: {error.what}"
        return Counted(overfitting=overfitting), (note,)
    return Counted(max(1, found.count), found.variance, overfitting), ()


def _tried(space: Workspace, recipe_file: Path, recipe: Recipe) -> tuple[dict[str, str], dict[str, str]]:
    """Return the hashes and parameters that a backtest of the recipe as it stands would be counted by."""
    _, files = rendered_files(space, recipe_file)
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    parameters = {str(name): str(value) for name, value in json.loads(files["config.json"])["parameters"].items()}
    return hashes | hashes_of(signal_files(space.storage, recipe, parameters)), parameters
