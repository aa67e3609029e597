"""Whether the signal files in place are what recipe and stored bars give now: they are made again and compared."""

from collections.abc import Iterable
from itertools import zip_longest

from generator.recipe import Recipe
from leanrig.errors import Missing
from leanrig.model.comparison import Difference
from leanrig.model.symbol import Symbol
from leanrig.pipeline.fetch import Told
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace
from research.produce import produce
from research.pull import closes_of, market_closes, pull
from signals.contract import written

__all__ = ["are_all_there", "stale_signals"]


def are_all_there(space: Workspace, recipe: Recipe) -> bool:
    """Whether bars and signal files of all symbols are in place."""
    return all(_has_bars(space, recipe, symbol) for symbol in recipe.data_symbols) and all(
        (space.storage / recipe.signal_key(symbol)).is_file() for symbol in recipe.securities
    )


def stale_signals(space: Workspace, recipe: Recipe, *, progress: Told) -> list[Difference]:
    """Return the first row that differs of each file that `leanrig signals` would write otherwise now.

    A file without a sidecar is the user's own: nothing says what it should hold.
    """
    found: list[Difference] = []
    for number, symbol in enumerate(recipe.securities):
        progress(number / len(recipe.securities), f"{symbol.ticker} signals made again", None)
        path = space.storage / recipe.signal_key(symbol)
        if path.with_suffix(".json").is_file():
            found += _first_row(
                path.read_text(encoding="utf-8"), _made(space, recipe, symbol), recipe.signal_key(symbol)
            )
    return found


def _has_bars(space: Workspace, recipe: Recipe, symbol: Symbol) -> bool:
    try:
        ParquetStore(space.data).stored(symbol, recipe.bar_size)
    except Missing:
        return False
    return True


def _made(space: Workspace, recipe: Recipe, symbol: Symbol) -> str:
    closes = closes_of(recipe, pull(space.data, recipe, symbol))
    return written(list(produce(recipe, symbol.ticker, closes, market=market_closes(space.data, recipe)).rows))


def _first_row(kept: str, made: str, key: str) -> Iterable[Difference]:
    rows = enumerate(zip_longest(kept.splitlines(), made.splitlines(), fillvalue="–"), 1)
    for number, (old, new) in rows:
        if old != new:
            return [Difference(f"stale signal file {key}, line {number}: kept, and made now", old, new)]
    return []
