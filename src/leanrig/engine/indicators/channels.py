"""Bands and squeezes around averages of bars."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.bands import BollingerBands, KeltnerChannels
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.named import filled, named
from leanrig.engine.indicators.parts import PartedBarIndicator, quotient
from leanrig.engine.number import ONE, ZERO, exact

__all__ = ["AccelerationBands", "SqueezeMomentum"]


class AccelerationBands(PartedBarIndicator):
    """An average with bands that widen with the bars' ranges."""

    def __init__(self, *arguments: Any) -> None:
        name, period, width, kind = filled(arguments, None, 4, MovingAverageType.SIMPLE)
        name = name or f"ABANDS({period},{width},{kind.to_string()})"
        super().__init__(name)
        self.needed, self._width, self.moving_average_type = int(period), exact(width), kind
        self.middle_band, self.lower_band, self.upper_band = (
            average(kind, f"{name}_{side}Band", self.needed) for side in ("Middle", "Lower", "Upper")
        )
        self.parts = (self.middle_band, self.lower_band, self.upper_band)

    @property
    def is_ready(self) -> bool:
        return all(band.is_ready for band in self.parts)

    def compute_bar(self, bar: Any) -> Decimal:
        high, low = bar.exact_high, bar.exact_low
        share = self._width * quotient(high - low, high + low)
        self.lower_band.advance(bar.end_us, low * (1 - share))
        self.upper_band.advance(bar.end_us, high * (1 + share))
        self.middle_band.advance(bar.end_us, bar.exact_close)
        return self.middle_band.exact


class SqueezeMomentum(PartedBarIndicator):
    """1 while the Bollinger bands lie inside the Keltner channels, else -1."""

    def __init__(self, *arguments: Any) -> None:
        name, bollinger, bollinger_width, keltner, keltner_width = named(arguments, "SM({},{},{},{})", 4)
        super().__init__(name)
        self.bollinger_bands = BollingerBands(bollinger, bollinger_width)
        self.keltner_channels = KeltnerChannels(keltner, keltner_width, MovingAverageType.EXPONENTIAL)
        self.needed = max(bollinger, keltner)
        self.parts = (self.bollinger_bands, self.keltner_channels)

    @property
    def is_ready(self) -> bool:
        return self.bollinger_bands.is_ready and self.keltner_channels.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        inner, outer = self.bollinger_bands, self.keltner_channels
        inner.advance_bar(bar)
        outer.advance_bar(bar)
        if not self.is_ready:
            return ZERO
        above = outer.upper_band.exact > inner.upper_band.exact
        return ONE if above and outer.lower_band.exact < inner.lower_band.exact else -ONE
