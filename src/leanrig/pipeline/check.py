"""check: stored bars are judged, and held against another source where one is named."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from leanrig.errors import BadInput, Missing
from leanrig.files import write_bytes
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.providers.chain import Chain
from leanrig.providers.protocol import BarProvider
from leanrig.report.check_figure import check_figure
from leanrig.store.bar_file import bars_of_file
from leanrig.store.crosscheck import crosscheck
from leanrig.store.crosscheck_result import Crosscheck
from leanrig.store.findings import Quality
from leanrig.store.parquet_store import ParquetStore, symbol_of
from leanrig.store.quality import judge

__all__ = ["Checked", "FetchOther", "check", "draw", "from_file", "from_vendor"]

FetchOther = Callable[[Symbol, Resolution, date, date], BarSet]

_CHECKED = (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY)


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """One resolution of a symbol: its bars, what was found in them, and how they compare."""

    bar_set: BarSet
    quality: Quality
    against: Crosscheck | None = None

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against using the bars."""
        return self.quality.is_good and (self.against is None or self.against.is_good)


def check(
    data_folder: Path,
    ticker: str,
    *,
    now: datetime,
    resolution: Resolution | None = None,
    start: date | None = None,
    end: date | None = None,
    fetch_other: FetchOther | None = None,
) -> list[Checked]:
    """Return what can be said of the stored bars of `ticker`, by resolution, the finest first.

    Parameters
    ----------
    now
        The present moment.
    resolution
        The one to look at; every stored one where it is None.
    start, end
        Days to look at, both included: within them every session must be there. All stored bars where they are None.
    fetch_other
        Where the same bars can be had from elsewhere; it is asked for the days that are looked at.

    Raises
    ------
    Missing
        If nothing is stored that was asked for.
    BadInput
        If the dates are reversed.
    """
    if start is not None and end is not None and start > end:
        raise BadInput(f"the range ends ({end}) before it starts ({start})", cure="swap --from and --to")
    store, symbol = ParquetStore(data_folder), _symbol(data_folder, ticker)
    found = [store.read(symbol, size) for size in _sizes(store, symbol, resolution)]
    chosen = [_between(bar_set, start, end) for bar_set in found]
    return [_checked(bar_set, now, start, end, fetch_other) for bar_set in chosen]


def from_vendor(provider: BarProvider | Chain) -> FetchOther:
    """Return the way to ask a provider, or whoever of a chain answers."""
    if isinstance(provider, Chain):
        chain = provider
        return lambda symbol, resolution, start, end: chain.bars(symbol, resolution, start, end).bar_set
    return provider.bars


def from_file(path: Path) -> FetchOther:
    """Return the way to read the same bars from a parquet file."""
    return lambda symbol, resolution, start, end: bars_of_file(path, symbol, resolution, (start, end))


def draw(found: list[Checked], path: Path) -> Path:
    """Draw the bars that were looked at, and what was found in them; the suffix says in which form.

    Raises
    ------
    BadInput
        If several resolutions were looked at, or the suffix names no form of picture.
    Missing
        If matplotlib is not installed.
    """
    if len(found) != 1:
        sizes = ", ".join(str(item.bar_set.resolution) for item in found)
        raise BadInput(f"one picture shows one resolution, and these are stored: {sizes}", cure="add --resolution")
    (item,) = found
    return write_bytes(path, check_figure(item.bar_set, item.quality, form=path.suffix.lstrip(".").lower()))


def _symbol(data_folder: Path, ticker: str) -> Symbol:
    name, have = ticker.strip().upper(), ParquetStore(data_folder).symbols()
    if name in have:
        return symbol_of(data_folder / name)
    near = get_close_matches(name, have, n=1)
    raise Missing(
        f"no bars of {name} in the store",
        where=str(data_folder),
        cure=f"did you mean {near[0]}?" if near else f"leanrig fetch {name}",
    )


def _sizes(store: ParquetStore, symbol: Symbol, wanted: Resolution | None) -> list[Resolution]:
    if wanted is not None:
        return [wanted]
    return [size for size in _CHECKED if _has(store, symbol, size)]


def _has(store: ParquetStore, symbol: Symbol, size: Resolution) -> bool:
    try:
        return store.stored(symbol, size).bars > 0
    except Missing:
        return False


def _between(bar_set: BarSet, start: date | None, end: date | None) -> BarSet:
    days = bar_days(bar_set.symbol, bar_set.bars.index)
    chosen = pd.Series(data=True, index=days)
    if start is not None:
        chosen &= days >= pd.Timestamp(start)
    if end is not None:
        chosen &= days <= pd.Timestamp(end)
    if not chosen.any():
        asked = (f" --from {start}" if start else "") + (f" --to {end}" if end else "")
        raise Missing(
            f"no {bar_set.resolution} bars of {bar_set.symbol} on the days asked for",
            cure=f"leanrig fetch {bar_set.symbol} --resolution {bar_set.resolution}{asked}",
        )
    return replace(bar_set, bars=bar_set.bars[chosen.to_numpy()])


def _checked(
    bar_set: BarSet, now: datetime, start: date | None, end: date | None, fetch_other: FetchOther | None
) -> Checked:
    quality = judge(bar_set, now=now, first_day=start, last_day=end)
    if fetch_other is None:
        return Checked(bar_set, quality)
    days = bar_days(bar_set.symbol, bar_set.bars.index)
    other = fetch_other(bar_set.symbol, bar_set.resolution, days[0].date(), days[-1].date())
    return Checked(bar_set, quality, crosscheck(bar_set, other))
