"""Bars that end when a price or a volume says so: bricks (Renko), ranges, and bricks of volume."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import FIRST_TIME
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import BarDirection, RenkoType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact

__all__ = ["BaseRenkoBar", "RangeBar", "RenkoBar", "VolumeRenkoBar"]


def _price(bar: TradeBar, open: object, high: object, low: object, close: object, volume: object) -> None:
    bar.exact_open, bar.exact_high, bar.exact_low = exact(open), exact(high), exact(low)
    bar.exact_close, bar.exact_volume = exact(close), exact(volume)


class BaseRenkoBar(TradeBar):
    """A brick: its end does not follow from its start."""

    brick_size = Shown("exact_brick_size")
    exact_brick_size: Decimal = ZERO
    type = RenkoType.CLASSIC
    is_closed: Any = False
    _stop = FIRST_TIME

    @property
    def end_time(self) -> datetime:
        return self._stop

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self._stop = moment

    end = end_time

    @property
    def start(self) -> datetime:
        return self._time

    def clone(self, fill_forward: bool | None = None) -> Any:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.is_fill_forward = self.is_fill_forward if fill_forward is None else bool(fill_forward)
        return copy

    def _begin(self, symbol: Any, start: datetime, end: datetime, brick_size: object) -> None:
        TradeBar.__init__(self, start, symbol)
        self._stop = end
        self.exact_brick_size = exact(brick_size)


class RenkoBar(BaseRenkoBar):
    """A brick of price; a classic one grows, a wicked one is made whole.

    `(symbol, time, brick size, open, volume)`, or `(symbol, start, end, brick size, open, high, low, close)`.
    """

    def __init__(self, *values: Any) -> None:
        if len(values) == 8:
            symbol, start, end, size, *prices = values
            self.type = RenkoType.WICKED
            self._begin(symbol, start, end, size)
            _price(self, prices[0], prices[1], prices[2], prices[3], 0)
        elif len(values) == 5:
            symbol, start, size, open_, volume = values
            self._begin(symbol, start, start, size)
            _price(self, open_, open_, open_, open_, volume)
        elif values:
            raise TypeError("No method matches given arguments for RenkoBar")
        else:
            TradeBar.__init__(self)

    @property
    def direction(self) -> BarDirection:
        if self.exact_open < self.exact_close:
            return BarDirection.RISING
        return BarDirection.FALLING if self.exact_open > self.exact_close else BarDirection.NO_DELTA

    @property
    def spread(self) -> float:
        return float(abs(self.exact_close - self.exact_open))

    def update(self, time: Any, current_value: object, volume_since_last_update: object = 0, *_: object) -> Any:  # type: ignore[override]
        """Take a price in; return whether the brick is complete."""
        if self.type is RenkoType.WICKED:
            raise InvalidOperationException('A "Wicked" RenkoBar cannot be updated!')
        if self.is_closed:
            return True
        if self._time == FIRST_TIME:
            self._time = time
        self._stop = time
        value = exact(current_value)
        lowest, highest = self.exact_open - self.exact_brick_size, self.exact_open + self.exact_brick_size
        self.exact_close = min(highest, max(lowest, value))
        self.exact_volume += exact(volume_since_last_update)
        self.is_closed = value <= lowest or value >= highest
        self.exact_high = max(self.exact_high, self.exact_close)
        self.exact_low = min(self.exact_low, self.exact_close)
        return self.is_closed


class VolumeRenkoBar(BaseRenkoBar):
    """A brick of volume: `(symbol, start, end, brick size, open, high, low, close, volume)`."""

    def __init__(self, *values: Any) -> None:
        if len(values) == 9:
            symbol, start, end, size, *prices = values
            self._begin(symbol, start, end, size)
            _price(self, *prices)
        elif values:
            raise TypeError("No method matches given arguments for VolumeRenkoBar")
        else:
            TradeBar.__init__(self)

    @property
    def is_closed(self) -> bool:
        return self.exact_volume >= self.exact_brick_size

    def update(self, time: Any, high: object, low: object = 0, close: object = 0, *volume: object) -> Any:  # type: ignore[override]
        """Take a bar in; return how much volume is left over (below zero while the brick is not full)."""
        return float(self.take(time, exact(high), exact(low), exact(close), exact(*volume)))

    def take(self, time: datetime, high: Decimal, low: Decimal, close: Decimal, volume: Decimal) -> Decimal:
        """As `update`, exact."""
        if self.is_closed:
            return ZERO
        self._stop = time
        excess = self.exact_volume + volume - self.exact_brick_size
        self.exact_volume = self.exact_brick_size if excess > 0 else self.exact_volume + volume
        self.exact_close = close
        self.exact_high, self.exact_low = max(self.exact_high, high), min(self.exact_low, low)
        return excess

    def rollover(self) -> "VolumeRenkoBar":
        """The brick that follows."""
        close = self.exact_close
        return VolumeRenkoBar(
            self.symbol, self._stop, self._stop, self.exact_brick_size, close, close, close, close, ZERO
        )


class RangeBar(TradeBar):
    """A bar that ends when its range is full."""

    range_size = Shown("exact_range_size")
    exact_range_size: Decimal = ZERO

    def __init__(
        self,
        symbol: Any = None,
        end_time: datetime | None = None,
        range_size: object = 0,
        open: object = 0,
        high: object = None,
        low: object = None,
        close: object = None,
        volume: object = 0,
    ) -> None:
        super().__init__(None, symbol)
        if end_time is not None:
            self.end_time = end_time
        self.exact_range_size = exact(range_size)
        self.is_closed = False
        high, low, close = (open if price is None else price for price in (high, low, close))
        _price(self, open, high, low, close, volume)

    def update(self, time: Any, current_value: object, volume_since_last_update: object = 0, *_: object) -> None:  # type: ignore[override]
        """Take a price in."""
        self.end_time = time
        value = exact(current_value)
        if value < self.exact_low:
            if self.exact_high - value > self.exact_range_size:
                self.is_closed = True
                self.exact_low = self.exact_close = self.exact_high - self.exact_range_size
                return
            self.exact_low = value
        elif value > self.exact_high:
            if value - self.exact_low > self.exact_range_size:
                self.is_closed = True
                self.exact_high = self.exact_close = self.exact_low + self.exact_range_size
                return
            self.exact_high = value
        self.exact_volume += exact(volume_since_last_update)

    def clone(self, fill_forward: bool | None = None) -> "RangeBar":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.is_fill_forward = self.is_fill_forward if fill_forward is None else bool(fill_forward)
        return copy
