"""Map files: the tickers a share had, and when it was first and last traded."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from leanrig.engine.files.data_folder import DataFolder

__all__ = ["FIRST", "LAST", "MapFile", "MapFiles", "MapRow"]

FIRST = date(1998, 1, 1)
LAST = date(2050, 12, 31)
_DEFAULT = date(1899, 12, 30)


class MapRow(NamedTuple):
    """A row of a map file: the ticker up to and including `day`."""

    day: date
    ticker: str


class MapFile:
    """Rows in order of dates. `name` is the file's: a ticker, with a suffix like `.1` when it is used again."""

    def __init__(self, name: str, rows: Iterable[MapRow] = ()) -> None:
        self.name = name.upper()
        self.rows = sorted(set(rows), key=lambda row: row.day)

    @property
    def first_date(self) -> date:
        return self.rows[0].day if self.rows else FIRST

    @property
    def delisting_date(self) -> date:
        return self.rows[-1].day if self.rows else LAST

    @property
    def first_ticker(self) -> str:
        """The ticker at the first date, without the suffix of one that is used again."""
        ticker = self.ticker(self.first_date, self.name)
        stem, _, suffix = ticker.rpartition(".")
        return stem if stem and suffix.isdigit() else ticker

    def ticker(self, day: date, default: str) -> str:
        """The ticker at a date."""
        return next((row.ticker for row in self.rows if row.day >= day), default)

    def has_data(self, day: date) -> bool:
        return not self.rows or self.first_date <= day <= self.delisting_date


class MapFiles:
    """The map files of one market, read when they are needed."""

    def __init__(self, folder: DataFolder, market: str = "usa") -> None:
        self._folder = folder
        self._path = f"equity/{market}/map_files"
        names = folder.names(self._path, ".csv")
        if names is None:
            folder.report(
                f"LocalDiskMapFileProvider.GetMapFileResolver({market}): The specified directory does not exist: "
                f"{folder.root / self._path}"
            )
        self._names = {name.upper(): name for name in names or ()}
        self._read: dict[str, MapFile] = {}
        self._by_ticker: dict[str, list[tuple[date, str]]] | None = None

    def named(self, name: str) -> MapFile | None:
        """The file of this name."""
        upper = name.upper()
        if upper not in self._names:
            return None
        if upper not in self._read:
            lines = self._folder.lines(f"{self._path}/{self._names[upper]}.csv") or []
            self._read[upper] = MapFile(upper, self._rows(upper, lines))
        return self._read[upper]

    def today(self, ticker: str) -> MapFile:
        """The file of the share that has this ticker now, else of the last one that had it; empty if none had."""
        own = self.named(ticker)
        if own is not None and own.rows and own.rows[-1] == MapRow(LAST, ticker.upper()):
            return own
        return self.at(ticker, datetime.now().date())  # Lean asks for today, too

    def at(self, ticker: str, day: date) -> MapFile:
        """The file of the share that had a ticker at a date; empty if there is none.

        A ticker that is in no row may be the name of a file; its rows must have begun by then.
        """
        name = self._entity(ticker.upper(), day)
        found = self.named(name)
        if found is None or (found.first_date > day and day != _DEFAULT):
            return MapFile(name)
        return found

    def _entity(self, ticker: str, day: date) -> str:
        if self._by_ticker is None:
            self._by_ticker = {}
            for name in self._names:
                for row in (self.named(name) or MapFile(name)).rows:
                    self._by_ticker.setdefault(row.ticker, []).append((row.day, name))
            for entries in self._by_ticker.values():
                entries.sort(key=lambda entry: entry[0])
        entries = self._by_ticker.get(ticker, [])
        if not entries:
            return ticker
        return next((name for until, name in entries if until >= day), entries[-1][1])

    def _rows(self, name: str, lines: list[str]) -> Iterator[MapRow]:
        try:
            for line in lines:
                cells = line.strip().split(",")
                text = cells[0]
                yield MapRow(date(int(text[:4]), int(text[4:6]), int(text[6:8])), cells[1].upper())
        except (ValueError, IndexError) as err:
            self._folder.report(f"File: {self._path}/{name.lower()}.csv: {err}")
