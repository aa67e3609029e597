"""Patterns of two bars."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Penetrating, Sum

__all__ = [
    "Counterattack",
    "DarkCloudCover",
    "DojiStar",
    "Engulfing",
    "Harami",
    "HaramiCross",
    "HomingPigeon",
    "InNeck",
    "Kicking",
    "KickingByLength",
    "MatchingLow",
    "OnNeck",
    "Piercing",
    "SeparatingLines",
    "Thrusting",
]


class DojiStar(CandlestickPattern):
    """A doji that gaps away from a long body."""

    before = 1
    sums = (
        Sum("long", 1),
        Sum("doji"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        gaps = new.body_above(old) if old.is_white else new.body_below(old)
        return -old.color if old.body > self.usual("long", 1) and new.body <= self.usual("doji") and gaps else 0


class Engulfing(CandlestickPattern):
    """A body that holds the one before, of the other color."""

    before = 2

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if old.color == new.color:
            return 0
        if new.is_white:
            return int(new.close > old.open and new.open < old.close)
        return -1 if new.open > old.close and new.close < old.open else 0


class Harami(CandlestickPattern):
    """A short body inside a long one."""

    before = 1
    sums = (
        Sum("long", 1),
        Sum("short"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        is_inside = new.top < old.top and new.bottom > old.bottom
        return -old.color if old.body > self.usual("long", 1) and new.body <= self.usual("short") and is_inside else 0


class HaramiCross(CandlestickPattern):
    """A doji inside a long body."""

    before = 1
    sums = (
        Sum("long", 1),
        Sum("doji"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        is_inside = new.top < old.top and new.bottom > old.bottom
        return -old.color if old.body > self.usual("long", 1) and new.body <= self.usual("doji") and is_inside else 0


class HomingPigeon(CandlestickPattern):
    """A short black body inside a long black one."""

    before = 1
    sums = (
        Sum("long", 1),
        Sum("short"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_black and new.is_black):
            return 0
        sizes = old.body > self.usual("long", 1) and new.body <= self.usual("short")
        return int(sizes and new.open < old.open and new.close > old.close)


class Counterattack(CandlestickPattern):
    """Two long bodies of different colors that close at the same price."""

    before = 1
    sums = (
        Sum("equal", 1, new_at=0),
        Sum("long", 1),
        Sum("long"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        near = self.usual("equal", 1)
        is_long = old.body > self.usual("long", 1) and new.body > self.usual("long")
        return new.color if old.color == -new.color and is_long and abs(new.close - old.close) <= near else 0


class SeparatingLines(CandlestickPattern):
    """Two bodies of different colors that open at the same price, the last one long."""

    before = 1
    sums = (
        Sum("shadow very short"),
        Sum("long"),
        Sum("equal", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        near = self.usual("equal", 1)
        if old.color != -new.color or abs(new.open - old.open) > near or new.body <= self.usual("long"):
            return 0
        return new.color if (new.lower if new.is_white else new.upper) < self.usual("shadow very short") else 0


class Kicking(CandlestickPattern):
    """Two marubozu of different colors with a gap between."""

    before = 1
    sums = (
        Sum("shadow very short", 1),
        Sum("shadow very short"),
        Sum("long", 1),
        Sum("long"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if old.color != -new.color:
            return 0
        for candle, at in ((old, 1), (new, 0)):
            usual = self.usual("shadow very short", at)
            if not (candle.body > self.usual("long", at) and candle.upper < usual and candle.lower < usual):
                return 0
        gaps = new.gaps_up(old) if old.is_black else new.gaps_down(old)
        return new.color if gaps else 0


class KickingByLength(CandlestickPattern):
    """Two marubozu of different colors with a gap between; the longer one decides."""

    before = 1
    sums = (
        Sum("shadow very short", 1),
        Sum("shadow very short"),
        Sum("long", 1),
        Sum("long"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if old.color != -new.color:
            return 0
        for candle, at in ((old, 1), (new, 0)):
            usual = self.usual("shadow very short", at)
            if not (candle.body > self.usual("long", at) and candle.upper < usual and candle.lower < usual):
                return 0
        gaps = new.gaps_up(old) if old.is_black else new.gaps_down(old)
        return (new if new.body > old.body else old).color if gaps else 0


class MatchingLow(CandlestickPattern):
    """Two black bodies that close at the same price."""

    before = 1
    sums = (Sum("equal", 1),)

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        near = self.usual("equal", 1)
        return int(old.is_black and new.is_black and abs(new.close - old.close) <= near)


class InNeck(CandlestickPattern):
    """After a long black body a white one that closes just inside it."""

    before = 1
    sums = (
        Sum("equal", 1),
        Sum("long", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_black and new.is_white and old.body > self.usual("long", 1) and new.open < old.low):
            return 0
        near = self.usual("equal", 1)
        return -1 if old.close <= new.close <= old.close + near else 0


class OnNeck(CandlestickPattern):
    """After a long black body a white one that closes at its low."""

    before = 1
    sums = (
        Sum("equal", 1),
        Sum("long", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_black and new.is_white and old.body > self.usual("long", 1) and new.open < old.low):
            return 0
        near = self.usual("equal", 1)
        return -1 if abs(new.close - old.low) <= near else 0


class Thrusting(CandlestickPattern):
    """After a long black body a white one that closes in its lower half."""

    before = 1
    sums = (
        Sum("equal", 1),
        Sum("long", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_black and new.is_white and old.body > self.usual("long", 1) and new.open < old.low):
            return 0
        near = self.usual("equal", 1)
        return -1 if old.close + near < new.close <= old.close + old.body / 2 else 0


class Piercing(CandlestickPattern):
    """After a long black body a long white one that closes in its upper half."""

    before = 1
    sums = (
        Sum("long", 1),
        Sum("long"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_black and new.is_white and old.body > self.usual("long", 1) and new.body > self.usual("long")):
            return 0
        return int(new.open < old.low and old.close + old.body / 2 < new.close < old.open)


class DarkCloudCover(Penetrating):
    """After a long white body a black one that opens above and closes well inside it."""

    before = 1
    sums = (Sum("long", 1),)
    _share = "0.5"

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        if not (old.is_white and new.is_black and old.body > self.usual("long", 1) and new.open > old.high):
            return 0
        return -1 if old.open < new.close < old.close - old.body * self._penetration else 0
