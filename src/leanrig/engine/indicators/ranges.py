"""How wide bars are."""

from collections import deque
from decimal import Decimal
from math import log, log10, sqrt
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import AverageTrueRange, TrueRange
from leanrig.engine.indicators.moving_averages import SimpleMovingAverage, Sum
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator, quotient
from leanrig.engine.number import ZERO, from_double, shown

__all__ = ["AverageRange", "ChoppinessIndex", "NormalizedAverageTrueRange", "RogersSatchellVolatility"]


class NormalizedAverageTrueRange(PartedBarIndicator):
    """The average true range in percent of the close."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "NATR({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period + 1
        self._true_range = TrueRange(f"{name}_TR")
        self._average = AverageTrueRange(f"{name}_ATR", period, MovingAverageType.SIMPLE)
        self._last = ZERO
        self.parts = (self._true_range, self._average)

    @property
    def is_ready(self) -> bool:
        return self.samples > self._period

    def compute_bar(self, bar: Any) -> Decimal:
        close = bar.exact_close
        self._true_range.advance_bar(bar)
        if not self.is_ready:
            self._average.advance_bar(bar)
            return quotient(self._average.exact, close) * 100
        if self.samples == self._period + 1:
            self._average.advance_bar(bar)
            self._last = self._average.exact
        else:
            self._last = (self._last * (self._period - 1) + self._true_range.exact) / self._period
        return quotient(self._last, close) * 100


class AverageRange(PartedBarIndicator):
    """The mean of highs less lows."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "AR({})")
        super().__init__(name)
        self._average = SimpleMovingAverage(f"{name}_SMA", period)
        self.needed = self._average.warm_up_period
        self.parts = (self._average,)

    @property
    def is_ready(self) -> bool:
        return self._average.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self._average.advance(bar.end_us, bar.exact_high - bar.exact_low)
        return self._average.exact


class ChoppinessIndex(PartedBarIndicator):
    """How far prices travelled against how far they came, in percent of a logarithm."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "CHOP({})")
        super().__init__(name)
        self.needed = int(period)
        self._true_range = TrueRange()
        self.parts = (self._true_range,)
        self.forget()

    def forget(self) -> None:
        self._highs, self._lows, self._ranges = (deque[Decimal](maxlen=self.needed) for _ in range(3))

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        has_range = self._true_range.advance_bar(bar)
        self._highs.append(bar.exact_high)
        self._lows.append(bar.exact_low)
        self._ranges.append(self._true_range.exact if has_range else bar.exact_high - bar.exact_low)
        if not self.is_ready:
            return ZERO
        span = max(self._highs) - min(self._lows)
        if not span:
            return Decimal(100)
        travelled = shown(sum(self._ranges, ZERO)) / shown(span)
        return from_double(100.0 * log10(travelled) / log10(self.needed))


class RogersSatchellVolatility(PartedBarIndicator):
    """Volatility from all four prices of bars, which a drift does not raise."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "RSV({})")
        super().__init__(name)
        self.needed = int(period)
        self._sum = Sum(f"{name}_Sum", period)
        self.parts = (self._sum,)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        open_, high, low, close = (
            shown(price) for price in (bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close)
        )
        if not (open_ and high and low and close):
            return ZERO
        spread = log(high / close) * log(high / open_) + log(low / close) * log(low / open_)
        self._sum.advance(bar.end_us, from_double(spread))
        return from_double(sqrt(shown(self._sum.exact) / self.needed)) if self.is_ready else ZERO
