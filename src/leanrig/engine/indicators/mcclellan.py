"""McClellan's breadth: averages of advancing less declining shares."""

from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.breadth import AdvanceDeclineDifference
from leanrig.engine.indicators.data_point import IndicatorDataPoint
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedBarIndicator

__all__ = ["McClellanOscillator", "McClellanSummationIndex"]


class McClellanOscillator(PartedBarIndicator):
    """A fast average of the difference less a slow one."""

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow = filled(arguments, 19, 39)
        super().__init__(name or "McClellanOscillator")
        if fast > slow:
            raise ArgumentException("fastPeriod must be less than slowPeriod.")
        self.ad_difference = AdvanceDeclineDifference("ADD")
        self.ema_fast = IndicatorExtensions.ema(self.ad_difference, fast)
        self.ema_slow = IndicatorExtensions.ema(self.ad_difference, slow)
        self._difference = IndicatorExtensions.minus(self.ema_fast, self.ema_slow)
        self.needed = self.ema_slow.warm_up_period + self.ad_difference.warm_up_period
        self.parts = (self.ad_difference, self.ema_fast, self.ema_slow, self._difference)

    def add(self, asset: Any) -> None:
        """Count a share in."""
        self.ad_difference.add(asset)

    def remove(self, asset: Any) -> None:
        """Count a share out."""
        self.ad_difference.remove(asset)

    @property
    def is_ready(self) -> bool:
        return self.ema_slow.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self.ad_difference.advance_bar(bar)
        return self._difference.exact


class McClellanSummationIndex(PartedBarIndicator):
    """The oscillator summed up, once a moment, plus its newest value."""

    def __init__(self, *arguments: Any) -> None:
        name, fast, slow = filled(arguments, 19, 39)
        super().__init__(name or "McClellanSummationIndex")
        self.mc_clellan_oscillator = McClellanOscillator(fast, slow)
        self.McClellanOscillator = self.mc_clellan_oscillator
        self.needed = self.mc_clellan_oscillator.warm_up_period
        self.parts = (self.mc_clellan_oscillator,)
        self.summation = IndicatorDataPoint()  # Lean keeps it through a reset
        self.mc_clellan_oscillator.updated += self._heard

    def _heard(self, _: Any, point: IndicatorDataPoint) -> None:
        held = self.summation
        if point.end_us != held.end_us:
            held.time = point.time
            held.exact_value += point.exact_value

    def add(self, asset: Any) -> None:
        """Count a share in."""
        self.mc_clellan_oscillator.add(asset)

    def remove(self, asset: Any) -> None:
        """Count a share out."""
        self.mc_clellan_oscillator.remove(asset)

    @property
    def is_ready(self) -> bool:
        return self.mc_clellan_oscillator.is_ready

    def compute_bar(self, bar: Any) -> Decimal:
        self.mc_clellan_oscillator.advance_bar(bar)
        return self.summation.exact_value + self.mc_clellan_oscillator.exact
