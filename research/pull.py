"""The bars that a recipe rests on, out of the store."""

from pathlib import Path

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput
from leanrig.model.bars import BarSet
from leanrig.model.symbol import Symbol
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore

__all__ = ["closes_of", "pull"]


def pull(data_folder: Path, recipe: Recipe, symbol: Symbol) -> BarSet:
    """Return the stored bars of one of the recipe's symbols."""
    return ParquetStore(data_folder).read(symbol, recipe.bar_size)


def closes_of(recipe: Recipe, bar_set: BarSet) -> pd.Series:
    """Return adjusted closes as Lean shows them, from the recipe's first day to its last; by end_time, UTC."""
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
