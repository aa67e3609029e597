"""Bars to store and write: simulated ones, small enough to look at."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from leanrig.model.bars import BarSet, CorporateAction, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.simulator import SimulatedProvider

STOCK = Symbol.parse("TEST", SecurityType.EQUITY)
COIN = Symbol.parse("BTCUSD", SecurityType.CRYPTO)


def simulated(
    symbol: Symbol = STOCK,
    resolution: Resolution = Resolution.DAILY,
    start: date = date(2023, 11, 20),
    end: date = date(2024, 1, 12),
) -> BarSet:
    return SimulatedProvider(seed=3).bars(symbol, resolution, start, end)


def bar_set(bars: pd.DataFrame, symbol: Symbol = STOCK, resolution: Resolution = Resolution.DAILY) -> BarSet:
    return BarSet(symbol, resolution, bars, PROVENANCE)


def with_actions(found: BarSet, *actions: CorporateAction) -> BarSet:
    return BarSet(found.symbol, found.resolution, found.bars, found.provenance, actions)


PROVENANCE = Provenance(
    vendor="simulator",
    feed="made in a test",
    label="simulated",
    adjustment="raw",
    as_of=datetime(2024, 1, 1, tzinfo=UTC),
)

LATER = datetime(2025, 6, 1, tzinfo=UTC)


def answered(
    found: BarSet,
    first: date,
    last: date,
    *,
    as_of: datetime = LATER,
    vendor: str = "polygon",
    feed: str = "SIP",
    label: str = "",
) -> BarSet:
    """Return what a vendor answers for some days of a set of bars."""
    days = bar_days(found.symbol, found.bars.index)
    chosen = found.bars[(days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))]
    source = Provenance(vendor, feed, label or feed, "raw", as_of)
    return replace(found, bars=chosen, provenance=source)


def tree(folder: Path, *, without: tuple[str, ...] = (".lock",)) -> dict[str, bytes]:
    """Return path -> content of all files below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in without)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
