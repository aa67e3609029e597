"""Sound bars on any grid, for planting faults in."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from leanrig.model.bars import BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.due import due_bars

STOCK = Symbol.parse("TEST", SecurityType.EQUITY)
COIN = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
PAIR = Symbol.parse("EURUSD", SecurityType.FOREX)
GRIDS = {
    "daily stock": (STOCK, Resolution.DAILY, date(2023, 9, 1), date(2024, 3, 28)),
    "hourly stock": (STOCK, Resolution.HOUR, date(2023, 11, 1), date(2023, 12, 29)),
    "minutes of a stock": (STOCK, Resolution.MINUTE, date(2023, 11, 22), date(2023, 11, 27)),
    "daily coin": (COIN, Resolution.DAILY, date(2023, 9, 1), date(2024, 3, 28)),
    "hourly coin": (COIN, Resolution.HOUR, date(2024, 3, 1), date(2024, 3, 15)),
    "minutes of a coin": (COIN, Resolution.MINUTE, date(2024, 3, 9), date(2024, 3, 10)),
    "daily pair": (PAIR, Resolution.DAILY, date(2023, 9, 1), date(2024, 3, 28)),
    "hourly pair": (PAIR, Resolution.HOUR, date(2023, 12, 18), date(2024, 1, 12)),
    "minutes of a pair": (PAIR, Resolution.MINUTE, date(2024, 3, 8), date(2024, 3, 11)),
}


def walk(grid: str, *, seed: int = 1, move: float = 0.002) -> BarSet:
    """Return a bar for every moment that is due; closes move by about `move`."""
    symbol, resolution, start, end = GRIDS[grid]
    ends = due_bars(symbol, resolution, start, end).ends
    draw = np.random.default_rng(seed)
    path = 100 * np.exp(np.cumsum(draw.normal(0, move / 2, (len(ends), 4)).ravel())).reshape(-1, 4)
    frame = pd.DataFrame(
        {
            "open": path[:, 0],
            "high": path.max(axis=1),
            "low": path.min(axis=1),
            "close": path[:, -1],
            "volume": np.round(draw.uniform(500, 1500, len(ends))),
        },
        index=ends.rename("end_time"),
    )
    known = Provenance("nobody", "a walk", "made for a test", "raw", datetime(2024, 4, 1, tzinfo=UTC))
    return BarSet(symbol, resolution, frame, known)
