"""Averages made of averages, and weighted ones."""

from decimal import ROUND_HALF_EVEN, Decimal
from math import exp, floor, sqrt
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.base import Indicator
from leanrig.engine.indicators.change import Delay
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ONE, ZERO, exact, from_double, shown

__all__ = [
    "ArnaudLegouxMovingAverage",
    "DoubleExponentialMovingAverage",
    "HullMovingAverage",
    "LinearWeightedMovingAverage",
    "RelativeMovingAverage",
    "T3MovingAverage",
    "TriangularMovingAverage",
    "TripleExponentialMovingAverage",
    "ZeroLagExponentialMovingAverage",
]


def _half_even(value: float) -> int:
    return int(Decimal(value).quantize(ONE, rounding=ROUND_HALF_EVEN))


class LinearWeightedMovingAverage(WindowIndicator):
    """The newest value weighs `period`, the oldest 1; 0 until the period is full."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "LWMA({})")
        super().__init__(name, period)
        self._denominator = self.period * (self.period + 1) // 2

    def compute_window(self, value: Decimal) -> Decimal:
        if not self.is_ready:
            return ZERO
        return sum((weight * value for weight, value in enumerate(self.inputs, 1)), ZERO) / self._denominator


class _Chained(Indicator):
    """Averages of averages, each fed by the one before it."""

    def __init__(self, name: str, period: int, stages: list[Indicator]) -> None:
        super().__init__(name)
        self.period = int(period)
        self._stages = stages

    def reset(self) -> None:
        for stage in self._stages:
            stage.reset()
        super().reset()


class DoubleExponentialMovingAverage(_Chained):
    """(v + 1) of the first average less v of the second, v being the volume factor."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *factor = named(arguments, "DEMA({})")
        super().__init__(name, period, [ExponentialMovingAverage(f"{name}_{n}", period) for n in (1, 2)])
        self._factor = exact(factor[0]) if factor else ONE

    @property
    def is_ready(self) -> bool:
        return self.samples > 2 * (self.period - 1)

    @property
    def warm_up_period(self) -> int:
        return 1 + 2 * (self.period - 1)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        first, second = self._stages
        if not first.advance(moment_us, value):
            return first.exact
        second.advance(moment_us, first.exact)
        return (self._factor + 1) * first.exact - self._factor * second.exact


class TripleExponentialMovingAverage(_Chained):
    """Three of the first average less three of the second plus the third."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "TEMA({})")
        super().__init__(name, period, [ExponentialMovingAverage(f"{name}_{n}", period) for n in (1, 2, 3)])

    @property
    def is_ready(self) -> bool:
        return self._stages[2].is_ready

    @property
    def warm_up_period(self) -> int:
        return 3 * (self.period - 1) + 1

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        first, second, third = self._stages
        if first.advance(moment_us, value) and second.advance(moment_us, first.exact):
            third.advance(moment_us, second.exact)
        return 3 * first.exact - 3 * second.exact + third.exact if self.is_ready else ZERO


class TriangularMovingAverage(_Chained):
    """A simple average of a simple average."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "TRIMA({})")
        half = (int(period) + 1) // 2
        periods = (half, half + 1 if period % 2 == 0 else half)
        super().__init__(name, period, [SimpleMovingAverage(f"{name}_{n}", p) for n, p in enumerate(periods, 1)])

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        first, second = self._stages
        first.advance(moment_us, value)
        second.advance(moment_us, first.exact)
        return second.exact


class T3MovingAverage(_Chained):
    """Tillson's T3: three double averages in a row."""

    def __init__(self, *arguments: Any) -> None:
        if not isinstance(arguments[0], str):
            arguments = (*arguments, 0.7) if len(arguments) == 1 else arguments
        name, period, *factor = named(arguments, "T3({},{})", 2)
        volume = factor[0] if factor else 0.7
        super().__init__(
            name, period, [DoubleExponentialMovingAverage(f"{name}_{n}", period, volume) for n in (1, 2, 3)]
        )

    @property
    def is_ready(self) -> bool:
        return self.samples > 6 * (self.period - 1)

    @property
    def warm_up_period(self) -> int:
        return 1 + 6 * (self.period - 1)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        for stage in self._stages:
            ready = stage.advance(moment_us, value)
            value = stage.exact
            if not ready:
                break
        return value


class HullMovingAverage(_Chained):
    """A short weighted average of twice the fast less the slow one."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "HMA({})")
        if period < 2:
            raise ArgumentException(
                "The Hull Moving Average period should be greater or equal to 2 (Parameter 'period')"
            )
        self._smooth = _half_even(sqrt(period))
        periods = (_half_even(period / 2), period, self._smooth)
        super().__init__(name, period, [LinearWeightedMovingAverage(p) for p in periods])

    @property
    def is_ready(self) -> bool:
        return self._stages[2].is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period + self._smooth - 1

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        fast, slow, hull = self._stages
        ready = [stage.advance(moment_us, value) for stage in (fast, slow)]
        if all(ready):
            hull.advance(moment_us, 2 * fast.exact - slow.exact)
        return hull.exact


class ArnaudLegouxMovingAverage(WindowIndicator):
    """Gaussian weights around a point near the newest value."""

    def __init__(self, *arguments: Any) -> None:
        if not isinstance(arguments[0], str):
            arguments = (*arguments, *(6, 0.85)[len(arguments) - 1 :])
        name, period, *shape = named(arguments, "ALMA({},{},{})", 3)
        sigma, offset = shape or (6, 0.85)
        if not 0 <= offset <= 1:
            raise ArgumentException(f"Offset parameter range is [0,1]. Value: {offset} (Parameter 'offset')")
        super().__init__(name, period)
        self._weights = _gaussian(self.period, sigma, exact(offset))

    def compute_window(self, value: Decimal) -> Decimal:
        if not self.is_ready:
            return value
        return sum((v * w for v, w in zip(reversed(self.inputs), self._weights, strict=True)), ZERO)


def _gaussian(period: int, sigma: int, offset: Decimal) -> list[Decimal]:
    """Weights from the newest value to the oldest."""
    centre = Decimal(floor(offset * (period - 1)))
    width = Decimal(period) / sigma
    raw = [exp(shown(-(i - centre) * (i - centre) / (2 * width * width))) for i in range(period)]
    return [from_double(weight / sum(raw)) for weight in raw][::-1]


class ZeroLagExponentialMovingAverage(WindowIndicator):
    """An exponential average of the value plus its distance from half a period ago."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "ZLEMA({})")
        super().__init__(name, period)
        self._average = ExponentialMovingAverage(f"{name}_EMA", period)
        self._delay = Delay(_half_even((int(period) - 1) / 2))

    @property
    def is_ready(self) -> bool:
        return self._delay.is_ready and self._average.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period + self.period // 2

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        if not self._delay.advance(moment_us, value):
            return ZERO
        self._average.advance(moment_us, value + (value - self._delay.exact))
        return self._average.exact

    def reset(self) -> None:
        self._average.reset()
        self._delay.reset()
        super().reset()


class RelativeMovingAverage(Indicator):
    """A long mean less a medium one plus a short one, over three, two and one periods."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "RMA({})")
        super().__init__(name)
        self.short_average = SimpleMovingAverage(f"{name}_Short", period)
        self.medium_average = SimpleMovingAverage(f"{name}_Medium", period * 2)
        self.long_average = SimpleMovingAverage(f"{name}_Long", period * 3)

    @property
    def is_ready(self) -> bool:
        return self.long_average.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.long_average.warm_up_period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        for one in (self.short_average, self.medium_average, self.long_average):
            one.advance(moment_us, value)
        return self.long_average.exact - self.medium_average.exact + self.short_average.exact

    def reset(self) -> None:
        super().reset()
        for one in (self.short_average, self.medium_average, self.long_average):
            one.reset()
