"""Lines through the last values, and ratios of return to risk."""

from decimal import Decimal
from math import sqrt
from typing import Any

from leanrig.engine.indicators.change import RateOfChange
from leanrig.engine.indicators.composite import Identity, feed_by
from leanrig.engine.indicators.data_point import IndicatorDataPoint
from leanrig.engine.indicators.dispersion import StandardDeviation
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.models.interest_rates import ConstantRiskFreeRateInterestRateModel
from leanrig.engine.number import exact, from_double, shown

__all__ = [
    "LeastSquaresMovingAverage",
    "RegressionChannel",
    "SharpeRatio",
    "SortinoRatio",
    "TargetDownsideDeviation",
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


class TargetDownsideDeviation(PartedIndicator):
    """Root of the mean square of returns below a target."""

    def __init__(self, *arguments: Any) -> None:
        given = arguments if len(arguments) > 1 or isinstance(arguments[0], str) else (*arguments, 0)
        name, period, *least = named(given, "TDD({},{})", 2)
        super().__init__(name)
        self._least = float(least[0]) if least else 0.0
        self._change = RateOfChange(1)
        self._change.window.size = int(period)
        self.needed = int(period) + 1
        self.parts = (self._change,)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._change.advance(moment_us, value)
        below = [min(0.0, point.value - self._least) ** 2 for point in self._change.window]
        return from_double(sqrt(sum(below) / len(below)))


class SharpeRatio(PartedIndicator):
    """Mean return above the risk-free rate, over its standard deviation."""

    def __init__(self, *arguments: Any) -> None:
        given = arguments if len(arguments) > 1 or isinstance(arguments[0], str) else (*arguments, 0)
        has_model = hasattr(given[-1], "get_interest_rate")
        name, period, *rate = named(given, "SR({})" if has_model else "SR({},{})", 1 if has_model else 2)
        super().__init__(name)
        self._period = int(period)
        chain = IndicatorExtensions
        self._rates = rate[0] if has_model else ConstantRiskFreeRateInterestRateModel(rate[0] if rate else 0)
        self.rate_of_change, self.risk_free_rate = RateOfChange(1), Identity(f"{name}_RiskFreeRate")
        self.numerator = chain.minus(chain.sma(self.rate_of_change, self._period), self.risk_free_rate)
        self._deviation: Any = feed_by(StandardDeviation(self._period), self.rate_of_change)
        self.ratio = chain.over(self.numerator, self._deviation)
        self.needed = self.rate_of_change.warm_up_period + self._period

    @property
    def is_ready(self) -> bool:
        return self.ratio.samples > self._period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        moment = IndicatorDataPoint.at(moment_us, value, self.window._items[-1][2]).time
        self.risk_free_rate.advance(moment_us, exact(self._rates.get_interest_rate(moment)))
        self.rate_of_change.advance(moment_us, value)
        return self.ratio.exact

    def forget(self) -> None:
        self.ratio.reset()
        self.rate_of_change.reset()


class SortinoRatio(SharpeRatio):
    """Mean return above a target, over the deviation below it."""

    def __init__(self, *arguments: Any) -> None:
        given = arguments if len(arguments) > 1 or isinstance(arguments[0], str) else (*arguments, 0)
        name, period, *least = named(given, "SORTINO({},{})", 2)
        target = float(least[0]) if least else 0.0
        super().__init__(name, period, from_double(target))
        self._below = TargetDownsideDeviation(period, target)
        self.ratio = IndicatorExtensions.over(self.numerator, self._below)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._below.advance(moment_us, value)
        return super().compute_at(moment_us, value)
