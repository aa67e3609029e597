"""More oscillators over values and bars."""

from collections import deque
from decimal import Decimal
from math import exp, inf, isnan, log, sqrt
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.bands import TrueRange
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.change import Delay, RateOfChangePercent
from leanrig.engine.indicators.composite import Identity, feed_by
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.more_averages import LinearWeightedMovingAverage
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage, Sum
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.oscillators import MovingAverageConvergenceDivergence, RelativeStrengthIndex
from leanrig.engine.indicators.parts import PartedBarIndicator, PartedIndicator, quotient
from leanrig.engine.number import ZERO, exact, from_double, shown

__all__ = [
    "AbsolutePriceOscillator",
    "AccelerationBands",
    "BalanceOfPower",
    "ChandeMomentumOscillator",
    "ConnorsRelativeStrengthIndex",
    "CoppockCurve",
    "DetrendedPriceOscillator",
    "FisherTransform",
    "FractalAdaptiveMovingAverage",
    "HurstExponent",
    "PercentagePriceOscillator",
    "SchaffTrendCycle",
    "StochasticRelativeStrengthIndex",
    "Trix",
    "TrueStrengthIndex",
    "UltimateOscillator",
]

_HUNDRED = Decimal(100)
_FIFTY = Decimal(50)


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


class SchaffTrendCycle(PartedIndicator):
    """Where the difference of averages lies in its range, smoothed, and again."""

    def __init__(self, *arguments: Any) -> None:
        name, cycle, fast, slow, kind = filled(arguments, 10, 23, 50, MovingAverageType.EXPONENTIAL)
        name = name or f"SchaffTrendCycle({cycle},{fast},{slow})"
        super().__init__(name)
        chain = IndicatorExtensions
        self._difference = MovingAverageConvergenceDivergence(fast, slow, cycle, kind)
        self._high, self._low = chain.max(self._difference, cycle, False), chain.min(self._difference, cycle, False)
        self._k = Identity(f"{name}_K")
        self._d = feed_by(average(kind, 3), self._k, False)
        self._high_d, self._low_d = chain.max(self._d, cycle, False), chain.min(self._d, cycle, False)
        self._again = Identity(f"{name}_PF")
        self._smooth = feed_by(average(kind, 3), self._again, False)
        self.needed = self._difference.warm_up_period
        smoothed = (self._k, self._d, self._high_d, self._low_d, self._again, self._smooth)
        self.parts = (self._difference, self._high, self._low, *smoothed)

    @property
    def is_ready(self) -> bool:
        return self._difference.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._difference.advance(moment_us, value)
        self._k.advance(moment_us, _place(self._difference.exact, self._high.exact, self._low.exact))
        self._again.advance(moment_us, _place(self._d.exact, self._high_d.exact, self._low_d.exact))
        return Decimal(self._smooth.exact)


def _place(value: Decimal, high: Decimal, low: Decimal) -> Decimal:
    return (value - low) / (high - low) * 100 if high > low else ZERO


class StochasticRelativeStrengthIndex(PartedIndicator):
    """Where the relative strength lies in its range; the value is the input, `k` and `d` are the lines."""

    def __init__(self, *arguments: Any) -> None:
        name, *periods, kind = filled(arguments, None, None, None, None, MovingAverageType.SIMPLE)
        strength, window, smooth_k, smooth_d = (int(period) for period in periods)
        label = kind.to_string()
        name = name or f"SRSI({strength},{window},{smooth_k},{smooth_d},{label})"
        super().__init__(name)
        self._strength = RelativeStrengthIndex(strength)
        self._window, self._recent = window, deque[Decimal](maxlen=window)
        self.k = average(kind, f"{name}_K_{label}", smooth_k)
        self.d = average(kind, f"{name}_D_{label}", smooth_d)
        self.needed = strength + window + max(smooth_k, smooth_d)
        self.parts = (self._strength, self.k, self.d)

    def forget(self) -> None:
        self._recent.clear()

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._strength.advance(moment_us, value)
        self._recent.append(self._strength.exact)
        if len(self._recent) < self._window:
            return ZERO
        high, low = max(self._recent), min(self._recent)
        place = 100 * (self._strength.exact - low) / (high - low) if high != low else _HUNDRED
        self.k.advance(moment_us, place)
        self.d.advance(moment_us, self.k.exact)
        return value


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


class FractalAdaptiveMovingAverage(PartedBarIndicator):
    """An average that is the slower, the more prices fill their range."""

    def __init__(self, *arguments: Any) -> None:
        name, count, long = filled(arguments, None, 198)
        name = name or f"FRAMA({count},{long})"
        if count % 2:
            raise ArgumentException(f"{name}: N must be even, N = {count} (Parameter 'n')")
        super().__init__(name)
        self.needed = self._count = int(count)
        self._weight = log(2 / (1 + long))
        self.forget()

    def forget(self) -> None:
        self._highs: deque[float] = deque(maxlen=self._count)
        self._lows: deque[float] = deque(maxlen=self._count)

    @property
    def is_ready(self) -> bool:
        return bool(len(self._highs) == self._count)

    def compute_bar(self, bar: Any) -> Decimal:
        price = (bar.exact_high + bar.exact_low) / 2
        self._highs.append(shown(bar.exact_high))
        self._lows.append(shown(bar.exact_low))
        if self.samples <= self._count:
            return Decimal(price)
        half = self._count // 2
        highs, lows = list(self._highs), list(self._lows)
        newer = (max(highs[half:]) - min(lows[half:])) / half
        older = (max(highs[:half]) - min(lows[:half])) / half
        whole = (max(highs) - min(lows)) / self._count
        dimension = 0.0
        if newer + older > 0 and whole > 0:
            found = log((newer + older) / whole)
            dimension = (0.0 if isnan(found) else found) / log(2)
        factor = from_double(min(max(exp(self._weight * (dimension - 1)), 0.01), 1))
        return Decimal(factor * price + (1 - factor) * self.exact)


class ConnorsRelativeStrengthIndex(PartedIndicator):
    """The mean of relative strength, strength of the streak, and the rank of the last change."""

    def __init__(self, *arguments: Any) -> None:
        name, period, streak, lookback = named(arguments, "CRSI({},{},{})", 3)
        super().__init__(name)
        self._strength, self._streak_strength = RelativeStrengthIndex(period), RelativeStrengthIndex(streak)
        self._count = int(lookback)
        self.parts = (self._strength, self._streak_strength)
        self.needed = max(self._count, self._strength.warm_up_period, self._streak_strength.warm_up_period)
        self.forget()

    def forget(self) -> None:
        self._changes: deque[Decimal] = deque(maxlen=self._count)
        self._streak = 0
        self._before: Decimal | None = None

    @property
    def is_ready(self) -> bool:
        full = len(self._changes) == self._count
        return self._strength.is_ready and self._streak_strength.is_ready and full

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._strength.advance(moment_us, value)
        before, self._before = self._before, value
        if before is not None:
            self._count_streak(value - before)
        self._streak_strength.advance(moment_us, Decimal(self._streak))
        if not before:
            self._changes.append(ZERO)
            return ZERO
        change = (value - before) / before
        rank = ZERO
        if len(self._changes) == self._count:
            rank = _HUNDRED * sum(1 for old in self._changes if old < change) / self._count
        self._changes.append(change)
        if not self.is_ready:
            return ZERO
        return (self._strength.exact + self._streak_strength.exact + rank) / 3

    def _count_streak(self, change: Decimal) -> None:
        if (self._streak > 0 and change < 0) or (self._streak < 0 and change > 0):
            self._streak = 0
        self._streak += (change > 0) - (change < 0)


class TrueStrengthIndex(PartedIndicator):
    """Changes smoothed twice against their sizes smoothed twice."""

    def __init__(self, *arguments: Any) -> None:
        name, long, short, signal, kind = filled(arguments, 25, 13, 7, MovingAverageType.EXPONENTIAL)
        name = name or f"TSI({long},{short},{signal})"
        super().__init__(name)
        self._change = ExponentialMovingAverage(f"{name}_PC_EMA", long)
        self._size = ExponentialMovingAverage(f"{name}_APC_EMA", long)
        change = feed_by(ExponentialMovingAverage(f"{name}_PC_EMA_EMA", short), self._change)
        size = feed_by(ExponentialMovingAverage(f"{name}_APC_EMA_EMA", short), self._size)
        self._index = IndicatorExtensions.times(IndicatorExtensions.over(change, size), 100)
        self.signal = feed_by(average(kind, f"{name}_Signal", signal), self._index)
        self.needed = int(long) + int(short)
        self._before = ZERO
        self.parts = (self._change, change, self._size, size, self._index, self.signal)

    def forget(self) -> None:
        self._before = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        before, self._before = self._before, value
        if self.samples == 1:
            return ZERO
        self._change.advance(moment_us, value - before)
        self._size.advance(moment_us, abs(value - before))
        return self._index.exact


class AccelerationBands(PartedBarIndicator):
    """An average with bands that widen with the bars' ranges."""

    def __init__(self, *arguments: Any) -> None:
        name, period, width, kind = filled(arguments, None, 4, MovingAverageType.SIMPLE)
        name = name or f"ABANDS({period},{width},{kind.to_string()})"
        super().__init__(name)
        self.needed, self._width, self.moving_average_type = int(period), exact(width), kind
        self.middle_band, self.lower_band, self.upper_band = (
            average(kind, f"{name}_{side}Band", self.needed) for side in ("Middle", "Lower", "Upper")
        )
        self.parts = (self.middle_band, self.lower_band, self.upper_band)

    @property
    def is_ready(self) -> bool:
        return all(band.is_ready for band in self.parts)

    def compute_bar(self, bar: Any) -> Decimal:
        high, low = bar.exact_high, bar.exact_low
        share = self._width * quotient(high - low, high + low)
        self.lower_band.advance(bar.end_us, low * (1 - share))
        self.upper_band.advance(bar.end_us, high * (1 + share))
        self.middle_band.advance(bar.end_us, bar.exact_close)
        return self.middle_band.exact


class ChandeMomentumOscillator(PartedIndicator):
    """Gains less losses as a share of both, -100 to 100."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "CMO({})")
        super().__init__(name)
        self.period = int(period)
        self.needed = self.period + 1
        self.forget()

    def forget(self) -> None:
        self._before = self._gain = self._loss = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples > self.period

    def compute(self, value: Decimal) -> Decimal:
        before, self._before = self._before, value
        if self.samples == 1:
            return ZERO
        if self.samples > self.period + 1:
            self._loss *= self.period - 1
            self._gain *= self.period - 1
        change = value - before
        if change < 0:
            self._loss -= change
        else:
            self._gain += change
        if not self.is_ready:
            return ZERO
        self._loss /= self.period
        self._gain /= self.period
        whole = self._gain + self._loss
        return _HUNDRED * ((self._gain - self._loss) / whole) if whole else ZERO


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


class HurstExponent(PartedIndicator):
    """How fast differences grow with their lag: the slope of logarithms."""

    def __init__(self, *arguments: Any) -> None:
        name, period, lag = filled(arguments, None, 20)
        if lag < 3:
            raise ArgumentException(
                "The maxLag parameter must be greater than 2 to compute the Hurst Exponent. (Parameter 'maxLag')"
            )
        super().__init__(name or f"HE({period},{lag})")
        self.needed = period
        self._prices: deque[Decimal] = deque(maxlen=period)
        self._logs = {count: from_double(log(count)) for count in range(2, lag + 1)}
        self._sum = sum(self._logs.values(), ZERO)
        self._squares = sum((one * one for one in self._logs.values()), ZERO)

    def forget(self) -> None:
        self._prices.clear()

    @property
    def is_ready(self) -> bool:
        return len(self._prices) == self.needed

    def compute(self, value: Decimal) -> Decimal:
        self._prices.append(value)
        if not self.is_ready:
            return ZERO
        prices = list(self._prices)[::-1]
        total = products = ZERO
        for lag, log_lag in self._logs.items():
            spread = self._spread(prices, lag)
            log_spread = from_double(log(spread)) if spread not in (0.0, inf) else ZERO
            total += log_spread
            products += log_lag * log_spread
        count = len(self._logs)
        return (count * products - self._sum * total) / (count * self._squares - self._sum * self._sum)

    @staticmethod
    def _spread(prices: list[Decimal], lag: int) -> float:
        """Standard deviation of the differences over a lag."""
        count = max(0, len(prices) - lag)
        if not count:
            return 0.0
        mean = squares = ZERO
        for place in range(count):
            change = prices[place + lag] - prices[place]
            squares += change * change
            mean += change
        mean /= count
        return sqrt(shown(max(ZERO, squares / count - mean * mean)))
