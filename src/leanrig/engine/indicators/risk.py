"""How far prices may fall, and how unusual a move is."""

from collections import deque
from decimal import Decimal
from math import log, sqrt
from statistics import NormalDist
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.change import RateOfChange
from leanrig.engine.indicators.dispersion import StandardDeviation
from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.parts import PartedIndicator, quotient
from leanrig.engine.indicators.streaming import variance
from leanrig.engine.number import ZERO, from_double, shown

__all__ = ["AugenPriceSpike", "ValueAtRisk"]


class AugenPriceSpike(PartedIndicator):
    """The last move in standard deviations of the moves before it."""

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments or (3,), "APS({})")
        if period < 3:
            raise ArgumentException("AugenPriceSpike Indicator must have a period of at least 3 (Parameter 'period')")
        super().__init__(name)
        self._deviation = StandardDeviation(period)
        self.needed = int(period) + 2
        self.parts = (self._deviation,)
        self.forget()

    def forget(self) -> None:
        self._values: deque[Decimal] = deque(maxlen=3)

    @property
    def is_ready(self) -> bool:
        return len(self._values) == 3 and self._deviation.is_ready

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._values.append(value)
        if len(self._values) < 3:
            return ZERO
        oldest, before, _ = self._values
        change = log(shown(before) / shown(oldest)) if before and oldest else 0.0
        self._deviation.advance(moment_us, from_double(change))
        return quotient(value - before, self._deviation.exact * before) if self._deviation.is_ready else ZERO


class ValueAtRisk(PartedIndicator):
    """The loss of one step that is exceeded with the rest of the probability, by a normal distribution."""

    def __init__(self, *arguments: Any) -> None:
        name, period, level = named(arguments, "VaR({}, {})", 2)
        if period < 3:
            raise ArgumentException(
                f"Period parameter for ValueAtRisk indicator must be greater than 2 but was {period}"
            )
        super().__init__(name)
        self.period = self.needed = int(period)
        self._score = NormalDist().inv_cdf(1 - float(level))
        self._change = RateOfChange(1)
        self.parts = (self._change,)
        self.forget()

    def forget(self) -> None:
        self._returns: deque[float] = deque(maxlen=self.needed)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        self._change.advance(moment_us, value)
        self._returns.appendleft(shown(self._change.exact))
        if len(self._returns) < 2:
            return ZERO
        mean = 0.0
        for count, one in enumerate(self._returns, 1):
            mean += (one - mean) / count
        return from_double(mean + sqrt(variance(list(self._returns))) * self._score)
