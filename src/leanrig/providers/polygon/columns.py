"""A page of aggregates as columns: one pass over its rows a column, no row objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from leanrig.providers.polygon.wire import bad, next_url_of, rows_of

__all__ = ["Columns", "joined", "read_columns", "read_page"]

_LETTERS = "ohlcv"
Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars as the vendor sent them: `start_ms` of each window since the epoch; `values` open, high, low, close, volume.

    `values` has the shape (5, n_bars), so that each column lies in one piece.
    """

    start_ms: Ints
    values: Floats

    def __len__(self) -> int:
        return len(self.start_ms)

    def chosen(self, keep: Any) -> "Columns":
        """Return the bars at `keep`: a mask, or places."""
        return Columns(self.start_ms[keep], self.values[:, keep])


def read_page(body: Any, about: str) -> tuple[Columns, str]:
    """Return the bars of an answer and its `next_url`; raise `BadAnswer` naming the field that is wrong."""
    return read_columns(rows_of(body, about), about), next_url_of(body, about)


def read_columns(rows: Sequence[dict[str, Any]], about: str) -> Columns:
    """Return the rows' stamps, prices and volumes."""
    values = np.empty((len(_LETTERS), len(rows)))
    for n, letter in enumerate(_LETTERS):
        values[n] = _column(rows, letter, about)
    stamps = _column(rows, "t", about)
    if stamps.dtype.kind != "i":
        raise bad("'t' that is no whole number of milliseconds", about)
    return Columns(stamps.astype(np.int64, copy=False), values)


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the bars of several pages one after another."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Columns(np.empty(0, dtype=np.int64), np.empty((len(_LETTERS), 0)))
    return Columns(np.concatenate([p.start_ms for p in parts]), np.concatenate([p.values for p in parts], axis=1))


def _column(rows: Sequence[dict[str, Any]], letter: str, about: str) -> "np.ndarray[Any, Any]":
    """NumPy finds the narrowest type that holds all: a text or a null among numbers gives away the column."""
    if not rows:
        return np.empty(0, dtype=np.int64)
    try:
        found = np.array(list(map(itemgetter(letter), rows)))
    except KeyError:
        raise bad(f"a bar without {letter!r}", about) from None
    except ValueError:  # lists of different lengths
        raise bad(f"{letter!r} that is no number", about) from None
    if found.ndim != 1 or found.dtype.kind not in "if":
        raise bad(f"{letter!r} that is no number", about)
    return found
