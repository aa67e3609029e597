"""Bars of trades: views on the feed's arrays, or values of the user's own."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from leanrig.engine.data import lean_lines
from leanrig.engine.data.base_data import FIRST_TIME, BaseData, SubscriptionDataSource, micros
from leanrig.engine.enums import MarketDataType
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ONE, ZERO, exact, shown, text

if TYPE_CHECKING:
    from leanrig.engine.feed.pages import TradePage

__all__ = ["Bar", "FromPage", "TradeBar"]


class FromPage:
    """What a bar of the feed reads from its page; a value that the bar itself has comes first.

    `without` is the answer for bars that have neither.
    """

    def __init__(self, name: str, without: Any = None) -> None:
        self._name = name
        self._without = without

    def __get__(self, bar: Any, owner: type) -> Any:
        if bar is None:
            return self
        own = bar.__dict__
        return getattr(own["_page"], self._name)(own["_row"]) if "_page" in own else self._without


class Bar(Dotnet):
    """Open, high, low, close."""

    open, high, low, close = (Shown(f"exact_{name}") for name in ("open", "high", "low", "close"))

    def __init__(self, open: object = 0, high: object = 0, low: object = 0, close: object = 0) -> None:
        self.exact_open, self.exact_high = exact(open), exact(high)
        self.exact_low, self.exact_close = exact(low), exact(close)

    def update(self, value: object) -> None:
        """Take a price in, as a consolidator does."""
        self.update_exact(exact(value))

    def update_exact(self, value: Decimal) -> None:
        if not value:
            return
        if not self.exact_open:
            self.exact_open = self.exact_high = self.exact_low = value
        self.exact_high = max(self.exact_high, value)
        self.exact_low = min(self.exact_low, value)
        self.exact_close = value

    def clone(self) -> "Bar":
        copy = Bar()
        copy.__dict__.update(self.__dict__)
        return copy

    def __str__(self) -> str:
        return " ".join(
            f"{letter}: {text(value)}"
            for letter, value in zip(
                "OHLC", (self.exact_open, self.exact_high, self.exact_low, self.exact_close), strict=True
            )
        )


def _fast(name: str) -> property:
    """The float column of the page, unless the bar has an exact value of its own."""
    own, column = f"exact_{name}", f"{name}_floats"

    def read(self: Any) -> float:
        values = self.__dict__
        found: float = shown(values[own]) if own in values else getattr(values["_page"], column)[values["_row"]]
        return found

    def write(self: Any, value: object) -> None:
        self.__dict__[own] = exact(value)

    return property(read, write)


class TradeBar(BaseData):
    """Open, high, low, close and volume over [time, end_time).

    A bar of the feed reads its page until somebody writes to it: it is of this very class, since users compare types.
    """

    data_type: Any = MarketDataType.TRADE_BAR
    open, high, low, close = (_fast(name) for name in ("open", "high", "low", "close"))
    value = price = close
    volume = _fast("volume")
    symbol: Symbol
    exact_open = cast(Decimal, FromPage("exact_open"))
    exact_high = cast(Decimal, FromPage("exact_high"))
    exact_low = cast(Decimal, FromPage("exact_low"))
    exact_close = cast(Decimal, FromPage("exact_close"))
    exact_volume = cast(Decimal, FromPage("exact_volume"))
    is_fill_forward = cast(bool, FromPage("is_fill_forward", without=False))
    _time = cast(datetime, FromPage("time"))
    _period = cast(timedelta, FromPage("period"))

    def __init__(
        self,
        time: datetime | None = None,
        symbol: object = None,
        open: object = 0,
        high: object = 0,
        low: object = 0,
        close: object = 0,
        volume: object = 0,
        period: timedelta | None = None,
    ) -> None:
        self._time = time or FIRST_TIME
        self.symbol = as_symbol(symbol) or Symbol.EMPTY
        self.exact_open, self.exact_high = exact(open), exact(high)
        self.exact_low, self.exact_close = exact(low), exact(close)
        self.exact_volume = exact(volume)
        self._period = period or timedelta(minutes=1)

    @staticmethod
    def of(page: "TradePage", row: int) -> "TradeBar":
        """A bar that reads the feed's page when it is asked."""
        bar = object.__new__(TradeBar)
        bar.__dict__ = {"_page": page, "_row": row, "symbol": page.symbol}
        return bar

    @property
    def exact_value(self) -> Decimal:
        return self.exact_close

    @exact_value.setter
    def exact_value(self, value: Decimal) -> None:
        self.exact_close = value

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
        """Wall clock of the end, in microseconds."""
        own = self.__dict__
        if "_page" not in own or "_time" in own or "_period" in own:
            return micros(self.end_time)
        return own["_page"].ends[own["_row"]]  # type: ignore[no-any-return]

    def is_sparse_data(self) -> bool:
        return False

    def get_source(self, config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
        """Where the data folder has the lines of a subscription and date."""
        return lean_lines.source_of(config, date, is_live_mode)

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool = False) -> Any:
        """The bar of a line of the data folder."""
        return lean_lines.trade_bar(TradeBar(), config, line, date)

    @staticmethod
    def parse(config: Any, line: str, date: datetime) -> Any:
        return lean_lines.trade_bar(TradeBar(), config, line, date)

    @staticmethod
    def parse_equity(config: Any, line: str, date: datetime) -> Any:
        return lean_lines.trade_bar(TradeBar(), config, line, date, unit=Decimal("0.0001"))

    @staticmethod
    def parse_crypto(config: Any, line: str, date: datetime) -> Any:
        return lean_lines.trade_bar(TradeBar(), config, line, date, unit=ONE)

    parse_forex = parse_cfd = parse_index = parse_future = parse_crypto

    def update(self, last: object, bid: object = 0, ask: object = 0, volume: object = 0, *_: object) -> None:
        """Take a trade in."""
        price = exact(last)
        if not self.exact_open:
            self.exact_open = self.exact_high = self.exact_low = price
        self.exact_high, self.exact_low = max(self.exact_high, price), min(self.exact_low, price)
        self.exact_close = price
        self.exact_volume += exact(volume)

    def clone(self, fill_forward: bool | None = None) -> "TradeBar":
        copy = TradeBar(self.time, self.symbol, period=self.period)
        copy.exact_open, copy.exact_high = self.exact_open, self.exact_high
        copy.exact_low, copy.exact_close = self.exact_low, self.exact_close
        copy.exact_volume = ZERO if fill_forward else self.exact_volume
        copy.is_fill_forward = self.is_fill_forward if fill_forward is None else bool(fill_forward)
        return copy

    def __str__(self) -> str:
        bar = f"O: {_short(self.exact_open)} H: {_short(self.exact_high)} L: {_short(self.exact_low)}"
        return f"{self.symbol}: {bar} C: {_short(self.exact_close)} V: {_short(self.exact_volume)}"


def _short(value: Decimal) -> str:
    from leanrig.engine.number import normalize, smart_round

    return text(normalize(smart_round(value)))
