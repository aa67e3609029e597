"""Patterns of one bar."""

from leanrig.engine.indicators.candlesticks.pattern import CandlestickPattern, Sum

__all__ = [
    "BeltHold",
    "ClosingMarubozu",
    "Doji",
    "DragonflyDoji",
    "GravestoneDoji",
    "HighWaveCandle",
    "LongLeggedDoji",
    "LongLineCandle",
    "Marubozu",
    "RickshawMan",
    "ShortLineCandle",
    "SpinningTop",
    "Takuri",
]


class Doji(CandlestickPattern):
    """A body of next to nothing."""

    sums = (Sum("doji"),)

    def find(self) -> int:
        new = self.bar(0)
        return int(new.body <= self.usual("doji"))


class DragonflyDoji(CandlestickPattern):
    """A doji with a lower shadow only."""

    sums = (
        Sum("doji"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow very short")
        is_doji = new.body <= self.usual("doji")
        return int(is_doji and new.upper < usual < new.lower)


class GravestoneDoji(CandlestickPattern):
    """A doji with an upper shadow only."""

    sums = (
        Sum("doji"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow very short")
        is_doji = new.body <= self.usual("doji")
        return int(is_doji and new.lower < usual < new.upper)


class LongLeggedDoji(CandlestickPattern):
    """A doji with a long shadow."""

    sums = (
        Sum("doji"),
        Sum("shadow long"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow long")
        return int(new.body <= self.usual("doji") and (new.lower > usual or new.upper > usual))


class RickshawMan(CandlestickPattern):
    """A doji with two long shadows and its body near the middle."""

    sums = (
        Sum("doji"),
        Sum("shadow long"),
        Sum("near"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual, near = self.usual("shadow long"), self.usual("near")
        middle = new.low + (new.high - new.low) / 2
        is_long = new.body <= self.usual("doji") and new.lower > usual and new.upper > usual
        return int(is_long and new.bottom <= middle + near and new.top >= middle - near)


class Takuri(CandlestickPattern):
    """A dragonfly doji with a very long lower shadow."""

    sums = (
        Sum("doji"),
        Sum("shadow very short"),
        Sum("shadow very long"),
    )

    def find(self) -> int:
        new = self.bar(0)
        is_open = new.upper < self.usual("shadow very short") and new.lower > self.usual("shadow very long")
        return int(new.body <= self.usual("doji") and is_open)


class HighWaveCandle(CandlestickPattern):
    """A short body with two very long shadows."""

    sums = (
        Sum("short"),
        Sum("shadow very long"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow very long")
        return new.color if new.body < self.usual("short") and new.upper > usual and new.lower > usual else 0


class SpinningTop(CandlestickPattern):
    """A short body with two shadows that are longer."""

    sums = (Sum("short"),)

    def find(self) -> int:
        new = self.bar(0)
        return new.color if new.body < self.usual("short") and new.upper > new.body and new.lower > new.body else 0


class BeltHold(CandlestickPattern):
    """A long body that opens at its end."""

    sums = (
        Sum("long"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        shadow = new.lower if new.is_white else new.upper
        return new.color if new.body > self.usual("long") and shadow < self.usual("shadow very short") else 0


class ClosingMarubozu(CandlestickPattern):
    """A long body that closes at its end."""

    sums = (
        Sum("long"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        shadow = new.upper if new.is_white else new.lower
        return new.color if new.body > self.usual("long") and shadow < self.usual("shadow very short") else 0


class Marubozu(CandlestickPattern):
    """A long body with next to no shadows."""

    sums = (
        Sum("long"),
        Sum("shadow very short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow very short")
        return new.color if new.body > self.usual("long") and new.upper < usual and new.lower < usual else 0


class LongLineCandle(CandlestickPattern):
    """A long body with short shadows."""

    sums = (
        Sum("long"),
        Sum("shadow short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow short")
        return new.color if new.body > self.usual("long") and new.upper < usual and new.lower < usual else 0


class ShortLineCandle(CandlestickPattern):
    """A short body with short shadows."""

    sums = (
        Sum("short"),
        Sum("shadow short"),
    )

    def find(self) -> int:
        new = self.bar(0)
        usual = self.usual("shadow short")
        return new.color if new.body < self.usual("short") and new.upper < usual and new.lower < usual else 0
