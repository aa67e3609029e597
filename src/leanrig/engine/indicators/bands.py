"""True range, and bands around an average."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.base import BarIndicator, Indicator
from leanrig.engine.indicators.by_type import average
from leanrig.engine.indicators.composite import FunctionalBarIndicator, Identity, feed_by
from leanrig.engine.indicators.dispersion import StandardDeviation
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.named import named
from leanrig.engine.number import ZERO, exact

__all__ = ["AverageTrueRange", "BollingerBands", "DonchianChannel", "KeltnerChannels", "TrueRange"]


class TrueRange(BarIndicator):
    """High less low, or the distance of either from the close before, whichever is larger."""

    def __init__(self, name: str = "TR") -> None:
        super().__init__(name)
        self._before = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples > 1

    @property
    def warm_up_period(self) -> int:
        return 2

    def compute_bar(self, bar: Any) -> Decimal:
        high, low, before = bar.exact_high, bar.exact_low, self._before
        self._before = bar.exact_close
        span: Decimal = high - low
        return span if not self.is_ready else max(span, abs(before - high), abs(before - low))


class AverageTrueRange(BarIndicator):
    """An average of the true range."""

    def __init__(self, *arguments: Any) -> None:
        name, period, *kind = named(arguments, "ATR({})")
        super().__init__(name)
        of = kind[0] if kind else MovingAverageType.WILDERS
        self.period = int(period)
        self.true_range = TrueRange(name)
        self._smoother = average(of, f"{name}_{of.to_string()}", period)
        feed_by(self._smoother, self.true_range, wait_for_first_to_ready=False)

    @property
    def is_ready(self) -> bool:
        return self._smoother.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_bar(self, bar: Any) -> Decimal:
        self.true_range.advance_bar(bar)
        return self._smoother.exact

    def reset(self) -> None:
        self._smoother.reset()
        self.true_range.reset()
        super().reset()


class BollingerBands(Indicator):
    """An average with bands `k` standard deviations above and below."""

    def __init__(self, *arguments: Any) -> None:
        name, period, k, *kind = named(arguments, "BB({},{})", 2)
        super().__init__(name)
        of = kind[0] if kind else MovingAverageType.SIMPLE
        self.moving_average_type, self.period = of, int(period)
        chain = IndicatorExtensions
        self.standard_deviation = StandardDeviation(f"{name}_StandardDeviation", period)
        self.middle_band = average(of, f"{name}_MiddleBand", period)
        self.lower_band = chain.minus(self.middle_band, chain.times(self.standard_deviation, k), f"{name}_LowerBand")
        self.upper_band = chain.plus(self.middle_band, chain.times(self.standard_deviation, k), f"{name}_UpperBand")
        span = chain.minus(self.upper_band, self.lower_band)
        self.band_width = chain.times(chain.over(span, self.middle_band), Decimal(100), f"{name}_BandWidth")
        self.price = Identity(f"{name}_Close")
        self.percent_b = chain.over(chain.minus(self.price, self.lower_band), span, f"{name}_%B")

    @property
    def is_ready(self) -> bool:
        parts = (self.middle_band, self.upper_band, self.lower_band, self.band_width, self.percent_b)
        return all(part.is_ready for part in parts)

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal | None:
        for part in (self.standard_deviation, self.middle_band, self.price):
            part.advance(moment_us, value)
        # Without deviation %B has no value, so that nothing is published then.
        return None if self.is_ready and not self.standard_deviation.exact else value

    def reset(self) -> None:
        parts = (self.standard_deviation, self.middle_band, self.upper_band, self.lower_band)
        for part in (*parts, self.band_width, self.percent_b):
            part.reset()
        super().reset()


class KeltnerChannels(BarIndicator):
    """An average of the typical price with bands `k` average true ranges above and below."""

    def __init__(self, *arguments: Any) -> None:
        name, period, k, *kind = named(arguments, "KC({},{})", 2)
        super().__init__(name)
        self.period, self._k = int(period), exact(k)
        self.average_true_range = AverageTrueRange(f"{name}_AverageTrueRange", period, MovingAverageType.SIMPLE)
        self.middle_band = average(kind[0] if kind else MovingAverageType.SIMPLE, f"{name}_MiddleBand", period)
        self.lower_band = self._band(f"{name}_LowerBand", -1)
        self.upper_band = self._band(f"{name}_UpperBand", 1)

    def _band(self, name: str, side: int) -> FunctionalBarIndicator:
        def compute(_: Any) -> Decimal:
            if not self.middle_band.is_ready:
                return ZERO
            return self.middle_band.exact + side * (self.average_true_range.exact * self._k)

        return FunctionalBarIndicator(name, compute, lambda: self.middle_band.is_ready, self.middle_band.reset)

    @property
    def is_ready(self) -> bool:
        return self.middle_band.is_ready and self.average_true_range.is_ready

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_bar(self, bar: Any) -> Decimal:
        self.average_true_range.advance_bar(bar)
        self.middle_band.advance(bar.end_us, (bar.exact_high + bar.exact_low + bar.exact_close) / 3)
        self.lower_band.advance_bar(bar)
        self.upper_band.advance_bar(bar)
        return self.middle_band.exact

    def reset(self) -> None:
        for part in (self.average_true_range, self.middle_band, self.upper_band, self.lower_band):
            part.reset()
        super().reset()


class DonchianChannel(BarIndicator):
    """Highest high and lowest low; the value is their middle."""

    def __init__(self, *arguments: Any) -> None:
        if arguments and not isinstance(arguments[0], str):
            lower = arguments[-1]
            arguments = (f"DCH({lower},{lower})", *arguments)
        name, upper, *rest = arguments
        lower = rest[0] if rest else upper
        super().__init__(name)
        self._needed = max(int(upper), int(lower))
        self.upper_band, self.lower_band = Maximum(f"{name}_UpperBand", upper), Minimum(f"{name}_LowerBand", lower)

    @property
    def is_ready(self) -> bool:
        return self.upper_band.is_ready and self.lower_band.is_ready

    @property
    def warm_up_period(self) -> int:
        return self._needed

    def compute_bar(self, bar: Any) -> Decimal:
        self.upper_band.advance(bar.end_us, bar.exact_high)
        self.lower_band.advance(bar.end_us, bar.exact_low)
        return (self.upper_band.exact + self.lower_band.exact) / 2

    def reset(self) -> None:
        self.upper_band.reset()
        self.lower_band.reset()
        super().reset()
