"""How many shares of a group advance and decline."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.base import BarIndicator
from leanrig.engine.indicators.extensions import IndicatorExtensions
from leanrig.engine.number import ZERO

__all__ = [
    "AdvanceDeclineDifference",
    "AdvanceDeclineIndicator",
    "AdvanceDeclineRatio",
    "AdvanceDeclineVolumeRatio",
    "ArmsIndex",
]


class AdvanceDeclineIndicator(BarIndicator):
    """Compares advancing with declining shares, once all have a bar of the same time.

    Parameters
    ----------
    compute_sub
        From bars to their number or volume.
    compute_main
        From the advancing and the declining ones to the value.
    """

    def __init__(
        self,
        name: str,
        compute_sub: Callable[[list[Any]], Decimal],
        compute_main: Callable[[Decimal, Decimal], Decimal],
    ) -> None:
        super().__init__(name)
        self._measure, self._compare = compute_sub, compute_main
        self._now: dict[Any, Any] = {}
        self._before: dict[Any, Any] = {}
        self._time: datetime | None = None

    def add(self, asset: Any) -> None:
        """Count a share in."""
        self._now.setdefault(getattr(asset, "symbol", asset).id, None)

    def remove(self, asset: Any) -> None:
        """Count a share out."""
        self._now.pop(getattr(asset, "symbol", asset).id, None)

    add_stock, remove_stock = add, remove

    @property
    def is_ready(self) -> bool:
        return bool(self._before)

    @property
    def warm_up_period(self) -> int:
        return 2

    def compute_bar(self, bar: Any) -> Decimal | None:
        self._take(bar)
        if not self._before or any(now is None for now in self._now.values()):
            return None
        pairs = [(now, self._before.get(share)) for share, now in self._now.items()]
        known = [(now, before) for now, before in pairs if before is not None]
        rising = [now for now, before in known if now.exact_close > before.exact_close]
        falling = [now for now, before in known if now.exact_close < before.exact_close]
        return self._compare(self._measure(rising), self._measure(falling))

    def _take(self, bar: Any) -> None:
        share, start = bar.symbol.id, bar.time
        if self._time is not None and bar.end_time == self._time:
            self._before[share] = bar
            return
        if self._time is not None and start > self._time:
            self._before = dict(self._now)
            self._now = dict.fromkeys(self._now)
            self._time = start
        if share in self._now and self._time in (None, start):
            self._now[share] = bar
            self._time = start

    def reset(self) -> None:
        self._before.clear()
        self._now = dict.fromkeys(self._now)
        self._time = None
        super().reset()


def _count(bars: list[Any]) -> Decimal:
    return Decimal(len(bars))


def _volume(bars: list[Any]) -> Decimal:
    return sum((bar.exact_volume for bar in bars), ZERO)


def _ratio(rising: Decimal, falling: Decimal) -> Decimal:
    return rising / falling if falling else rising


class AdvanceDeclineRatio(AdvanceDeclineIndicator):
    """Numbers of shares."""

    def __init__(self, name: str = "A/D Ratio") -> None:
        super().__init__(name, _count, _ratio)


class AdvanceDeclineVolumeRatio(AdvanceDeclineIndicator):
    """Volumes."""

    def __init__(self, name: str = "A/D Volume Rate") -> None:
        super().__init__(name, _volume, _ratio)


class AdvanceDeclineDifference(AdvanceDeclineIndicator):
    """The difference of numbers."""

    def __init__(self, name: str = "A/D Difference") -> None:
        super().__init__(name, _count, lambda rising, falling: rising - falling)


class ArmsIndex(BarIndicator):
    """The ratio of numbers over the ratio of volumes."""

    def __init__(self, name: str = "TRIN") -> None:
        super().__init__(name)
        self.ad_ratio = AdvanceDeclineRatio(f"{name}_A/D Ratio")
        self.adv_ratio = AdvanceDeclineVolumeRatio(f"{name}_A/D Volume Ratio")
        self.ADRatio, self.ADVRatio = self.ad_ratio, self.adv_ratio
        self._index = IndicatorExtensions.over(self.ad_ratio, self.adv_ratio, name)

    def add(self, asset: Any) -> None:
        """Count a share in."""
        self.ad_ratio.add(asset)
        self.adv_ratio.add(asset)

    def remove(self, asset: Any) -> None:
        """Count a share out."""
        self.ad_ratio.remove(asset)
        self.adv_ratio.remove(asset)

    add_stock, remove_stock = add, remove

    @property
    def is_ready(self) -> bool:
        return self.ad_ratio.is_ready and self.adv_ratio.is_ready

    @property
    def warm_up_period(self) -> int:
        return 2

    def compute_bar(self, bar: Any) -> Decimal:
        self.ad_ratio.advance_bar(bar)
        self.adv_ratio.advance_bar(bar)
        return self._index.exact if self.adv_ratio.exact else ZERO

    def reset(self) -> None:
        self.ad_ratio.reset()
        self.adv_ratio.reset()
        self._index.reset()
        super().reset()
