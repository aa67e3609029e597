"""Brings Lean's folder up to what the store holds: only what changed is read and written.

Minutes go by the month, hours and days in one. A file whose bytes would be the same is left alone; one that the same
bars no longer make is removed. A process that ends at any moment leaves work for the next sync, which completes it.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from leanrig.errors import Missing
from leanrig.files import write_bytes
from leanrig.model.bars import BAR_COLUMNS, QUOTE_COLUMNS, BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.closes import closes_kept
from leanrig.store.company_events import in_force
from leanrig.store.factor_files import final_ratio, reference_texts
from leanrig.store.lean_format import LeanFile, lean_files
from leanrig.store.lean_made import read_made
from leanrig.store.lean_names import COARSE
from leanrig.store.leftovers import sweep_parts
from leanrig.store.lock import locked
from leanrig.store.map_files import name_spans
from leanrig.store.metadata import Entry, Metadata, read_metadata
from leanrig.store.parquet_store import ParquetStore
from leanrig.store.period_files import period_of
from leanrig.store.provenances import provenance_of
from leanrig.store.putting import QUOTES, table

__all__ = ["sync_lean"]

_ALL = "all"


def sync_lean(store: ParquetStore, symbol: Symbol, resolution: Resolution, data_folder: Path) -> list[Path]:
    """Write what changed and return those files.

    A share's factor and map file are made from the bars of all resolutions.

    Raises
    ------
    Missing
        If the store has no such bars.
    """
    folder = store.folder(symbol)
    with locked(folder):
        metadata = read_metadata(folder)
        if metadata is None or not metadata.entries.get(resolution, Entry()).rows:
            raise Missing(
                f"no {resolution} bars of {symbol} in the store",
                where=str(folder),
                cure=f"leanrig fetch {symbol} --resolution {resolution}",
            )
        sync = _Sync(folder, metadata, resolution, data_folder)
        return sync.prices() + sync.references()


class _Sync:
    def __init__(self, folder: Path, metadata: Metadata, resolution: Resolution, data_folder: Path) -> None:
        self._folder = folder
        self._metadata = metadata
        self._resolution = resolution
        self._entry = metadata.entries[resolution]
        self._data = data_folder
        self._place = data_folder / metadata.symbol.ticker / resolution
        self._made = read_made(self._place)
        self._names = tuple(name_spans(metadata.symbol, metadata.ticker_changes))

    def prices(self) -> list[Path]:
        """Write the zips of the periods that changed."""
        self._sweep()
        wanted = self._sources()
        written = []
        for period in sorted({*wanted, *self._made.files}):
            sources = wanted.get(period, [])
            if sources and not self._is_done(period, sources):
                written += self._write(period, sources)
            elif not sources:
                self._remove(self._made.files[period])
                self._made = self._made.without(period)
        self._made = replace(self._made, names=self._names)
        self._made.write(self._place)
        return written

    def references(self) -> list[Path]:
        """Write the factor and the map file of a share."""
        metadata = self._metadata
        if metadata.symbol.security_type is not SecurityType.EQUITY:
            return []
        company, made = metadata.company_hash, self._made
        if made.company == company and all((self._data / path).exists() for path in made.references):
            return []
        actions = in_force(metadata.actions, metadata.known_to, closes_kept(self._folder, metadata))
        texts = reference_texts(
            metadata.symbol,
            actions,
            metadata.ticker_changes,
            first=metadata.first_day,
            final=final_ratio(provenance_of(metadata, self._entry)),
        )
        written = [path for name, text in texts.items() for path in _if_changed(self._data / name, text.encode())]
        self._made = replace(self._made, company=company, references=sorted(path.as_posix() for path in texts))
        self._made.write(self._place)
        return written

    def _sweep(self) -> None:
        """Remove what a killed process left half-written of our files."""
        sweep_parts(self._place)
        names: dict[Path, set[str]] = {}
        for path in (Path(text) for files in self._made.files.values() for text in files):
            names.setdefault(path.parent, set()).add(path.name)
        for folder, own in names.items():
            sweep_parts(self._data / folder, own)

    def _sources(self) -> dict[str, list[str]]:
        """Return period -> hashes of the files that hold it."""
        found: dict[str, list[str]] = {}
        for name, file in sorted({**self._entry.files, **self._entry.quotes}.items()):
            found.setdefault(self._period(name), []).append(file.sha256)
        return found

    def _period(self, name: str) -> str:
        return _ALL if self._resolution in COARSE else period_of(name).removeprefix(QUOTES)

    def _is_done(self, period: str, sources: list[str]) -> bool:
        made = self._made
        is_same = made.names == self._names and made.sources.get(period) == sources
        return is_same and all((self._data / path).exists() for path in made.files[period])

    def _write(self, period: str, sources: list[str]) -> list[Path]:
        files = [self._with_old_spans(file) for file in lean_files(self._bars(period))]
        paths = [file.path.as_posix() for file in files]
        self._made = self._made.expecting(period, paths)
        self._made.write(self._place)
        written = self._written(files)
        self._remove(set(self._made.files[period]) - set(paths))
        self._made = self._made.done(period, sources, paths)
        return written

    def _written(self, files: Iterable[LeanFile]) -> list[Path]:
        if self._resolution in COARSE and len(self._names) > 1:
            with locked(self._data):  # two shares may have had one name: both have rows in its file
                return [p for file in files for p in _if_changed(self._data / file.path, file.content(self._data))]
        return [p for file in files for p in _if_changed(self._data / file.path, file.content(self._data))]

    def _bars(self, period: str) -> BarSet:
        metadata, entry = self._metadata, self._entry
        bars, quotes = (
            {name: file for name, file in files.items() if self._period(name) == period}
            for files in (entry.files, entry.quotes)
        )
        place = self._folder / self._resolution
        return BarSet(
            metadata.symbol,
            self._resolution,
            table(place, bars, BAR_COLUMNS),
            provenance_of(metadata, entry),
            ticker_changes=metadata.ticker_changes,
            quotes=table(place, quotes, QUOTE_COLUMNS) if quotes else None,
        )

    def _with_old_spans(self, file: LeanFile) -> LeanFile:
        """Rows that an earlier sync wrote under a name that was taken back are ours to remove."""
        tickers = {span.ticker for span in file.spans}
        return replace(file, spans=(*file.spans, *(span for span in self._made.names if span.ticker in tickers)))

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files of our own; rows of another share that had the name stay."""
        for name in paths:
            path = self._data / name
            if self._resolution in COARSE and path.exists():
                ticker = path.stem.upper()
                own = tuple(span for span in self._made.names if span.ticker == ticker)
                rest = LeanFile(Path(name), f"{path.stem}.csv", b"", own)
                if rest.rows(self._data):
                    write_bytes(path, rest.content(self._data))
                    continue
            path.unlink(missing_ok=True)


def _if_changed(path: Path, data: bytes) -> list[Path]:
    if path.exists() and path.read_bytes() == data:
        return []
    return [write_bytes(path, data)]
