"""Averages that are faster or slower as the market is."""

from collections import deque
from decimal import Decimal
from math import exp, isnan, log
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.moving_averages import Sum
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.indicators.strength import ChandeMomentumOscillator
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ONE, ZERO, from_double, shown

__all__ = [
    "FractalAdaptiveMovingAverage",
    "KaufmanAdaptiveMovingAverage",
    "KaufmanEfficiencyRatio",
    "McGinleyDynamic",
    "VariableIndexDynamicAverage",
]


class FractalAdaptiveMovingAverage(PartedBarIndicator):
    """An average that is the slower, the more prices fill their range."""

    def __init__(self, *arguments: Any) -> None:
        name, count, long = filled(arguments, None, 198)
        name = name or f"FRAMA({count},{long})"
        if count % 2:
            raise ArgumentException(f"{name}: N must be even, N = {count} (Parameter 'n')")
        super().__init__(name)
        self.needed = self._count = int(count)
        self._weight = log(2 / (1 + long))
        self.forget()

    def forget(self) -> None:
        self._highs: deque[float] = deque(maxlen=self._count)
        self._lows: deque[float] = deque(maxlen=self._count)

    @property
    def is_ready(self) -> bool:
        return bool(len(self._highs) == self._count)

    def compute_bar(self, bar: Any) -> Decimal:
        price = (bar.exact_high + bar.exact_low) / 2
        self._highs.append(shown(bar.exact_high))
        self._lows.append(shown(bar.exact_low))
        if self.samples <= self._count:
            return Decimal(price)
        half = self._count // 2
        highs, lows = list(self._highs), list(self._lows)
        newer = (max(highs[half:]) - min(lows[half:])) / half
        older = (max(highs[:half]) - min(lows[:half])) / half
        whole = (max(highs) - min(lows)) / self._count
        dimension = 0.0
        if newer + older > 0 and whole > 0:
            found = log((newer + older) / whole)
            dimension = (0.0 if isnan(found) else found) / log(2)
        factor = from_double(min(max(exp(self._weight * (dimension - 1)), 0.01), 1))
        return Decimal(factor * price + (1 - factor) * self.exact)


class KaufmanEfficiencyRatio(WindowIndicator):
    """Net change over the sum of all changes."""

    _form = "KER({})"

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "KER({})")
        super().__init__(name, int(period) + 1)
        self._path = ZERO

    def compute_window(self, value: Decimal) -> Decimal:
        return self._ratio(value)

    def _ratio(self, value: Decimal) -> Decimal:
        if self.samples > 1:
            self._path += abs(value - self.inputs[-2])
        if self.samples < self.period:
            return value
        if self.samples > self.period:
            self._path -= abs(self.removed - self.inputs[0])
        net = value - self.inputs[0]
        return ONE if self._path <= net or not self._path else abs(net / self._path)

    def reset(self) -> None:
        self._path = ZERO
        super().reset()


class KaufmanAdaptiveMovingAverage(KaufmanEfficiencyRatio):
    """An average that is quick in trends and slow in noise."""

    def __init__(self, *arguments: Any) -> None:
        if not isinstance(arguments[0], str):
            arguments = (*arguments, *(2, 30)[len(arguments) - 1 :])
        name, period, *ends = named(arguments, "KAMA({},{},{})", 3)
        fast, slow = ends or (2, 30)
        super().__init__(name, period)
        self._slow = Decimal(2) / (Decimal(slow) + 1)
        self._span = Decimal(2) / (Decimal(fast) + 1) - self._slow
        self._held = ZERO

    def compute_window(self, value: Decimal) -> Decimal:
        ratio = self._ratio(value)
        if self.samples < self.period:
            return value
        if self.samples == self.period:
            self._held = self.inputs[-2]
        smoothing = ratio * self._span + self._slow
        self._held = (value - self._held) * (smoothing * smoothing) + self._held
        return self._held

    def reset(self) -> None:
        self._held = ZERO
        super().reset()


class McGinleyDynamic(WindowIndicator):
    """An average whose speed follows the market's."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "MGD({})")
        super().__init__(name, period)
        self._sum = Sum(f"{name}_Sum", period)

    @property
    def is_ready(self) -> bool:
        return self._sum.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._sum.advance(moment_us, value)
        held = self.exact
        if not self.is_ready:
            return ZERO
        if self.samples == self.period:
            return self._sum.exact / self.period
        if not held or not value:
            return held
        speed = self.period * from_double(shown(value / held) ** 4.0)
        return held + (value - held) / speed if speed else held

    def reset(self) -> None:
        self._sum.reset()
        super().reset()


class VariableIndexDynamicAverage(WindowIndicator):
    """An exponential average whose factor grows with Chande's momentum."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "VIDYA({})")
        super().__init__(name, period)
        self._momentum = ChandeMomentumOscillator(period)
        self._factor = Decimal(2) / (self.period + 1)
        self._average = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples > self.period

    @property
    def warm_up_period(self) -> int:
        return self.period + 1

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._momentum.advance(moment_us, value)
        if not self.is_ready:
            self._average = value
            return ZERO
        size = abs(self._momentum.exact / 100)
        self._average = (value * self._factor * size) + (self._average * (1 - self._factor * size))
        return self._average

    def reset(self) -> None:
        self._average = ZERO
        self._momentum.reset()
        super().reset()
