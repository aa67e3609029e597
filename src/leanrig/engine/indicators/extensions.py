"""`IndicatorExtensions`: sums, quotients and chains of indicators."""

from typing import Any

from leanrig.engine.indicators.base import IndicatorBase
from leanrig.engine.indicators.composite import CompositeIndicator, ConstantIndicator, feed_by, over
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage, Sum
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact

__all__ = ["IndicatorExtensions"]


class IndicatorExtensions(Dotnet):
    """Static functions over indicators, with numbers taken as constants."""

    @staticmethod
    def of(second: Any, first: Any, wait_for_first_to_ready: bool = True) -> Any:
        return feed_by(second, first, wait_for_first_to_ready)

    @staticmethod
    def plus(left: Any, right: Any, name: str | None = None) -> CompositeIndicator:
        return CompositeIndicator(name, left, _indicator(right), lambda one, two: one.exact + two.exact)

    @staticmethod
    def minus(left: Any, right: Any, name: str | None = None) -> CompositeIndicator:
        return CompositeIndicator(name, left, _indicator(right), lambda one, two: one.exact - two.exact)

    @staticmethod
    def times(left: Any, right: Any, name: str | None = None) -> CompositeIndicator:
        return CompositeIndicator(name, left, _indicator(right), lambda one, two: one.exact * two.exact)

    @staticmethod
    def over(left: Any, right: Any, name: str | None = None) -> CompositeIndicator:
        return CompositeIndicator(name, left, _indicator(right), over)

    @staticmethod
    def sma(left: Any, period: int, wait_for_first_to_ready: bool = True) -> SimpleMovingAverage:
        average: SimpleMovingAverage = feed_by(
            SimpleMovingAverage(f"SMA{period}_Of_{left.name}", period), left, wait_for_first_to_ready
        )
        return average

    @staticmethod
    def ema(
        left: Any, period: int, smoothing_factor: float | None = None, wait_for_first_to_ready: bool = True
    ) -> ExponentialMovingAverage:
        average = ExponentialMovingAverage(f"EMA{period}_Of_{left.name}", period, smoothing_factor)
        feed_by(average, left, wait_for_first_to_ready)
        return average

    @staticmethod
    def max(left: Any, period: int, wait_for_first_to_ready: bool = True) -> Maximum:
        extreme = Maximum(f"MAX{period}_Of_{left.name}", period)
        feed_by(extreme, left, wait_for_first_to_ready)
        return extreme

    @staticmethod
    def min(left: Any, period: int, wait_for_first_to_ready: bool = True) -> Minimum:
        extreme = Minimum(f"MIN{period}_Of_{left.name}", period)
        feed_by(extreme, left, wait_for_first_to_ready)
        return extreme

    @staticmethod
    def weighted_by(value: Any, weight: Any, period: int) -> CompositeIndicator:
        """Mean of `value` weighted by `weight` over the last `period` pairs."""
        products, weights = Sum("Sum_xy", period), Sum("Sum_y", period)
        newest: dict[str, Any] = {"value": [], "weight": []}

        def heard(side: str, point: Any) -> None:
            newest[side].append(point.exact_value)
            if len(newest["value"]) == len(newest["weight"]):
                products.advance(point.end_us, newest["value"][-1] * newest["weight"][-1])
            if side == "weight":
                weights.advance(point.end_us, point.exact_value)

        value.updated += lambda _, point: heard("value", point)
        weight.updated += lambda _, point: heard("weight", point)
        return CompositeIndicator(products, weights, over)


def _indicator(item: Any) -> Any:
    return item if isinstance(item, IndicatorBase) else ConstantIndicator(str(item), exact(item))


for _name in ("sma", "ema", "max", "min"):  # .NET writes these in capitals
    setattr(IndicatorExtensions, _name.upper(), staticmethod(getattr(IndicatorExtensions, _name)))
