"""Writes a vendor's answer over what is kept: the files of the periods that it touches, and what it revised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from leanrig.model.bars import BAR_COLUMNS, QUOTE_COLUMNS, BarSet
from leanrig.model.sessions import bar_days, day_zone
from leanrig.store.coverage import DayRange, Segment, same_source, with_segment
from leanrig.store.merging import checked_bars, checked_quotes, laid_over, refuse_differing, rows_of
from leanrig.store.metadata import Entry, PeriodFile
from leanrig.store.period_files import empty_table, period_of, periods_between, read_file, sweep, write_periods
from leanrig.store.revisions import Difference, compare, record

__all__ = ["QUOTES", "Answer", "Put", "lay", "table"]

QUOTES = "quotes-"


@dataclass(frozen=True, slots=True)
class Put:
    """What one put changed, in bars.

    `revised` have other numbers now from the same source, `replaced` from another one; `removed` are no longer told.
    """

    added: int = 0
    revised: int = 0
    replaced: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A vendor's answer in the store's form; see `ParquetStore.put`."""

    bar_set: BarSet
    days: DayRange
    bars: pd.DataFrame
    quotes: pd.DataFrame | None
    revise: bool
    where: str

    @classmethod
    def checked(cls, bar_set: BarSet, days: DayRange, *, revise: bool) -> "Answer":
        """Return the answer; refuse bars that break a law or lie outside `days`."""
        where = f"{bar_set.symbol} {bar_set.resolution}"
        bars, quotes = checked_bars(bar_set, days, where), checked_quotes(bar_set, days, where)
        return cls(bar_set, days, bars, quotes, revise, where)

    @property
    def ruled(self) -> DayRange | None:
        """The days whose rows the answer decides alone; None where kept rows stay."""
        return self.days if self.revise else None


def lay(folder: Path, entry: Entry, answer: Answer) -> tuple[Entry, Put]:
    """Write the periods that the answer touches; return the entry with it, and what changed."""
    symbol, source = answer.bar_set.symbol, answer.bar_set.provenance
    sweep(folder, [*entry.files, *entry.quotes])  # files of the generation before stay for those who read them now
    periods = None if entry.is_old_form else periods_between(answer.bar_set.resolution, answer.days)
    kept = table(folder, _touched(entry.files, periods), BAR_COLUMNS)
    found = compare(rows_of(kept, symbol, answer.days), answer.bars)
    if not answer.revise:
        refuse_differing(found, answer.where)
    bars = laid_over(kept, answer.bars, symbol, answer.ruled)
    files = _rewritten(folder, entry.files, periods, bars, answer)
    quotes = entry.quotes
    if answer.quotes is not None:
        old = table(folder, _touched(quotes, periods), QUOTE_COLUMNS)
        quotes = _rewritten(folder, quotes, periods, laid_over(old, answer.quotes, symbol, answer.ruled), answer)
    put = _counted(folder, entry, answer, kept, found)
    segments = with_segment(entry.segments, Segment(answer.days, source), zone=day_zone(symbol))
    return Entry(segments, files, quotes), put


def _rewritten(
    folder: Path, files: dict[str, PeriodFile], periods: list[str] | None, rows: pd.DataFrame, answer: Answer
) -> dict[str, PeriodFile]:
    prefix = QUOTES if QUOTE_COLUMNS[0] in rows.columns else ""
    written = write_periods(
        folder, rows, bar_days(answer.bar_set.symbol, rows.index), answer.bar_set.resolution, prefix=prefix
    )
    touched = _touched(files, periods)
    return {name: file for name, file in files.items() if name not in touched} | written


def _touched(files: dict[str, PeriodFile], periods: list[str] | None) -> dict[str, PeriodFile]:
    if periods is None:
        return dict(files)
    return {name: file for name, file in files.items() if period_of(name).removeprefix(QUOTES) in periods}


def _counted(folder: Path, entry: Entry, answer: Answer, kept: pd.DataFrame, found: Difference) -> Put:
    """Record what the source itself revised; bars of another source can be fetched from it again."""
    if not answer.revise:
        return Put(added=len(found.added))
    source = answer.bar_set.provenance
    own = [segment.days for segment in entry.segments if same_source(segment.source, source)]
    revised = Difference(found.added, *(_of_days(ends, answer, own) for ends in (found.changed, found.gone)))
    record(folder, kept, answer.bars, revised, vendor=source.vendor, as_of=source.as_of)
    return Put(len(found.added), len(revised.changed), len(found.changed) - len(revised.changed), len(found.gone))


def _of_days(ends: pd.DatetimeIndex, answer: Answer, spans: list[DayRange]) -> pd.DatetimeIndex:
    days = bar_days(answer.bar_set.symbol, ends)
    inside = np.zeros(len(days), dtype=bool)
    for span in spans:
        inside |= (days >= pd.Timestamp(span.first)) & (days <= pd.Timestamp(span.last))
    return ends[inside]


def table(folder: Path, files: dict[str, PeriodFile], columns: Sequence[str]) -> pd.DataFrame:
    parts = [read_file(folder / name, files[name].sha256) for name in sorted(files)]
    return pd.concat(parts) if parts else empty_table(columns)
