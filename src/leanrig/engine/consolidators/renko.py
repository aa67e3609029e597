"""Bricks with wicks, and bricks of volume or of money."""

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Any

from leanrig.engine.consolidators.base import DataConsolidator
from leanrig.engine.data.base_data import FIRST_TIME, BaseData
from leanrig.engine.data.built_bars import RenkoBar, VolumeRenkoBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import BarDirection, RenkoType, TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.number import ZERO, exact, shown

__all__ = [
    "DollarVolumeRenkoConsolidator",
    "RenkoConsolidator",
    "VolumeRenkoConsolidator",
    "WickedRenkoConsolidator",
]


class RenkoConsolidator(DataConsolidator):
    """Bricks on a grid of multiples of `bar_size`; high and low keep how far the price went meanwhile."""

    _own_event = "first"

    input_type = BaseData
    output_type = RenkoBar
    type = RenkoType.WICKED

    def __init__(self, bar_size: object) -> None:
        super().__init__()
        self._size = exact(bar_size)
        if self._size <= 0:
            raise ArgumentException("Renko consolidator BarSize must be strictly greater than zero")
        self._forget()

    def _forget(self) -> None:
        self._is_first = True
        self._last: RenkoBar | None = None
        self._shown: RenkoBar | None = None
        self._opened = self._closed = FIRST_TIME
        self._open = self._high = self._low = self._close = ZERO

    @property
    def working_data(self) -> Any:
        return self._shown.clone() if self._shown is not None else None

    @property
    def bar_size(self) -> float:
        return shown(self._size)

    def update(self, data: Any) -> None:
        rate = data.exact_value
        self._closed = data.time
        if self._is_first:
            self._is_first = False
            self._opened = data.time
            self._open = self._high = self._low = self._close = _closest_multiple(rate, self._size)
            return
        self._high, self._low, self._close = max(self._high, rate), min(self._low, rate), rate
        if rate > self._open:
            self._up(data)
        elif rate < self._open:
            self._down(data)

    def _up(self, data: Any) -> None:
        last = self._last
        if last is not None and last.direction is not BarDirection.RISING:
            edge = last.exact_open + self._size
            if self._close <= edge:
                return
            self._brick(data, last.exact_open, edge, self._low, edge)
        while self._close > (edge := self._open + self._size):
            self._brick(data, self._open, edge, self._low, edge)

    def _down(self, data: Any) -> None:
        last = self._last
        if last is not None and last.direction is not BarDirection.FALLING:
            edge = last.exact_open - self._size
            if self._close >= edge:
                return
            self._brick(data, last.exact_open, self._high, edge, edge)
        while self._close < (edge := self._open - self._size):
            self._brick(data, self._open, self._high, edge, edge)

    def _brick(self, data: Any, open_: Decimal, high: Decimal, low: Decimal, close: Decimal) -> None:
        self._last = RenkoBar(data.symbol, self._opened, self._closed, self._size, open_, high, low, close)
        self.publish(self._last)
        self._opened = self._closed
        self._open = close
        if close == high:
            self._low = close
        else:
            self._high = close

    def publish(self, bar: Any) -> None:
        super().publish(bar)
        self._shown = bar

    def reset(self) -> None:
        super().reset()
        self._forget()

    @staticmethod
    def get_closest_multiple(price: object, bar_size: object) -> float:
        """The multiple of `bar_size` that is nearest to a price."""
        return shown(_closest_multiple(exact(price), exact(bar_size)))


class WickedRenkoConsolidator(RenkoConsolidator):
    """The former name of `RenkoConsolidator`."""


class VolumeRenkoConsolidator(DataConsolidator):
    """Bars of equal volume, from trade bars or trade ticks."""

    _own_event = "last"

    input_type = BaseData
    output_type = VolumeRenkoBar

    def __init__(self, bar_size: object) -> None:
        super().__init__()
        self._size = exact(bar_size)
        self._bar: VolumeRenkoBar | None = None

    @property
    def working_data(self) -> Any:
        return self._bar

    def adjust_volume(self, volume: Decimal, price: Decimal) -> Decimal:  # the price is for dollars
        """What a trade adds to a bar."""
        return volume

    def update(self, data: Any) -> None:
        close: Decimal = data.exact_value
        if isinstance(data, TradeBar):
            open_, high, low, volume = data.exact_open, data.exact_high, data.exact_low, data.exact_volume
        elif isinstance(data, Tick):
            if data.tick_type is not TickType.TRADE:
                return
            open_, high, low, volume = close, close, close, data.exact_quantity
        else:
            raise ArgumentException(f"{type(self).__name__} must be used with TradeBar or Tick data.")
        end = data.end_time
        if self._bar is None:
            self._bar = VolumeRenkoBar(data.symbol, data.time, end, self._size, open_, high, low, close, ZERO)
        left = self._bar.take(end, high, low, close, self.adjust_volume(volume, close))
        while left >= 0:
            self.publish(self._bar)
            self._bar = self._bar.rollover()
            left = self._bar.take(end, high, low, close, left)

    def reset(self) -> None:
        super().reset()
        self._bar = None


class DollarVolumeRenkoConsolidator(VolumeRenkoConsolidator):
    """Bars of equal turnover."""

    def adjust_volume(self, volume: Decimal, price: Decimal) -> Decimal:
        return volume * price


def _closest_multiple(price: Decimal, size: Decimal) -> Decimal:
    if size <= 0:
        raise ArgumentException("BarSize must be strictly greater than zero")
    whole = (price / size).to_integral_value(ROUND_FLOOR)
    rest = ((price - size * whole) / size).to_integral_value(ROUND_HALF_EVEN)
    return size * (whole + rest)
