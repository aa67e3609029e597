"""Factor files: what old prices are multiplied by, and the dividends and splits behind it."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from leanrig.engine.enums import DataNormalizationMode
from leanrig.engine.number import ONE

__all__ = ["FactorFile", "FactorRow"]


class FactorRow(NamedTuple):
    """A row of a factor file: valid up to and including `day`."""

    day: date
    price_factor: Decimal
    split_factor: Decimal
    reference: Decimal

    @property
    def both(self) -> Decimal:
        return self.price_factor * self.split_factor


class FactorFile:
    """Rows in order of dates."""

    def __init__(self, rows: Iterable[FactorRow]) -> None:
        by_day: dict[date, FactorRow] = {}
        for row in rows:
            by_day.setdefault(row.day, row)
        self.rows = [by_day[day] for day in sorted(by_day)]
        self._days = [row.day for row in self.rows]

    @staticmethod
    def parse(lines: Iterable[str]) -> "FactorFile":
        """Read a file's lines; rows whose factors overflowed or are 0 are left out, as in Lean.

        Raises
        ------
        ValueError
            For a row without a date or with a factor that is no number.
        """
        rows = []
        for line in lines:
            if "inf" in line or "e+" in line:
                continue
            cells = line.strip().split(",")
            try:
                reference = Decimal(cells[3]) if len(cells) > 3 else Decimal(0)
                row = FactorRow(_date(cells[0]), Decimal(cells[1]), Decimal(cells[2]), reference)
            except (InvalidOperation, IndexError):
                raise ValueError(f"not a row of a factor file: '{line.strip()}'") from None
            if row.both > 0:
                rows.append(row)
        return FactorFile(rows)

    @property
    def minimum(self) -> date | None:
        """The first date with usable prices; None where the file is empty."""
        return self._days[0] - timedelta(days=1) if self._days else None

    def place(self, day: date) -> int:
        """Number of the row that holds for a date; the number of rows where none does."""
        return bisect_left(self._days, day)

    def factor(self, place: int, mode: DataNormalizationMode) -> Decimal:
        """The factor of a row under a normalisation mode; 1 past the last row."""
        if place >= len(self.rows):
            return ONE
        row = self.rows[place]
        if mode in (DataNormalizationMode.SPLIT_ADJUSTED, DataNormalizationMode.TOTAL_RETURN):
            return row.split_factor
        return row.both


def _date(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
