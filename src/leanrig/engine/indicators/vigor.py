"""Oscillators over bars that weigh a move against its usual size."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator, PartedIndicator, quotient
from leanrig.engine.number import ZERO

__all__ = ["RelativeVigorIndex", "RelativeVigorIndexSignal", "WaveTrendOscillator"]


def _weighted(newest: Decimal, before: deque[Decimal]) -> Decimal:
    """A mean of four, the middle ones counting twice; `before` is oldest first."""
    third, second, first = before
    return (newest + 2 * (first + second) + third) / 6


class RelativeVigorIndexSignal(PartedIndicator):
    """The weighted mean of the newest index and the three before it."""

    needed = 3

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.forget()

    def forget(self) -> None:
        self._before: deque[Decimal] = deque(maxlen=3)

    @property
    def is_ready(self) -> bool:
        return len(self._before) == 3

    def compute(self, value: Decimal) -> Decimal:
        found = _weighted(value, self._before) if self.is_ready else ZERO
        self._before.append(value)
        return found


class RelativeVigorIndex(PartedBarIndicator):
    """Bodies of bars against their ranges, both smoothed."""

    def __init__(self, *arguments: Any) -> None:
        has_name = isinstance(arguments[0], str)
        given = arguments[1:] if has_name else arguments
        period, kind = given if len(given) > 1 else (given[0], MovingAverageType.SIMPLE)
        name = arguments[0] if has_name else f"RVI({period},{kind.to_string()})"
        super().__init__(name)
        self.needed = int(period) + 3
        self._closes, self._ranges = average(kind, "_closingBand", period), average(kind, "_rangeBand", period)
        self.signal = RelativeVigorIndexSignal(f"{name}_S")
        self.parts = (self._closes, self._ranges, self.signal)
        self.forget()

    def forget(self) -> None:
        self._bodies: deque[Decimal] = deque(maxlen=3)
        self._spans: deque[Decimal] = deque(maxlen=3)

    @property
    def is_ready(self) -> bool:
        return self._closes.is_ready and self._ranges.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        body, span = bar.exact_close - bar.exact_open, bar.exact_high - bar.exact_low
        found = ZERO
        if len(self._bodies) == 3:
            self._closes.advance(bar.end_us, _weighted(body, self._bodies))
            self._ranges.advance(bar.end_us, _weighted(span, self._spans))
            if self.is_ready:
                found = quotient(self._closes.exact, self._ranges.exact)
                self.signal.advance(bar.end_us, found)
        self._bodies.append(body)
        self._spans.append(span)
        return found


class WaveTrendOscillator(PartedBarIndicator):
    """The typical price's distance from its average in usual distances, smoothed."""

    _SCALE = Decimal("0.015")

    def __init__(self, *arguments: Any) -> None:
        name, channel, smooth, signal = named(arguments, "WTO({},{},{})", 3)
        super().__init__(name)
        if min(channel, smooth, signal) < 1:
            raise ArgumentException("WaveTrendOscillator: all periods must be greater than zero.")
        self.channel_average = ExponentialMovingAverage(f"{name}_ChannelAverage", channel)
        self.channel_deviation = ExponentialMovingAverage(f"{name}_ChannelDeviation", channel)
        self.channel_index_average = ExponentialMovingAverage(f"{name}_ChannelIndexAverage", smooth)
        self.signal = SimpleMovingAverage(f"{name}_Signal", signal)
        self.needed = 2 * channel + smooth + signal - 3
        self.parts = (self.channel_average, self.channel_deviation, self.channel_index_average, self.signal)

    @property
    def is_ready(self) -> bool:
        return self.signal.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        price = (bar.exact_high + bar.exact_low + bar.exact_close) / 3
        if not self.channel_average.advance(bar.end_us, price):
            return ZERO
        away = price - self.channel_average.exact
        if not self.channel_deviation.advance(bar.end_us, abs(away)):
            return ZERO
        usual = self._SCALE * self.channel_deviation.exact
        if not usual:
            return self.exact
        if self.channel_index_average.advance(bar.end_us, away / usual):
            self.signal.advance(bar.end_us, self.channel_index_average.exact)
        return self.channel_index_average.exact
