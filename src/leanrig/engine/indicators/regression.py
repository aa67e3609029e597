"""Lines through the last values."""

from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.composite import Identity
from leanrig.engine.indicators.dispersion import StandardDeviation
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ONE, ZERO, from_double, shown

__all__ = [
    "LeastSquaresMovingAverage",
    "RegressionChannel",
    "TimeSeriesForecast",
    "line",
]


def line(places: list[float], values: list[float]) -> tuple[float, float]:
    """Intercept and slope of the line with the least squares."""
    count = len(values)
    middle_x = middle_y = 0.0
    for place, value in zip(places, values, strict=True):
        middle_x += place
        middle_y += value
    middle_x /= count
    middle_y /= count
    together = alone = 0.0
    for place, value in zip(places, values, strict=True):
        away = place - middle_x
        together += away * (value - middle_y)
        alone += away * away
    slope = together / alone
    return middle_y - slope * middle_x, slope


class LeastSquaresMovingAverage(WindowIndicator):
    """The end of the line through the last `period` values."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "LSMA({})")
        super().__init__(name, period)
        self._places = [float(place + 1) for place in range(self.period)]
        self.intercept, self.slope = Identity(f"{name}_Intercept"), Identity(f"{name}_Slope")
        self._moment = 0

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal | None:
        self._moment = moment_us
        return super().compute_at(moment_us, value)

    def compute_window(self, value: Decimal) -> Decimal:
        if len(self.inputs) < self.period:
            return value
        intercept, slope = line(self._places, [shown(one) for one in self.inputs])
        self.intercept.advance(self._moment, from_double(intercept))
        self.slope.advance(self._moment, from_double(slope))
        return self.intercept.exact + self.slope.exact * self.period

    def reset(self) -> None:
        self.intercept.reset()
        self.slope.reset()
        super().reset()


class RegressionChannel(PartedIndicator):
    """The line through the last values, with channels `k` standard deviations above and below."""

    def __init__(self, *arguments: Any) -> None:
        name, period, k = named(arguments, "RC({},{})", 2)
        super().__init__(name)
        chain = IndicatorExtensions
        self.needed = int(period)
        self._deviation = StandardDeviation(period)
        self.linear_regression = LeastSquaresMovingAverage(f"{name}_LinearRegression", period)
        width = chain.times(self._deviation, k)
        self.lower_channel = chain.minus(self.linear_regression, width, f"{name}_LowerChannel")
        self.upper_channel = chain.plus(self.linear_regression, chain.times(self._deviation, k), f"{name}_UpperChannel")
        self.parts = (self._deviation, self.linear_regression, self.lower_channel, self.upper_channel)

    @property
    def intercept(self) -> Identity:
        return self.linear_regression.intercept

    @property
    def slope(self) -> Identity:
        return self.linear_regression.slope

    @property
    def is_ready(self) -> bool:
        return all(part.is_ready for part in self.parts)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._deviation.advance(moment_us, value)
        self.linear_regression.advance(moment_us, value)
        return self.linear_regression.exact


class TimeSeriesForecast(WindowIndicator):
    """The line through the last `period` values, one step ahead; in decimals."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "TSF{})")  # Lean's name lacks the opening bracket
        if period < 2:
            raise ArgumentException("RollingWindow must have size of at least 2. (Parameter 'period')")
        super().__init__(name, period)

    def compute_window(self, value: Decimal) -> Decimal:
        if not self.is_ready:
            return ZERO
        period = self.period
        places = Decimal(period * (period + 1) // 2)
        squares = Decimal(sum(place * place for place in range(1, period + 1)))
        total, products = ZERO, ZERO
        for place, one in enumerate(self.inputs, 1):
            total += one
            products += one * place
        share = 1 / (period * squares - places * places)
        slope = (period * products - places * total) * share
        return (total - slope * places) * (ONE / period) + slope * (period + 1)
