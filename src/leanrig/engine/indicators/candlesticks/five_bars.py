"""Patterns of five bars."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Penetrating, Sum

__all__ = ["Breakaway", "LadderBottom", "MatHold", "RiseFallThreeMethods"]


class Breakaway(CandlestickPattern):
    """A long body, a gap, two bars that go on, and one that closes in the gap."""

    before = 4
    sums = (Sum("long", 4),)

    def find(self) -> int:
        first, second, third, fourth, fifth = (self.bar(at) for at in (4, 3, 2, 1, 0))
        colors = first.color == second.color == fourth.color == -fifth.color
        if not (colors and first.body > self.usual("long", 4)):
            return 0
        if first.is_black:
            falls = second.high > third.high > fourth.high and second.low > third.low > fourth.low
            return int(second.body_below(first) and falls and second.open < fifth.close < first.close)
        rises = second.high < third.high < fourth.high and second.low < third.low < fourth.low
        return -1 if second.body_above(first) and rises and first.close < fifth.close < second.open else 0


class LadderBottom(CandlestickPattern):
    """Three black bodies, each lower, a black one with an upper shadow, and a white one above it."""

    before = 4
    sums = (Sum("shadow very short", 1),)

    def find(self) -> int:
        first, second, third, fourth, fifth = (self.bar(at) for at in (4, 3, 2, 1, 0))
        if not (first.is_black and second.is_black and third.is_black and fourth.is_black and fifth.is_white):
            return 0
        falls = first.open > second.open > third.open and first.close > second.close > third.close
        rises = fifth.open > fourth.open and fifth.close > fourth.high
        return int(falls and fourth.upper > self.usual("shadow very short", 1) and rises)


class MatHold(Penetrating):
    """A long white body, three short ones that hold above most of it, and a white one that goes on."""

    before = 4
    sums = (
        Sum("short", 3, late=1),
        Sum("short", 2, late=1),
        Sum("short", 1, late=1),
        Sum("long", 4, late=1),
    )
    _share = "0.5"

    def find(self) -> int:
        first, second, third, fourth, fifth = (self.bar(at) for at in (4, 3, 2, 1, 0))
        sizes = first.body > self.usual("long", 4) and all(
            candle.body < self.usual("short", at) for at, candle in ((3, second), (2, third), (1, fourth))
        )
        if not (sizes and first.is_white and second.is_black and fifth.is_white and second.body_above(first)):
            return 0
        least = first.close - first.body * self._penetration
        holds = least < third.bottom < first.close and least < fourth.bottom < first.close
        falls = third.top < second.open and fourth.top < third.top
        rises = fifth.open > fourth.close and fifth.close > max(second.high, third.high, fourth.high)
        return int(holds and falls and rises)


class RiseFallThreeMethods(CandlestickPattern):
    """A long body, three short ones of the other color inside it, and a long one that goes on."""

    before = 4
    sums = (
        Sum("short", 3, late=1),
        Sum("short", 2, late=1),
        Sum("short", 1, late=1),
        Sum("long", 4, late=1),
        Sum("long", late=1),
    )

    def find(self) -> int:
        first, second, third, fourth, fifth = (self.bar(at) for at in (4, 3, 2, 1, 0))
        middle = (second, third, fourth)
        sizes = first.body > self.usual("long", 4) and all(
            candle.body < self.usual("short", at) for at, candle in zip((3, 2, 1), middle, strict=True)
        )
        colors = first.color == -second.color and second.color == third.color == fourth.color == -fifth.color
        if not (sizes and fifth.body > self.usual("long") and colors):
            return 0
        inside = all(candle.bottom < first.high and candle.top > first.low for candle in middle)
        side = first.color
        turns = third.close * side < second.close * side and fourth.close * side < third.close * side
        goes_on = fifth.open * side > fourth.close * side and fifth.close * side > first.close * side
        return side if inside and turns and goes_on else 0
