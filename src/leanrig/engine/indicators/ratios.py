"""Ratios of return to risk."""

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
from leanrig.engine.models.interest_rates import ConstantRiskFreeRateInterestRateModel
from leanrig.engine.number import exact, from_double

__all__ = ["SharpeRatio", "SortinoRatio", "TargetDownsideDeviation"]


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
