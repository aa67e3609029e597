"""Whether moves go on or turn back."""

from collections import deque
from decimal import Decimal
from math import inf, log, sqrt
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ZERO, from_double, shown

__all__ = ["HurstExponent", "Momersion", "MomersionIndicator"]


class HurstExponent(PartedIndicator):
    """How fast differences grow with their lag: the slope of logarithms."""

    def __init__(self, *arguments: Any) -> None:
        name, period, lag = filled(arguments, None, 20)
        if lag < 3:
            raise ArgumentException(
                "The maxLag parameter must be greater than 2 to compute the Hurst Exponent. (Parameter 'maxLag')"
            )
        super().__init__(name or f"HE({period},{lag})")
        self.needed = period
        self._prices: deque[Decimal] = deque(maxlen=period)
        self._logs = {count: from_double(log(count)) for count in range(2, lag + 1)}
        self._sum = sum(self._logs.values(), ZERO)
        self._squares = sum((one * one for one in self._logs.values()), ZERO)

    def forget(self) -> None:
        self._prices.clear()

    @property
    def is_ready(self) -> bool:
        return len(self._prices) == self.needed

    def compute(self, value: Decimal) -> Decimal:
        self._prices.append(value)
        if not self.is_ready:
            return ZERO
        prices = list(self._prices)[::-1]
        total = products = ZERO
        for lag, log_lag in self._logs.items():
            spread = self._spread(prices, lag)
            log_spread = from_double(log(spread)) if spread not in (0.0, inf) else ZERO
            total += log_spread
            products += log_lag * log_spread
        count = len(self._logs)
        return (count * products - self._sum * total) / (count * self._squares - self._sum * self._sum)

    @staticmethod
    def _spread(prices: list[Decimal], lag: int) -> float:
        """Standard deviation of the differences over a lag."""
        count = max(0, len(prices) - lag)
        if not count:
            return 0.0
        mean = squares = ZERO
        for place in range(count):
            change = prices[place + lag] - prices[place]
            squares += change * change
            mean += change
        mean /= count
        return sqrt(shown(max(ZERO, squares / count - mean * mean)))


class Momersion(WindowIndicator):
    """The share of moves that went on, in percent; 50 while nothing can be said.

    `(least number of moves or None, period)`, or the period alone.
    """

    def __init__(self, *arguments: Any) -> None:
        has_name = bool(arguments) and isinstance(arguments[0], str)
        given = arguments[1:] if has_name else arguments
        least, period = given if len(given) == 2 else (None, given[0])
        name = arguments[0] if has_name else f"Momersion({'' if least is None else least},{period})"
        if least is not None and least < 4:
            raise ArgumentException("The minimum period should be 4. (Parameter 'minPeriod')")
        super().__init__(name, period)
        self._least = least
        self._moves: deque[Decimal] = deque(maxlen=self.period)
        self._seen = 0

    @property
    def is_ready(self) -> bool:
        return self._seen > self.period if self._least is None else len(self._moves) >= self._least

    @property
    def warm_up_period(self) -> int:
        return self.period + 3 if self._least is None else int(self._least) + 2

    def compute_window(self, value: Decimal) -> Decimal:
        inputs = self.inputs
        if len(inputs) >= 3:
            self._moves.append((inputs[-1] - inputs[-2]) * (inputs[-2] - inputs[-3]))
            self._seen += 1
        on, back = sum(move > 0 for move in self._moves), sum(move < 0 for move in self._moves)
        still = len(self._moves) - on - back
        if self.is_ready and still < 0.5 * len(self._moves):
            return Decimal(100) * on / (on + back)
        return Decimal(50)

    def reset(self) -> None:
        super().reset()
        self._moves.clear()
        self._seen = 0


class MomersionIndicator(Momersion):
    """Another name of the same."""
