"""Bars to store and write: simulated ones, small enough to look at."""

from datetime import UTC, date, datetime

import pandas as pd

from leanrig.model.bars import BarSet, CorporateAction, Provenance
from leanrig.model.resolution import Resolution
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
