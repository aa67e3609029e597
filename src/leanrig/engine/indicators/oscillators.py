"""Relative strength, convergence of averages, and where a close lies in its range."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.base import BarIndicator, Indicator
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.composite import FunctionalBarIndicator, FunctionalIndicator, Identity
from leanrig.engine.indicators.dispersion import MeanAbsoluteDeviation
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.moving_averages import Sum
from leanrig.engine.indicators.named import named
from leanrig.engine.number import ZERO, round_even

__all__ = [
    "AroonOscillator",
    "CommodityChannelIndex",
    "MovingAverageConvergenceDivergence",
    "RelativeStrengthIndex",
    "Stochastic",
    "WilliamsPercentR",
]

_HUNDRED = Decimal(100)


class RelativeStrengthIndex(Indicator):
    """Average gain against average loss, 0 to 100."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *kind = named(arguments, "RSI({})")
        super().__init__(name)
        self.moving_average_type = kind[0] if kind else MovingAverageType.WILDERS
        self.period = int(period)
        self.average_gain = average(self.moving_average_type, f"{name}Up", period)
        self.average_loss = average(self.moving_average_type, f"{name}Down", period)
        self._before: Decimal | None = None

    @property
    def is_ready(self) -> bool:
        return self.average_gain.is_ready and self.average_loss.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period + 1

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        if self._before is not None:
            change = value - self._before
            self.average_gain.advance(moment_us, max(change, ZERO))
            self.average_loss.advance(moment_us, max(-change, ZERO))
        self._before = value
        gain, loss = max(self.average_gain.exact, ZERO), max(self.average_loss.exact, ZERO)
        if not round_even(loss, 10):
            return _HUNDRED
        return _HUNDRED - _HUNDRED / (1 + gain / loss)

    def reset(self) -> None:
        self._before = None
        self.average_gain.reset()
        self.average_loss.reset()
        super().reset()


class MovingAverageConvergenceDivergence(Indicator):
    """A fast less a slow average; `signal` is the average of that, `histogram` their difference."""

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow, signal, *kind = named(arguments, "MACD({},{},{})", 3)
        if fast >= slow:
            raise ArgumentException(
                "MovingAverageConvergenceDivergence: fastPeriod must be less than slowPeriod "
                "(Parameter 'fastPeriod, slowPeriod')"
            )
        super().__init__(name)
        of = kind[0] if kind else MovingAverageType.EXPONENTIAL
        self.fast, self.slow = average(of, f"{name}_Fast", fast), average(of, f"{name}_Slow", slow)
        self.signal = average(of, f"{name}_Signal", signal)
        self.histogram = Identity(f"{name}_Histogram")
        self._needed = int(slow) + int(signal) - 1

    @property
    def is_ready(self) -> bool:
        return self.signal.is_ready

    @property
    def warm_up_period(self) -> int:
        return self._needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        ready = [part.advance(moment_us, value) for part in (self.fast, self.slow)]
        macd = self.fast.exact - self.slow.exact
        if all(ready) and self.signal.advance(moment_us, macd):
            self.histogram.advance(moment_us, macd - self.signal.exact)
        return macd

    def reset(self) -> None:
        for part in (self.fast, self.slow, self.signal, self.histogram):
            part.reset()
        super().reset()


class Stochastic(BarIndicator):
    """Where the close lies between the lowest low and highest high, in percent, and two smoothings of it."""

    def __init__(self, *arguments: Any) -> None:
        name, period, k_period, d_period = named(arguments, "STO({},{},{})", 3)
        super().__init__(name)
        self._high, self._low = Maximum(f"{name}_Max", period), Minimum(f"{name}_Min", period)
        self._fast_sum, self._slow_sum = Sum(f"{name}_SumFastK", k_period), Sum(f"{name}_SumD", d_period)
        self._needed = int(period) + int(k_period) + int(d_period) - 2
        self.fast_stoch = FunctionalBarIndicator(f"{name}_FastStoch", self._fast, lambda: self._high.is_ready)
        self.stoch_k = FunctionalBarIndicator(f"{name}_StochK", self._k, lambda: self._fast_sum.is_ready)
        self.stoch_d = FunctionalBarIndicator(f"{name}_StochD", self._d, lambda: self._slow_sum.is_ready)

    @property
    def is_ready(self) -> bool:
        return self.fast_stoch.is_ready and self.stoch_k.is_ready and self.stoch_d.is_ready

    @property
    def warm_up_period(self) -> int:
        return self._needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._high.advance(bar.end_us, bar.exact_high)
        self._low.advance(bar.end_us, bar.exact_low)
        for part in (self.fast_stoch, self.stoch_k, self.stoch_d):
            part.advance_bar(bar)
        return self.fast_stoch.exact

    def _fast(self, bar: Any) -> Decimal:
        span = self._high.exact - self._low.exact
        if not self._high.is_ready or not span:
            return ZERO
        share: Decimal = (bar.exact_close - self._low.exact) / span
        self._fast_sum.advance(bar.end_us, share)
        return share * 100

    def _k(self, bar: Any) -> Decimal:
        if not self._fast_sum.is_ready:
            return ZERO
        mean = self._fast_sum.exact / self._fast_sum.period
        self._slow_sum.advance(bar.end_us, mean)
        return mean * 100

    def _d(self, bar: Any) -> Decimal:
        return self._slow_sum.exact / self._slow_sum.period * 100 if self._slow_sum.is_ready else ZERO

    def reset(self) -> None:
        for part in (self._high, self._low, self._fast_sum, self._slow_sum):
            part.reset()
        for shown in (self.fast_stoch, self.stoch_k, self.stoch_d):
            shown.reset()
        super().reset()


class CommodityChannelIndex(BarIndicator):
    """Distance of the typical price from its mean, in mean deviations."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *kind = named(arguments, "CCI({})")
        super().__init__(name)
        self.moving_average_type = kind[0] if kind else MovingAverageType.SIMPLE
        self.period = int(period)
        self.typical_price_average = average(self.moving_average_type, f"{name}_TypicalPriceAvg", period)
        self.typical_price_mean_deviation = MeanAbsoluteDeviation(f"{name}_TypicalPriceMAD", period)

    @property
    def is_ready(self) -> bool:
        return self.typical_price_average.is_ready and self.typical_price_mean_deviation.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_bar(self, bar: Any) -> Decimal:
        typical = (bar.exact_high + bar.exact_low + bar.exact_close) / Decimal("3.0")
        self.typical_price_average.advance(bar.end_us, typical)
        self.typical_price_mean_deviation.advance(bar.end_us, typical)
        weighted = Decimal("0.015") * self.typical_price_mean_deviation.exact
        return (typical - self.typical_price_average.exact) / weighted if weighted else ZERO

    def reset(self) -> None:
        self.typical_price_average.reset()
        self.typical_price_mean_deviation.reset()
        super().reset()


class AroonOscillator(BarIndicator):
    """How recent the highest high is, less how recent the lowest low is."""

    def __init__(self, *arguments: Any) -> None:
        name, up, down = named(arguments, "AROON({},{})", 2)
        super().__init__(name)
        self._up, self._down = int(up), int(down)
        self._high, self._low = Maximum(f"{name}_Max", self._up + 1), Minimum(f"{name}_Min", self._down + 1)
        self.aroon_up = FunctionalIndicator(
            f"{name}_AroonUp", self._rising, lambda: self._high.is_ready, self._high.reset
        )
        self.aroon_down = FunctionalIndicator(
            f"{name}_AroonDown", self._falling, lambda: self._low.is_ready, self._low.reset
        )

    @property
    def is_ready(self) -> bool:
        return self.aroon_up.is_ready and self.aroon_down.is_ready

    @property
    def warm_up_period(self) -> int:
        return 1 + max(self._up, self._down)

    def _rising(self, moment_us: int, value: Decimal) -> Decimal:
        self._high.advance(moment_us, value)
        return _HUNDRED * (self._up - self._high.periods_since_maximum) / self._up

    def _falling(self, moment_us: int, value: Decimal) -> Decimal:
        self._low.advance(moment_us, value)
        return _HUNDRED * (self._down - self._low.periods_since_minimum) / self._down

    def compute_bar(self, bar: Any) -> Decimal:
        self.aroon_up.advance(bar.end_us, bar.exact_high)
        self.aroon_down.advance(bar.end_us, bar.exact_low)
        return self.aroon_up.exact - self.aroon_down.exact

    def reset(self) -> None:
        self.aroon_up.reset()
        self.aroon_down.reset()
        super().reset()


class WilliamsPercentR(BarIndicator):
    """Distance of the close from the highest high, 0 to -100."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "WILR({})")
        super().__init__(name)
        self.period = int(period)
        self.maximum, self.minimum = Maximum(f"{name}_Max", period), Minimum(f"{name}_Min", period)

    @property
    def is_ready(self) -> bool:
        return self.maximum.is_ready and self.minimum.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_bar(self, bar: Any) -> Decimal:
        self.minimum.advance(bar.end_us, bar.exact_low)
        self.maximum.advance(bar.end_us, bar.exact_high)
        span = self.maximum.exact - self.minimum.exact
        if not self.is_ready or not span:
            return ZERO
        distance: Decimal = self.maximum.exact - bar.exact_close
        return -_HUNDRED * distance / span

    def reset(self) -> None:
        self.maximum.reset()
        self.minimum.reset()
        super().reset()
