"""Stops that follow the price."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import AverageTrueRange
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ZERO, exact, shown, text

__all__ = ["ChandeKrollStop", "ParabolicStopAndReverse", "ParabolicStopAndReverseExtended", "SuperTrend"]


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


class ChandeKrollStop(PartedBarIndicator):
    """Stops for shorts and longs some average true ranges from the extremes; the value is the bar's own."""

    def __init__(self, *arguments: Any) -> None:
        name, average_period, multiplier, period, *kind = named(arguments, "CKS({},{},{})", 3)
        super().__init__(name)
        self.needed = average_period + period - 1
        self._average = AverageTrueRange(average_period, kind[0] if kind else MovingAverageType.WILDERS)
        self._multiplier = exact(multiplier)
        self._highest, self._lowest = Maximum(average_period), Minimum(average_period)
        self.long_stop, self.short_stop = Minimum(f"{name}_Long", period), Maximum(f"{name}_Short", period)
        self.parts = (self._average, self._highest, self._lowest, self.long_stop, self.short_stop)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._average.advance_bar(bar)
        self._highest.advance(bar.end_us, bar.exact_high)
        self._lowest.advance(bar.end_us, bar.exact_low)
        width = self._average.exact * self._multiplier
        self.short_stop.advance(bar.end_us, self._highest.exact - width)
        self.long_stop.advance(bar.end_us, self._lowest.exact + width)
        return bar.exact_value  # type: ignore[no-any-return]


def _name_and_values(
    arguments: tuple[Any, ...], keywords: dict[str, Any], names: tuple[str, ...], defaults: tuple[Any, ...]
) -> tuple[str, list[Decimal]]:
    name, given = (arguments[0], arguments[1:]) if arguments and isinstance(arguments[0], str) else ("", arguments)
    values = dict(zip(names, defaults, strict=True)) | dict(zip(names, given, strict=False)) | keywords
    return name, [exact(values[own]) for own in names]
