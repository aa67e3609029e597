"""The largest and smallest of the last values, and how long ago they were."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator, PartedIndicator
from leanrig.engine.indicators.window_values import WindowIndicator

__all__ = ["Maximum", "MidPoint", "MidPrice", "Minimum"]


class _Extreme(WindowIndicator):
    _short: str
    _choose: Callable[[Iterable[Decimal]], Decimal]

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, self._short + "({})")
        super().__init__(name, period)
        self._since = 0

    def compute_window(self, value: Decimal) -> Decimal:
        held = self.exact
        if self.samples == 1 or type(self)._choose((value, held)) == value:
            self._since = 0
            return value
        if self._since < self.period - 1:
            self._since += 1
            return held
        newest_first = list(self.inputs)[::-1]
        found = type(self)._choose(newest_first)
        self._since = newest_first.index(found)
        return found

    def reset(self) -> None:
        self._since = 0
        super().reset()


class Maximum(_Extreme):
    """The largest of the last `period` values; of equal ones the newest counts."""

    _short = "MAX"
    _choose = max  # type: ignore[assignment]

    @property
    def periods_since_maximum(self) -> int:
        return self._since


class Minimum(_Extreme):
    """The smallest of the last `period` values; of equal ones the newest counts."""

    _short = "MIN"
    _choose = min  # type: ignore[assignment]

    @property
    def periods_since_minimum(self) -> int:
        return self._since


class _Middle:
    """The middle of the largest and smallest of the last `period`."""

    _short: str
    parts: tuple[Any, ...]
    needed: int
    samples: int

    def _make(self, period: int) -> None:
        self.needed = int(period)
        self._highest, self._lowest = Maximum(period), Minimum(period)
        self.parts = (self._highest, self._lowest)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def _take(self, moment_us: int, high: Decimal, low: Decimal) -> Decimal:
        self._highest.advance(moment_us, high)
        self._lowest.advance(moment_us, low)
        return (self._highest.exact + self._lowest.exact) / 2


class MidPoint(_Middle, PartedIndicator):
    """The middle of the largest and smallest of the last `period` values."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "MIDPOINT({})")
        PartedIndicator.__init__(self, name)
        self._make(period)

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        return self._take(moment_us, value, value)


class MidPrice(_Middle, PartedBarIndicator):
    """The middle of the highest high and lowest low of the last `period` bars."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, "MIDPRICE({})")
        PartedBarIndicator.__init__(self, name)
        self._make(period)

    def compute_bar(self, bar: Any) -> Decimal:
        return self._take(bar.end_us, bar.exact_high, bar.exact_low)
