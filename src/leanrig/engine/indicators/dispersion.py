"""How far values lie from their mean."""

from decimal import Decimal
from math import sqrt
from typing import Any

from leanrig.engine.indicators.moving_averages import SimpleMovingAverage
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ZERO, from_double, shown

__all__ = ["MeanAbsoluteDeviation", "StandardDeviation", "Variance"]


class Variance(WindowIndicator):
    """Population variance of the last `period` values, from running sums."""

    _short = "VAR"

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, self._short + "({})")
        super().__init__(name, period)
        self._sum = self._squares = ZERO

    def compute_window(self, value: Decimal) -> Decimal:
        return self._variance(value)

    def _variance(self, value: Decimal) -> Decimal:
        self._sum += value
        self._squares += value * value
        if self.samples < 2:
            return ZERO
        count = len(self.inputs)
        mean, mean_square = self._sum / count, self._squares / count
        if count == self.period:
            oldest = self.inputs[0]  # falls out with the next value: taken off now, as the window is full
            self._sum -= oldest
            self._squares -= oldest * oldest
        return max(ZERO, mean_square - mean * mean)

    def reset(self) -> None:
        self._sum = self._squares = ZERO
        super().reset()


class StandardDeviation(Variance):
    """Square root of the variance, taken in double precision as Lean does."""

    _short = "STD"

    def compute_window(self, value: Decimal) -> Decimal:
        return from_double(sqrt(shown(self._variance(value))))


class MeanAbsoluteDeviation(WindowIndicator):
    """Mean distance of the last `period` values from their mean."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "MAD({})")
        super().__init__(name, period)
        self.mean = SimpleMovingAverage(f"{name}_Mean", period)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal | None:
        self.mean.advance(moment_us, value)
        return super().compute_at(moment_us, value)

    def compute_window(self, value: Decimal) -> Decimal:
        if self.samples < 2:
            return ZERO
        mean = self.mean.exact
        return sum((abs(value - mean) for value in self.inputs), ZERO) / len(self.inputs)

    def reset(self) -> None:
        self.mean.reset()
        super().reset()
