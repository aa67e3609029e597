"""What the data folder says of symbols: hours, properties, tickers by date, factors, interest rates."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from leanrig.engine.enums import SecurityType
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.files.interest_rates import InterestRates
from leanrig.engine.files.map_files import MapFile, MapFiles
from leanrig.engine.files.security_definitions import SecurityDefinitions
from leanrig.engine.files.symbol_properties import SymbolProperties, SymbolPropertiesDatabase
from leanrig.engine.hours.database import Entry, MarketHoursDatabase, database_key
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.identity import Symbol, definitions_from, first_tickers_from

__all__ = ["References"]


class References:
    """Looks symbols up; each file is read when it is needed first.

    Parameters
    ----------
    folder
        The data folder.
    warn
        Takes our warnings of what Lean would pass over in silence.
    """

    def __init__(self, folder: DataFolder, *, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._warn = warn
        path = folder.root / "market-hours" / "market-hours-database.json"
        self.hours = MarketHoursDatabase(path, report=folder.report)
        self._properties: SymbolPropertiesDatabase | None = None
        self._maps: dict[str, MapFiles] = {}
        self._map_of: dict[Symbol, MapFile] = {}
        self._factors: dict[tuple[str, str], FactorFile | None] = {}
        self._rates = InterestRates(folder)
        self.definitions = SecurityDefinitions(folder, self.maps_of)
        first_tickers_from(self._first_ticker)
        definitions_from(self.definitions.of)

    def market(self, symbol: Symbol) -> Entry:
        """The zone of a symbol's files, and its exchange's hours."""
        return self.hours.entry(symbol.id.market, database_key(symbol), symbol.security_type)

    def has_market(self, symbol: Symbol) -> bool:
        """Whether the database has hours for a symbol."""
        return self.hours.find(symbol.id.market, database_key(symbol), symbol.security_type) is not None

    def set_market(self, symbol: Symbol, zone: str) -> Entry:
        """Give a symbol hours that never close, as custom data has."""
        hours = SecurityExchangeHours.always_open(zone)
        return self.hours.set_entry(symbol.id.market, database_key(symbol), symbol.security_type, hours)

    @property
    def properties_database(self) -> SymbolPropertiesDatabase:
        if self._properties is None:
            path = self._folder.root / "symbol-properties" / "symbol-properties-database.csv"
            self._properties = SymbolPropertiesDatabase(path)
        return self._properties

    def properties(self, symbol: Symbol, default_quote: str) -> SymbolProperties | None:
        """A symbol's properties; None for a coin pair that has no row of its own."""
        kind, market, ticker = symbol.security_type, symbol.id.market, database_key(symbol)
        database = self.properties_database
        if kind is SecurityType.CRYPTO and not database.has_own(market, ticker, kind):
            return None
        quote = symbol.value[3:] if kind is SecurityType.FOREX else default_quote
        return database.find(market, ticker, kind) or SymbolProperties.get_default(quote)

    def listed_pairs(self, market: str, kind: SecurityType) -> list[tuple[str, str]]:
        """Ticker and quote currency of every listed pair of a market."""
        return self.properties_database.pairs(market, kind)

    def market_of_index(self, ticker: str) -> str:
        """The market of an index: the one that the properties name first."""
        return self.properties_database.market_of(ticker, SecurityType.INDEX) or "usa"

    def interest_rate(self, day: date) -> Decimal:
        """The risk-free rate of a date."""
        return self._rates.rate(day)

    def map_file(self, symbol: Symbol) -> MapFile:
        """The tickers of a share; empty for anything else."""
        if symbol.security_type is not SecurityType.EQUITY:
            return MapFile(symbol.value or "-")
        if symbol not in self._map_of:
            maps = self.maps_of(symbol.id.market)
            first, begin = symbol.id.symbol, symbol.id.date.date()
            own = maps.named(symbol.value) or maps.named(first)
            if own is None or (own.first_ticker, own.first_date) != (first, begin):
                own = maps.at(first, begin)
            self._map_of[symbol] = own
        return self._map_of[symbol]

    def factor_file(self, symbol: Symbol) -> FactorFile | None:
        """The factors of a share; None where there is no file."""
        if symbol.security_type is not SecurityType.EQUITY:
            return None
        maps = self.map_file(symbol)
        key = (symbol.id.market, (maps.name if maps.rows else symbol.value).lower())
        if key not in self._factors:
            lines = self._folder.lines(f"equity/{key[0]}/factor_files/{key[1]}.csv")
            self._factors[key] = None if lines is None else self._parsed(lines, key[1])
        return self._factors[key]

    def _parsed(self, lines: list[str], name: str) -> FactorFile | None:
        try:
            return FactorFile.parse(lines)
        except ValueError as err:
            self._folder.report(f"Fetching Price/Map Factors: {name}: {err}")
            self._warn(f"factor file {name}.csv is not used: {err}")
            return None

    def maps_of(self, market: str) -> MapFiles:
        """All map files of a market."""
        if market not in self._maps:
            self._maps[market] = MapFiles(self._folder, market)
        return self._maps[market]

    def _first_ticker(self, ticker: str, market: str) -> tuple[str, date] | None:
        found = self.maps_of(market).today(ticker)
        return (found.first_ticker, found.first_date) if found.rows else None
