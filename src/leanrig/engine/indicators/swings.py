"""Wilder's swing indices."""

from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ZERO, exact

__all__ = ["WilderAccumulativeSwingIndex", "WilderSwingIndex"]

_FIFTY = Decimal(50)
_QUARTER = Decimal("0.25")
_HALF = Decimal("0.5")


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
