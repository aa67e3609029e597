"""The data folder's symbol properties: lot sizes, price steps and currencies."""

from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.database import database_key
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ONE, exact

__all__ = ["SymbolProperties", "SymbolPropertiesDatabase"]

_CENT = Decimal("0.01")
_TYPES = {kind.to_string().lower(): kind for kind in SecurityType}


class SymbolProperties(Dotnet):
    """What one symbol's prices and quantities mean."""

    contract_multiplier = Shown("exact_contract_multiplier")
    minimum_price_variation = Shown("exact_minimum_price_variation")
    lot_size = Shown("exact_lot_size")
    minimum_order_size = Shown("exact_minimum_order_size")
    price_magnifier = Shown("exact_price_magnifier")
    strike_multiplier = Shown("exact_strike_multiplier")

    def __init__(
        self,
        description: str,
        quote_currency: str,
        contract_multiplier: object = ONE,
        minimum_price_variation: object = _CENT,
        lot_size: object = ONE,
        market_ticker: str = "",
        minimum_order_size: object = None,
        price_magnifier: object = ONE,
        strike_multiplier: object = ONE,
    ) -> None:
        self.description = description
        self.quote_currency = quote_currency
        self.market_ticker = market_ticker
        self.exact_contract_multiplier = exact(contract_multiplier)
        self.exact_minimum_price_variation = exact(minimum_price_variation)
        self.exact_lot_size = _positive(exact(lot_size), "SymbolProperties LotSize")
        self.exact_minimum_order_size = None if minimum_order_size is None else exact(minimum_order_size)
        self.exact_price_magnifier = _positive(exact(price_magnifier), "SymbolProprties PriceMagnifier")
        self.exact_strike_multiplier = _positive(exact(strike_multiplier), "SymbolProperties StrikeMultiplier")

    @staticmethod
    def get_default(quote_currency: str) -> "SymbolProperties":
        """Those of a symbol that is in no database: whole shares, steps of a cent."""
        return SymbolProperties("", quote_currency.upper())


class SymbolPropertiesDatabase(Dotnet):
    """Rows of `symbol-properties-database.csv` by market, symbol and type; parsed when they are asked for."""

    _newest: ClassVar["SymbolPropertiesDatabase | None"] = None

    def __init__(self, path: Path) -> None:
        SymbolPropertiesDatabase._newest = self
        self._set: dict[tuple[str, str, str], SymbolProperties] = {}
        if not path.is_file():
            raise ArgumentException(f"Unable to locate symbol properties file: {path}")
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        rows = [line for line in lines if not line.startswith("#")][1:]
        self._rows: dict[tuple[str, str, str], str] = {}
        self._markets: dict[tuple[str, str], str] = {}
        for row in rows:
            if row.count(",") < 7:
                raise ArgumentException("Index was outside the bounds of the array.")
            market, ticker, kind, _ = row.lower().split(",", 3)
            if kind not in _TYPES:
                continue
            if (market, ticker, kind) in self._rows:
                raise ArgumentException(
                    f"Encountered duplicate key while processing file: {path}. Key: {kind}-{market}-{ticker}"
                )
            self._rows[market, ticker, kind] = row
            self._markets.setdefault((ticker, kind), market)

    def find(self, market: str, ticker: str, security_type: SecurityType) -> SymbolProperties | None:
        """The properties of a ticker, else of its market; None if there are neither."""
        kind = security_type.to_string().lower()
        for key in ((market, ticker.lower(), kind), (market, "[*]", kind)):
            if key in self._set:
                return self._set[key]
            if key in self._rows:
                return _properties(self._rows[key].split(","))
        return None

    def has_own(self, market: str, ticker: str, security_type: SecurityType) -> bool:
        """Whether a ticker has a row of its own."""
        key = (market, ticker.lower(), security_type.to_string().lower())
        return key in self._rows or key in self._set

    @staticmethod
    def from_data_folder(*_: object) -> "SymbolPropertiesDatabase":
        """The database of the run's data folder."""
        if SymbolPropertiesDatabase._newest is None:
            raise ArgumentException("No data folder is in use.")
        return SymbolPropertiesDatabase._newest

    def get_symbol_properties(
        self, market: str, symbol: object, security_type: SecurityType, default_quote_currency: str
    ) -> SymbolProperties:
        found = self.find(market, database_key(symbol), security_type)
        return found or SymbolProperties.get_default(default_quote_currency)

    def set_entry(self, market: str, symbol: object, security_type: SecurityType, properties: SymbolProperties) -> bool:
        """Give a ticker, or all tickers of a market, properties of its own."""
        self._set[market, database_key(symbol).lower(), security_type.to_string().lower()] = properties
        return True

    def contains_key(self, market: str, symbol: object, security_type: SecurityType) -> bool:
        return self.has_own(market, database_key(symbol), security_type)

    def try_get_market(self, symbol: str, security_type: SecurityType, _: object = None) -> tuple[bool, str | None]:
        found = self.market_of(symbol, security_type)
        return found is not None, found

    def pairs(self, market: str, security_type: SecurityType) -> list[tuple[str, str]]:
        """Ticker and quote currency of every row of a market and type, in the file's order."""
        kind = security_type.to_string().lower()
        return [
            (row.split(",")[1], row.split(",")[4])
            for (of_market, ticker, of_kind), row in self._rows.items()
            if of_market == market and of_kind == kind and ticker != "[*]"
        ]

    def market_of(self, ticker: str, security_type: SecurityType) -> str | None:
        """The market of the first row of a ticker."""
        return self._markets.get((ticker.lower(), security_type.to_string().lower()))


def _properties(cells: list[str]) -> SymbolProperties:
    filled = [*cells, *[""] * (12 - len(cells))]
    return SymbolProperties(
        filled[3],
        filled[4],
        Decimal(filled[5]),
        Decimal(filled[6]),
        Decimal(filled[7]),
        filled[8],
        Decimal(filled[9]) if filled[9] else None,
        Decimal(filled[10] or 1),
        Decimal(filled[11] or 1),
    )


def _positive(value: Decimal, what: str) -> Decimal:
    if value <= 0:
        raise ArgumentException(f"{what} can not be less than or equal to zero")
    return value
