"""Means and deviations of decimals that come one by one, with all 96 bits of .NET's decimal.

The engine's decimals have 28 digits; .NET's have 29 where the number fits 96 bits. Sums of many divisions show the
difference in the fourth place.
"""

import decimal
import math
from decimal import ROUND_HALF_EVEN, Decimal

from leanrig.engine.number import MAXIMUM, ZERO, from_double, round_even, scale_of, shown

__all__ = ["RunningMean", "RunningSpread"]

_LONG = decimal.Context(prec=29, rounding=ROUND_HALF_EVEN)
_SHORT = decimal.Context(prec=28, rounding=ROUND_HALF_EVEN)
_SCALE = 28


def _fits(value: Decimal) -> bool:
    return abs(value.scaleb(scale_of(value), context=_LONG)) <= MAXIMUM


def _divided(part: Decimal, whole: int) -> Decimal:
    result = round_even(_LONG.divide(part, whole), _SCALE)
    return result if _fits(result) else round_even(_SHORT.divide(part, whole), _SCALE)


def _added(one: Decimal, other: Decimal) -> Decimal:
    result = _LONG.add(one, other)
    return result if _fits(result) else _SHORT.add(one, other)


class RunningMean:
    """The mean so far."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = ZERO

    def add(self, amount: Decimal) -> None:
        self.count += 1
        self.mean = _added(self.mean, _divided(_added(amount, -self.mean), self.count))


class RunningSpread(RunningMean):
    """The mean and the sample deviation so far."""

    def __init__(self) -> None:
        super().__init__()
        self._squares = ZERO

    def add(self, amount: Decimal) -> None:
        before = self.mean
        super().add(amount)
        self._squares += (amount - before) * (amount - self.mean)

    @property
    def deviation(self) -> Decimal:
        if self.count < 2:
            return ZERO
        return from_double(math.sqrt(shown(self._squares / (self.count - 1))))
