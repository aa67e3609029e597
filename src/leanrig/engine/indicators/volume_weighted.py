"""Prices weighted by volume, and the day's volume against that of other days."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import MovingAverageType, TickType
from leanrig.engine.indicators.base import IndicatorBase
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.composite import Identity
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.moving_averages import SimpleMovingAverage, Sum
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator, quotient
from leanrig.engine.indicators.volume import OnBalanceVolume
from leanrig.engine.number import ZERO

__all__ = [
    "IntradayVwap",
    "RelativeDailyVolume",
    "SmoothedOnBalanceVolume",
    "VolumeWeightedAveragePriceIndicator",
    "VolumeWeightedMovingAverage",
]


class VolumeWeightedAveragePriceIndicator(PartedBarIndicator):
    """Mean price of the last bars, weighted by volume."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "VWAP({})")
        super().__init__(name)
        self.needed = int(period)
        self.price, self.volume = Identity("Price"), Identity("Volume")
        self.vwap = IndicatorExtensions.weighted_by(self.price, self.volume, self.needed)
        self.parts = (self.price, self.volume, self.vwap)

    @property
    def is_ready(self) -> bool:
        return self.vwap.is_ready

    def price_of(self, bar: Any) -> Decimal:
        """The price of a bar that is weighted."""
        return (bar.exact_open + bar.exact_high + bar.exact_low + bar.exact_value) / 4  # type: ignore[no-any-return]

    def compute_bar(self, bar: Any) -> Decimal:
        self.price.advance(bar.end_us, self.price_of(bar))
        self.volume.advance(bar.end_us, bar.exact_volume)
        return self.vwap.exact


class IntradayVwap(IndicatorBase):
    """Mean price since midnight, weighted by volume; takes ticks and bars that were traded."""

    def __init__(self, name: str = "VWAP") -> None:
        super().__init__(name)
        self._forget()

    def _forget(self) -> None:
        self._day: Any = None
        self._volume = self._turnover = ZERO

    @property
    def is_ready(self) -> bool:
        return self._volume > 0

    def advance_bar(self, data: Any) -> bool:
        """Take in a bar or tick; return whether the indicator is ready."""
        if data is not self._last_input and self._accepts(data.end_us, data.symbol):
            self._last_input = data
            self.samples += 1
            self._finish(data.end_us, self._compute(data), data.symbol)
        return self.is_ready

    def update(self, *arguments: Any) -> bool:
        return self.advance_bar(arguments[0])

    def _compute(self, data: Any) -> Decimal | None:
        if isinstance(data, Tick) and data.tick_type is TickType.TRADE:
            volume, price = data.exact_quantity, data.exact_value
        elif isinstance(data, TradeBar) and not data.is_fill_forward:
            volume, price = data.exact_volume, (data.exact_high + data.exact_low + data.exact_close) / 3
        else:
            return None
        day = data.end_time.date()
        if day != self._day:
            self._forget()
            self._day = day
        self._volume += volume
        self._turnover += price * volume
        return self._turnover / self._volume if self._volume else data.exact_value

    def reset(self) -> None:
        self._forget()
        super().reset()


class RelativeDailyVolume(PartedBarIndicator):
    """The day's volume so far against that of the same time on days before."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments or (2,), "RDV({})")
        super().__init__(name)
        self._period = int(period)
        self.forget()

    def forget(self) -> None:
        self._means: dict[Any, SimpleMovingAverage] = {}
        self._today: dict[datetime, Decimal] = {}
        self._day = self._days = -1

    @property
    def is_ready(self) -> bool:
        return self._days >= self._period

    def compute_bar(self, bar: Any) -> Decimal:
        moment = bar.time
        if moment.day != self._day:
            self._turn(bar.end_us)
            self._day = moment.day
        self._today[moment] = bar.exact_volume
        if not self.is_ready:
            return ZERO
        return quotient(sum(self._today.values(), ZERO), self._usual(moment.time()))

    def _turn(self, moment_us: int) -> None:
        """A day is over: take it into the means of each time of day."""
        so_far = ZERO
        for moment, volume in self._today.items():
            so_far += volume
            mean = self._means.setdefault(moment.time(), SimpleMovingAverage(self._period))
            mean.advance(moment_us, so_far)
        self._today.clear()
        self._days += 1

    def _usual(self, time: Any) -> Decimal:
        if time in self._means:
            return self._means[time].exact
        times = sorted(self._means)
        for before, after in pairwise(times):
            if after > time:
                return self._means[before].exact
        return ZERO


class VolumeWeightedMovingAverage(PartedBarIndicator):
    """The mean close of the last bars, weighted by volume."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "VWMA({})")
        super().__init__(name)
        self.needed = int(period)
        self._turnover, self._volume = Sum(f"{name}_SumPxV", period), Sum(f"{name}_SumVolume", period)
        self.parts = (self._turnover, self._volume)

    @property
    def is_ready(self) -> bool:
        return self._turnover.is_ready and self._volume.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        close, volume = bar.exact_close, bar.exact_volume
        self._turnover.advance(bar.end_us, close * volume)
        self._volume.advance(bar.end_us, volume)
        return self._turnover.exact / self._volume.exact if self._volume.exact else close


class SmoothedOnBalanceVolume(PartedBarIndicator):
    """An average of the on-balance volume."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *kind = named(arguments, "SOBV({})")
        super().__init__(name)
        self.needed = int(period)
        chosen = kind[0] if kind else MovingAverageType.SIMPLE
        self.on_balance_volume = OnBalanceVolume()
        self._average = average(chosen, f"{name}_{chosen.to_string()}", period)
        self.parts = (self.on_balance_volume, self._average)

    @property
    def is_ready(self) -> bool:
        return self._average.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self.on_balance_volume.advance_bar(bar)
        ready = self._average.advance(bar.end_us, self.on_balance_volume.exact)
        return self._average.exact if ready else ZERO
