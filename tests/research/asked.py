"""A recipe, its bars in a store, and what is produced from them."""

from datetime import UTC, date, datetime
from pathlib import Path

from generator.recipe import Recipe, parse_recipe
from leanrig.model.bars import BarSet
from leanrig.pipeline.vendors import provider_of
from leanrig.store.parquet_store import ParquetStore
from research.produce import Produced, produce
from research.pull import closes_of

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def recipe(name: str = "aapl_regime", **changes: str) -> Recipe:
    text = (ROOT / "generator" / "recipes" / f"{name}.toml").read_text()
    for old, new in changes.items():
        lines = [f"{old} = {new}" if line.startswith(f"{old} = ") else line for line in text.splitlines()]
        text = "\n".join(lines)
    return parse_recipe(text)


def stored(folder: Path, chosen: Recipe, start: date | None = None, end: date | None = None) -> BarSet:
    """Put the recipe's bars into a store below `folder` and return them."""
    (symbol,) = chosen.securities
    provider = provider_of(chosen.data.vendor, seed=chosen.data.seed)
    store = ParquetStore(folder)
    store.append(provider.bars(symbol, chosen.bar_size, start or chosen.data.start, end or chosen.data.end))
    return store.read(symbol, chosen.bar_size)


def produced(chosen: Recipe, bar_set: BarSet) -> Produced:
    return produce(chosen, bar_set.symbol.ticker, closes_of(chosen, bar_set))
