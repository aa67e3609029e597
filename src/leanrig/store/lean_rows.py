"""Bars and quotes as the lines of Lean's files: times in the data's zone, prices in Lean's form.

Prices of stocks are whole ten-thousandths there: what has more digits is rounded, halves to the even one; the store
keeps the vendor's number. Where a market is quoted and a bar has no quote, bid and ask are the bar's price and their
sizes 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from leanrig.errors import BadInput
from leanrig.model.bars import QUOTE_COLUMNS, BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.lean_names import COARSE, Kind, data_zone
from leanrig.store.number_texts import decimal_texts, joined_lines, scaled_texts, whole_texts

__all__ = ["Lines", "lines_of", "quotes_of"]

_PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one kind; `days` are the dates that Lean's files go by, in order, one a line."""

    text: bytes
    offsets: "np.typing.NDArray[np.int64]"
    days: pd.DatetimeIndex

    def between(self, first: date, last: date) -> bytes:
        """Return the lines from `first` to `last`, both included."""
        low = 0 if first == date.min else int(self.days.searchsorted(pd.Timestamp(first)))
        high = len(self.days) if last == date.max else int(self.days.searchsorted(pd.Timestamp(last), side="right"))
        return self.text[self.offsets[low] : self.offsets[high]]

    def by_day(self) -> Iterator[tuple[date, bytes]]:
        """Yield each day with its lines."""
        starts = np.flatnonzero(np.diff(self.days.asi8, prepend=-1))
        for first, last in zip(starts, [*starts[1:], len(self.days)], strict=False):
            yield self.days[int(first)].date(), self.text[self.offsets[first] : self.offsets[last]]


def lines_of(bar_set: BarSet, kind: Kind) -> Lines:
    """Return the lines of the set's trades or quotes."""
    table = bar_set.bars if kind == "trade" else quotes_of(bar_set)
    symbol, resolution = bar_set.symbol, bar_set.resolution
    starts = _starts(pd.DatetimeIndex(table.index), symbol, resolution)
    if starts.has_duplicates:
        raise BadInput(f"two {resolution} bars of {symbol} fall into one of Lean's", cure="fetch the bars again")
    text, offsets = joined_lines(
        [_stamps(starts, resolution), *(_texts(table[name], symbol) for name in table.columns)]
    )
    return Lines(text, offsets, starts.normalize())


def quotes_of(bar_set: BarSet) -> pd.DataFrame:
    """Return the set's quotes; in a market of quotes alone, bars without one give bid = ask = price."""
    quotes = bar_set.quotes
    if bar_set.symbol.security_type is not SecurityType.FOREX:
        return quotes if quotes is not None else pd.DataFrame(columns=list(QUOTE_COLUMNS))
    made = made_quotes(bar_set.bars)
    if quotes is None or quotes.empty:
        return made
    return pd.concat([quotes[list(QUOTE_COLUMNS)], made.loc[made.index.difference(quotes.index)]]).sort_index()


def made_quotes(bars: pd.DataFrame) -> pd.DataFrame:
    """Return quotes whose bid and ask are the bars' prices, with sizes of 0."""
    columns = {f"{side}_{name}": bars[name] for side in ("bid", "ask") for name in _PRICES}
    return pd.DataFrame(columns | {"bid_size": 0.0, "ask_size": 0.0}, index=bars.index)[list(QUOTE_COLUMNS)]


def _starts(ends: pd.DatetimeIndex, symbol: Symbol, resolution: Resolution) -> pd.DatetimeIndex:
    """Return each bar's start as Lean stamps it: the date, the whole hour, or the minute; naive, in the data's zone."""
    local = ends.tz_convert(data_zone(symbol)).tz_localize(None)
    if resolution is Resolution.DAILY:
        has_sessions = symbol.security_type is SecurityType.EQUITY
        return local.normalize() if has_sessions else local - pd.Timedelta(days=1)
    if resolution is Resolution.HOUR:
        return local.ceil("h") - pd.Timedelta(hours=1)
    return local - pd.Timedelta(minutes=1)


def _stamps(starts: pd.DatetimeIndex, resolution: Resolution) -> Any:
    if resolution in COARSE:
        return pa.array(starts.strftime("%Y%m%d %H:%M").to_numpy(dtype=object), type=pa.string())
    clock = (starts - starts.normalize()) // pd.Timedelta(milliseconds=1)
    return pa.array(clock.to_numpy(dtype=np.int64)).cast(pa.string())


def _texts(values: pd.Series, symbol: Symbol) -> Any:
    numbers = values.to_numpy(dtype=np.float64)
    if symbol.security_type is not SecurityType.EQUITY:
        return decimal_texts(numbers)
    is_size = str(values.name) == "volume" or str(values.name).endswith("_size")
    return whole_texts(numbers) if is_size else scaled_texts(numbers)
