"""Patterns of three bars around a small one in the middle."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Penetrating, Sum

__all__ = ["AbandonedBaby", "EveningDojiStar", "EveningStar", "MorningDojiStar", "MorningStar", "Tristar"]


class AbandonedBaby(Penetrating):
    """A doji with gaps on both sides between long bodies of different colors."""

    before = 1
    sums = (
        Sum("long", 2, late=1, gone=-1),
        Sum("doji", 1, late=1, gone=0),
        Sum("short", late=1, gone=1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("doji", 1)
        if not (sizes and third.body > self.usual("short") and first.color == -third.color):
            return 0
        reach = first.body * self._penetration
        if first.is_white:
            turns = third.close < first.close - reach and second.gaps_up(first) and third.gaps_down(second)
        else:
            turns = third.close > first.close + reach and second.gaps_down(first) and third.gaps_up(second)
        return third.color if turns else 0


class EveningDojiStar(Penetrating):
    """A doji above a long white body and then a black one that closes well inside it."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("doji", 1),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("doji", 1)
        turns = first.is_white and second.body_above(first) and third.body > self.usual("short") and third.is_black
        return -1 if sizes and turns and third.close < first.close - first.body * self._penetration else 0


class EveningStar(Penetrating):
    """A short body above a long white one and then a black one that closes well inside it."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("short", 1),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("short", 1)
        turns = first.is_white and second.body_above(first) and third.body > self.usual("short") and third.is_black
        return -1 if sizes and turns and third.close < first.close - first.body * self._penetration else 0


class MorningDojiStar(Penetrating):
    """A doji below a long black body and then a white one that closes well inside it."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("doji", 1),
        Sum("short"),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("doji", 1)
        turns = first.is_black and second.body_below(first) and third.body > self.usual("short") and third.is_white
        return int(sizes and turns and third.close > first.close + first.body * self._penetration)


class MorningStar(Penetrating):
    """A short body below a long black one and then a white one that closes well inside it."""

    before = 2
    sums = (
        Sum("long", 2),
        Sum("short", 1),
        Sum("short", late=-1, seed_at=1, until=1),
    )

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        sizes = first.body > self.usual("long", 2) and second.body <= self.usual("short", 1)
        turns = first.is_black and second.body_below(first) and third.body > self.usual("short") and third.is_white
        return int(sizes and turns and third.close > first.close + first.body * self._penetration)


class Tristar(CandlestickPattern):
    """Three dojis, the middle one apart."""

    before = 2
    sums = (Sum("doji", 2),)

    def find(self) -> int:
        first, second, third = self.bar(2), self.bar(1), self.bar(0)
        usual = self.usual("doji", 2)
        if max(first.body, second.body, third.body) > usual:
            return 0
        if second.body_below(first) and third.bottom > second.bottom:
            return 1
        return -1 if second.body_above(first) and third.top < second.top else 0
