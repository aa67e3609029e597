"""What is known of symbols: the databases of hours and properties, and identifiers of the industry either way."""

from datetime import date, datetime
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet

__all__ = ["IdentifiersMixin"]


class IdentifiersMixin(Dotnet):
    """`market_hours_database`, `symbol_properties_database`; `cusip`, `composite_figi`, `sedol`, `isin`, `cik`."""

    _lean_feed: Any
    time: datetime

    @property
    def market_hours_database(self) -> Any:
        return self._lean_feed.hours

    @property
    def symbol_properties_database(self) -> Any:
        return self._lean_feed.properties_database

    def _lean_identify(self, kind: str, subject: Any, trading_date: date | None) -> Any:
        definitions = self._lean_feed.definitions
        if isinstance(subject, Symbol):
            row = definitions.of(subject)
            return None if row is None else getattr(row, kind)
        today = self.time.date()
        day = today if trading_date is None else date(trading_date.year, trading_date.month, trading_date.day)
        if day > today:
            raise ArgumentException(
                f'The trading date provided: "{day:%Y-%m-%d}" is after the current algorithm\'s trading date: '
                f'"{today:%Y-%m-%d}"'
            )
        found = definitions.symbols(kind, subject, day)
        return found if kind == "cik" else (found[0] if found else None)

    def cusip(self, cusip: Any, trading_date: date | None = None) -> Any:
        """The CUSIP of a symbol, or the symbol of a CUSIP."""
        return self._lean_identify("cusip", cusip, trading_date)

    def composite_figi(self, composite_figi: Any, trading_date: date | None = None) -> Any:
        """The composite FIGI of a symbol, or the symbol of one."""
        return self._lean_identify("composite_figi", composite_figi, trading_date)

    def sedol(self, sedol: Any, trading_date: date | None = None) -> Any:
        """The SEDOL of a symbol, or the symbol of one."""
        return self._lean_identify("sedol", sedol, trading_date)

    def isin(self, isin: Any, trading_date: date | None = None) -> Any:
        """The ISIN of a symbol, or the symbol of one."""
        return self._lean_identify("isin", isin, trading_date)

    def cik(self, cik: Any, trading_date: date | None = None) -> Any:
        """The CIK of a symbol, or the symbols of one."""
        return self._lean_identify("cik", cik, trading_date)
