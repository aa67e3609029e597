"""Patterns of three bars."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Sum

__all__ = [
    "GapSideBySideWhite",
    "IdenticalThreeCrows",
    "StickSandwich",
    "TasukiGap",
    "ThreeInside",
    "ThreeOutside",
    "TwoCrows",
    "UniqueThreeRiver",
    "UpDownGapThreeMethods",
    "UpsideGapTwoCrows",
]


class TwoCrows(CandlestickPattern):
    """A long white body, a black one above it, and a black one that closes inside it."""

    before = 2
    sums = (Sum("long", 2),)

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        colors = first.is_white and second.is_black and third.is_black
        if not (colors and first.body > self.usual("long", 2) and second.body_above(first)):
            return 0
        is_within = second.close < third.open < second.open and first.open < third.close < first.close
        return -1 if is_within else 0


class UpsideGapTwoCrows(CandlestickPattern):
    """A long white body, a short black one above it, and a black one that holds that."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("short", 1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        colors = first.is_white and second.is_black and third.is_black
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("short", 1)
        if not (colors and sizes and second.body_above(first)):
            return 0
        return -1 if third.open > second.open and first.close < third.close < second.close else 0


class ThreeInside(CandlestickPattern):
    """A long body, a short one inside it, and one that breaks out at its beginning."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("short", 1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("short", 1)
        is_inside = second.top < first.top and second.bottom > first.bottom
        if not (sizes and is_inside and first.color == -third.color):
            return 0
        breaks = third.close < first.open if first.is_white else third.close > first.open
        return -first.color if breaks else 0


class ThreeOutside(CandlestickPattern):
    """A body that holds the one before, and one that goes on."""

    before = 2

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        if first.color == second.color:
            return 0
        if second.is_white:
            return int(second.close > first.open and second.open < first.close and third.close > second.close)
        return -1 if second.open > first.close and second.close < first.open and third.close < second.close else 0


class UpDownGapThreeMethods(CandlestickPattern):
    """Two bodies of one color with a gap, and one of the other color that fills it."""

    before = 2

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        if first.color != second.color or second.color != -third.color:
            return 0
        fills = second.bottom < third.open < second.top and first.bottom < third.close < first.top
        gaps = second.body_above(first) if first.is_white else second.body_below(first)
        return first.color if fills and gaps else 0


class TasukiGap(CandlestickPattern):
    """A gap, and a body of the other color that closes inside it."""

    before = 2
    sums = (Sum("near", 1, seed="equal"),)

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        if second.color != -third.color or abs(second.body - third.body) >= self.usual("near", 1):
            return 0
        if not second.bottom < third.open < second.top:
            return 0
        if second.is_white:
            return int(second.body_above(first) and first.top < third.close < second.open)
        return -1 if second.body_below(first) and second.open < third.close < first.bottom else 0


class GapSideBySideWhite(CandlestickPattern):
    """After a gap two white bodies of one size that open at the same price."""

    before = 2
    sums = (
        Sum("near", 1),
        Sum("equal", 1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        rises = second.body_above(first) and third.body_above(first)
        falls = second.body_below(first) and third.body_below(first)
        if not ((rises or falls) and second.is_white and third.is_white):
            return 0
        sizes = abs(third.body - second.body) <= self.usual("near", 1)
        alike = sizes and abs(third.open - second.open) <= self.usual("equal", 1)
        return (1 if rises else -1) if alike else 0


class StickSandwich(CandlestickPattern):
    """A white body between two black ones that close at the same price."""

    before = 2
    sums = (Sum("equal", 2, seed="long"),)

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        colors = first.is_black and second.is_white and third.is_black
        near = self.usual("equal", 2)
        return int(colors and second.low > first.close and abs(third.close - first.close) <= near)


class UniqueThreeRiver(CandlestickPattern):
    """A long black body, a black one with a lower low, and a short white one."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        colors = first.is_black and second.is_black and third.is_white
        if not (colors and first.body > self.usual("long", 2) and third.body < self.usual("short")):
            return 0
        is_inside = second.close > first.close and second.open <= first.open
        return int(is_inside and second.low < first.low and third.open > second.low)


class IdenticalThreeCrows(CandlestickPattern):
    """Three black bodies that each open where the one before closed."""

    before = 2
    sums = (
        Sum("shadow very short", 2),
        Sum("shadow very short", 1),
        Sum("shadow very short"),
        Sum("equal", 2, seed="near"),
        Sum("equal", 1, seed="near"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        for at, candle in ((2, first), (1, second), (0, third)):
            if not (candle.is_black and candle.lower < self.usual("shadow very short", at)):
                return 0
        falls = first.close > second.close > third.close
        follows = abs(second.open - first.close) <= self.usual("equal", 2)
        return -1 if falls and follows and abs(third.open - second.close) <= self.usual("equal", 1) else 0
