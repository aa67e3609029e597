"""The trading day so far, and the days before: `security.session`, once its size is set."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.indicators.rolling_window import RollingWindow
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, smart_round, text

__all__ = ["Session", "SessionBar"]

_DAY = timedelta(days=1)


class SessionBar(TradeBar):
    """One day's regular session; its prices are those of trades, or the middle of quotes where a type has no trades."""

    open_interest = Shown("exact_open_interest")

    def __init__(self, symbol: Any = None, time: datetime | None = None, *, source: TickType = TickType.TRADE) -> None:
        super().__init__(time or datetime.max, symbol, period=_DAY)
        self.exact_open_interest = ZERO
        self._source = source
        self._bid: Bar | None = None
        self._ask: Bar | None = None
        self._seen_until = self._counted_until = datetime.min
        self.is_begun = False

    @property
    def end_time(self) -> datetime:
        return self._time if self._time == datetime.max else self._time + _DAY

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        """The day's end cannot be moved."""

    def take(self, data: Any, before: "SessionBar | None") -> None:
        """Take a data point of the session in; `before` is the day before."""
        if data.time < self._seen_until:
            return
        if isinstance(data, TradeBar):
            self._count(data, data.exact_volume)
            if self._source is TickType.TRADE:
                self._trade(data.exact_open, data.exact_high, data.exact_low, data.exact_close, data.end_time)
        elif isinstance(data, QuoteBar) and self._source is TickType.QUOTE:
            self._continue(before)
            self._bid, self._ask = _wider(self._bid, data.bid), _wider(self._ask, data.ask)
            self._middle(data.end_time)
        elif isinstance(data, Tick):
            self._tick(data, before)

    def _tick(self, tick: Tick, before: "SessionBar | None") -> None:
        self._count(tick, tick.exact_quantity)
        if self._source is not tick.tick_type:
            return
        if tick.tick_type is TickType.TRADE:
            value = tick.exact_value
            self._trade(value, value, value, value, tick.end_time)
            return
        self._continue(before)
        for side, price in (("_bid", tick.exact_bid_price), ("_ask", tick.exact_ask_price)):
            if price:
                setattr(self, side, _wider(getattr(self, side), Bar(price, price, price, price)))
        self._middle(tick.end_time)

    def _count(self, data: Any, volume: Decimal) -> None:
        if self._counted_until <= data.time:
            self._counted_until = data.end_time
            self.exact_volume += volume

    def _trade(self, open_: Decimal, high: Decimal, low: Decimal, close: Decimal, end: datetime) -> None:
        if self._seen_until == datetime.min:
            self.exact_open, self.exact_low = open_, low
        self.exact_high, self.exact_low = max(self.exact_high, high), min(self.exact_low, low)
        self.exact_close = close
        self._seen_until = end

    def _continue(self, before: "SessionBar | None") -> None:
        """Quotes open where the day before closed."""
        if self._seen_until == datetime.min and before is not None:
            self._bid, self._ask = (
                None if side is None else Bar(*(side.exact_close,) * 4) for side in (before._bid, before._ask)
            )

    def _middle(self, end: datetime) -> None:
        sides = [side for side in (self._bid, self._ask) if side is not None]
        for field in ("exact_open", "exact_high", "exact_low", "exact_close"):
            prices = [getattr(side, field) for side in sides]
            setattr(self, field, sum(prices, ZERO) / len(prices) if prices else ZERO)
        self._seen_until = end

    def __str__(self) -> str:
        prices = (self.exact_open, self.exact_high, self.exact_low, self.exact_close, self.exact_volume)
        shown = " ".join(f"{letter}: {text(smart_round(value))}" for letter, value in zip("OHLCV", prices, strict=True))
        return f"{shown} OI: {text(self.exact_open_interest)}"


class Session(RollingWindow[SessionBar]):
    """A window over the days: 0 is today, which its own prices are, too. Nothing is kept while its size is 0.

    Parameters
    ----------
    symbol, hours, source
        Whose days, on which exchange, and the kind of data whose prices count.
    cache
        Tells of every data point once days are kept.
    clock
        The run's present.
    """

    open, high, low, close = (Shown(f"exact_{name}") for name in ("open", "high", "low", "close"))
    volume, open_interest = Shown("exact_volume"), Shown("exact_open_interest")

    def __init__(self, symbol: Any, hours: Any, source: TickType, cache: Any, clock: Any) -> None:
        super().__init__(0)
        self.symbol = symbol
        self._hours = hours
        self._source = source
        self._cache = cache
        self._clock = clock
        self._before: SessionBar | None = None

    @property
    def size(self) -> int:
        return self._size

    @size.setter
    def size(self, size: int) -> None:
        RollingWindow.size.__set__(self, size)  # type: ignore[attr-defined]  # a property
        if size > 0 and not self._items:
            self._cache.tell(self.update)
            self._begin()

    def _begin(self) -> None:
        day = None if self._before is None else self._hours.get_next_trading_day(self._before.time)
        start = None if day is None else datetime(day.year, day.month, day.day)
        self.add(SessionBar(self.symbol, start, source=self._source))

    def update(self, data: Any) -> None:
        """Take a data point in."""
        self._roll(data.time)
        today: SessionBar = self._items[-1]
        if not today.is_begun:
            today.is_begun = True
            if today.time == datetime.max or data.time.date() > today.time.date():
                today.time = data.time.replace(hour=0, minute=0, second=0, microsecond=0)
        if isinstance(data, Tick) and data.tick_type is TickType.OPEN_INTEREST:
            today.exact_open_interest = data.exact_value
        elif self._hours.is_open(data.time, data.end_time, False):
            today.take(data, self._before)

    def _roll(self, moment: datetime) -> None:
        """A day that is over makes way for the next."""
        if self._items and self._items[-1].is_begun and moment - self._items[-1].time >= _DAY:
            self._before = self._items[-1]
            self._begin()

    def _now(self, name: str) -> Any:
        if not self._items:
            return ZERO
        self._scan()
        return getattr(self._items[-1], name)

    def _scan(self) -> None:
        from leanrig.engine.hours.zones import to_local

        self._cache.settle()
        self._roll(to_local(self._clock.now_us, self._hours.zone))

    exact_open = property(lambda self: self._now("exact_open"))
    exact_high = property(lambda self: self._now("exact_high"))
    exact_low = property(lambda self: self._now("exact_low"))
    exact_close = property(lambda self: self._now("exact_close"))
    exact_volume = property(lambda self: self._now("exact_volume"))
    exact_open_interest = property(lambda self: self._now("exact_open_interest"))

    @property
    def end_time(self) -> datetime:
        return self._items[-1].end_time if self._items else datetime.min

    def __getitem__(self, index: int) -> Any:
        if self._items:
            self._scan()
        return super().__getitem__(index)

    def reset(self) -> None:
        """Forget all days but begin today's anew."""
        if self._items:
            super().reset()
            self._before = None
            self._begin()

    def __str__(self) -> str:
        return str(self._items[-1]) if self._items else ""


def _wider(side: Bar | None, new: Bar | None) -> Bar | None:
    if side is None or new is None:
        return side if new is None else new.clone()
    side.exact_close = new.exact_close
    side.exact_high, side.exact_low = max(side.exact_high, new.exact_high), min(side.exact_low, new.exact_low)
    return side
