"""What all candlestick patterns share: the newest bars as candles, and running sums that say what is usual.

A pattern names the sums it needs and looks at its candles once enough have come: `bar(0)` is the newest one. Some of
Lean's sums begin a bar late, or let another bar go than they took in; those are kept, for the answers depend on them.
"""

from collections import deque
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from leanrig.engine.enums import CandleRangeType, CandleSettingType
from leanrig.engine.indicators.candlesticks.settings import CandleSettings
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.number import ZERO, exact

__all__ = ["Candle", "CandlestickPattern", "Penetrating", "Sum"]

# Short names of the settings.
_TYPES = {
    "long": CandleSettingType.BODY_LONG,
    "short": CandleSettingType.BODY_SHORT,
    "doji": CandleSettingType.BODY_DOJI,
    "shadow long": CandleSettingType.SHADOW_LONG,
    "shadow very long": CandleSettingType.SHADOW_VERY_LONG,
    "shadow short": CandleSettingType.SHADOW_SHORT,
    "shadow very short": CandleSettingType.SHADOW_VERY_SHORT,
    "near": CandleSettingType.NEAR,
    "far": CandleSettingType.FAR,
    "equal": CandleSettingType.EQUAL,
}


class Candle(NamedTuple):
    """A bar's prices and its parts; `color` is 1 for white and -1 for black."""

    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    color: int
    body: Decimal
    top: Decimal
    bottom: Decimal

    @classmethod
    def of(cls, bar: Any) -> "Candle":
        open_, close = bar.exact_open, bar.exact_close
        color = 1 if close >= open_ else -1
        top, bottom = (close, open_) if color == 1 else (open_, close)
        return cls(open_, bar.exact_high, bar.exact_low, close, color, top - bottom, top, bottom)

    @property
    def is_white(self) -> bool:
        return self.color == 1

    @property
    def is_black(self) -> bool:
        return self.color == -1

    @property
    def upper(self) -> Decimal:
        """The upper shadow."""
        return self.high - self.top

    @property
    def lower(self) -> Decimal:
        """The lower shadow."""
        return self.bottom - self.low

    def body_above(self, other: "Candle") -> bool:
        return self.bottom > other.top

    def body_below(self, other: "Candle") -> bool:
        return self.top < other.bottom

    def gaps_up(self, other: "Candle") -> bool:
        return self.low > other.high

    def gaps_down(self, other: "Candle") -> bool:
        return self.high < other.low

    def size(self, kind: CandleRangeType) -> Decimal:
        """The part of it that a setting measures."""
        if kind is CandleRangeType.REAL_BODY:
            return self.body
        if kind is CandleRangeType.HIGH_LOW:
            return self.high - self.low
        return self.upper + self.lower


class Sum(NamedTuple):
    """A running sum of a setting's sizes over the bars before the one at `at` (0 is the newest).

    Parameters
    ----------
    late
        How many bars later than the others it begins.
    seed
        The setting by which the bars of the beginning are measured.
    seed_at, until, new_at
        Which bar is taken in the beginning, how many bars before the pattern's first look the beginning ends, and
        which bar is taken after that.
    gone
        How many bars before the newest the one that leaves is, beyond the setting's period; `at` as a rule.
    like
        The setting whose period counts instead of its own.
    """

    setting: str
    at: int = 0
    late: int = 0
    seed: str = ""
    seed_at: int | None = None
    until: int = 0
    new_at: int | None = None
    gone: int | None = None
    like: str = ""


class CandlestickPattern(PartedBarIndicator):
    """1 where the pattern is seen and prices may rise, -1 where they may fall (2 and -2 when confirmed), else 0.

    Parameters
    ----------
    name
        In capitals, as Lean has it.
    """

    sums: ClassVar[tuple[Sum, ...]] = ()
    # Bars of the pattern, the newest not counted.
    before: ClassVar[int] = 0
    _short = ""

    def __init__(self, name: str = "") -> None:
        super().__init__(name or self._short or type(self).__name__.upper())
        settings = {name: CandleSettings.get(kind) for name, kind in _TYPES.items()}
        self._settings = settings
        self.period = self.needed = self._length(max((self._span(one) for one in self.sums), default=0))
        self._candles: deque[Candle] = deque(maxlen=self.period)
        self.forget()

    def _span(self, one: Sum) -> int:
        return self._settings[one.setting].average_period

    def _length(self, longest: int) -> int:
        """How many bars the pattern needs, given the longest of its sums."""
        return longest + self.before + 1

    def forget(self) -> None:
        self._candles.clear()
        self._totals = {(one.setting, one.at): ZERO for one in self.sums}

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    def bar(self, index: int) -> Candle:
        """A candle by how many bars ago it was."""
        return self._candles[-1 - index]

    def usual(self, setting: str, at: int = 0, candle: Candle | None = None) -> Decimal:
        """The setting's factor times the mean before the bar at `at`, or times that bar itself where none count."""
        own = self._settings[setting]
        if own.average_period:
            mean = self._totals[setting, at] / own.average_period
        else:
            mean = (candle or self.bar(at)).size(own.range_type)
        return own.exact_factor * mean / (2 if own.range_type is CandleRangeType.SHADOWS else 1)

    def compute_bar(self, bar: Any) -> Decimal:
        self._candles.append(Candle.of(bar))
        if not self.is_ready:
            self._begin()
            return ZERO
        found = self.find()
        for one in self.sums:
            self._roll(one)
        return Decimal(found)

    def find(self) -> int:
        """Look at the newest candles."""
        raise NotImplementedError

    def _begin(self) -> None:
        for one in self.sums:
            span = self._settings[one.like or one.setting].average_period
            if self.samples >= self.period - span + one.late and self.samples < self.period - one.until:
                kind = self._settings[one.seed or one.setting].range_type
                at = one.at if one.seed_at is None else one.seed_at
                self._totals[one.setting, one.at] += self.bar(at).size(kind)

    def _roll(self, one: Sum) -> None:
        kind = self._settings[one.setting].range_type
        span = self._settings[one.like or one.setting].average_period
        new, gone = one.at if one.new_at is None else one.new_at, one.at if one.gone is None else one.gone
        self._totals[one.setting, one.at] += self.bar(new).size(kind) - self.bar(span + gone).size(kind)


class Penetrating(CandlestickPattern):
    """A pattern whose last bar must reach some way into an earlier one: `(share of its body)`, or a name before it."""

    _share = "0.3"

    def __init__(self, *arguments: Any) -> None:
        has_name = bool(arguments) and isinstance(arguments[0], str)
        rest = arguments[1:] if has_name else arguments
        super().__init__(arguments[0] if has_name else "")
        self._penetration = exact(rest[0] if rest else self._share)
