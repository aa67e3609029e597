"""The trap: an inside bar, a bar that breaks out, and its confirmation within three bars."""

from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.candlesticks.pattern import Candle, CandlestickPattern, Sum
from leanrig.engine.number import ZERO

__all__ = ["Hikkake", "HikkakeModified"]


class Hikkake(CandlestickPattern):
    """1 or -1 at the break, 2 or -2 where it is confirmed."""

    before = 5
    # The first sample whose bars are looked at.
    _first = 3

    def forget(self) -> None:
        super().forget()
        self._seen, self._result = 0, 0

    def compute_bar(self, bar: Any) -> Decimal:
        self._candles.append(Candle.of(bar))
        found = self.find() if self.samples >= self._first else 0
        return Decimal(found) if self.is_ready else ZERO

    def breaks(self) -> bool:
        """Whether the newest bar breaks out of an inside bar."""
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        return _is_inside(second, first) and _is_out(third, second)

    def find(self) -> int:
        newest = self.bar(0)
        if self.breaks():
            self._result = 1 if newest.high < self.bar(1).high else -1
            self._seen = self.samples - 1
            return self._result
        if not self._result or self.samples > self._seen + 4:
            return 0
        inside = self.bar(self.samples - self._seen)
        if newest.close > inside.high if self._result > 0 else newest.close < inside.low:
            self._seen = 0
            return 2 * self._result
        return 0


class HikkakeModified(Hikkake):
    """The same after another inside bar, which closes near the end that the break goes to."""

    sums = (Sum("near", 2),)

    def _length(self, longest: int) -> int:
        return max(1, longest) + self.before + 1

    def compute_bar(self, bar: Any) -> Decimal:
        self._candles.append(Candle.of(bar))
        span = self._settings["near"].average_period
        if self.samples >= self.period - 3:
            found = self.find()
            # Until it is ready, Lean lets the very first bar go each time.
            self._take(self.samples - 1 if not self.is_ready else span + 5)
            return Decimal(found) if self.is_ready else ZERO
        if self.samples >= self.period - span - 3:
            self._take(None)
        return ZERO

    def _take(self, gone: int | None) -> None:
        kind = self._settings["near"].range_type
        self._totals["near", 2] += self.bar(2).size(kind) - (ZERO if gone is None else self.bar(gone).size(kind))

    def breaks(self) -> bool:
        first, second, third, fourth = (self.bar(at) for at in (3, 2, 1, 0))
        if not (_is_inside(second, first) and _is_inside(third, second)):
            return False
        near = self.usual("near", 2)
        if fourth.high < third.high and fourth.low < third.low:
            return second.close <= second.low + near
        return fourth.high > third.high and fourth.low > third.low and second.close >= second.high - near


def _is_inside(new: Candle, old: Candle) -> bool:
    return new.high < old.high and new.low > old.low


def _is_out(new: Candle, old: Candle) -> bool:
    falls = new.high < old.high and new.low < old.low
    return falls or (new.high > old.high and new.low > old.low)
