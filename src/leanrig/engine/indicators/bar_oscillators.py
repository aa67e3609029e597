"""Oscillators over bars."""

from decimal import Decimal
from math import exp, log
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import TrueRange
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, Sum
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.oscillators import Stochastic
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ZERO, from_double, shown

__all__ = [
    "AwesomeOscillator",
    "BalanceOfPower",
    "DeMarkerIndicator",
    "FisherTransform",
    "InternalBarStrength",
    "PremierStochasticOscillator",
    "UltimateOscillator",
]

_HUNDRED = Decimal(100)
_FIFTY = Decimal(50)


class FisherTransform(PartedBarIndicator):
    """The middle's place in its range, transformed towards a normal distribution."""

    _ALPHA = 0.33

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "FISH({})")
        super().__init__(name)
        self.needed = int(period)
        self._high, self._low = Maximum("MedianMax", period), Minimum("MedianMin", period)
        self._before = 0.0
        self.parts = (self._high, self._low)

    def forget(self) -> None:
        self._before = 0.0

    @property
    def is_ready(self) -> bool:
        return self._high.is_ready and self._low.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        middle = (bar.exact_low + bar.exact_high) / 2
        self._low.advance(bar.end_us, middle)
        self._high.advance(bar.end_us, middle)
        if not self.is_ready:
            return ZERO
        place = turned = 0.0
        low, high = self._low.exact, self._high.exact
        if low != high:
            share = shown((middle - low) / (high - low))
            place = self._ALPHA * 2 * (share - 0.5) + (1 - self._ALPHA) * self._before
            inside = min(max(place, -0.999), 0.999)
            turned = 0.5 * log((1.0 + inside) / (1.0 - inside))
        self._before = place
        return from_double(turned) + Decimal("0.5") * self.exact


class BalanceOfPower(PartedBarIndicator):
    """The bar's change as a share of its range."""

    needed = 1

    def __init__(self, name: str = "BOP") -> None:
        super().__init__(name)

    @property
    def is_ready(self) -> bool:
        return self.samples > 0

    def compute_bar(self, bar: Any) -> Decimal:
        span = bar.exact_high - bar.exact_low
        return (bar.exact_close - bar.exact_open) / span if span > 0 else ZERO


class UltimateOscillator(PartedBarIndicator):
    """Buying pressure as a share of the true range over three periods, weighted 4, 2 and 1."""

    def __init__(self, *arguments: Any) -> None:
        name, *periods = named(arguments, "ULTOSC({},{},{})", 3)
        super().__init__(name)
        self._longest = max(int(period) for period in periods)
        self.needed = self._longest + 1
        self._range = TrueRange(f"{name}_TR")
        self._pressures = [Sum(f"{name}_BP{place}", period) for place, period in enumerate(periods, 1)]
        self._ranges = [Sum(f"{name}_TR{place}", period) for place, period in enumerate(periods, 1)]
        self.parts = (self._range, *self._pressures, *self._ranges)
        self._close = ZERO

    def forget(self) -> None:
        self._close = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples > self._longest

    def compute_bar(self, bar: Any) -> Decimal:
        self._range.advance_bar(bar)
        before, self._close = self._close, bar.exact_close
        if self.samples == 1:
            return _FIFTY
        pressure = bar.exact_close - min(bar.exact_low, before)
        for sums, new in ((self._pressures, pressure), (self._ranges, self._range.exact)):
            for one in sums:
                one.advance(bar.end_us, new)
        if not self.is_ready:
            return _FIFTY
        if not all(one.exact for one in self._ranges):
            return self.exact
        shares = [above.exact / below.exact for above, below in zip(self._pressures, self._ranges, strict=True)]
        return _HUNDRED * (4 * shares[0] + 2 * shares[1] + shares[2]) / 7


class AwesomeOscillator(PartedBarIndicator):
    """A fast average of the bars' middles less a slow one."""

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow, kind = filled(arguments, None, None, MovingAverageType.SIMPLE)
        super().__init__(name or f"AO({fast},{slow},{kind.to_string()})")
        self.slow_ao, self.fast_ao = average(kind, slow), average(kind, fast)
        self.needed = max(slow, fast)
        self.parts = (self.slow_ao, self.fast_ao)

    @property
    def is_ready(self) -> bool:
        return self.slow_ao.is_ready and self.fast_ao.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        middle = (bar.exact_high + bar.exact_low) / 2
        self.slow_ao.advance(bar.end_us, middle)
        self.fast_ao.advance(bar.end_us, middle)
        return self.fast_ao.exact - self.slow_ao.exact if self.is_ready else ZERO


class DeMarkerIndicator(PartedBarIndicator):
    """Rising highs as a share of rising highs and falling lows."""

    def __init__(self, *arguments: Any) -> None:
        name, period, kind = filled(arguments, None, MovingAverageType.SIMPLE)
        super().__init__(name or f"DEM({period},{kind.to_string()})")
        self.needed = int(period)
        self._up, self._down = average(kind, period), average(kind, period)
        self.parts = (self._up, self._down)
        self.forget()

    def forget(self) -> None:
        self._high = self._low = ZERO

    @property
    def is_ready(self) -> bool:
        return self._up.is_ready and self._down.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        up = down = ZERO
        if self.samples > 1:
            up, down = max(bar.exact_high - self._high, ZERO), max(self._low - bar.exact_low, ZERO)
        self._up.advance(bar.end_us, up)
        self._down.advance(bar.end_us, down)
        self._high, self._low = bar.exact_high, bar.exact_low
        whole = self._up.exact + self._down.exact
        return self._up.exact / whole if self.is_ready and whole > 0 else ZERO


class InternalBarStrength(PartedBarIndicator):
    """Where the close lies between the bar's low and high, 0 to 1."""

    needed = 1

    def __init__(self, name: str = "IBS()") -> None:
        super().__init__(name)

    @property
    def is_ready(self) -> bool:
        return self.samples > 0

    def compute_bar(self, bar: Any) -> Decimal:
        span: Decimal = bar.exact_high - bar.exact_low
        return (bar.exact_close - bar.exact_low) / span if span else Decimal("0.5")


class PremierStochasticOscillator(PartedBarIndicator):
    """The fast stochastic smoothed twice and bent into -1 to 1."""

    def __init__(self, *arguments: Any) -> None:
        name, period, smooth = named(arguments, "PSO({},{})", 2)
        super().__init__(name)
        self._stochastic = Stochastic(name, period, period, period)
        self._first = ExponentialMovingAverage(smooth)
        self._second = IndicatorExtensions.ema(self._first, smooth)
        self.needed = period + 2 * (smooth - 1)
        self.parts = (self._stochastic, self._first, self._second)

    @property
    def is_ready(self) -> bool:
        return self._second.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self._stochastic.advance_bar(bar)
        if not self._stochastic.fast_stoch.is_ready:
            return ZERO
        self._first.advance(bar.end_us, Decimal("0.1") * (self._stochastic.fast_stoch.exact - 50))
        if not self._second.is_ready:
            return ZERO
        grown = from_double(exp(shown(self._second.exact)))
        return (grown - 1) / (grown + 1)
