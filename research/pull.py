"""The bars that a recipe rests on, out of the store: gaps treated as it says, nothing that was made from later bars."""

from pathlib import Path

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput
from leanrig.model.bars import BarSet
from leanrig.model.symbol import Symbol
from leanrig.store.gap_policy import GapPolicy, fill_gaps, refuse_interpolated
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore

__all__ = ["closes_of", "market_closes", "pull"]


def pull(data_folder: Path, recipe: Recipe, symbol: Symbol) -> BarSet:
    """Return the stored bars of a symbol, gaps treated as the recipe says; `BadInput` where they are interpolated."""
    found = ParquetStore(data_folder).read(symbol, recipe.bar_size)
    refuse_interpolated(found)
    policy = GapPolicy(recipe.data.gaps)
    return found if policy is GapPolicy.FLAG else fill_gaps(found, policy).bar_set


def closes_of(recipe: Recipe, bar_set: BarSet) -> pd.Series:
    """Return adjusted closes as Lean shows them, from the recipe's first day to its last; by end_time, UTC.

    Raises
    ------
    BadInput
        If there are none, or some are interpolated.
    """
    refuse_interpolated(bar_set)
    first = pd.Timestamp(recipe.data.start, tz="UTC")
    last = pd.Timestamp(recipe.data.end, tz="UTC") + pd.Timedelta(days=1)
    closes = lean_frame(bar_set)["close"]
    chosen = closes[(closes.index > first) & (closes.index <= last)]
    if chosen.empty:
        raise BadInput(
            f"no bars of {bar_set.symbol} from {recipe.data.start} to {recipe.data.end}",
            cure=f"leanrig fetch {bar_set.symbol} --from {recipe.data.start} --to {recipe.data.end}",
        )
    return chosen


def market_closes(data_folder: Path, recipe: Recipe) -> tuple[pd.Series, ...]:
    """Return the closes of each symbol that the recipe's regime is of; see `closes_of`."""
    return tuple(closes_of(recipe, pull(data_folder, recipe, symbol)) for symbol in recipe.regime_symbols)
