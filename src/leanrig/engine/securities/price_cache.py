"""The last prices of a security, by Lean's rules of what overwrites what."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import MarketDataType, SecurityType, TickType
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO
from leanrig.engine.securities.scaling import scaled

__all__ = ["PendingPrices", "PriceCache"]

_PRICES = ("_price", "_open", "_high", "_low", "_close", "_bid_price", "_ask_price")
_SIZES = ("_volume", "_bid_size", "_ask_size")
_COMMON = (TradeBar, QuoteBar, Tick)
_TRADES_ONLY = frozenset((SecurityType.EQUITY, SecurityType.OPTION, SecurityType.INDEX, SecurityType.INDEX_OPTION))


class PendingPrices(Protocol):
    """A subscription that has moved on and whose newest data is stored when somebody looks."""

    order: tuple[int, int, str, int]

    def settle(self, cache: "PriceCache") -> None: ...
    def seen_us(self) -> int:
        """Moment of the newest row."""
        ...


def _moment(subscription: PendingPrices) -> tuple[int, tuple[int, int, str, int]]:
    return subscription.seen_us(), subscription.order


class _AtOnce(list[PendingPrices]):
    """Stays empty: what would wait is stored at once."""

    def __init__(self, cache: "PriceCache") -> None:
        super().__init__()
        self._cache = cache

    def append(self, subscription: PendingPrices) -> None:
        subscription.settle(self._cache)


class PriceCache(Dotnet):
    """Open, high, low, close, price from trades (quotes where the type trades on quotes); bid and ask from quotes.

    Feeds set `pending` instead of storing each bar: what is never looked at is never computed.
    """

    price, open, high, low, close = (Shown(f"exact_{name}") for name in ("price", "open", "high", "low", "close"))
    bid_price, ask_price = Shown("exact_bid_price"), Shown("exact_ask_price")
    bid_size, ask_size, volume = Shown("exact_bid_size"), Shown("exact_ask_size"), Shown("exact_volume")
    exact_price: Decimal
    exact_open: Decimal
    exact_high: Decimal
    exact_low: Decimal
    exact_close: Decimal
    exact_bid_price: Decimal
    exact_ask_price: Decimal
    exact_bid_size: Decimal
    exact_ask_size: Decimal
    exact_volume: Decimal

    def __init__(self, security_type: SecurityType = SecurityType.EQUITY) -> None:
        self.pending: list[PendingPrices] = []
        # Subscriptions to trade bars that set its prices.
        self.feeding: list[Any] = []
        self._trades_only = security_type in _TRADES_ONLY
        self.properties: dict[str, Any] = {}
        self._listeners: list[Callable[[BaseData], None]] = []
        self.reset()

    def reset(self) -> None:
        self._price = self._open = self._high = self._low = self._close = ZERO
        self._bid_price = self._ask_price = self._bid_size = self._ask_size = self._volume = ZERO
        self.open_interest = 0
        self._last: BaseData | None = None
        self._by_type: dict[type, list[BaseData]] = {}
        self._trade_ticks: list[BaseData] = []
        self._quote_ticks: list[BaseData] = []
        self._quote_end: int | None = None
        self._bar_end: int | None = None
        # The row whose prices and volume are the newest, until one of them is written; read when asked for.
        self._row: tuple[Any, int] | None = None

    def tell(self, listener: Callable[[BaseData], None]) -> None:
        """Tell of every data point from here on, which ends the putting off of what nobody looks at."""
        self.settle()
        self._listeners.append(listener)
        self.pending = _AtOnce(self)

    def add_data(self, data: BaseData) -> None:
        """Store one data point as the newest of its type."""
        self.store([data], type(data))

    def add_data_list(self, data: list[BaseData], data_type: type | None = None, *_: object) -> None:
        self.store(data, data_type or type(data[-1]))

    def store(self, data: list[BaseData], data_type: type) -> None:
        """Store the points of one moment; fill-forward points are not stored."""
        real = [point for point in data if not point.is_fill_forward]
        if not real:
            return
        if self._row is not None:
            self._write_row()
        last = real[-1]
        if isinstance(last, Tick) and last.tick_type is TickType.TRADE:
            self._trade_ticks = real
        elif isinstance(last, Tick) and last.tick_type is TickType.QUOTE:
            self._quote_ticks = real
        else:
            self._by_type[data_type] = real
        for point in real:
            self._take(point)
        if self._listeners and data_type in _COMMON:
            for listener in self._listeners:
                for point in real:
                    listener(point)

    def take_row(self, page: Any, row: int) -> None:
        """Store a trade bar of a page whose prices and volume are all there, without working any of them out."""
        bar = page.item(row)
        if self._listeners:
            self.store([bar], TradeBar)
            return
        end = page.ends[row]
        if self._quote_end == end:
            self.store([bar], TradeBar)
            return
        self._by_type[TradeBar] = [bar]
        self._last = bar
        self._bar_end = end
        self._row = (page, row)

    def _write_row(self) -> None:
        """Work out the prices of the newest row, because one of them is about to change."""
        if self._row is None:
            return
        (page, row), self._row = self._row, None
        self._open, self._high, self._low = page.exact_open(row), page.exact_high(row), page.exact_low(row)
        self._price = self._close = page.exact_close(row)
        self._volume = page.exact_volume(row)

    def _take(self, data: BaseData) -> None:
        if data.data_type is MarketDataType.AUXILIARY:
            return
        default = not self._trades_only or not (
            isinstance(data, QuoteBar) or (isinstance(data, Tick) and data.tick_type is not TickType.TRADE)
        )
        if default and (self._last is None or self._quote_end != data.end_us or not isinstance(data, TradeBar)):
            self._last = data
        if isinstance(data, Tick):
            self._take_tick(data)
        elif isinstance(data, (TradeBar, QuoteBar)):
            self._take_bar(data, default=default)
        elif data.data_type is not MarketDataType.BASE or data.exact_value:
            self._price = data.exact_value

    def _take_tick(self, tick: Tick) -> None:
        if tick.tick_type is TickType.OPEN_INTEREST:
            self.open_interest = int(tick.exact_value)
            return
        self._price = tick.exact_value or self._price
        if tick.tick_type is TickType.TRADE:
            self._volume = tick.exact_quantity or self._volume
        else:
            self._bid_price = tick.exact_bid_price or self._bid_price
            self._bid_size = tick.exact_bid_size or self._bid_size
            self._ask_price = tick.exact_ask_price or self._ask_price
            self._ask_size = tick.exact_ask_size or self._ask_size

    def _take_bar(self, bar: TradeBar | QuoteBar, *, default: bool) -> None:
        if default and (self._quote_end != bar.end_us or self._bar_end != bar.end_us):
            self._bar_end = bar.end_us
            self._open = bar.exact_open or self._open
            self._high = bar.exact_high or self._high
            self._low = bar.exact_low or self._low
            if bar.exact_close:
                self._price = self._close = bar.exact_close
        if isinstance(bar, TradeBar):
            self._volume = bar.exact_volume or self._volume
            return
        self._quote_end = bar.end_us
        if bar.ask is not None:
            self._ask_price = bar.ask.exact_close or self._ask_price
        if bar.bid is not None:
            self._bid_price = bar.bid.exact_close or self._bid_price
        self._bid_size = bar.exact_last_bid_size or self._bid_size
        self._ask_size = bar.exact_last_ask_size or self._ask_size

    def settle(self) -> None:
        """Store what the feeds have left pending."""
        if not self.pending:
            return
        waiting, self.pending = self.pending, []
        if len(waiting) > 1:
            waiting.sort(key=_moment)  # the later row overwrites what an earlier one of another subscription said
        for subscription in waiting:
            subscription.settle(self)

    def settle_now(self, subscription: PendingPrices) -> None:
        """Store what is pending, then this subscription's newest row."""
        if self.pending:
            self.settle()
        subscription.settle(self)

    def apply_split(self, factor: Decimal) -> None:
        """Scale prices by a split's factor and sizes by its inverse, in the newest points too."""
        if self.pending:
            self.settle()
        self._write_row()
        for name in _PRICES:
            setattr(self, name, getattr(self, name) * factor)
        for name in _SIZES:
            setattr(self, name, getattr(self, name) / factor)
        newest = self._last
        for points in (*self._by_type.values(), self._trade_ticks, self._quote_ticks):
            for place, point in enumerate(points):
                points[place] = scaled(point, factor)
                if point is newest:
                    self._last = points[place]

    def get_data(self, data_type: type | None = None) -> Any:
        """The newest data point, of any price-setting type or of the type asked for."""
        if self.pending:
            self.settle()
        if data_type is None:
            return self._last
        if data_type is Tick:
            ticks = self._trade_ticks or self._quote_ticks
            return ticks[-1] if ticks else None
        found = self._by_type.get(data_type)
        return found[-1] if found else None

    def get_all(self, data_type: type) -> list[Any]:
        """All points of a type that arrived at the last moment."""
        if self.pending:
            self.settle()
        if data_type is Tick:
            return [*self._trade_ticks, *self._quote_ticks]
        return list(self._by_type.get(data_type, ()))

    def of_name(self, name: str) -> list[Any] | None:
        """The newest points of the type with that name; None where none came."""
        if self.pending:
            self.settle()
        return next((points for kind, points in self._by_type.items() if kind.__name__ == name), None)

    def has_data(self, data_type: type) -> bool:
        return self.get_data(data_type) is not None

    @property
    def last_trade_tick(self) -> Tick | None:
        return self._trade_ticks[-1] if self._trade_ticks else None  # type: ignore[return-value]  # only ticks are kept

    @property
    def last_quote_tick(self) -> Tick | None:
        return self._quote_ticks[-1] if self._quote_ticks else None  # type: ignore[return-value]  # only ticks are kept


def _field(name: str) -> property:
    def read(self: PriceCache) -> Any:
        if self.pending:
            self.settle()
        return getattr(self, name)

    def write(self: PriceCache, value: Any) -> None:
        setattr(self, name, value)

    return property(read, write)


def _row_field(name: str, column: str) -> property:
    """A field that the newest row gives, as long as there is one."""

    def read(self: PriceCache) -> Any:
        if self.pending:
            self.settle()
        newest = self._row
        if newest is None:
            return getattr(self, name)
        return getattr(newest[0], column)(newest[1])

    def write(self: PriceCache, value: Any) -> None:
        self._write_row()
        setattr(self, name, value)

    return property(read, write)


for _name in ("bid_price", "ask_price", "bid_size", "ask_size"):
    setattr(PriceCache, f"exact_{_name}", _field(f"_{_name}"))
for _name in ("open", "high", "low", "close", "volume"):
    setattr(PriceCache, f"exact_{_name}", _row_field(f"_{_name}", f"exact_{_name}"))
PriceCache.exact_price = _row_field("_price", "exact_close")  # type: ignore[assignment]  # a property, as the others
