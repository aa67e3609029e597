"""Vendor bars as fetched: `data/[SYMBOL]/[TIMEFRAME]/*.parquet` with `data/[SYMBOL]/metadata.json` beside them.

Raw bars only; splits, dividends and names stand in the metadata, once a symbol. Minutes are one file a month, hours and
days one a year. A file is named by its content and never changed, and the metadata, which says which files count and
which days are covered, is written last: a process that ends at any moment leaves the old bars or the new ones, and the
next one asks for what is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BAR_COLUMNS, QUOTE_COLUMNS, BarSet, CorporateAction, Provenance, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days, day_zone
from leanrig.model.symbol import Symbol
from leanrig.store.checks import check_bars
from leanrig.store.closes import closes_kept
from leanrig.store.company_events import in_force, joined_actions, joined_changes
from leanrig.store.coverage import DayRange, Segment, missing_days, same_source, unsettled_from, without_days
from leanrig.store.leftovers import sweep_parts
from leanrig.store.lock import locked
from leanrig.store.metadata import Entry, Metadata, digests, read_metadata, write_metadata
from leanrig.store.period_files import Vanished, sweep
from leanrig.store.provenances import provenance_of
from leanrig.store.putting import Answer, Put, lay, table

__all__ = ["ParquetStore", "Put", "StoredBars", "symbol_of"]


@dataclass(frozen=True, slots=True)
class StoredBars:
    """What the metadata says of one resolution; `files` are names and hashes, `segments` who covered which days."""

    provenance: Provenance
    actions: tuple[CorporateAction, ...]
    files: dict[str, str]
    bars: int
    first: str
    last: str
    segments: tuple[Segment, ...] = ()
    ticker_changes: tuple[TickerChange, ...] = ()


class ParquetStore:
    """The bars of a workspace.

    Parameters
    ----------
    root
        The workspace's data folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def symbols(self) -> list[str]:
        """Return the tickers that have bars."""
        folders = sorted(path.parent for path in self._root.glob("*/metadata.json"))
        found = {folder.name: read_metadata(folder) for folder in folders}
        return [name for name, metadata in found.items() if metadata and any(e.rows for e in metadata.entries.values())]

    def folder(self, symbol: Symbol) -> Path:
        """Return where the symbol's bars lie."""
        return self._root / symbol.ticker

    def put(self, bar_set: BarSet, days: DayRange, *, revise: bool = True, mix: bool = False) -> Put:
        """Keep a vendor's answer for `days`: its bars are now the bars of these days, and the days are covered.

        Parameters
        ----------
        bar_set
            All bars of `days`, as raw; none where nothing traded. Its actions and ticker changes join the kept ones.
        days
            What was asked for.
        revise
            Whether bars may change or go; else a bar that differs is refused and one that is missing stays. What a
            source said before is kept in `revisions.csv` beside the files.
        mix
            Whether bars of another source (vendor, feed, label) may stay on other days: a fallback.

        Raises
        ------
        BadInput
            If a bar breaks a law of bars or lies outside `days`, differs where it may not, or would stand beside bars
            of another source without `mix`. What was kept before stays as it was.
        """
        answer = Answer.checked(bar_set, days, revise=revise)
        folder = self.folder(bar_set.symbol)
        with locked(folder):
            metadata = read_metadata(folder) or Metadata(bar_set.symbol)
            entry = metadata.entries.get(bar_set.resolution, Entry())
            if not mix:
                _refuse_mixing(entry, answer)
            entry, put = lay(folder / bar_set.resolution, entry, answer)
            metadata = _with_events(metadata, bar_set.actions, bar_set.ticker_changes, None)
            _save(folder, metadata, bar_set.resolution, entry)
            return put

    def append(self, bar_set: BarSet) -> Path:
        """Add bars to what is there and return the metadata's path; bars that are there already must be the same.

        Raises
        ------
        BadInput
            If a bar breaks a law of bars, or differs from the stored one of its moment, or comes from another vendor
            or feed than the stored ones (prices of different feeds do not mix).
        """
        check_bars(bar_set.bars, where=f"{bar_set.symbol} {bar_set.resolution}")
        days = bar_days(bar_set.symbol, bar_set.bars.index[[0, -1]])
        self.put(bar_set, DayRange(days[0].date(), days[1].date()), revise=False)
        return self.folder(bar_set.symbol) / "metadata.json"

    def missing(
        self,
        symbol: Symbol,
        resolution: Resolution,
        start: date,
        end: date,
        *,
        now: datetime,
        vendors: Sequence[str] | None = None,
        prefer: str | None = None,
    ) -> list[DayRange]:
        """Return the days from `start` to `end` that must be asked for: uncovered ones, and those not settled yet.

        Parameters
        ----------
        now
            Days that begin later are left out.
        vendors
            Whose answers count: days of anybody else are missing. None for any.
        prefer
            The one vendor whose answers count: days of a fallback are asked for again.
        """
        entry = self._entry(symbol, resolution)
        return missing_days(
            entry.segments, DayRange(start, end), zone=day_zone(symbol), now=now, vendors=vendors, prefer=prefer
        )

    def uncover(self, symbol: Symbol, resolution: Resolution | None, from_day: date) -> None:
        """Count days from `from_day` on as missing, at every resolution where that is None.

        Their bars stay until the days are asked for again.
        """
        folder = self.folder(symbol)
        with locked(folder):
            metadata = read_metadata(folder)
            if metadata is None:
                return
            doubted = {
                key: replace(entry, segments=unsettled_from(entry.segments, from_day, zone=day_zone(symbol)))
                for key, entry in metadata.entries.items()
                if resolution in (key, None)
            }
            write_metadata(folder, replace(metadata, entries=metadata.entries | doubted))

    def new_splits(self, symbol: Symbol, actions: Sequence[CorporateAction]) -> list[date]:
        """Return the ex dates of splits that are not among the kept actions, or stand there with another factor."""
        metadata = read_metadata(self.folder(symbol))
        known = {a.ex_date: a.split_factor for a in metadata.actions} if metadata else {}
        return [a.ex_date for a in joined_actions((), actions, None) if a.split_factor != known.get(a.ex_date, 1.0)]

    def put_events(
        self,
        symbol: Symbol,
        actions: Sequence[CorporateAction],
        ticker_changes: Sequence[TickerChange] = (),
        *,
        days: DayRange | None = None,
    ) -> None:
        """Keep a company's events.

        Parameters
        ----------
        days
            What was asked for: kept events of these days that are no longer told are dropped. None keeps them.
        """
        folder = self.folder(symbol)
        with locked(folder):
            metadata = read_metadata(folder) or Metadata(symbol)
            joined = _with_events(metadata, actions, ticker_changes, days)
            if joined != metadata:
                write_metadata(folder, joined)

    def read(self, symbol: Symbol, resolution: Resolution) -> BarSet:
        """Return all stored bars; a file that is not what the metadata says stops it.

        Actions that lie ahead are left out. Those without a reference price get the raw close before them, from the
        daily bars where there are some, else from hours or minutes: the same at each resolution.
        """
        try:
            return self._read(symbol, resolution)
        except Vanished:  # a put swept old files meanwhile: the metadata names newer ones by now
            return self._read(symbol, resolution)

    def stored(self, symbol: Symbol, resolution: Resolution) -> StoredBars:
        """Return what the metadata says of one symbol and resolution; there may be days covered and no bars."""
        metadata, entry = self._found(symbol, resolution)
        return StoredBars(
            provenance_of(metadata, entry),
            metadata.actions,
            digests(entry.files),
            entry.rows,
            entry.first,
            entry.last,
            entry.segments,
            metadata.ticker_changes,
        )

    def tidy(self, symbol: Symbol, resolution: Resolution) -> list[str]:
        """Remove files that no metadata names and return their names; readers under way look again."""
        folder = self.folder(symbol)
        with locked(folder):
            entry = self._entry(symbol, resolution)
            for place in (folder, folder / resolution):
                sweep_parts(place)
            return sweep(folder / resolution, [*entry.files, *entry.quotes])

    def _entry(self, symbol: Symbol, resolution: Resolution) -> Entry:
        metadata = read_metadata(self.folder(symbol))
        return metadata.entries.get(resolution, Entry()) if metadata else Entry()

    def _found(self, symbol: Symbol, resolution: Resolution) -> tuple[Metadata, Entry]:
        metadata = read_metadata(self.folder(symbol))
        entry = metadata.entries.get(resolution) if metadata else None
        if metadata is None or entry is None:
            raise _no_bars(symbol, resolution, self.folder(symbol))
        return metadata, entry

    def _read(self, symbol: Symbol, resolution: Resolution) -> BarSet:
        metadata, entry = self._found(symbol, resolution)
        folder = self.folder(symbol)
        if not entry.rows:
            raise Missing(
                f"{symbol} has no {resolution} bars on the days that were asked for",
                where=str(folder),
                cure="choose another range or resolution",
            )
        return BarSet(
            symbol,
            resolution,
            table(folder / resolution, entry.files, BAR_COLUMNS),
            provenance_of(metadata, entry),
            in_force(metadata.actions, metadata.known_to, closes_kept(folder, metadata)),
            metadata.ticker_changes,
            table(folder / resolution, entry.quotes, QUOTE_COLUMNS) if entry.quotes else None,
        )


def symbol_of(folder: Path) -> Symbol:
    """Return the symbol whose bars lie in `folder`."""
    metadata = read_metadata(folder)
    if metadata is None:
        raise Missing("no metadata", where=str(folder), cure="fetch the symbol again")
    return metadata.symbol


def _save(folder: Path, metadata: Metadata, resolution: Resolution, entry: Entry) -> None:
    write_metadata(folder, replace(metadata, entries=metadata.entries | {resolution: entry}))


def _with_events(
    metadata: Metadata,
    actions: Sequence[CorporateAction],
    changes: Sequence[TickerChange],
    days: DayRange | None,
) -> Metadata:
    return replace(
        metadata,
        actions=joined_actions(metadata.actions, actions, days),
        ticker_changes=joined_changes(metadata.ticker_changes, changes, days),
    )


def _no_bars(symbol: Symbol, resolution: Resolution, folder: Path) -> Missing:
    return Missing(
        f"no {resolution} bars of {symbol} in the store",
        where=str(folder),
        cure=f"leanrig fetch {symbol} --resolution {resolution}",
    )


def _refuse_mixing(entry: Entry, answer: Answer) -> None:
    new = answer.bar_set.provenance
    staying = without_days(entry.segments, answer.days) if answer.revise else entry.segments
    for segment in staying:
        held = segment.source
        if not same_source(held, new):
            raise BadInput(
                f"the stored bars are from {held.vendor} ({held.feed}), the new ones from {new.vendor} ({new.feed})",
                where=answer.where,
                cure=f"delete the folder data/{answer.bar_set.symbol} to start over with {new.vendor}",
            )
