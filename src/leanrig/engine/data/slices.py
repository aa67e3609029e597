"""What on_data receives: everything that arrived at one moment, by symbol."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from leanrig.engine.data.auxiliary import Delisting, Dividend, MarginInterestRate, Split, SymbolChangedEvent
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.dotnet.generic import GenericMethod
from leanrig.engine.enums import MarketDataType, SecurityType, TickType
from leanrig.engine.errors import KeyNotFoundException, NotSupportedException
from leanrig.engine.hours.zones import to_local
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.securities.dictionary import KeyValuePair, SymbolDictionary, found_symbol

__all__ = [
    "DataDictionary",
    "Delistings",
    "Dividends",
    "MarginInterestRates",
    "QuoteBars",
    "Slice",
    "Splits",
    "SymbolChangedEvents",
    "Ticks",
    "TradeBars",
]

T = TypeVar("T")


class DataDictionary(SymbolDictionary[T]):
    """Data of one kind by symbol."""

    def _missing(self, key: Any) -> Exception:
        return KeyNotFoundException(
            f"'{as_symbol(key)}' wasn't found in the {type(self).__name__} object, likely because there was no-data at "
            "this moment in time and it wasn't possible to fillforward historical data. Please check the data exists "
            f'before accessing it with data.ContainsKey("{as_symbol(key)}")'
        )


class TradeBars(DataDictionary[TradeBar]):
    """Trade bars by symbol."""


class QuoteBars(DataDictionary[QuoteBar]):
    """Quote bars by symbol."""


class Ticks(DataDictionary[list[Tick]]):
    """Lists of ticks by symbol."""


class Splits(DataDictionary[Split]):
    """Splits by symbol."""


class Dividends(DataDictionary[Dividend]):
    """Dividends by symbol."""


class Delistings(DataDictionary[Delisting]):
    """Delistings by symbol."""


class SymbolChangedEvents(DataDictionary[SymbolChangedEvent]):
    """Changed tickers by symbol."""


class MarginInterestRates(DataDictionary[MarginInterestRate]):
    """Funding rates by symbol."""


_EVENTS: dict[type, type] = {
    Split: Splits,
    Dividend: Dividends,
    Delisting: Delistings,
    SymbolChangedEvent: SymbolChangedEvents,
    MarginInterestRate: MarginInterestRates,
}


class Slice(SymbolDictionary[Any]):
    """All data of one moment. `data[symbol]` prefers the trade bar, then quote bar, ticks and custom data."""

    def __init__(self, moment_us: int, zone: str, points: Any) -> None:
        """`points` is a sequence of (subscription, page, row); nothing of it is made before it is asked for."""
        self.moment_us = moment_us
        self._zone = zone
        self._points = points
        self._parts: dict[Any, Any] | None = None

    @property
    def time(self) -> datetime:
        """In the algorithm's zone."""
        return to_local(self.moment_us, self._zone)

    @property
    def utc_time(self) -> datetime:
        return to_local(self.moment_us, "UTC").replace(tzinfo=UTC)

    @property
    def has_data(self) -> bool:
        return bool(self._points)

    @property
    def all_data(self) -> list[BaseData]:
        return [page.item(row) for _, page, row in self._points]

    @property
    def bars(self) -> TradeBars:
        found: TradeBars = self._part(TradeBars)
        return found

    @property
    def quote_bars(self) -> QuoteBars:
        found: QuoteBars = self._part(QuoteBars)
        return found

    @property
    def ticks(self) -> Ticks:
        found: Ticks = self._part(Ticks)
        return found

    @property
    def splits(self) -> Splits:
        found: Splits = self._part(Splits)
        return found

    @property
    def dividends(self) -> Dividends:
        found: Dividends = self._part(Dividends)
        return found

    @property
    def delistings(self) -> Delistings:
        found: Delistings = self._part(Delistings)
        return found

    @property
    def symbol_changed_events(self) -> SymbolChangedEvents:
        found: SymbolChangedEvents = self._part(SymbolChangedEvents)
        return found

    @property
    def option_chains(self) -> DataDictionary[Any]:
        return DataDictionary()

    @property
    def future_chains(self) -> DataDictionary[Any]:
        return DataDictionary()

    futures_chains = future_chains

    @property
    def margin_interest_rates(self) -> MarginInterestRates:
        found: MarginInterestRates = self._part(MarginInterestRates)
        return found

    def _part(self, kind: Any) -> Any:
        parts = self._parts or self._sorted()
        found = parts.get(kind)
        if found is None:
            found = parts[kind] = kind()
        return found

    def _sorted(self) -> dict[Any, Any]:
        """Make every point and put it where it belongs."""
        if len(self._points) == 1 and self._points[0][1].data_type is TradeBar:
            subscription, page, row = self._points[0]
            if not subscription.config.is_custom_data:
                bar = page.item(row)
                self._parts = {
                    TradeBars: TradeBars({bar.symbol: bar}),
                    QuoteBars: QuoteBars({}),
                    "custom": {},
                    "eventful": [],
                }
                return self._parts
        parts: dict[Any, Any] = {}
        custom: dict[Symbol, Any] = {}
        bars: dict[Symbol, Any] = {}
        quotes: dict[Symbol, Any] = {}
        eventful: list[Symbol] = []
        for subscription, page, row in self._points:
            point = page.item(row)
            if page.data_type is TradeBar:
                _keep_shortest(bars, point)
            elif page.data_type is QuoteBar:
                _keep_shortest(quotes, point)
            elif point.data_type is MarketDataType.TICK:
                parts.setdefault(Ticks, Ticks())._items.setdefault(point.symbol, []).append(point)
            elif point.data_type is MarketDataType.AUXILIARY and type(point) in _EVENTS:
                kind = _EVENTS[type(point)]
                parts.setdefault(kind, kind())._items[subscription.config.symbol] = point
                eventful.append(subscription.config.symbol)
            elif isinstance(point, TradeBar) and not subscription.config.is_custom_data:
                _keep_shortest(bars, point)
            elif isinstance(point, QuoteBar) and not subscription.config.is_custom_data:
                _keep_shortest(quotes, point)
            else:
                custom[point.symbol] = point
        parts[TradeBars], parts[QuoteBars], parts["custom"] = (
            TradeBars(_by_ticker(bars)),
            QuoteBars(_by_ticker(quotes)),
            custom,
        )
        parts["eventful"] = eventful
        self._parts = parts
        return parts

    @property
    def _items(self) -> dict[Symbol, Any]:  # type: ignore[override]  # made on demand instead of stored
        parts = self._parts or self._sorted()
        merged: dict[Symbol, Any] | None = parts.get("merged")
        if merged is None:
            merged = dict(parts["custom"])
            if Ticks in parts:
                merged |= _shown_ticks(parts[Ticks]._items)
            merged |= {symbol: bar for symbol, bar in parts[QuoteBars]._items.items() if not _trades_only(symbol)}
            merged |= parts[TradeBars]._items
            parts["merged"] = merged = _by_ticker(merged)
        return merged

    @property
    def _known(self) -> dict[Symbol, Any]:
        """Symbols with data; those that have an event only are among them, with None."""
        eventful = (self._parts or self._sorted())["eventful"]
        return self._items if not eventful else self._items | {s: None for s in eventful if s not in self._items}

    def __contains__(self, key: Any) -> bool:
        symbol = self._key(key)
        return symbol is not None and symbol in self._known

    contains_key = __contains__

    def keys(self) -> list[Symbol]:
        return list(self._known)

    @property
    def count(self) -> int:
        return len(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, key: Any) -> Any:
        symbol = key if type(key) is Symbol else found_symbol(key)
        parts = self._parts or self._sorted()
        found = parts[TradeBars]._items.get(symbol) or self._items.get(symbol)
        if found is None and symbol in parts["eventful"]:
            return None
        if found is None:
            raise KeyNotFoundException(
                f"'{symbol}' wasn't found in the Slice object, likely because there was no-data at this moment in time "
                "and it wasn't possible to fillforward historical data. Please check the data exists before accessing "
                f'it with data.ContainsKey("{symbol}")'
            )
        return found

    def __setitem__(self, key: Any, value: Any) -> None:
        raise NotSupportedException("The Slice object is read-only. You cannot set data in the slice.")

    @GenericMethod
    def get(self, key: Any, default: Any = None) -> Any:
        """`get(symbol)`, `get(Type)`, `get(Type, symbol)`."""
        if isinstance(key, type):
            found = self.of_type(key)
            return found if default is None else found.get(default)
        symbol = self._key(key)
        return default if symbol is None else self._items.get(symbol, default)

    def of_type(self, data_type: type) -> DataDictionary[Any]:
        """All points of a type by symbol."""
        part = {TradeBar: TradeBars, QuoteBar: QuoteBars, Tick: Ticks, **_EVENTS}.get(data_type)
        if part is not None:
            found: DataDictionary[Any] = self._part(part)
            return found
        custom = (self._parts or self._sorted())["custom"]
        return DataDictionary({symbol: point for symbol, point in custom.items() if isinstance(point, data_type)})

    def __iter__(self) -> Iterator[Any]:
        return iter([KeyValuePair(symbol, point) for symbol, point in self._items.items()])

    def __str__(self) -> str:
        return "QuantConnect.Data.Slice"


def _keep_shortest(bars: dict[Symbol, Any], bar: Any) -> None:
    known = bars.get(bar.symbol)
    if known is None or known.period > bar.period:
        bars[bar.symbol] = bar


def _by_ticker(points: dict[Symbol, Any]) -> dict[Symbol, Any]:
    """Lean's dictionaries of data are in the order of tickers."""
    return points if len(points) < 2 else dict(sorted(points.items(), key=lambda item: item[0].value))


def _trades_only(symbol: Symbol) -> bool:
    """Quotes of shares are in `quote_bars` and `ticks` only, not among the slice's own keys."""
    return symbol.security_type is SecurityType.EQUITY


def _shown_ticks(ticks: dict[Symbol, list[Tick]]) -> dict[Symbol, list[Tick]]:
    found = {
        symbol: [tick for tick in list_ if tick.tick_type is TickType.TRADE] if _trades_only(symbol) else list_
        for symbol, list_ in ticks.items()
    }
    return {symbol: list_ for symbol, list_ in found.items() if list_}
