"""How much was traded, or how long, at each price of the last bars."""

from collections import deque
from decimal import ROUND_CEILING, Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.moving_averages import Sum
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.naming import Shown
from leanrig.engine.number import ONE, ZERO, exact, shown

__all__ = ["MarketProfile", "TimeProfile", "VolumeProfile"]


class MarketProfile(PartedBarIndicator):
    """The price with most behind it, and the area around it that holds a share of the whole.

    Parameters
    ----------
    period
        Bars in the profile.
    value_area_volume_percentage
        The share as a fraction.
    price_range_round_off
        Prices are rounded up to multiples of it.
    """

    profile_high = Shown("exact_profile_high")
    profile_low = Shown("exact_profile_low")
    poc_price = Shown("exact_poc_price")
    poc_volume = Shown("exact_poc_volume")
    value_area_volume = Shown("exact_value_area_volume")
    value_area_high = Shown("exact_value_area_high")
    value_area_low = Shown("exact_value_area_low")
    _short = ""

    def __init__(self, *arguments: Any) -> None:
        name, period, share, step = filled(arguments, 2, Decimal("0.70"), Decimal("0.05"))
        super().__init__(name or f"{self._short}({period},{share},{step})")
        if step <= 0:
            raise ArgumentException("Must be strictly bigger than zero. (Parameter 'priceRangeRoundOff')")
        self.needed = int(period)
        self._share, self._steps = exact(share), ONE / exact(step)
        self._total = Sum(f"{self.name}_Sum", period)
        self.parts = (self._total,)
        self.exact_profile_high = self.exact_profile_low = self.exact_poc_price = self.exact_poc_volume = ZERO
        self.exact_value_area_volume = self.exact_value_area_high = self.exact_value_area_low = ZERO
        self.forget()

    def forget(self) -> None:
        self._held: deque[tuple[Decimal, Decimal]] = deque()
        self._by_price: dict[Decimal, Decimal] = {}

    @property
    def volume_per_price(self) -> dict[float, float]:
        """Volume by price, the lowest price first."""
        return {shown(price): shown(self._by_price[price]) for price in sorted(self._by_price)}

    @property
    def is_ready(self) -> bool:
        return self._total.is_ready

    def volume_of(self, bar: Any) -> Decimal:
        """What a bar counts."""
        raise NotImplementedError

    def compute_bar(self, bar: Any) -> Decimal:
        self._add(bar)
        prices = sorted(self._by_price)
        volumes = [self._by_price[price] for price in prices]
        self.exact_value_area_volume = self._total.exact * self._share
        if not prices:
            self.exact_profile_high = self.exact_profile_low = self.exact_poc_price = self.exact_poc_volume = ZERO
            self.exact_value_area_high = self.exact_value_area_low = ZERO
            return ZERO
        place = _largest(volumes)
        self.exact_poc_price, self.exact_poc_volume = prices[place], volumes[place]
        self.exact_profile_low, self.exact_profile_high = prices[0], prices[-1]
        low, high = _area(volumes, place, self.exact_value_area_volume)
        self.exact_value_area_low, self.exact_value_area_high = prices[low], prices[high]
        return self.exact_poc_price

    def _add(self, bar: Any) -> None:
        price, volume = self._rounded(bar.exact_close), self.volume_of(bar)
        self._held.append((price, volume))
        self._by_price[price] = self._by_price.get(price, ZERO) + volume
        self._total.advance(bar.end_us, volume)
        if len(self._held) <= self.needed:
            return
        gone, fewer = self._held.popleft()
        if gone in self._by_price:
            self._by_price[gone] -= fewer
            if not self._by_price[gone]:
                del self._by_price[gone]

    def _rounded(self, price: Decimal) -> Decimal:
        return (price * self._steps).to_integral_value(ROUND_CEILING) / self._steps


def _largest(volumes: list[Decimal]) -> int:
    """The place of the largest volume; of equal ones that nearest to the middle."""
    best, middle = 0, (len(volumes) - 1) // 2
    for place, volume in enumerate(volumes):
        nearer = abs(middle - place) < abs(middle - best)
        if volume > volumes[best] or (volume == volumes[best] and nearer):
            best = place
    return best


def _area(volumes: list[Decimal], place: int, wanted: Decimal) -> tuple[int, int]:
    """Grow an area from `place` towards the larger neighbour until it holds more than `wanted`."""
    low = high = place
    held = volumes[place]
    while held <= wanted and wanted:
        below = volumes[low - 1] if low > 0 else ZERO
        above = volumes[high + 1] if high < len(volumes) - 1 else ZERO
        if not below and not above:
            break
        if not above or below > above:
            held += below
            low -= 1
        else:
            held += above
            high += 1
    return low, high


class TimeProfile(MarketProfile):
    """Each bar counts the same."""

    _short = "TP"

    def volume_of(self, bar: Any) -> Decimal:
        return ONE


class VolumeProfile(MarketProfile):
    """Each bar counts its volume."""

    _short = "VP"

    def volume_of(self, bar: Any) -> Decimal:
        return Decimal(bar.exact_volume)
