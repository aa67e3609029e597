"""Lean's own data folder, written from raw bars: the one place that turns UTC into the data's zone.

Lean validates nothing it reads (a text in a price field becomes a number), so that every row is checked before it is
written. The same bars give the same bytes. `lean_sync` writes what the store holds; what stands here makes the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.files import write_bytes, write_text
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.store.checks import check_bars
from leanrig.store.factor_files import factor_rows, texts_of
from leanrig.store.lean_names import COARSE, Kind, coarse_names, data_zone, kinds, minute_names
from leanrig.store.lean_read import read_lean, read_quotes
from leanrig.store.lean_rows import Lines, lines_of
from leanrig.store.lean_zip import text_in, zipped
from leanrig.store.map_files import NameSpan, name_spans

__all__ = [
    "LeanFile",
    "data_zone",
    "lean_file",
    "lean_files",
    "lean_frame",
    "read_lean",
    "read_quotes",
    "write_lean",
]


@dataclass(frozen=True, slots=True)
class LeanFile:
    """One zip below the data folder.

    `spans` are the days that its rows decide, where the file holds whole histories: rows of other days are another
    share's, which had the ticker then, and stay.
    """

    path: Path
    entry: str
    text: bytes
    spans: tuple[NameSpan, ...] = ()

    def content(self, data_folder: Path) -> bytes:
        """Return the zip's bytes, with the rows of others that are there already."""
        return zipped(self.entry, self.rows(data_folder))

    def rows(self, data_folder: Path) -> bytes:
        """Return the file's rows, with those of others that are there already."""
        path = data_folder / self.path
        is_shared = any((span.first, span.last) != (date.min, date.max) for span in self.spans)
        if not is_shared or not path.exists():
            return self.text
        theirs = [line for line in text_in(path).splitlines(keepends=True) if not self._owns(line)]
        both: list[bytes] = sorted([*self.text.splitlines(keepends=True), *theirs])  # a line begins with its time
        return b"".join(both)

    def _owns(self, line: bytes) -> bool:
        day = line[:8].decode()
        return any(f"{span.first:%Y%m%d}".zfill(8) <= day <= f"{span.last:%Y%m%d}" for span in self.spans)


def write_lean(bar_set: BarSet, data_folder: Path) -> list[Path]:
    """Write the bars as Lean reads them and return the files: zips, and for equities a factor and a map file.

    Daily and hour bars are one file a symbol and kind, which is replaced as a whole; minute bars are one file a day.
    What a share traded as lies under the name it had then.

    Raises
    ------
    BadInput
        If a bar breaks a law of bars; nothing is written then.
    """
    check_bars(bar_set.bars, where=f"{bar_set.symbol} {bar_set.resolution}")
    files = list(lean_files(bar_set))
    written = [write_bytes(data_folder / file.path, file.content(data_folder)) for file in files]
    return written + [write_text(data_folder / path, text) for path, text in texts_of(bar_set).items()]


def lean_files(bar_set: BarSet) -> Iterator[LeanFile]:
    """Yield the zips that the bars make."""
    has_quotes = bar_set.quotes is not None and not bar_set.quotes.empty
    spans = name_spans(bar_set.symbol, bar_set.ticker_changes)
    for kind in kinds(bar_set.symbol, bar_set.resolution, has_quotes=has_quotes):
        lines = lines_of(bar_set, kind)
        make = _coarse if bar_set.resolution in COARSE else _minutes
        yield from make(bar_set, kind, lines, spans)


def lean_file(bar_set: BarSet) -> tuple[Path, bytes]:
    """Return path (below the data folder) and content of the one file that daily or hour bars make."""
    (file,) = lean_files(bar_set)
    return file.path, zipped(file.entry, file.text)


def lean_frame(bar_set: BarSet) -> pd.DataFrame:
    """Return the bars with Lean's adjusted prices: raw times the factor in force, as an algorithm sees them."""
    rows = factor_rows(bar_set)
    dates = pd.DatetimeIndex(bar_set.bars.index).tz_convert(data_zone(bar_set.symbol)).strftime("%Y%m%d").to_numpy()
    limits = np.array([row.date for row in rows])
    factors = np.array([row.price * row.split for row in rows])
    found = factors[np.minimum(np.searchsorted(limits, dates), len(factors) - 1)]
    frame = bar_set.bars.copy()
    for column in ("open", "high", "low", "close"):
        frame[column] = frame[column] * found
    frame["volume"] = frame["volume"] / found
    return frame


def _coarse(bar_set: BarSet, kind: Kind, lines: Lines, spans: list[NameSpan]) -> Iterator[LeanFile]:
    for ticker in dict.fromkeys(span.ticker for span in spans):
        own = tuple(span for span in spans if span.ticker == ticker)
        text = b"".join(lines.between(span.first, span.last) for span in own)
        path, entry = coarse_names(bar_set.symbol, bar_set.resolution, ticker, kind)
        if text or len(spans) == 1:
            yield LeanFile(path, entry, text, own)


def _minutes(bar_set: BarSet, kind: Kind, lines: Lines, spans: list[NameSpan]) -> Iterator[LeanFile]:
    for day, text in lines.by_day():
        ticker = next(span.ticker for span in spans if day <= span.last)
        path, entry = minute_names(bar_set.symbol, Resolution(bar_set.resolution), ticker, kind, day)
        yield LeanFile(path, entry, text)
