"""What a judge holds against each other: a recipe's signal rows and the prices that came with and after them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput, LeanrigError
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.fetch import Told, fetch
from leanrig.pipeline.signals import make_signals
from leanrig.pipeline.vendors import provider_of
from leanrig.providers.symbols import pair_of
from leanrig.settings import Settings
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace
from research.keep import check_signals
from research.pull import pull
from signals.contract import Row, read_rows
from signals.sizing import Limits

__all__ = ["Material", "brought", "currency_of", "limits_of", "material_of"]


@dataclass(frozen=True, slots=True)
class Material:
    """One symbol's rows, and closes and volumes by end_time in UTC; `trouble` says why there are none."""

    symbol: Symbol
    rows: tuple[Row, ...] = ()
    prices: pd.DataFrame = field(default_factory=pd.DataFrame)
    label: str = ""
    vendor: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    notes: tuple[str, ...] = ()


def limits_of(recipe: Recipe) -> Limits:
    """Return the limits that the recipe's algorithm trades by."""
    trade = recipe.trade
    return Limits(
        exposure=trade.exposure,
        regime_weights={regime.value: weight for regime, weight in trade.regime_weights.items()},
        minimum_confidence=trade.minimum_confidence,
        long_only=trade.long_only,
        maximum_drawdown=trade.maximum_drawdown,
        pause_rows=trade.pause_rows,
        rebalance_band=trade.rebalance_band,
    )


def brought(
    space: Workspace, recipe: Recipe, settings: Settings, *, vendor: str | None, now: datetime, progress: Told
) -> tuple[str, ...]:
    """Fetch bars and make signal files where they are missing, and return what went wrong without stopping.

    Raises
    ------
    LeanrigError
        If nothing can be fetched and no bar of any symbol is stored.
    """
    notes: list[str] = []
    missing = [symbol for symbol in recipe.data_symbols if not _has_bars(space, recipe, symbol)]
    if missing:
        try:
            _fetch(space, recipe, missing, settings, vendor=vendor, now=now, progress=progress, warn=notes.append)
        except LeanrigError as error:
            if len(missing) == len(recipe.data_symbols):
                raise
            notes.append(f"Nothing new was fetched: {error.what}")
    paths = [space.storage / recipe.signal_key(symbol) for symbol in recipe.securities]
    if not all(path.is_file() for path in paths):
        try:
            make_signals(space, recipe, now=now, progress=progress)
        except LeanrigError as error:
            notes.append(f"No signal file was made: {error.what}")
    return tuple(notes)


def material_of(space: Workspace, recipe: Recipe, symbol: Symbol, *, now: datetime) -> Material:
    """Return rows and prices of one symbol; what is wrong with them is said and stops nothing."""
    path = space.storage / recipe.signal_key(symbol)
    try:
        stored = ParquetStore(space.data).stored(symbol, recipe.bar_size)
        prices, notes = _prices(space, recipe, symbol)
        check_signals(path, recipe, symbol, now=now)
        rows = read_rows(
            path.read_text(encoding="utf-8"), name=path.name, symbol=symbol.ticker, has_sessions=recipe.has_sessions
        )
    except LeanrigError as error:
        where = error.where.replace(f"{space.root.as_posix()}/", "")
        return Material(symbol, trouble=": ".join(part for part in (error.what, where) if part))
    folder = f"{symbol.ticker}/{recipe.bar_size}"
    files = {f"{folder}/{name}": digest for name, digest in stored.files.items()}
    known = stored.provenance
    vendor = ", ".join(text for text in (known.vendor, known.feed, f"as of {known.as_of:%Y-%m-%d}") if text)
    return Material(symbol, tuple(rows), prices, known.label, vendor, files, notes=notes)


def currency_of(symbol: Symbol) -> str:
    """Return the currency of a symbol's prices."""
    if symbol.security_type is SecurityType.EQUITY:
        return "USD"
    try:
        return pair_of(symbol)[1]
    except BadInput:
        return "USD"


def _fetch(
    space: Workspace,
    recipe: Recipe,
    symbols: list[Symbol],
    settings: Settings,
    *,
    vendor: str | None,
    now: datetime,
    progress: Told,
    warn: Callable[[str], None],
) -> None:
    fetch(
        space.data,
        symbols,
        provider_of(vendor or recipe.data.vendor, settings=settings, seed=recipe.data.seed),
        resolution=recipe.bar_size,
        start=recipe.data.start,
        end=recipe.data.end,
        last_year=now.year + 2,
        now=now,
        progress=progress,
        warn=warn,
    )


def _has_bars(space: Workspace, recipe: Recipe, symbol: Symbol) -> bool:
    try:
        ParquetStore(space.data).stored(symbol, recipe.bar_size)
    except LeanrigError:
        return False
    return True


def _prices(space: Workspace, recipe: Recipe, symbol: Symbol) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return closes and volumes as Lean shows them within the recipe's days, and what was left out."""
    frame = lean_frame(pull(space.data, recipe, symbol))[["close", "volume"]]
    first = pd.Timestamp(recipe.data.start, tz="UTC")
    last = pd.Timestamp(recipe.data.end, tz="UTC") + pd.Timedelta(days=1)
    found = frame[(frame.index > first) & (frame.index <= last)]
    closes = found["close"].to_numpy(float)
    is_price = np.isfinite(closes) & (closes > 0)
    if not is_price.any():
        raise BadInput(
            f"no bars of {symbol} from {recipe.data.start} to {recipe.data.end}", cure=f"leanrig fetch {symbol}"
        )
    count = int((~is_price).sum())
    return found[is_price], (f"{symbol.ticker}: {count} closes are no price and were left out",) if count else ()
