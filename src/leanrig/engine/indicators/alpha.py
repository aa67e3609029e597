"""What a target earned beyond its share of the reference's return."""

from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.change import RateOfChange
from leanrig.engine.indicators.data_point import IndicatorDataPoint
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.indicators.several_symbols import Beta
from leanrig.engine.models.interest_rates import ConstantRiskFreeRateInterestRateModel
from leanrig.engine.number import ZERO, exact

__all__ = ["Alpha"]


class Alpha(PartedBarIndicator):
    """`(target, reference, period)`, or with a period of beta after it, and then a risk-free rate or a model of it."""

    def __init__(self, *arguments: Any) -> None:
        has_name = isinstance(arguments[0], str) and not isinstance(arguments[2], int)
        given = arguments[1:] if has_name else arguments
        target, reference, *rest = given
        periods = [item for item in rest[:2] if isinstance(item, int)]
        rates = rest[len(periods) :]
        rate = rates[0] if rates else None
        has_model = hasattr(rate, "get_interest_rate")
        shown = [target, reference, *periods] + ([] if has_model else ["" if rate is None else rate])
        super().__init__(arguments[0] if has_name else f"ALPHA({','.join(map(str, shown))})")
        _check(target, reference, periods)
        self._target, self._reference = target, reference
        self._period = Decimal(periods[0])
        self._rates: Any = rate if has_model else ConstantRiskFreeRateInterestRateModel(rate or 0)
        self._target_change = RateOfChange(f"{self.name}_TargetROC", periods[0])
        self._reference_change = RateOfChange(f"{self.name}_ReferenceROC", periods[0])
        self._beta = Beta(f"{self.name}_Beta", target, reference, periods[-1])
        self.needed = max(periods) + 1
        self.parts = (self._target_change, self._reference_change, self._beta)
        self.forget()

    def forget(self) -> None:
        self._alpha = ZERO

    @property
    def is_ready(self) -> bool:
        return all(part.is_ready for part in self.parts)

    def compute_bar(self, bar: Any) -> Decimal:
        if bar.symbol == self._target:
            self._target_change.advance(bar.end_us, bar.exact_close)
        elif bar.symbol == self._reference:
            self._reference_change.advance(bar.end_us, bar.exact_close)
        else:
            raise ArgumentException(f"The input symbol {bar.symbol} is not the target or reference symbol.")
        self._beta.advance_bar(bar)
        if self._target_change.samples == self._reference_change.samples:
            self._alpha = self._compute() if self.is_ready else ZERO
        return self._alpha

    def _compute(self) -> Decimal:
        target, reference = self._target_change.exact / self._period, self._reference_change.exact / self._period
        moment = IndicatorDataPoint.at(self._target_change.window._items[-1][0], ZERO, self._target).time
        rate = exact(self._rates.get_interest_rate(moment))
        return target - (rate + self._beta.exact * (reference - rate))


def _check(target: Any, reference: Any, periods: list[int]) -> None:
    if target == reference:
        raise ArgumentException("The target and reference symbols cannot be the same.")
    if periods[0] < 1:
        raise ArgumentException("The period must be equal or greater than 1.")
    if periods[-1] < 2:
        raise ArgumentException("The beta period must be equal or greater than 2.")
