"""How long a year of minutes takes into the store and into Lean's folder: `python benchmarks/store.py`."""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.model.bars import BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days, minute_ends
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.coverage import DayRange
from leanrig.store.lean_sync import sync_lean
from leanrig.store.parquet_store import ParquetStore

__all__ = ["main"]

COIN = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
YEAR = DayRange(date(2024, 1, 1), date(2024, 12, 31))
_SOURCE = Provenance("benchmark", "seed 7", "simulated", "raw", datetime(2025, 6, 1, tzinfo=UTC))


def year_of_minutes() -> pd.DataFrame:
    """Return 527,040 bars with two decimals, and volumes with eight."""
    ends = minute_ends(COIN, YEAR.first, YEAR.last).as_unit("us").rename("end_time")
    draw = np.random.default_rng(7)
    close = np.round(40_000 * np.exp(np.cumsum(draw.normal(0, 1e-4, len(ends)))), 2)
    open_ = np.r_[close[0], close[:-1]]
    high = np.round(np.maximum(open_, close) + 5 * draw.random(len(ends)), 2)
    low = np.round(np.minimum(open_, close) - 5 * draw.random(len(ends)), 2)
    volume = np.round(draw.exponential(1.0, len(ends)), 8)
    return pd.DataFrame({"open": open_, "high": high, "low": low, "close": close, "volume": volume}, index=ends)


def main() -> None:
    """Print one JSON object: seconds of each step, by the wall and by the processor."""
    bars = year_of_minutes()
    answers = list(bars.groupby(bar_days(COIN, bars.index).to_period("M")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = ParquetStore(folder)

        def keep() -> None:
            for month, part in answers:
                days = DayRange(month.start_time.date(), month.end_time.date())
                store.put(BarSet(COIN, Resolution.MINUTE, part, _SOURCE), days)

        def lay() -> None:
            sync_lean(store, COIN, Resolution.MINUTE, folder)

        steps = {"twelve answers": keep, "lean's folder": lay, "nothing new": lay}
        print(json.dumps({"bars": len(bars)} | {what: _seconds(step) for what, step in steps.items()}, indent=1))


def _seconds(step: Callable[[], None]) -> dict[str, float]:
    wall, processor = time.perf_counter(), time.process_time()
    step()
    return {"wall": round(time.perf_counter() - wall, 2), "processor": round(time.process_time() - processor, 2)}


if __name__ == "__main__":
    main()
