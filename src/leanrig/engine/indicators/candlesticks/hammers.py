"""Short bodies with one long shadow, against the bar before."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Sum

__all__ = ["Hammer", "HangingMan", "InvertedHammer", "ShootingStar"]


class Hammer(CandlestickPattern):
    """A short body with a long lower shadow near the low before."""

    before = 1
    sums = (
        Sum("short", like="long"),
        Sum("shadow long"),
        Sum("shadow very short"),
        Sum("near", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        near = self.usual("near", 1)
        has_shadow = new.lower > self.usual("shadow long") and new.upper < self.usual("shadow very short")
        return 1 if new.body < self.usual("short") and has_shadow and new.bottom <= old.low + near else 0


class HangingMan(CandlestickPattern):
    """A short body with a long lower shadow near the high before."""

    before = 1
    sums = (
        Sum("short", like="long"),
        Sum("shadow long"),
        Sum("shadow very short"),
        Sum("near", 1),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        near = self.usual("near", 1)
        has_shadow = new.lower > self.usual("shadow long") and new.upper < self.usual("shadow very short")
        return -1 if new.body < self.usual("short") and has_shadow and new.bottom >= old.high - near else 0


class InvertedHammer(CandlestickPattern):
    """A short body with a long upper shadow below the body before."""

    before = 1
    sums = (
        Sum("short", like="long"),
        Sum("shadow long"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        has_shadow = new.upper > self.usual("shadow long") and new.lower < self.usual("shadow very short")
        return int(new.body < self.usual("short") and has_shadow and new.body_below(old))


class ShootingStar(CandlestickPattern):
    """A short body with a long upper shadow above the body before."""

    before = 1
    sums = (
        Sum("short"),
        Sum("shadow long"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        old, new = self.bar(1), self.bar(0)
        has_shadow = new.upper > self.usual("shadow long") and new.lower < self.usual("shadow very short")
        return -1 if new.body < self.usual("short") and has_shadow and new.body_above(old) else 0
