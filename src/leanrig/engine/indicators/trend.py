"""Whether and where prices go: directional movement, stops that follow, swings, clouds and averaged bars."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import AverageTrueRange, TrueRange
from leanrig.engine.indicators.change import Delay
from leanrig.engine.indicators.composite import FunctionalIndicator, Identity, feed_by
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.moving_averages import Sum, WilderMovingAverage
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.parts import PartedBarIndicator, quotient
from leanrig.engine.number import ZERO, exact, shown, text

__all__ = [
    "AverageDirectionalIndex",
    "AverageDirectionalMovementIndexRating",
    "HeikinAshi",
    "IchimokuKinkoHyo",
    "NormalizedAverageTrueRange",
    "ParabolicStopAndReverse",
    "ParabolicStopAndReverseExtended",
    "SuperTrend",
    "Vortex",
    "WilderAccumulativeSwingIndex",
    "WilderSwingIndex",
]

_HUNDRED = Decimal(100)
_FIFTY = Decimal(50)
_QUARTER = Decimal("0.25")
_HALF = Decimal("0.5")


class AverageDirectionalIndex(PartedBarIndicator):
    """How strongly prices move in one direction, whichever it is."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "ADX({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period * 2
        self.positive_directional_index = self._index(f"{name}_PositiveDirectionalIndex", "_plus")
        self.negative_directional_index = self._index(f"{name}_NegativeDirectionalIndex", "_minus")
        self._average = WilderMovingAverage(period)
        self.parts = (self.positive_directional_index, self.negative_directional_index, self._average)
        self.forget()

    def forget(self) -> None:
        self._before: Any = None
        self._range = self._plus = self._minus = ZERO

    def _index(self, name: str, side: str) -> FunctionalIndicator:
        def compute(_: int, __: Decimal) -> Decimal:
            if self._range and self.samples > self._period:
                return Decimal(_HUNDRED * getattr(self, side) / self._range)
            return ZERO

        return FunctionalIndicator(name, compute, lambda: self.samples > self._period)

    @property
    def is_ready(self) -> bool:
        return self._average.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        true_range, plus, minus = self._moves(bar)
        falls_out = self.samples > self._period + 1
        self._range = self._smooth(self._range, true_range, falls_out)
        self._plus = self._smooth(self._plus, plus, falls_out)
        self._minus = self._smooth(self._minus, minus, falls_out)
        self._before = (bar.exact_high, bar.exact_low, bar.exact_close)
        self.positive_directional_index.advance(bar.end_us, ZERO)
        self.negative_directional_index.advance(bar.end_us, ZERO)
        up, down = self.positive_directional_index.exact, self.negative_directional_index.exact
        if not up + down:
            return _FIFTY
        self._average.advance(bar.end_us, _HUNDRED * abs(up - down) / (up + down))
        return self._average.exact

    def _smooth(self, held: Decimal, new: Decimal, falls_out: bool) -> Decimal:
        return held + new - (held / self._period if falls_out else ZERO)

    def _moves(self, bar: Any) -> tuple[Decimal, Decimal, Decimal]:
        if self._before is None:
            return ZERO, ZERO, ZERO
        high, low = bar.exact_high, bar.exact_low
        last_high, last_low, last_close = self._before
        true_range = max(high - low, abs(high - last_close), abs(low - last_close))
        up, down = high - last_high, last_low - low
        return (
            true_range,
            up if high > last_high and up >= down else ZERO,
            down if last_low > low and down > up else ZERO,
        )


class AverageDirectionalMovementIndexRating(PartedBarIndicator):
    """The mean of the directional index now and a period ago."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "ADXR({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period * 3 - 1
        self.adx = AverageDirectionalIndex(f"{name}_ADX", period)
        self.ADX = self.adx
        self.parts = (self.adx,)
        self.forget()

    def forget(self) -> None:
        self._history: deque[Decimal] = deque(maxlen=self._period)

    @property
    def is_ready(self) -> bool:
        return len(self._history) == self._period

    def compute_bar(self, bar: Any) -> Decimal:
        self.adx.advance_bar(bar)
        if self.adx.is_ready:
            self._history.append(self.adx.exact)
        return (self.adx.exact + self._history[0]) / 2 if self.is_ready else _FIFTY


class NormalizedAverageTrueRange(PartedBarIndicator):
    """The average true range in percent of the close."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "NATR({})")
        super().__init__(name)
        self._period = int(period)
        self.needed = self._period + 1
        self._true_range = TrueRange(f"{name}_TR")
        self._average = AverageTrueRange(f"{name}_ATR", period, MovingAverageType.SIMPLE)
        self._last = ZERO
        self.parts = (self._true_range, self._average)

    @property
    def is_ready(self) -> bool:
        return self.samples > self._period

    def compute_bar(self, bar: Any) -> Decimal:
        close = bar.exact_close
        self._true_range.advance_bar(bar)
        if not self.is_ready:
            self._average.advance_bar(bar)
            return quotient(self._average.exact, close) * 100
        if self.samples == self._period + 1:
            self._average.advance_bar(bar)
            self._last = self._average.exact
        else:
            self._last = (self._last * (self._period - 1) + self._true_range.exact) / self._period
        return quotient(self._last, close) * 100


class Vortex(PartedBarIndicator):
    """Movement up and down against the true range."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "VTX({})")
        super().__init__(name)
        self.needed = int(period)
        average = AverageTrueRange(f"{name}_ATR", 1, MovingAverageType.SIMPLE)
        self._range = average
        self._ranges = feed_by(Sum("ATR_Sum", period), average)
        self._plus, self._minus = Sum("PlusVM_Sum", period), Sum("MinusVM_Sum", period)
        self.plus_vortex = IndicatorExtensions.over(self._plus, self._ranges)
        self.minus_vortex = IndicatorExtensions.over(self._minus, self._ranges)
        self.parts = (average, self._ranges, self._plus, self._minus, self.plus_vortex, self.minus_vortex)
        self.forget()

    def forget(self) -> None:
        self._before: tuple[Decimal, Decimal] | None = None

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._range.advance_bar(bar)
        high, low = bar.exact_high, bar.exact_low
        if self._before is not None:
            last_high, last_low = self._before
            self._plus.advance(bar.end_us, abs(high - last_low))
            self._minus.advance(bar.end_us, abs(low - last_high))
        self._before = (high, low)
        return (self.plus_vortex.exact + self.minus_vortex.exact) / 2 if self.is_ready else ZERO


class ParabolicStopAndReverseExtended(PartedBarIndicator):
    """A stop that follows the price ever faster; below zero while short.

    `(start, offset on reverse, then start, increment and maximum of the factor for shorts and for longs)`.
    """

    needed = 2
    _form = "SAREXT({})"

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        names = (
            "sar_start",
            "offset_on_reverse",
            "af_start_short",
            "af_increment_short",
            "af_max_short",
            "af_start_long",
            "af_increment_long",
            "af_max_long",
        )
        name, values = _name_and_values(
            arguments, keywords, names, (0, 0, "0.02", "0.02", "0.2", "0.02", "0.02", "0.2")
        )
        super().__init__(name or self._form.format(",".join(text(value) for value in values)))
        self._start, self._offset = values[:2]
        self._short, self._long = values[2:5], values[5:8]
        self.forget()

    def forget(self) -> None:
        self._is_long = True
        self._before: tuple[Decimal, Decimal] = (ZERO, ZERO)
        self._stop = self._extreme = self._shown = ZERO
        self._factor_short, self._factor_long = self._short[0], self._long[0]

    @property
    def is_ready(self) -> bool:
        return self.samples >= 2

    def compute_bar(self, bar: Any) -> Decimal | None:
        high, low = bar.exact_high, bar.exact_low
        if self.samples == 1:
            self._before = (high, low)
            return self._start or bar.exact_close
        if self.samples == 2:
            self._begin(high, low)
            self._before = (high, low)
        if self._is_long:
            self._while_long(high, low)
        else:
            self._while_short(high, low)
        self._before = (high, low)
        return self._shown

    def _begin(self, high: Decimal, low: Decimal) -> None:
        last_high, last_low = self._before
        if self._start:
            self._is_long, self._stop = self._start > 0, abs(self._start)
        else:
            self._is_long = not (low < last_low and high - last_high < last_low - low)
            self._stop = last_low if self._is_long else last_high
        self._extreme = high if self._is_long else low

    def _while_long(self, high: Decimal, low: Decimal) -> None:
        last_high, last_low = self._before
        if low <= self._stop:
            self._is_long = False
            self._stop = max(self._extreme, last_high, high)
            if self._offset:
                self._stop += self._stop * self._offset
            self._shown = -self._stop
            self._factor_short = self._short[0]
            self._extreme = low
            self._stop += self._factor_short * (self._extreme - self._stop)
            self._stop = max(self._stop, last_high, high)
            return
        self._shown = self._stop
        if high > self._extreme:
            self._extreme = high
            self._factor_long = min(self._factor_long + self._long[1], self._long[2])
        self._stop += self._factor_long * (self._extreme - self._stop)
        self._stop = min(self._stop, last_low, low)

    def _while_short(self, high: Decimal, low: Decimal) -> None:
        last_high, last_low = self._before
        if high >= self._stop:
            self._is_long = True
            self._stop = min(self._extreme, last_low, low)
            if self._offset:
                self._stop -= self._stop * self._offset
            self._shown = self._stop
            self._factor_long = self._long[0]
            self._extreme = high
            self._stop += self._factor_long * (self._extreme - self._stop)
            self._stop = min(self._stop, last_low, low)
            return
        self._shown = -self._stop
        if low < self._extreme:
            self._extreme = low
            self._factor_short = min(self._factor_short + self._short[1], self._short[2])
        self._stop += self._factor_short * (self._extreme - self._stop)
        self._stop = max(self._stop, last_high, high)


class ParabolicStopAndReverse(ParabolicStopAndReverseExtended):
    """A stop that follows the price ever faster: `(start, increment and maximum of the factor)`."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        names = ("af_start", "af_increment", "af_max")
        name, values = _name_and_values(arguments, keywords, names, ("0.02", "0.02", "0.2"))
        super().__init__(name or f"PSAR({','.join(text(value) for value in values)})", 0, 0, *values, *values)

    def compute_bar(self, bar: Any) -> Decimal:
        return abs(super().compute_bar(bar) or ZERO)


class SuperTrend(PartedBarIndicator):
    """A band of average true ranges that changes sides with the trend."""

    def __init__(self, *arguments: Any) -> None:
        name, period, multiplier, *kind = named(arguments, "SuperTrend({},{})", 2)
        super().__init__(name)
        self.needed = int(period)
        self._average = AverageTrueRange(period, kind[0] if kind else MovingAverageType.WILDERS)
        self._multiplier = exact(multiplier)
        self.parts = (self._average,)
        self._basic = (ZERO, ZERO)
        self.forget()

    def forget(self) -> None:
        self._lower = self._upper = self._close = self._trend = ZERO
        self._last: Decimal | None = None

    @property
    def is_ready(self) -> bool:
        return self._average.is_ready

    basic_lower_band = property(lambda self: shown(self._basic[0]))
    basic_upper_band = property(lambda self: shown(self._basic[1]))
    current_trailing_lower_band = property(lambda self: shown(self._lower))
    current_trailing_upper_band = property(lambda self: shown(self._upper))

    def compute_bar(self, bar: Any) -> Decimal:
        close = bar.exact_close
        if not self._average.advance_bar(bar):
            self._close = close
            return ZERO
        middle, width = (bar.exact_high + bar.exact_low) / 2, self._multiplier * self._average.exact
        basic_lower, basic_upper = self._basic = (middle - width, middle + width)
        lower = basic_lower if basic_lower > self._lower or self._close < self._lower else self._lower
        upper = basic_upper if basic_upper < self._upper or self._close > self._upper else self._upper
        if self._last is None or self._last == self._upper:
            self._trend = upper if close <= upper else lower
        elif self._last == self._lower:
            self._trend = lower if close >= lower else upper
        self._close, self._last, self._lower, self._upper = close, self._trend, lower, upper
        return self._trend


class WilderSwingIndex(PartedBarIndicator):
    """Wilder's index of one bar's swing against the bar before."""

    needed = 2

    def __init__(self, *arguments: Any) -> None:
        name, limit = named(arguments, "SI")
        super().__init__(name)
        self._limit = abs(exact(limit))
        self.forget()

    def forget(self) -> None:
        self._before: tuple[Decimal, Decimal] = (ZERO, ZERO)

    @property
    def is_ready(self) -> bool:
        return self.samples > 1

    def compute_bar(self, bar: Any) -> Decimal:
        open_, high, low, close = bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close
        (last_open, last_close), self._before = self._before, (open_, close)
        if not self.is_ready:
            return ZERO
        swing = (close - last_close) + _HALF * (close - open_) + _QUARTER * (last_close - last_open)
        up, down, span = abs(high - last_close), abs(low - last_close), abs(high - low)
        body = abs(_QUARTER * (last_close - last_open))
        largest = max(up, down, span)
        if largest == up:
            scale = up - abs(_HALF * (low - last_close)) + body
        elif largest == down:
            scale = down - abs(_HALF * (high - last_close)) + body
        else:
            scale = span + body
        if not scale or not self._limit:
            return ZERO
        return Decimal(_FIFTY * (swing / scale) * (max(up, down) / self._limit))


class WilderAccumulativeSwingIndex(PartedBarIndicator):
    """Swing indices summed up."""

    needed = 2

    def __init__(self, *arguments: Any) -> None:
        name, limit = named(arguments, "ASI")
        super().__init__(name)
        self._swing = WilderSwingIndex(limit)
        self.parts = (self._swing,)

    @property
    def is_ready(self) -> bool:
        return self.samples > 1

    def compute_bar(self, bar: Any) -> Decimal:
        if not self._swing.advance_bar(bar):
            return ZERO
        return self.exact + self._swing.exact if self.is_ready else self._swing.exact


class IchimokuKinkoHyo(PartedBarIndicator):
    """Middles of highs and lows over three periods, two of them moved ahead, and the close moved back."""

    def __init__(self, *arguments: Any) -> None:
        name, *periods = filled(arguments, 9, 26, 26, 52, 26, 26)
        tenkan, kijun, _, span, delay_a, delay_b = periods
        name = name or f"ICHIMOKU({','.join(map(str, periods))})"
        super().__init__(name)
        chain = IndicatorExtensions
        self.needed = max(tenkan + delay_a, kijun + delay_a, span + delay_b)
        self.tenkan_maximum, self.tenkan_minimum = (
            Maximum(f"{name}_TenkanMax", tenkan),
            Minimum(f"{name}_TenkanMin", tenkan),
        )
        self.kijun_maximum, self.kijun_minimum = Maximum(f"{name}_KijunMax", kijun), Minimum(f"{name}_KijunMin", kijun)
        self.senkou_b_maximum = Maximum(f"{name}_SenkouBMaximum", span)
        self.senkou_b_minimum = Minimum(f"{name}_SenkouBMinimum", span)
        self.delayed_maximum_senkou_b = feed_by(Delay(f"{name}DelayedMax", delay_b), self.senkou_b_maximum)
        self.delayed_minimum_senkou_b = feed_by(Delay(f"{name}DelayedMin", delay_b), self.senkou_b_minimum)
        self.tenkan = chain.over(chain.plus(self.tenkan_maximum, self.tenkan_minimum), 2)
        self.delayed_tenkan_senkou_a = feed_by(Delay(f"{name}DelayedTenkan", delay_a), self.tenkan)
        self.kijun = chain.over(chain.plus(self.kijun_maximum, self.kijun_minimum), 2)
        self.delayed_kijun_senkou_a = feed_by(Delay(f"{name}DelayedKijun", delay_a), self.kijun)
        self.senkou_a = chain.over(chain.plus(self.delayed_tenkan_senkou_a, self.delayed_kijun_senkou_a), 2)
        self.senkou_b = chain.over(chain.plus(self.delayed_maximum_senkou_b, self.delayed_minimum_senkou_b), 2)
        self.chikou = Delay(f"{name}_Chikou", delay_a)
        self._highs = (self.tenkan_maximum, self.kijun_maximum, self.senkou_b_maximum)
        self._lows = (self.tenkan_minimum, self.kijun_minimum, self.senkou_b_minimum)
        delayed_a = (self.delayed_tenkan_senkou_a, self.delayed_kijun_senkou_a)
        delayed = (self.delayed_maximum_senkou_b, self.delayed_minimum_senkou_b, *delayed_a)
        lines = (self.tenkan, self.kijun, self.senkou_a, self.senkou_b, self.chikou)
        self.parts = (*self._highs, *self._lows, *delayed, *lines)

    @property
    def is_ready(self) -> bool:
        return all(line.is_ready for line in (self.tenkan, self.kijun, self.senkou_a, self.senkou_b))

    def compute_bar(self, bar: Any) -> Decimal:
        for high, low in zip(self._highs, self._lows, strict=True):
            high.advance(bar.end_us, bar.exact_high)
            low.advance(bar.end_us, bar.exact_low)
        self.chikou.advance(bar.end_us, bar.exact_close)
        return bar.exact_close  # type: ignore[no-any-return]


class HeikinAshi(PartedBarIndicator):
    """Bars averaged with the one before; the value is their close."""

    needed = 2

    def __init__(self, name: str = "HA") -> None:
        super().__init__(name)
        self.open, self.high, self.low, self.close, self.volume = (
            Identity(f"{name}_{field}") for field in ("Open", "High", "Low", "Close", "Volume")
        )
        self.parts = (self.open, self.high, self.low, self.close, self.volume)

    @property
    def is_ready(self) -> bool:
        return self.samples > 1

    def compute_bar(self, bar: Any) -> Decimal:
        end, open_, high, low, close = bar.end_us, bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close
        mean = (open_ + high + low + close) / 4
        if not self.is_ready:
            begin = (open_ + close) / 2
        else:
            begin = (self.open.exact + self.close.exact) / 2
            high, low = max(high, begin, mean), min(low, begin, mean)
        self.open.advance(end, begin)
        self.close.advance(end, mean)
        self.high.advance(end, high)
        self.low.advance(end, low)
        self.volume.advance(end, bar.exact_volume)
        return self.close.exact


def _name_and_values(
    arguments: tuple[Any, ...], keywords: dict[str, Any], names: tuple[str, ...], defaults: tuple[Any, ...]
) -> tuple[str, list[Decimal]]:
    name, given = (arguments[0], arguments[1:]) if arguments and isinstance(arguments[0], str) else ("", arguments)
    values = dict(zip(names, defaults, strict=True)) | dict(zip(names, given, strict=False)) | keywords
    return name, [exact(values[own]) for own in names]
