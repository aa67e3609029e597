"""The cloud chart and averaged bars."""

from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.change import Delay
from leanrig.engine.indicators.composite import Identity, feed_by
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedBarIndicator

__all__ = ["HeikinAshi", "IchimokuKinkoHyo"]


class IchimokuKinkoHyo(PartedBarIndicator):
    """Middles of highs and lows over three periods, two of them moved ahead, and the close moved back."""

    def __init__(self, *arguments: Any) -> None:
        name, *periods = filled(arguments, 9, 26, 26, 52, 26, 26)
        tenkan, kijun, _, span, delay_a, delay_b = periods
        name = name or f"ICHIMOKU({','.join(map(str, periods))})"
        super().__init__(name)
        chain = IndicatorExtensions
        self.needed = max(tenkan + delay_a, kijun + delay_a, span + delay_b)
        self.tenkan_maximum, self.tenkan_minimum = (
            Maximum(f"{name}_TenkanMax", tenkan),
            Minimum(f"{name}_TenkanMin", tenkan),
        )
        self.kijun_maximum, self.kijun_minimum = Maximum(f"{name}_KijunMax", kijun), Minimum(f"{name}_KijunMin", kijun)
        self.senkou_b_maximum = Maximum(f"{name}_SenkouBMaximum", span)
        self.senkou_b_minimum = Minimum(f"{name}_SenkouBMinimum", span)
        self.delayed_maximum_senkou_b = feed_by(Delay(f"{name}DelayedMax", delay_b), self.senkou_b_maximum)
        self.delayed_minimum_senkou_b = feed_by(Delay(f"{name}DelayedMin", delay_b), self.senkou_b_minimum)
        self.tenkan = chain.over(chain.plus(self.tenkan_maximum, self.tenkan_minimum), 2)
        self.delayed_tenkan_senkou_a = feed_by(Delay(f"{name}DelayedTenkan", delay_a), self.tenkan)
        self.kijun = chain.over(chain.plus(self.kijun_maximum, self.kijun_minimum), 2)
        self.delayed_kijun_senkou_a = feed_by(Delay(f"{name}DelayedKijun", delay_a), self.kijun)
        self.senkou_a = chain.over(chain.plus(self.delayed_tenkan_senkou_a, self.delayed_kijun_senkou_a), 2)
        self.senkou_b = chain.over(chain.plus(self.delayed_maximum_senkou_b, self.delayed_minimum_senkou_b), 2)
        self.chikou = Delay(f"{name}_Chikou", delay_a)
        self._highs = (self.tenkan_maximum, self.kijun_maximum, self.senkou_b_maximum)
        self._lows = (self.tenkan_minimum, self.kijun_minimum, self.senkou_b_minimum)
        delayed_a = (self.delayed_tenkan_senkou_a, self.delayed_kijun_senkou_a)
        delayed = (self.delayed_maximum_senkou_b, self.delayed_minimum_senkou_b, *delayed_a)
        lines = (self.tenkan, self.kijun, self.senkou_a, self.senkou_b, self.chikou)
        self.parts = (*self._highs, *self._lows, *delayed, *lines)

    @property
    def is_ready(self) -> bool:
        return all(line.is_ready for line in (self.tenkan, self.kijun, self.senkou_a, self.senkou_b))

    def compute_bar(self, bar: Any) -> Decimal:
        for high, low in zip(self._highs, self._lows, strict=True):
            high.advance(bar.end_us, bar.exact_high)
            low.advance(bar.end_us, bar.exact_low)
        self.chikou.advance(bar.end_us, bar.exact_close)
        return bar.exact_close  # type: ignore[no-any-return]


class HeikinAshi(PartedBarIndicator):
    """Bars averaged with the one before; the value is their close."""

    needed = 2

    def __init__(self, name: str = "HA") -> None:
        super().__init__(name)
        self.open, self.high, self.low, self.close, self.volume = (
            Identity(f"{name}_{field}") for field in ("Open", "High", "Low", "Close", "Volume")
        )
        self.parts = (self.open, self.high, self.low, self.close, self.volume)

    @property
    def is_ready(self) -> bool:
        return self.samples > 1

    def compute_bar(self, bar: Any) -> Decimal:
        end, open_, high, low, close = bar.end_us, bar.exact_open, bar.exact_high, bar.exact_low, bar.exact_close
        mean = (open_ + high + low + close) / 4
        if not self.is_ready:
            begin = (open_ + close) / 2
        else:
            begin = (self.open.exact + self.close.exact) / 2
            high, low = max(high, begin, mean), min(low, begin, mean)
        self.open.advance(end, begin)
        self.close.advance(end, mean)
        self.high.advance(end, high)
        self.low.advance(end, low)
        self.volume.advance(end, bar.exact_volume)
        return self.close.exact
