"""The raw close before a day, out of whatever bars of the symbol are kept."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.store.coverage import DayRange
from leanrig.store.metadata import Metadata
from leanrig.store.period_files import period_of, periods_between, read_file

__all__ = ["close_in", "closes_kept"]

# The longest time without a session since 1998 was a week; a close older than this is no reference.
_BACK = timedelta(days=10)
_ORDER = (Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE, Resolution.SECOND)


def close_in(symbol: Symbol, bars: pd.DataFrame) -> Callable[[date], float | None]:
    """Return a function from a day to the last close before it among `bars`; None where there is none near."""
    days = bar_days(symbol, bars.index)

    def before(day: date) -> float | None:
        place = int(days.searchsorted(pd.Timestamp(day))) - 1
        near = place >= 0 and days[place].date() >= day - _BACK
        return float(bars["close"].iloc[place]) if near else None

    return before


def closes_kept(folder: Path, metadata: Metadata) -> Callable[[date], float | None]:
    """Return a function from a day to the kept close before it: of the daily bars, else of hours, else of minutes."""

    @lru_cache(maxsize=4)
    def rows(resolution: Resolution, periods: tuple[str, ...]) -> pd.DataFrame | None:
        files = metadata.entries[resolution].files
        names = [name for name in sorted(files) if period_of(name) in periods]
        parts = [read_file(folder / resolution / name, files[name].sha256) for name in names]
        return pd.concat(parts) if parts else None

    def before(day: date) -> float | None:
        near = DayRange(day - _BACK, day - timedelta(days=1))
        for resolution in (r for r in _ORDER if r in metadata.entries):
            found = rows(resolution, tuple(periods_between(resolution, near)))
            close = close_in(metadata.symbol, found)(day) if found is not None else None
            if close is not None:
                return close
        return None

    return before
