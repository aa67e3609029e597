"""Indicators of volume: whether it flows in or out, and prices weighted by it."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage, Sum
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.parts import PartedBarIndicator, quotient
from leanrig.engine.number import ZERO

__all__ = [
    "AccumulationDistribution",
    "AccumulationDistributionOscillator",
    "ChaikinMoneyFlow",
    "ChaikinOscillator",
    "EaseOfMovementValue",
    "ForceIndex",
    "KlingerVolumeOscillator",
    "MassIndex",
    "MoneyFlowIndex",
    "OnBalanceVolume",
]

_HUNDRED = Decimal(100)


class OnBalanceVolume(PartedBarIndicator):
    """Volume added where the close rises and taken off where it falls."""

    needed = 1

    def __init__(self, name: str = "OBV") -> None:
        super().__init__(name)
        self._before: Decimal | None = None

    @property
    def is_ready(self) -> bool:
        return self._before is not None

    def compute_bar(self, bar: Any) -> Decimal:
        value, before, held = bar.exact_value, self._before, self.exact
        self._before = value
        if before is None:
            return Decimal(bar.exact_volume)
        if value > before:
            return held + Decimal(bar.exact_volume)
        return held - Decimal(bar.exact_volume) if value < before else held

    def forget(self) -> None:
        self._before = None


class AccumulationDistribution(PartedBarIndicator):
    """Volume by where the close lies in the bar's range, summed up."""

    needed = 1

    def __init__(self, name: str = "AD") -> None:
        super().__init__(name)

    @property
    def is_ready(self) -> bool:
        return self.samples > 0

    def compute_bar(self, bar: Any) -> Decimal:
        high, low, close = bar.exact_high, bar.exact_low, bar.exact_close
        span = high - low
        return self.exact + (((close - low) - (high - close)) / span * bar.exact_volume if span > 0 else ZERO)


class AccumulationDistributionOscillator(PartedBarIndicator):
    """A fast average of accumulation and distribution less a slow one."""

    _form = "ADOSC({},{})"

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow = named(arguments, self._form, 2)
        super().__init__(name)
        self.needed = max(int(fast), int(slow))
        self._flow = AccumulationDistribution(f"{name}_AD")
        self._fast, self._slow = (
            ExponentialMovingAverage(f"{name}_Fast", fast),
            ExponentialMovingAverage(f"{name}_Slow", slow),
        )
        self.parts = (self._flow, self._fast, self._slow)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._flow.advance_bar(bar)
        self._fast.advance(bar.end_us, self._flow.exact)
        self._slow.advance(bar.end_us, self._flow.exact)
        return self._fast.exact - self._slow.exact if self.is_ready else ZERO


class ChaikinOscillator(AccumulationDistributionOscillator):
    """The same under Chaikin's name."""

    _form = "ChaikinOscillator({},{})"


class ChaikinMoneyFlow(PartedBarIndicator):
    """Volume by where closes lie in their ranges, as a share of all volume."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "CMF({})")
        super().__init__(name)
        self.needed = int(period)
        self._flow, self._volume = Sum(period), Sum(period)
        self.parts = (self._flow, self._volume)

    @property
    def is_ready(self) -> bool:
        return self._flow.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        high, low, close, volume = bar.exact_high, bar.exact_low, bar.exact_close, bar.exact_volume
        span = high - low
        self._flow.advance(bar.end_us, volume * (close - low - (high - close)) / span if span > 0 else ZERO)
        self._volume.advance(bar.end_us, volume)
        return quotient(self._flow.exact, self._volume.exact) if self.is_ready else ZERO


class MoneyFlowIndex(PartedBarIndicator):
    """Turnover of rising prices as a share of all, 0 to 100."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "MFI({})")
        super().__init__(name)
        self.needed = int(period)
        self.positive_money_flow = Sum(f"{name}_PositiveMoneyFlow", period)
        self.negative_money_flow = Sum(f"{name}_NegativeMoneyFlow", period)
        self.parts = (self.positive_money_flow, self.negative_money_flow)
        self._before = ZERO

    @property
    def previous_typical_price(self) -> float:
        return float(self._before)

    @property
    def is_ready(self) -> bool:
        return self.positive_money_flow.is_ready and self.negative_money_flow.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        typical = (bar.exact_high + bar.exact_low + bar.exact_close) / Decimal("3.0")
        flow, before = typical * bar.exact_volume, self._before
        self.positive_money_flow.advance(bar.end_us, flow if typical > before else ZERO)
        self.negative_money_flow.advance(bar.end_us, flow if typical < before else ZERO)
        self._before = typical
        whole = self.positive_money_flow.exact + self.negative_money_flow.exact
        return _HUNDRED * self.positive_money_flow.exact / whole if whole else _HUNDRED

    def forget(self) -> None:
        self._before = ZERO


class ForceIndex(PartedBarIndicator):
    """The change of the close times volume, smoothed."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *kind = named(arguments, "FI({})")
        super().__init__(name)
        of = kind[0] if kind else MovingAverageType.EXPONENTIAL
        self.needed = int(period) + 1
        self._smoother = average(of, f"{name}_{of.to_string()}", period)
        self._before = ZERO
        self.parts = (self._smoother,)

    @property
    def is_ready(self) -> bool:
        return self._smoother.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        before, self._before = self._before, bar.exact_close
        if self.samples < 2:
            return ZERO
        self._smoother.advance(bar.end_us, (bar.exact_close - before) * bar.exact_volume)
        return self._smoother.exact

    def forget(self) -> None:
        self._before = ZERO


class EaseOfMovementValue(PartedBarIndicator):
    """How far prices move for their volume."""

    def __init__(self, *arguments: Any) -> None:
        name, period, scale = filled(arguments, 1, 10000)
        super().__init__(name or f"EMV({period}, {scale})")
        self._mean = SimpleMovingAverage(period)
        self._scale = Decimal(scale)
        self.needed = period
        self.parts = (self._mean,)
        self._high = self._low = ZERO

    @property
    def is_ready(self) -> bool:
        return self._mean.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        high, low, volume = bar.exact_high, bar.exact_low, bar.exact_volume
        if not self._high and not self._low:
            self._high, self._low = high, low
        if not volume or high == low:
            self._mean.advance(bar.end_us, ZERO)
            return self._mean.exact
        moved = (high + low) / 2 - (self._high + self._low) / 2
        ratio = volume / self._scale / (high - low)
        self._high, self._low = high, low
        self._mean.advance(bar.end_us, moved / ratio)
        return self._mean.exact

    def forget(self) -> None:
        self._high = self._low = ZERO


class KlingerVolumeOscillator(PartedBarIndicator):
    """A fast average of volume's force less a slow one."""

    _LEAST = Decimal("1e-8")

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow, signal = filled(arguments, None, None, 13)
        name = name or f"KVO({fast},{slow},{signal})"
        super().__init__(name)
        self._fast = ExponentialMovingAverage(f"{name}_FastEma", fast)
        self._slow = ExponentialMovingAverage(f"{name}_SlowEma", slow)
        self.signal = ExponentialMovingAverage(f"{name}_Signal", signal)
        self.parts = (self._fast, self._slow, self.signal)
        self.needed = max(int(fast), int(slow), int(signal)) + 2
        self.forget()

    def forget(self) -> None:
        self._price: Decimal | None = None
        self._trend = 0
        self._range = self._moved = ZERO

    @property
    def is_ready(self) -> bool:
        return self._fast.is_ready and self._slow.is_ready and self.signal.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        moved = bar.exact_high - bar.exact_low
        yesterday, self._range = self._range, moved
        price, before = bar.exact_high + bar.exact_low + bar.exact_close, self._price
        self._price = price
        if before is None:
            return ZERO
        last, self._trend = self._trend, 1 if price > before else -1
        if not last:
            return ZERO
        restart = not self._moved or self._trend != last
        self._moved = moved + yesterday if restart else self._moved + moved
        below = self._LEAST if abs(self._moved) < self._LEAST else self._moved
        force = bar.exact_volume * abs(Decimal(2) * (moved / below - 1)) * self._trend * 100
        self._fast.advance(bar.end_us, force)
        self._slow.advance(bar.end_us, force)
        ready = self._fast.is_ready and self._slow.is_ready
        found = self._fast.exact - self._slow.exact if ready else ZERO
        self.signal.advance(bar.end_us, found)
        return found


class MassIndex(PartedBarIndicator):
    """Sum of the bar range's average over its own average."""

    def __init__(self, *arguments: Any) -> None:
        name, inner, outer = filled(arguments, 9, 25)
        super().__init__(name or f"MASS({inner},{outer})")
        self._first = ExponentialMovingAverage(inner)
        self._second = IndicatorExtensions.ema(self._first, inner)
        self._sum = Sum(outer)
        self.parts = (self._first, self._second, self._sum)
        self.needed = 2 * (inner - 1) + outer

    @property
    def is_ready(self) -> bool:
        return self._sum.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self._first.advance(bar.end_us, bar.exact_high - bar.exact_low)
        if self._second.is_ready:
            self._sum.advance(bar.end_us, quotient(self._first.exact, self._second.exact))
        return self._sum.exact if self._sum.is_ready else Decimal(self._sum.period)
