"""How strong a move is, over values: relative strength and what is made of it."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.composite import Identity, feed_by
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.moving_averages import ExponentialMovingAverage, SimpleMovingAverage
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.oscillators import MovingAverageConvergenceDivergence, RelativeStrengthIndex
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.number import ZERO

__all__ = [
    "ChandeMomentumOscillator",
    "ConnorsRelativeStrengthIndex",
    "DerivativeOscillator",
    "SchaffTrendCycle",
    "StochasticRelativeStrengthIndex",
    "TrueStrengthIndex",
]

_HUNDRED = Decimal(100)


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


class DerivativeOscillator(PartedIndicator):
    """Relative strength smoothed twice, less its signal line."""

    def __init__(self, *arguments: Any) -> None:
        name, period, smooth, again, signal = named(arguments, "DO({},{},{},{})", 4)
        super().__init__(name)
        self._strength = RelativeStrengthIndex(f"{name}_RSI", period)
        first = feed_by(ExponentialMovingAverage(f"{name}_SmoothedRSI", smooth), self._strength)
        self._smoothed = feed_by(ExponentialMovingAverage(f"{name}_DoubleSmoothedRSI", again), first)
        self._signal = feed_by(SimpleMovingAverage(f"{name}_SignalLine", signal), self._smoothed)
        self.needed = period + smooth + again + signal - 2
        self.parts = (self._strength, first, self._smoothed, self._signal)

    @property
    def is_ready(self) -> bool:
        return bool(self._signal.is_ready)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._strength.advance(moment_us, value)
        return self._smoothed.exact - self._signal.exact if self.is_ready else ZERO
