"""Closes for a notebook: through QuantBook in Lean's research image, elsewhere out of the workspace's store."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import Missing
from leanrig.model.bars import BarSet
from leanrig.model.symbol import Symbol
from leanrig.pipeline.check import from_vendor
from leanrig.pipeline.vendors import provider_of
from leanrig.workspace import Workspace
from research.pull import closes_of, pull

__all__ = ["Closes", "closes_here", "is_in_lean"]

_ON_THIS_MACHINE = ("sample", "simulator")
"""Vendors that need neither key nor network."""


@dataclass(frozen=True, slots=True, eq=False)
class Closes:
    """Adjusted closes by end_time, UTC, and where they come from; `bar_set` is None where Lean read them."""

    closes: "pd.Series[float]"
    source: str
    bar_set: BarSet | None = None


def is_in_lean() -> bool:
    """Whether this kernel is that of Lean's research image; Lean's stubs, which go by the same name, are no module."""
    found = find_spec("AlgorithmImports")
    return found is not None and found.origin is not None


def closes_here(space: Workspace, recipe: Recipe, symbol: Symbol) -> Closes:
    """Return the closes of a symbol of a recipe, within the recipe's days.

    Nothing is written. Bars that are not in the store are taken from the recipe's vendor where that one needs neither
    key nor network.

    Raises
    ------
    Missing
        If there are none: the cure names the command that fetches them.
    """
    if is_in_lean():
        return Closes(_by_quant_book(recipe, symbol), "Lean's QuantBook")
    try:
        stored = pull(space.data, recipe, symbol)
    except Missing as error:
        return _of_vendor(recipe, symbol, error)
    return Closes(closes_of(recipe, stored), f"{stored.provenance.label}, from the store", stored)


def _of_vendor(recipe: Recipe, symbol: Symbol, error: Missing) -> Closes:
    days = recipe.data
    if days.vendor not in _ON_THIS_MACHINE:
        cure = f"leanrig fetch {symbol} --from {days.start} --to {days.end} --vendor {days.vendor}"
        raise Missing(error.what, where=error.where, cure=cure) from None
    bars_of = from_vendor(provider_of(days.vendor, seed=days.seed))
    found = bars_of(symbol, recipe.bar_size, days.start, days.end)
    return Closes(closes_of(recipe, found), f"{found.provenance.label}, not in the store", found)


def _by_quant_book(recipe: Recipe, symbol: Symbol) -> "pd.Series[float]":
    """Ask Lean. Its frames are stamped with the bar's end in the exchange's own zone."""
    lean = import_module("AlgorithmImports")
    book, size = lean.QuantBook(), getattr(lean.Resolution, recipe.bar_size.name)
    security = getattr(book, f"add_{symbol.security_type}")(symbol.ticker, size, market=symbol.market)
    first, last = pd.Timestamp(recipe.data.start), pd.Timestamp(recipe.data.end) + timedelta(days=1)
    frame = book.history([security.symbol], first.to_pydatetime(), last.to_pydatetime(), size)
    if frame.empty:
        raise Missing(f"Lean has no bars of {symbol}", where="/Lean/Data", cure=f"leanrig fetch {symbol}")
    closes = frame["close"].loc[security.symbol]
    ends = pd.DatetimeIndex(closes.index).tz_localize(str(security.exchange.time_zone)).tz_convert("UTC")
    found: pd.Series[float] = closes.set_axis(ends.rename("end_time")).astype(float)
    return found
