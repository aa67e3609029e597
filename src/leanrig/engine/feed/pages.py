"""Stretches of a subscription's bars as arrays; bars themselves are made when somebody asks."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.base_data import BaseData, naive
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.feed.columns import Column, Ints, VolumeColumn
from leanrig.engine.identity import Symbol

if TYPE_CHECKING:
    pass

__all__ = ["ListPage", "Page", "QuotePage", "Side", "Times", "TradePage"]


class Times(NamedTuple):
    """When rows begin, end and are emitted.

    Attributes
    ----------
    emit
        Moment of delivery, microseconds UTC, increasing.
    start, end
        Wall clock of the exchange in microseconds.
    filled
        True for fill-forward copies; None when there is none.
    """

    emit: Ints
    start: Ints
    end: Ints
    filled: npt.NDArray[np.bool_] | None = None

    def take(self, rows: Ints) -> "Times":
        filled = None if self.filled is None else self.filled[rows]
        return Times(self.emit[rows], self.start[rows], self.end[rows], filled)


class _Timed:
    """The times of a page's rows, and the bar that was made last."""

    def __init__(self, symbol: Symbol, times: Times) -> None:
        self.symbol = symbol
        self.times = times
        self._made: tuple[int, BaseData] | None = None

    def __len__(self) -> int:
        return len(self.times.emit)

    @cached_property
    def emit(self) -> list[int]:
        values: list[int] = self.times.emit.tolist()
        return values

    @cached_property
    def ends(self) -> list[int]:
        """Wall clock of the exchange at each row's end, in microseconds."""
        values: list[int] = self.times.end.tolist()
        return values

    @cached_property
    def filled(self) -> list[bool] | None:
        flags = self.times.filled
        return flags.tolist() if flags is not None and flags.any() else None

    def is_fill_forward(self, row: int) -> bool:
        return self.filled is not None and self.filled[row]

    def time(self, row: int) -> datetime:
        return naive(int(self.times.start[row]))

    def period(self, row: int) -> timedelta:
        return timedelta(microseconds=int(self.times.end[row]) - int(self.times.start[row]))

    def end_us(self, row: int) -> int:
        return int(self.times.end[row])


class TradePage(_Timed):
    """Trade bars of one symbol."""

    data_type = TradeBar

    def __init__(
        self,
        symbol: Symbol,
        times: Times,
        *,
        open: Column,
        high: Column,
        low: Column,
        close: Column,
        volume: VolumeColumn,
    ) -> None:
        super().__init__(symbol, times)
        self.open, self.high, self.low, self.close, self.volume = open, high, low, close, volume
        self.exact_open, self.exact_high = open.exact, high.exact
        self.exact_low, self.exact_close, self.exact_volume = low.exact, close.exact, volume.exact
        self.exact_value = close.exact

    @property
    def open_floats(self) -> list[float]:
        return self.open.floats

    @property
    def high_floats(self) -> list[float]:
        return self.high.floats

    @property
    def low_floats(self) -> list[float]:
        return self.low.floats

    @cached_property
    def close_floats(self) -> list[float]:
        return self.close.floats

    @cached_property
    def volume_floats(self) -> list[float]:
        return self.volume.floats

    @cached_property
    def has_zero(self) -> bool:
        """Whether a row holds a 0 that must not overwrite the last price or volume."""
        columns = (self.open, self.high, self.low, self.close, self.volume)
        return any(column.has_zero(self.times.filled) for column in columns)

    def rows(self, first: int, last: int) -> "TradePage":
        """The page with the rows from `first` to before `last`."""
        some = np.arange(first, last)
        return TradePage(
            self.symbol,
            self.times.take(some),
            open=self.open.take(some),
            high=self.high.take(some),
            low=self.low.take(some),
            close=self.close.take(some),
            volume=self.volume.take(some),
        )

    def item(self, row: int) -> TradeBar:
        """The bar of a row; the same object while it is the newest."""
        if self._made is not None and self._made[0] == row:
            return self._made[1]  # type: ignore[return-value]  # this page makes trade bars only
        bar = TradeBar.of(self, row)
        self._made = (row, bar)
        return bar


class Side(NamedTuple):
    """Bid or ask prices, and in which rows they exist (None: in all)."""

    open: Column
    high: Column
    low: Column
    close: Column
    size: VolumeColumn
    present: npt.NDArray[np.bool_] | None = None

    def take(self, rows: Ints) -> "Side":
        present = None if self.present is None else self.present[rows]
        open_, high, low, close = (column.take(rows) for column in (self.open, self.high, self.low, self.close))
        return Side(open_, high, low, close, self.size.take(rows), present)

    def bar(self, row: int) -> Bar | None:
        if self.present is not None and not self.present[row]:
            return None
        bar = Bar.__new__(Bar)
        bar.exact_open, bar.exact_high = self.open.exact(row), self.high.exact(row)
        bar.exact_low, bar.exact_close = self.low.exact(row), self.close.exact(row)
        return bar


class QuotePage(_Timed):
    """Quote bars of one symbol."""

    data_type = QuoteBar

    def __init__(self, symbol: Symbol, times: Times, *, bid: Side, ask: Side) -> None:
        super().__init__(symbol, times)
        self._bid, self._ask = bid, ask
        self.bid, self.ask = bid.bar, ask.bar

    def exact_last_bid_size(self, row: int) -> Decimal:
        return self._bid.size.exact(row)

    def exact_last_ask_size(self, row: int) -> Decimal:
        return self._ask.size.exact(row)

    @cached_property
    def has_zero(self) -> bool:
        """Whether a row holds a 0 or a missing side that must not overwrite the last price."""
        return any(
            (side.present is not None and not side.present.all())
            or any(column.has_zero(self.times.filled) for column in side[:5])
            for side in (self._bid, self._ask)
        )

    def rows(self, first: int, last: int) -> "QuotePage":
        """The page with the rows from `first` to before `last`."""
        some = np.arange(first, last)
        return QuotePage(self.symbol, self.times.take(some), bid=self._bid.take(some), ask=self._ask.take(some))

    def item(self, row: int) -> QuoteBar:
        if self._made is not None and self._made[0] == row:
            return self._made[1]  # type: ignore[return-value]  # this page makes quote bars only
        bar = QuoteBar.of(self, row)
        self._made = (row, bar)
        return bar


class ListPage:
    """Data points that exist as objects already: events and user-defined types."""

    filled: list[bool] | None = None
    has_zero = True

    def __init__(self, symbol: Symbol, emit: list[int], points: list[BaseData], *, data_type: type = BaseData) -> None:
        self.symbol = symbol
        self.emit = emit
        self.data_type = data_type
        flags = [point.is_fill_forward for point in points]
        self.filled = flags if any(flags) else None
        self._points = points

    def __len__(self) -> int:
        return len(self.emit)

    def is_fill_forward(self, row: int) -> bool:
        return self._points[row].is_fill_forward

    def rows(self, first: int, last: int) -> "ListPage":
        """The page with the rows from `first` to before `last`."""
        return ListPage(self.symbol, self.emit[first:last], self._points[first:last], data_type=self.data_type)

    def item(self, row: int) -> BaseData:
        return self._points[row]


Page = "TradePage | QuotePage | ListPage | TickPage"
