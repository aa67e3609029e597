"""Patterns of three and four bars that march in one direction."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Sum

__all__ = [
    "AdvanceBlock",
    "ConcealedBabySwallow",
    "StalledPattern",
    "ThreeBlackCrows",
    "ThreeLineStrike",
    "ThreeStarsInSouth",
    "ThreeWhiteSoldiers",
]


class ThreeWhiteSoldiers(CandlestickPattern):
    """Three white bodies with next to no upper shadows, each higher."""

    before = 2
    sums = (
        Sum("shadow very short", 2),
        Sum("shadow very short", 1),
        Sum("shadow very short"),
        Sum("near", 2),
        Sum("near", 1),
        Sum("far", 2),
        Sum("far", 1),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        for at, candle in ((2, first), (1, second), (0, third)):
            if not (candle.is_white and candle.upper < self.usual("shadow very short", at)):
                return 0
        follows = first.open < second.open <= first.close + self.usual(
            "near", 2
        ) and second.open < third.open <= second.close + self.usual("near", 1)
        lasts = (
            second.body > first.body - self.usual("far", 2)
            and third.body > second.body - self.usual("far", 1)
            and third.body > self.usual("short")
        )
        return int(first.close < second.close < third.close and follows and lasts)


class AdvanceBlock(CandlestickPattern):
    """Three white bodies, each higher, that tire."""

    before = 2
    sums = (
        Sum("shadow short", 2),
        Sum("shadow short", 1),
        Sum("shadow short"),
        Sum("shadow long", 1),
        Sum("shadow long"),
        Sum("near", 2),
        Sum("near", 1),
        Sum("far", 2),
        Sum("far", 1),
        Sum("long", 2),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        rises = first.is_white and second.is_white and third.is_white and first.close < second.close < third.close
        follows = first.open < second.open <= first.close + self.usual(
            "near", 2
        ) and second.open < third.open <= second.close + self.usual("near", 1)
        begins = first.body > self.usual("long", 2) and first.upper < self.usual("shadow short", 2)
        return -1 if rises and follows and begins and self._tires() else 0

    def _tires(self) -> bool:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        if second.body < first.body - self.usual("far", 2) and third.body < second.body + self.usual("near", 1):
            return True
        if third.body < second.body - self.usual("far", 1):
            return True
        if third.body >= second.body:
            return False
        shadows = third.upper > self.usual("shadow short") or second.upper > self.usual("shadow short", 1)
        return (second.body < first.body and shadows) or third.upper > self.usual("shadow long")


class StalledPattern(CandlestickPattern):
    """Two long white bodies and a short one at their top."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("long", 1),
        Sum("short"),
        Sum("shadow very short", 1),
        Sum("near", 2),
        Sum("near", 1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        rises = first.is_white and second.is_white and third.is_white and first.close < second.close < third.close
        sizes = (
            first.body > self.usual("long", 2)
            and second.body > self.usual("long", 1)
            and second.upper < self.usual("shadow very short", 1)
            and third.body < self.usual("short")
        )
        follows = first.open < second.open <= first.close + self.usual("near", 2)
        is_high = third.open >= second.close - third.body - self.usual("near", 1)
        return -1 if rises and sizes and follows and is_high else 0


class ThreeStarsInSouth(CandlestickPattern):
    """Three black bodies that fall ever less."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("shadow long", 2),
        Sum("shadow very short", 1),
        Sum("shadow very short"),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        if not (first.is_black and second.is_black and third.is_black):
            return 0
        begins = first.body > self.usual("long", 2) and first.lower > self.usual("shadow long", 2)
        goes_on = (
            second.body < first.body
            and first.close < second.open <= first.high
            and first.low <= second.low < first.close
            and second.lower > self.usual("shadow very short", 1)
        )
        usual = self.usual("shadow very short")
        is_small = third.body < self.usual("short") and third.lower < usual and third.upper < usual
        return int(begins and goes_on and is_small and third.low > second.low and third.high < second.high)


class ThreeBlackCrows(CandlestickPattern):
    """After a white body three black ones with next to no lower shadows, each lower."""

    before = 3
    sums = (
        Sum("shadow very short", 2),
        Sum("shadow very short", 1),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        first, second, third, fourth = (self.bar(at) for at in (3, 2, 1, 0))
        for at, candle in ((2, second), (1, third), (0, fourth)):
            if not (candle.is_black and candle.lower < self.usual("shadow very short", at)):
                return 0
        opens = second.close < third.open < second.open and third.close < fourth.open < third.open
        falls = first.high > second.close > third.close > fourth.close
        return -1 if first.is_white and opens and falls else 0


class ThreeLineStrike(CandlestickPattern):
    """Three bodies of one color that go on, and one that takes them all back."""

    before = 3
    sums = (
        Sum("near", 3),
        Sum("near", 2),
    )

    def find(self) -> int:
        first, second, third, fourth = (self.bar(at) for at in (3, 2, 1, 0))
        if not (first.color == second.color == third.color == -fourth.color):
            return 0
        for old, new, at in ((first, second, 3), (second, third, 2)):
            near = self.usual("near", at)
            if not old.bottom - near <= new.open <= old.top + near:
                return 0
        if third.is_white:
            strikes = first.close < second.close < third.close < fourth.open and fourth.close < first.open
        else:
            strikes = first.close > second.close > third.close > fourth.open and fourth.close > first.open
        return third.color if strikes else 0


class ConcealedBabySwallow(CandlestickPattern):
    """Two black marubozu, a black body below with an upper shadow, and one that holds it."""

    before = 3
    sums = (
        Sum("shadow very short", 3),
        Sum("shadow very short", 2),
        Sum("shadow very short", 1),
    )

    def find(self) -> int:
        first, second, third, fourth = (self.bar(at) for at in (3, 2, 1, 0))
        if not (first.is_black and second.is_black and third.is_black and fourth.is_black):
            return 0
        for at, candle in ((3, first), (2, second)):
            usual = self.usual("shadow very short", at)
            if not (candle.lower < usual and candle.upper < usual):
                return 0
        reaches = (
            third.body_below(second) and third.upper > self.usual("shadow very short", 1) and third.high > second.close
        )
        return int(reaches and fourth.high > third.high and fourth.low < third.low)
