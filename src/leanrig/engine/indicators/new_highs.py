"""How many shares of a group reach new highs and new lows."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.indicators.base import BarIndicator
from leanrig.engine.indicators.composite import FunctionalBarIndicator
from leanrig.engine.indicators.extremes import Maximum, Minimum
from leanrig.engine.number import ZERO

__all__ = ["NewHighsNewLows", "NewHighsNewLowsVolume"]


class _Share:
    """One share: its newest bar, and the extremes of the bars before."""

    def __init__(self, period: int) -> None:
        self.bar: Any = None
        self.highest, self.lowest = Maximum(period), Minimum(period)

    def take(self, moment: datetime, bar: Any) -> None:
        self.highest.advance(micros(moment), bar.exact_high)
        self.lowest.advance(micros(moment), bar.exact_low)

    def reset(self) -> None:
        self.bar = None
        self.highest.reset()
        self.lowest.reset()


class NewHighsNewLows(BarIndicator):
    """New highs less new lows, once all shares have a bar of the same time; also as a ratio.

    Parameters
    ----------
    period
        Bars before the newest one that a high or low is measured by.
    """

    def __init__(self, name: str, period: int) -> None:
        super().__init__(name)
        self._period = int(period)
        self._shares: dict[Any, _Share] = {}
        self._time: datetime | None = None
        self.new_highs: list[Any] = []
        self.new_lows: list[Any] = []
        self.difference = self._part("Difference", lambda: Decimal(len(self.new_highs) - len(self.new_lows)))
        self.ratio = self._part("Ratio", lambda: _ratio(Decimal(len(self.new_highs)), Decimal(len(self.new_lows))))

    def _part(self, name: str, compute: Callable[[], Decimal]) -> FunctionalBarIndicator:
        return FunctionalBarIndicator(f"{self.name}_{name}", lambda _: compute(), lambda: self.is_ready)

    def add(self, asset: Any) -> None:
        """Count a share in."""
        self._shares.setdefault(getattr(asset, "symbol", asset).id, _Share(self._period))

    def remove(self, asset: Any) -> None:
        """Count a share out."""
        self._shares.pop(getattr(asset, "symbol", asset).id, None)

    @property
    def is_ready(self) -> bool:
        shares = self._shares.values()
        return bool(shares) and all(share.highest.is_ready and share.lowest.is_ready for share in shares)

    @property
    def warm_up_period(self) -> int:
        return self._period + 1

    def compute_bar(self, bar: Any) -> Decimal | None:
        self._take(bar)
        if not self.is_ready or any(share.bar is None for share in self._shares.values()):
            return None
        shares = self._shares.values()
        self.new_highs = [share.bar for share in shares if share.bar.exact_high > share.highest.exact]
        self.new_lows = [share.bar for share in shares if share.bar.exact_low < share.lowest.exact]
        return self.measure(bar)

    def measure(self, bar: Any) -> Decimal:
        """Return the new value from the new highs and lows."""
        self.difference.advance_bar(bar)
        self.ratio.advance_bar(bar)
        return self.difference.exact

    def _take(self, bar: Any) -> None:
        share = self._shares.get(bar.symbol.id)
        if self._time is not None and bar.end_time == self._time:
            if share is not None:
                share.take(self._time, bar)
            return
        if self._time is not None and bar.time > self._time:
            for one in self._shares.values():
                if one.bar is not None:
                    one.take(self._time, one.bar)
                one.bar = None
            self._time = bar.time
        if share is not None and self._time in (None, bar.time):
            share.bar = bar
            self._time = bar.time

    def reset(self) -> None:
        for share in self._shares.values():
            share.reset()
        self._time = None
        self.difference.reset()
        self.ratio.reset()
        super().reset()


class NewHighsNewLowsVolume(NewHighsNewLows):
    """The volume of new highs over that of new lows."""

    def __init__(self, name: str, period: int) -> None:
        super().__init__(name, period)
        self.volume_ratio = self._part("VolumeRatio", lambda: _ratio(_volume(self.new_highs), _volume(self.new_lows)))

    def measure(self, bar: Any) -> Decimal:
        super().measure(bar)
        self.volume_ratio.advance_bar(bar)
        return self.volume_ratio.exact

    def reset(self) -> None:
        self.volume_ratio.reset()
        super().reset()


def _volume(bars: list[Any]) -> Decimal:
    return sum((bar.exact_volume for bar in bars), ZERO)


def _ratio(highs: Decimal, lows: Decimal) -> Decimal:
    return highs / lows if lows else highs
