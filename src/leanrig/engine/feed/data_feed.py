"""What the data folder gives to a run: hours, properties, prices and events by symbol."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.errors import NotThereYet
from leanrig.engine.feed.events import corporate_events
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.feed.price_files import PriceFiles
from leanrig.engine.feed.reading import PriceReading, Window
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.stream import BarStream
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.files.interest_rates import InterestRates
from leanrig.engine.files.map_files import MapFile, MapFiles
from leanrig.engine.files.symbol_properties import SymbolProperties, SymbolPropertiesDatabase
from leanrig.engine.hours.database import Entry, HoursDatabase
from leanrig.engine.hours.sessions import tradable_days
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol, first_tickers_from
from leanrig.engine.number import ONE

__all__ = ["DataFeed"]

_EQUITY_UNIT = Decimal("0.0001")
_MIDNIGHT_AFTER = timedelta(days=1)


class DataFeed:
    """Reads Lean's data folder for one run.

    Parameters
    ----------
    data_folder
        Where it lies.
    settings
        The algorithm's; daily_precise_end_time counts.
    report
        Takes Lean's error lines.
    warn
        Takes our warnings of what Lean would pass over in silence.
    """

    def __init__(
        self,
        data_folder: Path,
        settings: Any,
        *,
        report: Callable[[str], None] = lambda _: None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = DataFolder(data_folder, report=report)
        self.monitor = self.folder.monitor
        self._settings = settings
        self._warn = warn
        self._hours = HoursDatabase(self.folder.root / "market-hours" / "market-hours-database.json", report=report)
        self._properties: SymbolPropertiesDatabase | None = None
        self._maps: dict[str, MapFiles] = {}
        self._map_of: dict[Symbol, MapFile] = {}
        self._factors: dict[tuple[str, str], FactorFile | None] = {}
        self._rates = InterestRates(self.folder)
        # Symbols whose data begins later than asked for, and why, for the end of the log.
        self._imprecise: dict[Symbol, str] = {}
        self._late: dict[Symbol, str] = {}
        first_tickers_from(self._first_ticker)

    # -- what a symbol is

    def market(self, symbol: Symbol) -> Entry:
        """The zone of a symbol's files, and its exchange's hours."""
        kind = symbol.security_type
        ticker = symbol.id.symbol if kind in (SecurityType.BASE, SecurityType.FUTURE) else symbol.value
        return self._hours.entry(symbol.id.market, ticker, kind)

    def set_market(self, symbol: Symbol, zone: str) -> Entry:
        """Give a custom symbol hours that never close."""
        from leanrig.engine.hours.exchange_hours import SecurityExchangeHours

        hours = SecurityExchangeHours.always_open(zone)
        return self._hours.set_entry(symbol.id.market, symbol.id.symbol, symbol.security_type, hours)

    def has_market(self, symbol: Symbol) -> bool:
        """Whether the database has hours for a symbol."""
        ticker = symbol.id.symbol if symbol.security_type is SecurityType.BASE else symbol.value
        return self._hours.find(symbol.id.market, ticker, symbol.security_type) is not None

    @property
    def properties_database(self) -> SymbolPropertiesDatabase:
        if self._properties is None:
            path = self.folder.root / "symbol-properties" / "symbol-properties-database.csv"
            self._properties = SymbolPropertiesDatabase(path)
        return self._properties

    def properties(self, symbol: Symbol, default_quote: str) -> SymbolProperties | None:
        """A symbol's properties; None for a coin pair that has no row of its own."""
        kind, market = symbol.security_type, symbol.id.market
        ticker = symbol.id.symbol if kind in (SecurityType.BASE, SecurityType.FUTURE) else symbol.value
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
            maps = self._maps_of(symbol.id.market)
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
            lines = self.folder.lines(f"equity/{key[0]}/factor_files/{key[1]}.csv")
            self._factors[key] = None if lines is None else self._parsed(lines, key[1])
        return self._factors[key]

    def _parsed(self, lines: list[str], name: str) -> FactorFile | None:
        try:
            return FactorFile.parse(lines)
        except ValueError as err:
            self.folder.report(f"Fetching Price/Map Factors: {name}: {err}")
            self._warn(f"factor file {name}.csv is not used: {err}")
            return None

    def _maps_of(self, market: str) -> MapFiles:
        if market not in self._maps:
            self._maps[market] = MapFiles(self.folder, market)
        return self._maps[market]

    def _first_ticker(self, ticker: str, market: str) -> tuple[str, date] | None:
        found = self._maps_of(market).today(ticker)
        return (found.first_ticker, found.first_date) if found.rows else None

    # -- what it did

    def first_kind(self, symbol: Symbol, resolution: Resolution) -> list[tuple[type, TickType]] | None:
        """None: the first kind of data is the one that every subscription of a type begins with."""
        return None

    def streams(
        self, security: Any, config: SubscriptionDataConfig, start_us: int, end_us: int, step_us: int
    ) -> list[BarStream]:
        """The streams of a subscription: its prices, and a share's corporate events."""
        pages = self.pages(config, start_us, end_us, step_us)
        streams = [BarStream(config, security, pages)]
        if config.security_type is SecurityType.EQUITY and config.type is TradeBar:
            events = self._events(config, start_us, end_us)
            if events:
                emits = [to_us(event.end_time, config.exchange_zone) for event in events]
                streams.append(BarStream(config, security, iter([ListPage(config.symbol, emits, events)]), event=True))
        return streams

    def pages(
        self,
        config: SubscriptionDataConfig,
        start_us: int,
        end_us: int,
        step_us: int,
        *,
        mode: DataNormalizationMode | None = None,
        extended: bool | None = None,
    ) -> Iterator[Any]:
        """Pages of a subscription's prices between two moments.

        Parameters
        ----------
        step_us
            Spacing at which the last bar is repeated where nothing came; 0 for none.
        mode, extended
            Instead of the subscription's own normalisation and hours.
        """
        if config.resolution is Resolution.TICK:
            raise NotThereYet("Resolution.Tick")
        _, hours = self.market(config.symbol)
        maps, factors = self.map_file(config.symbol), self.factor_file(config.symbol)
        window = Window(
            start_us,
            end_us,
            step_us,
            precise=bool(self._settings.daily_precise_end_time),
            first_us=self._first_us(config, maps, factors, start_us),
            over_us=to_us(_midnight(maps.delisting_date + _MIDNIGHT_AFTER), config.exchange_zone),
        )
        scaling = Scaling(
            _EQUITY_UNIT if config.security_type is SecurityType.EQUITY else ONE,
            factors,
            config.data_normalization_mode if mode is None else mode,
        )
        files = PriceFiles(self.folder, config, maps, warn=self._warn)
        return PriceReading(config, hours, files, scaling, window, extended=extended).pages()

    def _first_us(
        self, config: SubscriptionDataConfig, maps: MapFile, factors: FactorFile | None, start_us: int
    ) -> int:
        """Where a share's files let its data begin; remembered for the end of the log when that is later than asked."""
        first_us = start_us
        minimum = None if factors is None else factors.minimum
        if minimum is not None:
            minimum_us = to_us(_midnight(minimum), config.exchange_zone)
            if first_us < minimum_us:
                first_us = minimum_us
                self._imprecise.setdefault(config.symbol, f"[{config.symbol.value}, {minimum:%m/%d/%Y}]")
        if config.security_type is SecurityType.EQUITY:
            begin_us = to_us(_midnight(maps.first_date), config.exchange_zone)
            if first_us < begin_us:
                first_us = begin_us
                self._late.setdefault(config.symbol, f"[{config.symbol.value}, {maps.first_date:%Y-%m-%d}]")
        return first_us

    def closing_lines(self) -> list[str]:
        """What Lean says at the end of the log about data that began later than asked for."""
        lines = []
        for texts, opening in (
            (
                self._imprecise,
                "Due to numerical precision issues in the factor file, data for the following symbols was adjust to a "
                "later starting date: ",
            ),
            (
                self._late,
                "The starting dates for the following symbols have been adjusted to match their map files first date: ",
            ),
        ):
            if texts:
                more = "..." if len(texts) >= 10 else ""
                lines.append(opening + ", ".join(list(texts.values())[:10]) + more)
        return lines

    def _events(self, config: SubscriptionDataConfig, start_us: int, end_us: int) -> list[Any]:
        data_zone, hours = self.market(config.symbol)
        maps, factors = self.map_file(config.symbol), self.factor_file(config.symbol)
        files = PriceFiles(self.folder, config, maps, warn=self._warn)
        dates = tradable_days(hours, start_us, end_us, data_zone, extended=config.extended_market_hours)

        def last_price(day: date) -> Decimal:
            before = [other for other in dates if other < day]
            found = files.last_close(before[-1]) if before else None
            return Decimal(0) if found is None else found[0] * ONE.scaleb(-found[1]) * _EQUITY_UNIT

        rows = [] if factors is None else factors.rows
        events = corporate_events(config.symbol, dates=dates, factors=rows, maps=maps.rows, last_price=last_price)
        return [
            event for event in events if not (config.is_internal_feed and type(event).__name__ in ("Split", "Dividend"))
        ]


def _midnight(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)
