"""Bars of bid and ask."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from leanrig.engine.data import lean_lines
from leanrig.engine.data.base_data import FIRST_TIME, BaseData, SubscriptionDataSource, micros
from leanrig.engine.data.trade_bar import Bar, FromPage, TradeBar
from leanrig.engine.enums import MarketDataType
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Shown
from leanrig.engine.number import ONE, ZERO, exact, normalize, smart_round, text

if TYPE_CHECKING:
    from leanrig.engine.feed.pages import QuotePage

__all__ = ["QuoteBar"]

_TWO = Decimal(2)


def middle(bid: Decimal | None, ask: Decimal | None) -> Decimal:
    """The mean of both sides, or the side that exists."""
    if bid and ask:
        return (bid + ask) / _TWO
    return bid or ask or ZERO


class _Kept(FromPage):
    """Read from the page once."""

    def __get__(self, bar: Any, owner: type) -> Any:
        found = super().__get__(bar, owner)
        if bar is not None:
            bar.__dict__[f"_{self._name}"] = found
        return found


class _Sizes(FromPage):
    """Both last sizes, read once."""

    def __get__(self, bar: Any, owner: type) -> Any:
        if bar is None:
            return self
        own = bar.__dict__
        page, row = own["_page"], own["_row"]
        own["_sizes"] = found = (page.exact_last_bid_size(row), page.exact_last_ask_size(row))
        return found


class QuoteBar(BaseData):
    """Bid and ask over [time, end_time); open to close are the middle.

    A bar of the feed reads its page until somebody writes to it: it is of this very class, since users compare types.
    """

    _bid = cast(Bar | None, _Kept("bid"))
    _ask = cast(Bar | None, _Kept("ask"))
    _time = cast(datetime, _Kept("time"))
    _period = cast(timedelta, _Kept("period"))
    _sizes = cast(tuple[Decimal, Decimal], _Sizes("sizes"))
    is_fill_forward = cast(bool, FromPage("is_fill_forward", without=False))

    data_type: Any = MarketDataType.QUOTE_BAR
    open, high, low, close = (Shown(f"exact_{name}") for name in ("open", "high", "low", "close"))
    value, price = Shown("exact_value"), Shown("exact_value")
    last_bid_size, last_ask_size = Shown("exact_last_bid_size"), Shown("exact_last_ask_size")

    def __init__(
        self,
        time: datetime | None = None,
        symbol: object = None,
        bid: Bar | None = None,
        last_bid_size: object = 0,
        ask: Bar | None = None,
        last_ask_size: object = 0,
        period: timedelta | None = None,
    ) -> None:
        self._time = time or FIRST_TIME
        self.symbol = as_symbol(symbol) or Symbol.EMPTY
        self._bid, self._ask = bid, ask
        self._sizes = (exact(last_bid_size), exact(last_ask_size))
        self._period = period or timedelta(minutes=1)
        self._value = ZERO

    @staticmethod
    def of(page: "QuotePage", row: int) -> "QuoteBar":
        """A bar that reads the feed's page when it is asked."""
        bar = object.__new__(QuoteBar)
        bar.__dict__ = {"_page": page, "_row": row, "symbol": page.symbol, "_value": ZERO}
        return bar

    @property
    def bid(self) -> Bar | None:
        return self._bid

    @bid.setter
    def bid(self, side: Bar | None) -> None:
        self._bid = side

    @property
    def ask(self) -> Bar | None:
        return self._ask

    @ask.setter
    def ask(self, side: Bar | None) -> None:
        self._ask = side

    @property
    def exact_last_bid_size(self) -> Decimal:
        return self._sizes[0]

    @exact_last_bid_size.setter
    def exact_last_bid_size(self, size: Decimal) -> None:
        self._sizes = (size, self._sizes[1])

    @property
    def exact_last_ask_size(self) -> Decimal:
        return self._sizes[1]

    @exact_last_ask_size.setter
    def exact_last_ask_size(self, size: Decimal) -> None:
        self._sizes = (self._sizes[0], size)

    def _middle(self, field: str) -> Decimal:
        bid, ask = self.bid, self.ask
        return middle(None if bid is None else getattr(bid, field), None if ask is None else getattr(ask, field))

    @property
    def exact_open(self) -> Decimal:
        return self._middle("exact_open")

    @property
    def exact_high(self) -> Decimal:
        return self._middle("exact_high")

    @property
    def exact_low(self) -> Decimal:
        return self._middle("exact_low")

    @property
    def exact_close(self) -> Decimal:
        return self._middle("exact_close") or self._value

    @property
    def exact_value(self) -> Decimal:
        return self.exact_close

    @exact_value.setter
    def exact_value(self, value: Decimal) -> None:
        self._value = value

    @property
    def exact_volume(self) -> Decimal:
        """Quotes have none; consolidators of bars ask for it."""
        return ZERO

    @property
    def period(self) -> timedelta:
        return self._period

    @period.setter
    def period(self, period: timedelta) -> None:
        self._period = period

    @property
    def end_time(self) -> datetime:
        return self.time + self.period

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self.period = moment - self.time

    @property
    def end_us(self) -> int:
        return micros(self.end_time)

    def is_sparse_data(self) -> bool:
        return False

    def get_source(self, config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
        """Where the data folder has the lines of a subscription and date."""
        return lean_lines.source_of(config, date, is_live_mode)

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool = False) -> Any:
        """The bar of a line of the data folder."""
        return lean_lines.quote_bar(QuoteBar(), config, line, date)

    @staticmethod
    def parse_equity(config: Any, line: str, date: datetime) -> Any:
        return lean_lines.quote_bar(QuoteBar(), config, line, date, unit=Decimal("0.0001"))

    @staticmethod
    def parse_crypto(config: Any, line: str, date: datetime) -> Any:
        return lean_lines.quote_bar(QuoteBar(), config, line, date, unit=ONE)

    parse_forex = parse_cfd = parse_future = parse_crypto

    def collapse(self) -> TradeBar:
        """A trade bar of the middle, without volume."""
        bar = TradeBar(self.time, self.symbol, period=self.period)
        bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close = (
            self.exact_open,
            self.exact_high,
            self.exact_low,
            self.exact_close,
        )
        return bar

    def clone(self, fill_forward: bool | None = None) -> "QuoteBar":
        copy = QuoteBar(self.time, self.symbol, period=self.period)
        copy._bid = None if self.bid is None else self.bid.clone()
        copy._ask = None if self.ask is None else self.ask.clone()
        copy._sizes = (self.exact_last_bid_size, self.exact_last_ask_size)
        copy._value = self.exact_value
        copy.is_fill_forward = self.is_fill_forward if fill_forward is None else bool(fill_forward)
        return copy

    def __str__(self) -> str:
        sides = []
        for name, side, size in (
            ("Bid", self.bid, self.exact_last_bid_size),
            ("Ask", self.ask, self.exact_last_ask_size),
        ):
            bar = side or Bar()
            prices = (bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close)
            sides += [f"{name}: {letter}: {_short(price)}" for letter, price in zip("OHLC", prices, strict=True)]
            sides.append(f"{name}Size: {_short(size)}" if False else f"{name}: S: {_short(size)}")
        return f"{self.symbol}: " + " ".join(sides)


def _short(value: Decimal) -> str:
    return text(normalize(smart_round(value)))
