"""The newest inputs of an indicator with a fixed period, exact."""

from collections import deque
from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.base import Indicator
from leanrig.engine.indicators.named import named
from leanrig.engine.number import ZERO

__all__ = ["WindowIdentity", "WindowIndicator"]


class WindowIndicator(Indicator):
    """Keeps the last `period` inputs: `inputs[-1]` is the newest, `removed` the one that just fell out."""

    def __init__(self, name: str, period: int) -> None:
        if period < 1:
            raise ArgumentException("RollingWindow must have size of at least 1. (Parameter 'period')")
        super().__init__(name)
        self.period = int(period)
        self.inputs: deque[Decimal] = deque()
        self.removed = ZERO

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute(self, value: Decimal) -> Decimal | None:
        inputs = self.inputs
        inputs.append(value)
        if len(inputs) > self.period:
            self.removed = inputs.popleft()
        return self.compute_window(value)

    def compute_window(self, value: Decimal) -> Decimal | None:
        """Return the new value from `inputs`."""
        raise NotImplementedError

    def reset(self) -> None:
        self.inputs.clear()
        self.removed = ZERO
        super().reset()


class WindowIdentity(WindowIndicator):
    """The value itself, with the last `period` of them kept."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*named(arguments, "WIN-ID{}"))

    def compute_window(self, value: Decimal) -> Decimal:
        return value
