"""The stored bars of one symbol as an analysis takes them: adjusted closes, where they came from, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.errors import LeanrigError
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.report.inputs import Origin, PriceLine
from leanrig.store.gaps import missing_sessions
from leanrig.store.lean_format import lean_frame
from leanrig.store.parquet_store import ParquetStore

__all__ = ["Bars", "stored_bars"]


@dataclass(frozen=True, slots=True)
class Bars:
    """Closes by end_time in UTC, the same as a line, and what is known of them; no `origin` where none are kept."""

    closes: pd.Series
    line: PriceLine
    origin: Origin | None = None
    files: Mapping[str, str] = field(default_factory=dict)


def stored_bars(data_folder: Path, symbol: Symbol, resolution: Resolution, *, end: date) -> Bars:
    """Return the bars up to a day; closes that are no number above zero are left out, as if they were missing."""
    store = ParquetStore(data_folder)
    try:
        found = store.read(symbol, resolution)
        stored = store.stored(symbol, resolution)
        closes = lean_frame(found)["close"] if len(found.bars) else pd.Series(dtype=float)
    except (LeanrigError, OSError):
        return Bars(pd.Series(dtype=float, index=pd.DatetimeIndex([], tz="UTC")), PriceLine((), (), ""))
    last = pd.Timestamp(end, tz="UTC") + pd.Timedelta(days=1)
    closes = closes[(closes.index <= last) & np.isfinite(closes.to_numpy(dtype=float)) & (closes > 0)]
    known = stored.provenance
    origin = Origin(
        symbol=symbol.ticker,
        vendor=known.vendor,
        feed=known.feed,
        label=known.label,
        adjustment=str(known.adjustment),
        as_of=known.as_of.isoformat(),
        hashes=stored.files,
        gaps=str(len(missing_sessions(found))),
    )
    folder = f"{symbol.ticker}/{resolution}"
    files = {f"{folder}/{name}": digest for name, digest in stored.files.items()}
    return Bars(closes, _line(closes, folder), origin, files)


def _line(closes: pd.Series, source: str) -> PriceLine:
    times = pd.DatetimeIndex(closes.index).as_unit("s").asi8
    return PriceLine(tuple(int(time) for time in times), tuple(float(value) for value in closes), source)
