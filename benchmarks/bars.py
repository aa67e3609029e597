"""The bars of the two workloads, the same on every machine, and a data folder of them in Lean's layout."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.model.bars import BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import minute_ends, session_closes
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.lean_defaults import ensure_defaults
from leanrig.store.lean_format import write_lean

__all__ = ["MINUTES", "Workload", "data_folder", "workload"]

MINUTES, DAYS, STOCKS = 500_000, 2_520, 50
_BUILD = Path(__file__).parents[1] / "build" / "bench"
_MADE = Provenance("benchmark", "seed 7", "simulated", "raw", datetime(2019, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Workload:
    """Opens and closes as lists, one a symbol, for the floor; the same bars for the engine."""

    name: str
    resolution: Resolution
    frames: dict[str, pd.DataFrame]

    @property
    def bars(self) -> int:
        """How many there are."""
        return sum(len(frame) for frame in self.frames.values())


def workload(name: str) -> Workload:
    """Return workload `a` (minutes of one stock) or `b` (days of fifty)."""
    draw = np.random.default_rng(7)
    minutes = _walk(MINUTES, 0.0005, draw)
    if name == "a":
        ends = minute_ends(_stock("AAA"), date(2019, 1, 2), date(2024, 2, 13))[:MINUTES]
        return Workload(name, Resolution.MINUTE, {"AAA": minutes.set_axis(_index(ends))})
    ends = pd.DatetimeIndex(session_closes(_stock("S00"), date(2014, 1, 2), date(2024, 6, 1)))[:DAYS]
    frames = {f"S{number:02}": _walk(DAYS, 0.015, draw).set_axis(_index(ends)) for number in range(STOCKS)}
    return Workload(name, Resolution.DAILY, frames)


def data_folder(work: Workload) -> Path:
    """Return a data folder that holds the workload, made at the first call."""
    folder = _BUILD / work.name
    done = folder / "complete"
    if not done.exists():
        sets = [BarSet(_stock(ticker), work.resolution, frame, _MADE) for ticker, frame in work.frames.items()]
        for bar_set in sets:
            write_lean(bar_set, folder)
        ensure_defaults(folder, sets, last_year=2026)
        done.touch()
    return folder


def _walk(count: int, deviation: float, draw: np.random.Generator) -> pd.DataFrame:
    """Log-normal steps from 100 with each open at the last close, so that fills at either cost the same."""
    close = 100 * np.exp(np.cumsum(draw.normal(0, deviation, count)))
    opened = np.concatenate([[100.0], close[:-1]])
    above, below = (np.abs(draw.normal(0, deviation / 2, count)) for _ in range(2))
    high = np.maximum(opened, close) * (1 + above)
    low = np.minimum(opened, close) * (1 - below)
    opened, high, low, close = (np.round(values, 4) for values in (opened, high, low, close))
    columns = {
        "open": opened,
        "high": np.maximum.reduce([high, opened, close]),
        "low": np.minimum.reduce([low, opened, close]),
        "close": close,
        "volume": draw.integers(1_000, 100_000, count).astype(float),
    }
    return pd.DataFrame(columns)


def _index(ends: pd.DatetimeIndex) -> pd.DatetimeIndex:
    return ends.as_unit("us").rename("end_time")


def _stock(ticker: str) -> Symbol:
    return Symbol.parse(ticker, SecurityType.EQUITY)
