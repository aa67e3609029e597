"""Directional movement: how strongly prices move, and which way."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import AverageTrueRange
from leanrig.engine.indicators.composite import FunctionalIndicator, feed_by
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.moving_averages import Sum, WilderMovingAverage
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ZERO

__all__ = ["AverageDirectionalIndex", "AverageDirectionalMovementIndexRating", "Vortex"]

_HUNDRED = Decimal(100)
_FIFTY = Decimal(50)


class AverageDirectionalIndex(PartedBarIndicator):
    """How strongly prices move in one direction, whichever it is."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "ADX({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period * 2
        self.positive_directional_index = self._index(f"{name}_PositiveDirectionalIndex", "_plus")
        self.negative_directional_index = self._index(f"{name}_NegativeDirectionalIndex", "_minus")
        self._average = WilderMovingAverage(period)
        self.parts = (self.positive_directional_index, self.negative_directional_index, self._average)
        self.forget()

    def forget(self) -> None:
        self._before: Any = None
        self._range = self._plus = self._minus = ZERO

    def _index(self, name: str, side: str) -> FunctionalIndicator:
        def compute(_: int, __: Decimal) -> Decimal:
            if self._range and self.samples > self._period:
                return Decimal(_HUNDRED * getattr(self, side) / self._range)
            return ZERO

        return FunctionalIndicator(name, compute, lambda: self.samples > self._period)

    @property
    def is_ready(self) -> bool:
        return self._average.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        true_range, plus, minus = self._moves(bar)
        falls_out = self.samples > self._period + 1
        self._range = self._smooth(self._range, true_range, falls_out)
        self._plus = self._smooth(self._plus, plus, falls_out)
        self._minus = self._smooth(self._minus, minus, falls_out)
        self._before = (bar.exact_high, bar.exact_low, bar.exact_close)
        self.positive_directional_index.advance(bar.end_us, ZERO)
        self.negative_directional_index.advance(bar.end_us, ZERO)
        up, down = self.positive_directional_index.exact, self.negative_directional_index.exact
        if not up + down:
            return _FIFTY
        self._average.advance(bar.end_us, _HUNDRED * abs(up - down) / (up + down))
        return self._average.exact

    def _smooth(self, held: Decimal, new: Decimal, falls_out: bool) -> Decimal:
        return held + new - (held / self._period if falls_out else ZERO)

    def _moves(self, bar: Any) -> tuple[Decimal, Decimal, Decimal]:
        if self._before is None:
            return ZERO, ZERO, ZERO
        high, low = bar.exact_high, bar.exact_low
        last_high, last_low, last_close = self._before
        true_range = max(high - low, abs(high - last_close), abs(low - last_close))
        up, down = high - last_high, last_low - low
        return (
            true_range,
            up if high > last_high and up >= down else ZERO,
            down if last_low > low and down > up else ZERO,
        )


class AverageDirectionalMovementIndexRating(PartedBarIndicator):
    """The mean of the directional index now and a period ago."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "ADXR({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period * 3 - 1
        self.adx = AverageDirectionalIndex(f"{name}_ADX", period)
        self.ADX = self.adx
        self.parts = (self.adx,)
        self.forget()

    def forget(self) -> None:
        self._history: deque[Decimal] = deque(maxlen=self._period)

    @property
    def is_ready(self) -> bool:
        return len(self._history) == self._period

    def compute_bar(self, bar: Any) -> Decimal:
        self.adx.advance_bar(bar)
        if self.adx.is_ready:
            self._history.append(self.adx.exact)
        return (self.adx.exact + self._history[0]) / 2 if self.is_ready else _FIFTY


class Vortex(PartedBarIndicator):
    """Movement up and down against the true range."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "VTX({})")
        super().__init__(name)
        self.needed = int(period)
        average = AverageTrueRange(f"{name}_ATR", 1, MovingAverageType.SIMPLE)
        self._range = average
        self._ranges = feed_by(Sum("ATR_Sum", period), average)
        self._plus, self._minus = Sum("PlusVM_Sum", period), Sum("MinusVM_Sum", period)
        self.plus_vortex = IndicatorExtensions.over(self._plus, self._ranges)
        self.minus_vortex = IndicatorExtensions.over(self._minus, self._ranges)
        self.parts = (average, self._ranges, self._plus, self._minus, self.plus_vortex, self.minus_vortex)
        self.forget()

    def forget(self) -> None:
        self._before: tuple[Decimal, Decimal] | None = None

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._range.advance_bar(bar)
        high, low = bar.exact_high, bar.exact_low
        if self._before is not None:
            last_high, last_low = self._before
            self._plus.advance(bar.end_us, abs(high - last_low))
            self._minus.advance(bar.end_us, abs(low - last_high))
        self._before = (high, low)
        return (self.plus_vortex.exact + self.minus_vortex.exact) / 2 if self.is_ready else ZERO
