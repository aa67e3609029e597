"""Means and deviations of decimals that come one by one, with all 96 bits of .NET's decimal.

The engine's decimals have 28 digits; .NET's have 29 where the number fits 96 bits. Sums of many divisions show the
difference in the fourth place.
"""

import decimal
import math
from decimal import ROUND_HALF_EVEN, Decimal

from leanrig.engine.number import MAXIMUM, ZERO, from_double, round_even, scale_of, shown

__all__ = ["RunningMean", "RunningSpread", "added"]

_EXACT = decimal.Context(prec=80, rounding=ROUND_HALF_EVEN)
_SCALE = 28


def _fitted(value: Decimal) -> Decimal:
    """The nearest number of 96 bits and 28 places at most."""
    scale, above = scale_of(value), value.adjusted()
    if scale <= _SCALE and above + scale < _SCALE:
        return value  # at most 28 digits always fit
    places = min(_SCALE, _SCALE - above)
    rounded = round_even(value, places)
    mantissa = rounded.scaleb(scale_of(rounded), context=_EXACT)
    return rounded if mantissa.copy_abs() <= MAXIMUM else round_even(value, places - 1)


def _divided(part: Decimal, whole: int) -> Decimal:
    return _fitted(_EXACT.divide(part, whole))


def added(one: Decimal, other: Decimal) -> Decimal:
    """The sum as .NET has it. Negate with `copy_negate`: Python's minus rounds to the engine's 28 digits."""
    return _fitted(_EXACT.add(one, other))


class RunningMean:
    """The mean so far."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = ZERO

    def add(self, amount: Decimal) -> None:
        self.count += 1
        self.mean = added(self.mean, _divided(added(amount, self.mean.copy_negate()), self.count))


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
