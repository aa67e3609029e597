"""Rows of price files: which file a date's rows lie in, and what its lines say."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import numpy as np

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.feed.columns import Ints
from leanrig.engine.feed.lean_reader import read_as_lean
from leanrig.engine.feed.table import Table, parse
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.map_files import MapFile
from leanrig.engine.files.paths import price_file
from leanrig.engine.hours.sessions import day_number

__all__ = ["PriceFiles", "Rows"]

_DAY_US = 86_400_000_000
_NO_VOLUME = frozenset((SecurityType.FOREX, SecurityType.CFD))
# Lean looks this far back in a file of whole histories.
_BACK_DAYS = 10


class Rows(NamedTuple):
    """Rows as they stand in files.

    Attributes
    ----------
    start
        Wall clock of the data's zone in microseconds.
    cells, scales
        Numbers (feed.table.Table).
    """

    start: Ints
    cells: Ints
    scales: Ints | None


class PriceFiles:
    """The files of one subscription.

    Parameters
    ----------
    folder
        The data folder.
    config
        Whose bars they are.
    maps
        Its tickers by date.
    warn
        Takes a line for rows that Lean would lose or misread without a word.
    """

    def __init__(
        self, folder: DataFolder, config: SubscriptionDataConfig, maps: MapFile, *, warn: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._config = config
        self._maps = maps
        self._warn = warn
        self._dated = config.resolution >= Resolution.HOUR
        self.quotes = issubclass(config.type, QuoteBar)
        self._columns = 11 if self.quotes else 5 if config.security_type in _NO_VOLUME else 6

    def path(self, day: date) -> str:
        """Where the rows of a date lie."""
        config = self._config
        ticker = self._maps.ticker(day, config.symbol.value)
        return price_file(config.symbol, ticker, config.resolution, day, config.tick_type)

    def content(self, day: date) -> bytes | None:
        """The file of one date; None where there is none, or the share was not traded then."""
        return self._folder.zipped(self.path(day)) if self._maps.has_data(day) else None

    def of_days(self, days: Sequence[date]) -> Rows:
        """Rows of daily files, one after another."""
        found = [(day, content) for day in days if (content := self.content(day))]
        if not found:
            return self._none()
        whole = [content if content.endswith(b"\n") else content + b"\n" for _, content in found]
        table = parse(b"".join(whole), self._columns, dated=False)
        if table is None:
            return _joined([self._one_day(day, content) for day, content in found])
        counts = [content.count(b"\n") for content in whole]
        midnights = np.array([day_number(day) * _DAY_US for day, _ in found], dtype=np.int64)
        return self._within_day(np.repeat(midnights, counts), table)

    def _one_day(self, day: date, content: bytes) -> Rows:
        table = self._table(self.path(day), content)
        midnight = np.full(len(table.first), day_number(day) * _DAY_US, dtype=np.int64)
        return self._within_day(midnight, table)

    def _within_day(self, midnight: Ints, table: Table) -> Rows:
        clock = table.first * 1000
        inside = (clock >= 0) & (clock < _DAY_US)
        rows = Rows(midnight + clock, table.cells, table.scales)
        return rows if inside.all() else _taken(rows, inside)

    def of_histories(self, days: Sequence[date]) -> Rows:
        """Rows of files that hold all dates: each ticker's dates from its own file."""
        parts: list[Rows] = []
        wanted = [day for day in days if self._maps.has_data(day)]
        for _, dates in groupby(wanted, lambda day: self._maps.ticker(day, self._config.symbol.value)):
            group = list(dates)
            first = group[0] if parts else days[0]
            parts.append(self._history(self.path(group[0]), first, group[-1], last=group[-1] == wanted[-1]))
        return _joined(parts) if parts else self._none()

    def _history(self, path: str, first: date, until: date, *, last: bool) -> Rows:
        content = self._folder.zipped(path)
        if not content:
            return self._none()
        low = day_number(first) - _BACK_DAYS
        table = self._table(path, _dates_between(content, low, day_number(until) + 2))
        numbers = table.first
        day = _days(numbers // 10_000)
        clock = (numbers // 100 % 100 * 60 + numbers % 100) * 60_000_000
        rows = Rows(day * _DAY_US + clock, table.cells, table.scales)
        # The file of the last ticker is read on to the end: what is too late is left out by its time.
        return rows if last else _taken(rows, day <= day_number(until))

    def last_close(self, day: date) -> tuple[int, int] | None:
        """Mantissa and places of the last price in a date's file, for events; not counted as a request."""
        counted = self._folder.monitor
        opened, failed = len(counted.opened), len(counted.failed)
        rows = self.of_histories([day]) if self._dated else self.of_days([day])
        del counted.opened[opened:], counted.failed[failed:]
        rows = _taken(rows, rows.start < (day_number(day) + 1) * _DAY_US)
        if not len(rows.start):
            return None
        return int(rows.cells[-1, 3]), 0 if rows.scales is None else int(rows.scales[-1, 3])

    def _table(self, path: str, content: bytes) -> Table:
        table = parse(content, self._columns, dated=self._dated)
        if table is not None and (not self._dated or _all_real_dates(table.first)):
            return table
        lost: list[str] = []
        table = read_as_lean(content, self._columns, dated=self._dated, fail=lost.append)
        kind, config = "QuoteBar" if self.quotes else "TradeBar", self._config
        for reason in lost:
            self._folder.report(
                f"{kind}.Reader(): Error parsing stream, Symbol: {config.symbol.value}, SecurityType: "
                f"{config.security_type.to_string()}, Resolution: {config.resolution.to_string()}, Message: {reason}"
            )
        lines = len([line for line in content.split(b"\n") if line.strip()])
        self._warn(
            f"{path}: not every line is {self._columns} plain numbers; {len(table.first)} of {lines} rows were read, "
            "as Lean reads them, and rows beside a torn one may hold wrong prices"
        )
        return table

    def _none(self) -> Rows:
        return Rows(np.empty(0, dtype=np.int64), np.empty((0, self._columns - 1), dtype=np.int64), None)


def _taken(rows: Rows, keep: "np.typing.NDArray[np.bool_]") -> Rows:
    return Rows(rows.start[keep], rows.cells[keep], None if rows.scales is None else rows.scales[keep])


def _joined(parts: list[Rows]) -> Rows:
    if len(parts) == 1:
        return parts[0]
    scaled = any(part.scales is not None for part in parts)
    scales = [np.zeros_like(part.cells) if part.scales is None else part.scales for part in parts]
    return Rows(
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.cells for part in parts]),
        np.concatenate(scales) if scaled else None,
    )


def _days(dates: Ints) -> Ints:
    """Days since 1970 of dates as numbers yyyyMMdd."""
    year, month, day = dates // 10_000, dates // 100 % 100, dates % 100
    # Counted from March, so that leap days come last.
    year = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year - 719_468


def _all_real_dates(numbers: Ints) -> bool:
    dates, clock = numbers // 10_000, numbers % 10_000
    month, day = dates // 100 % 100, dates % 100
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (clock // 100 < 24) & (clock % 100 < 60)
    return bool(real.all())


def _dates_between(content: bytes, low: int, high: int) -> bytes:
    """The lines of a file in order of dates that lie between two day numbers; all lines of any other file."""
    letters = np.frombuffer(content, dtype=np.uint8)
    begins = np.concatenate([np.zeros(1, dtype=np.int64), np.flatnonzero(letters == b"\n"[0]) + 1])
    begins = begins[begins + 14 < len(letters)]
    if len(begins) < 64:
        return content
    digits = [letters[begins + place].astype(np.int64) - b"0"[0] for place in range(8)]
    if any(((digit < 0) | (digit > 9)).any() for digit in digits):
        return content
    dates = digits[0]
    for digit in digits[1:]:
        dates = dates * 10 + digit
    days = _days(dates)
    if (days[1:] < days[:-1]).any():
        return content
    first, last = np.searchsorted(days, [low, high])
    return content[
        begins[first] if first < len(begins) else len(content) : begins[last] if last < len(begins) else None
    ]


def chunks(days: Sequence[date], size: int) -> Iterator[Sequence[date]]:
    """Dates in groups of up to `size`."""
    for place in range(0, len(days), size):
        yield days[place : place + size]
