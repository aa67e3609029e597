"""Identifiers of the industry for shares: CUSIP, composite FIGI, SEDOL, ISIN and CIK."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.map_files import MapFiles
from leanrig.engine.identity import SecurityIdentifier, Symbol

__all__ = ["Definition", "SecurityDefinitions"]

_PATH = "symbol-properties/security-database.csv"


class Definition(NamedTuple):
    """A row; what is not known is None."""

    sid: SecurityIdentifier
    cusip: str | None
    composite_figi: str | None
    sedol: str | None
    isin: str | None
    cik: int | None


class SecurityDefinitions:
    """Looks rows up both ways.

    Parameters
    ----------
    folder
        The data folder.
    maps_of
        The map files of a market.
    """

    def __init__(self, folder: DataFolder, maps_of: Callable[[str], MapFiles]) -> None:
        self._folder = folder
        self._maps_of = maps_of

    @cached_property
    def rows(self) -> list[Definition]:
        lines = self._folder.lines(_PATH)
        if lines is None:
            self._folder.report(
                f"SecurityDefinitionSymbolResolver(): No security definitions data loaded from file: {_PATH}"
            )
        return [_row(line) for line in lines or () if line.strip() and not line.startswith("#")]

    def of(self, symbol: Symbol) -> Definition | None:
        """The row of a symbol."""
        return next((row for row in self.rows if row.sid == symbol.id), None)

    def symbols(self, kind: str, value: object, day: date) -> list[Symbol]:
        """Symbols with that identifier, under the tickers they had at a date."""
        wanted = str(value).strip().upper()
        found = [row for row in self.rows if wanted and str(getattr(row, kind) or "").upper() == wanted]
        symbols = [self._symbol(row.sid, day) for row in found]
        return [symbol for symbol in symbols if symbol is not None]

    def _symbol(self, sid: SecurityIdentifier, day: date) -> Symbol | None:
        rows = self._maps_of(sid.market).at(sid.symbol, sid.date.date())
        ticker = rows.ticker(day, "") or (rows.rows[-1].ticker if rows.rows else "")
        return Symbol(sid, ticker) if ticker else None


def _row(line: str) -> Definition:
    cells = [cell.strip() for cell in line.split(",")]
    cells += [""] * (6 - len(cells))
    cusip, figi, sedol, isin = (cell or None for cell in cells[1:5])
    cik = int(cells[5]) if cells[5] else None
    return Definition(SecurityIdentifier.parse(cells[0]), cusip, figi, sedol, isin, cik)
