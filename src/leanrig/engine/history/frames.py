"""DataFrames of history as Lean makes them: rows by symbol and end time, columns by name, zeros left out.

pandas is imported when the first frame is made: algorithms that never ask for one do not pay for it.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.history.lookups import teach_pandas
from leanrig.engine.history.points import point_columns
from leanrig.engine.history.reading import Stretch, stretches
from leanrig.engine.history.requests import Request
from leanrig.engine.identity import Symbol

__all__ = ["empty_frame", "frame"]

_PRICES = ("open", "high", "low", "close")
Columns = dict[str, npt.NDArray[Any]]
Wall = npt.NDArray[np.int64]


def empty_frame() -> Any:
    """A frame without rows and columns."""
    import pandas as pd

    teach_pandas()
    nothing = pd.Index([], dtype=object)
    return pd.DataFrame(index=nothing, columns=nothing)


def frame(algorithm: Any, requests: Iterable[Request]) -> Any:
    """Everything that the requests hold; rows in order of first appearance of each symbol, then by time."""
    parts: dict[Symbol, list[tuple[Request, list[Stretch]]]] = {}
    begins: dict[Symbol, tuple[int, int]] = {}
    for place, request in enumerate(requests):
        found = list(stretches(algorithm, request))
        if found:
            parts.setdefault(request.symbol, []).append((request, found))
            first = (found[0].page.emit[found[0].first], place)
            begins[request.symbol] = min(first, begins.get(request.symbol, first))
    tables = [(symbol, *_table(parts[symbol])) for symbol in sorted(parts, key=begins.__getitem__)]
    return _joined([table for table in tables if table[2]]) if tables else empty_frame()


def _joined(tables: list[tuple[Symbol, Wall, Columns]]) -> Any:
    """One frame of all symbols' tables; a column that a symbol lacks is NaN there."""
    import pandas as pd

    teach_pandas()
    if not tables:
        return empty_frame()
    names = sorted({name for _, _, columns in tables for name in columns})
    merged = {
        name: np.concatenate([_or_missing(columns.get(name), len(times)) for _, times, columns in tables])
        for name in names
    }
    symbols = sorted({symbol for symbol, _, _ in tables})
    place_of = {symbol: place for place, symbol in enumerate(symbols)}
    times = np.concatenate([times for _, times, _ in tables])
    moments, time_codes = np.unique(times, return_inverse=True)
    symbol_codes = np.repeat([place_of[symbol] for symbol, _, _ in tables], [len(own) for _, own, _ in tables])
    levels: Any = [pd.Index(symbols, dtype=object), pd.DatetimeIndex((moments * 1000).view("datetime64[ns]"))]
    codes: Any = [symbol_codes, time_codes]
    index = pd.MultiIndex(levels=levels, codes=codes, names=["symbol", "time"])
    # Texts stay objects: newer pandas would make a type of their own of them.
    columns = {name: pd.Series(column, index, dtype=column.dtype) for name, column in merged.items()}
    result = pd.DataFrame(columns, index=index)
    result.columns = pd.Index(names, dtype=object)
    return result


def _or_missing(column: npt.NDArray[Any] | None, count: int) -> npt.NDArray[Any]:
    return np.full(count, np.nan) if column is None else column


def _table(parts: list[tuple[Request, list[Stretch]]]) -> tuple[Wall, Columns]:
    """End times and columns of one symbol: trades and quotes that end together share a row."""
    trades = [stretch for request, found in parts if request.config.type is TradeBar for stretch in found]
    quotes = [stretch for request, found in parts if request.config.type is QuoteBar for stretch in found]
    others = [
        stretch for request, found in parts if request.config.type not in (TradeBar, QuoteBar) for stretch in found
    ]
    if others:
        points = [(page.emit[row], page.item(row)) for page, first, last in others for row in range(first, last)]
        points.sort(key=lambda point: point[0])
        return point_columns([point for _, point in points])
    if not quotes:
        times, columns = _times(trades), _trade_columns(trades)
    elif not trades:
        times, columns = _times(quotes), _quote_columns(quotes, None)
    else:
        times, columns = _both(trades, quotes)
    return times, {name: column for name, column in columns.items() if _counts(column)}


def _counts(column: npt.NDArray[np.float64]) -> bool:
    """Whether a column holds anything but zeros and missing values."""
    return bool(np.nan_to_num(column).any())


def _both(trades: list[Stretch], quotes: list[Stretch]) -> tuple[Wall, Columns]:
    """Prices from the trade where there is one, else the middle of the quote."""
    trade_times, quote_times = _times(trades), _times(quotes)
    times = np.union1d(trade_times, quote_times)
    at_trade, at_quote = np.searchsorted(times, trade_times), np.searchsorted(times, quote_times)
    known = np.isin(quote_times, trade_times)
    columns: Columns = {}
    for name, column in _quote_columns(quotes, known).items():
        columns[name] = np.full(len(times), np.nan)
        columns[name][at_quote] = column
    for name, column in _trade_columns(trades).items():
        columns.setdefault(name, np.full(len(times), np.nan))[at_trade] = column
    return times, columns


def _times(found: list[Stretch]) -> Wall:
    return np.concatenate([page.times.end[first:last] for page, first, last in found])


def _trade_columns(found: list[Stretch]) -> Columns:
    names = (*_PRICES, "volume")
    return {
        name: np.concatenate([np.asarray(getattr(page, name).floats[first:last]) for page, first, last in found])
        for name in names
    }


def _quote_columns(found: list[Stretch], known: npt.NDArray[np.bool_] | None) -> Columns:
    """Bid, ask and sizes, and the middle where no trade is `known`."""
    columns: Columns = {}
    for label in ("bid", "ask"):
        for name in (*_PRICES, "size"):
            columns[f"{label}{name}"] = np.concatenate([_side(stretch, label, name) for stretch in found])
    rows = [(page, row) for page, first, last in found for row in range(first, last)]
    needed = range(len(rows)) if known is None else np.flatnonzero(~known).tolist()
    middles = {name: np.full(len(rows), np.nan) for name in _PRICES}
    for place in needed:
        page, row = rows[place]
        bar = page.item(row)
        for name in _PRICES:
            middles[name][place] = getattr(bar, name)
    return columns | middles


def _side(stretch: Stretch, label: str, name: str) -> npt.NDArray[np.float64]:
    page, first, last = stretch
    side = getattr(page, f"_{label}")
    values = np.array(getattr(side, name).floats[first:last])
    if side.present is not None and name != "size":
        values[~side.present[first:last]] = np.nan
    return values
