"""Simple, exponential and Wilder averages: the ones that most others are made of."""

from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.base import Indicator
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ONE, ZERO, exact

__all__ = ["ExponentialMovingAverage", "SimpleMovingAverage", "Sum", "WilderMovingAverage"]


class Sum(WindowIndicator):
    """Sum of the last `period` values."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "SUM({})")
        super().__init__(name, period)
        self._sum = ZERO

    def compute_window(self, value: Decimal) -> Decimal:
        self._sum += value
        if self.samples > self.period:
            self._sum -= self.removed
        return self._sum

    def reset(self) -> None:
        self._sum = ZERO
        super().reset()


class SimpleMovingAverage(WindowIndicator):
    """Mean of the last `period` values; before that, of those there are."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "SMA({})")
        super().__init__(name, period)
        self._sum = ZERO

    @property
    def rolling_sum(self) -> Indicator:
        """The sum that the mean is made of."""
        return _sum_of(self)

    def compute_window(self, value: Decimal) -> Decimal:
        self._sum += value
        if self.samples > self.period:
            self._sum -= self.removed
        return self._sum / len(self.inputs)

    def reset(self) -> None:
        self._sum = ZERO
        super().reset()


def _sum_of(average: SimpleMovingAverage) -> Indicator:
    """Make the sum only for those who ask: it is fed by the average's own updates from then on."""
    found = average.__dict__.get("_rolling_sum")
    if found is None:
        found = Sum(f"{average.name}_Sum", average.period)
        moment = average.window._items[-1][0]
        for value in average.inputs:
            found.advance(moment, value)
        average.updated += lambda _, point: found.advance(point.end_us, average.inputs[-1], point.symbol)
        average.__dict__["_rolling_sum"] = found
    return found


class ExponentialMovingAverage(Indicator):
    """Starts with the mean of the first `period` values; 0 before that."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *factor = named(arguments, "EMA({})" if len(arguments) < 2 else "EMA({},{})", 2)
        super().__init__(name)
        self.period = int(period)
        self._k = exact(factor[0]) if factor and factor[0] is not None else Decimal("2.0") / (1 + self.period)
        self._rest = ONE - self._k
        self._first = SimpleMovingAverage(self.period)

    @staticmethod
    def smoothing_factor_default(period: int) -> float:
        return float(Decimal("2.0") / (1 + period))

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        if self.samples > self.period:
            return value * self._k + self.exact * self._rest
        self._first.advance(moment_us, value)
        return self._first.exact if self.samples == self.period else ZERO

    def reset(self) -> None:
        self._first.reset()
        super().reset()


class WilderMovingAverage(Indicator):
    """An exponential average with factor 1/period; the mean of what there is before the period is full."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "WWMA{}")
        super().__init__(name)
        self.period = int(period)
        self._k = ONE / self.period
        self._rest = ONE - self._k
        self._first = SimpleMovingAverage(f"{name}_SMA", self.period)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        if self.samples < self.period:
            self._first.advance(moment_us, value)
            return self._first.exact
        return value * self._k + self.exact * self._rest

    def reset(self) -> None:
        self._first.reset()
        super().reset()
