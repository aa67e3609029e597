"""signals: stored bars become regimes, strengths and a signal file a symbol."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from generator.recipe import Recipe
from leanrig.store.answers import answers
from leanrig.store.coverage import DayRange
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace
from research.keep import KeptSignals, write_signals
from research.produce import Produced, produce
from research.pull import closes_of, market_closes, pull
from signals.contract import Row

__all__ = ["MadeSignals", "Standing", "make_signals", "standing"]


@dataclass(frozen=True, slots=True)
class MadeSignals:
    """What was made for one symbol, by which recipe."""

    recipe: Recipe
    kept: KeptSignals
    produced: Produced


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a symbol's regime stands at its last row.

    `bars` is how long it has been in force; `switches_a_year` counts changes of regime over the whole history.
    """

    last: Row
    bars: int
    switches_a_year: float


def make_signals(
    space: Workspace, recipe: Recipe, *, now: datetime, progress: Callable[[float, str], None]
) -> list[MadeSignals]:
    """Produce the rows of all symbols of a recipe, then write them: none is written where one cannot be made."""
    bar_sets = [pull(space.data, recipe, symbol) for symbol in recipe.securities]
    market = market_closes(space.data, recipe)
    rows = []
    for number, bar_set in enumerate(bar_sets):
        done = number / len(bar_sets)
        produced = produce(
            recipe,
            bar_set.symbol.ticker,
            closes_of(recipe, bar_set),
            market=market,
            progress=lambda share, word, done=done: progress(done + share / len(bar_sets), word),  # type: ignore[misc]
        )
        rows.append(produced)
    made = []
    for bar_set, produced in zip(bar_sets, rows, strict=True):
        stored = ParquetStore(space.data).stored(bar_set.symbol, recipe.bar_size)
        answered = answers(stored.segments, within=DayRange(recipe.data.start, recipe.data.end))
        inputs = stored.files | _market_files(space, recipe)
        kept = write_signals(space.storage, recipe, bar_set, produced, inputs=inputs, answered=answered, now=now)
        made.append(MadeSignals(recipe, kept, produced))
    return made


def _market_files(space: Workspace, recipe: Recipe) -> dict[str, str]:
    """Return the hashes of the bars that the regime is of, each under its symbol's name."""
    store = ParquetStore(space.data)
    found = {symbol: store.stored(symbol, recipe.bar_size).files for symbol in recipe.regime_symbols}
    return {f"{symbol.ticker}/{name}": digest for symbol, files in found.items() for name, digest in files.items()}


def standing(rows: tuple[Row, ...]) -> Standing:
    """Return where a history of rows stands at its end."""
    changes = [n for n in range(1, len(rows)) if rows[n].regime != rows[n - 1].regime]
    years = (rows[-1].stamp - rows[0].stamp).days / 365.25
    since = changes[-1] if changes else 0
    return Standing(rows[-1], len(rows) - since, len(changes) / years if years > 0 else 0.0)
