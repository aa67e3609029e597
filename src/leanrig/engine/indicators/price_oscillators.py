"""Differences of averages and sums of changes, over values."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.change import Delay, RateOfChange, RateOfChangePercent
from leanrig.engine.indicators.more_averages import LinearWeightedMovingAverage
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.oscillators import MovingAverageConvergenceDivergence
from leanrig.engine.indicators.parts import PartedIndicator, quotient
from leanrig.engine.number import ZERO

__all__ = ["AbsolutePriceOscillator", "CoppockCurve", "DetrendedPriceOscillator", "PercentagePriceOscillator", "Trix"]


class AbsolutePriceOscillator(MovingAverageConvergenceDivergence):
    """A fast average less a slow one."""

    _form = "APO({},{})"

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow, *kind = named(arguments, self._form, 2)
        super().__init__(name, fast, slow, slow, kind[0] if kind else MovingAverageType.SIMPLE)


class PercentagePriceOscillator(AbsolutePriceOscillator):
    """A fast average less a slow one, in percent of the slow one."""

    _form = "PPO({},{})"

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        found = super().compute_at(moment_us, value)
        return quotient(100 * (found or ZERO), self.slow.exact)


class DetrendedPriceOscillator(PartedIndicator):
    """The price of half a period ago less the mean."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "DPO({})")
        super().__init__(name)
        self.needed = int(period)
        self._lag, self._mean = Delay(self.needed // 2 + 1), SimpleMovingAverage(period)
        self.parts = (self._lag, self._mean)

    @property
    def is_ready(self) -> bool:
        return self._mean.is_ready and self._lag.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._lag.advance(moment_us, value)
        self._mean.advance(moment_us, value)
        return self._lag.exact - self._mean.exact


class CoppockCurve(PartedIndicator):
    """The sum of two rates of change, smoothed."""

    def __init__(self, *arguments: Any) -> None:
        name, short, long, smooth = filled(arguments, 11, 14, 10)
        super().__init__(name or f"CC({short},{long},{smooth})")
        self._short, self._long = RateOfChangePercent(short), RateOfChangePercent(long)
        self._smooth = LinearWeightedMovingAverage(smooth)
        self.parts = (self._short, self._long, self._smooth)
        self.needed = max(self._short.warm_up_period, self._long.warm_up_period) + int(smooth) - 1

    @property
    def is_ready(self) -> bool:
        return self._smooth.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._short.advance(moment_us, value)
        self._long.advance(moment_us, value)
        if not (self._long.is_ready and self._short.is_ready):
            return ZERO
        self._smooth.advance(moment_us, self._short.exact + self._long.exact)
        return self._smooth.exact


class Trix(PartedIndicator):
    """The change in percent of an average smoothed three times."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "TRIX({})")
        super().__init__(name)
        self._averages = tuple(ExponentialMovingAverage(f"{name}_{count}", period) for count in (1, 2, 3))
        self._change = RateOfChangePercent(f"{name}_ROCP1", 1)
        self.parts = (*self._averages, self._change)
        self.needed = 3 * (int(period) - 1) + self._change.warm_up_period

    @property
    def is_ready(self) -> bool:
        return self._change.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        for one in self._averages:
            one.advance(moment_us, value)
            if not one.is_ready:
                return self._change.exact
            value = one.exact
        self._change.advance(moment_us, value)
        return self._change.exact


class KnowSureThing(PartedIndicator):
    """Four smoothed rates of change, weighted 1 to 4.

    `(period and smoothing of each of the four, period of the signal line, kind of average)`.
    """

    def __init__(self, *arguments: Any) -> None:
        name, *periods, kind = filled(arguments, *(None,) * 9, MovingAverageType.SIMPLE)
        name = name or f"KST({','.join(map(str, periods))},{kind.to_string()})"
        super().__init__(name)
        self.moving_average_type = kind
        changes, smoothings = periods[0:8:2], periods[1:8:2]
        self.roc_1, self.roc_2, self.roc_3, self.roc_4 = (RateOfChange(period) for period in changes)
        self.roc_1_ma, self.roc_2_ma, self.roc_3_ma, self.roc_4_ma = (
            average(kind, f"{name}_ROC{place}MA", period) for place, period in enumerate(smoothings, 1)
        )
        self.signal_line = average(kind, f"{name}_SignalLine", periods[8])
        self._changes = (self.roc_1, self.roc_2, self.roc_3, self.roc_4)
        self._smoothed = (self.roc_1_ma, self.roc_2_ma, self.roc_3_ma, self.roc_4_ma)
        self.ROC1, self.ROC2, self.ROC3, self.ROC4 = self._changes
        self.ROC1MA, self.ROC2MA, self.ROC3MA, self.ROC4MA = self._smoothed
        self.needed = max(change + smoothing for change, smoothing in zip(changes, smoothings, strict=True))
        self.parts = (*self._changes, *self._smoothed, self.signal_line)

    @property
    def is_ready(self) -> bool:
        return all(one.is_ready for one in self._smoothed) and self.signal_line.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        for change, smoothed in zip(self._changes, self._smoothed, strict=True):
            if change.advance(moment_us, value):
                smoothed.advance(moment_us, 100 * change.exact)
        total = sum((weight * one.exact for weight, one in enumerate(self._smoothed, 1)), ZERO)
        self.signal_line.advance(moment_us, total)
        return total if self.signal_line.is_ready else ZERO
