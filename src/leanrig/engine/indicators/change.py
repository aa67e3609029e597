"""How much a value has changed over `period` steps."""

from decimal import Decimal
from math import log
from typing import Any

from leanrig.engine.indicators.named import named
from leanrig.engine.indicators.window_values import WindowIndicator
from leanrig.engine.number import ZERO, from_double, shown

__all__ = [
    "Delay",
    "LogReturn",
    "Momentum",
    "MomentumPercent",
    "RateOfChange",
    "RateOfChangePercent",
    "RateOfChangeRatio",
]

_HUNDRED = Decimal(100)


class _Change(WindowIndicator):
    """Compares with the value `period` steps ago; before that, with the first there was."""

    _short: str

    def __init__(self, *arguments: Any) -> None:
        name, period = named(arguments, self._short + "({})")
        super().__init__(name, period)

    @property
    def is_ready(self) -> bool:
        return self.samples > self.period

    @property
    def warm_up_period(self) -> int:
        return self.period + 1

    @property
    def before(self) -> Decimal:
        """The value to compare with."""
        return self.inputs[0] if self.samples <= self.period else self.removed


class Delay(_Change):
    """The value of `period` steps ago."""

    _short = "DELAY"

    def compute_window(self, value: Decimal) -> Decimal:
        return self.before


class Momentum(_Change):
    """The difference."""

    _short = "MOM"

    def compute_window(self, value: Decimal) -> Decimal:
        return value - self.before


class RateOfChange(_Change):
    """The difference as a fraction; 0 where the old value is 0."""

    _short = "ROC"

    def compute_window(self, value: Decimal) -> Decimal:
        before = self.before
        return (value - before) / before if before else ZERO


class RateOfChangePercent(RateOfChange):
    """The difference in percent."""

    _short = "ROCP"

    def compute_window(self, value: Decimal) -> Decimal:
        return _HUNDRED * super().compute_window(value)


class MomentumPercent(RateOfChangePercent):
    """Another name for the difference in percent."""

    _short = "MOMP"


class RateOfChangeRatio(RateOfChange):
    """New over old; 0 where nothing changed, as Lean has it."""

    _short = "ROCR"

    def compute_window(self, value: Decimal) -> Decimal:
        change = super().compute_window(value)
        return change + 1 if change else ZERO


class LogReturn(_Change):
    """Natural logarithm of new over old, in double precision; ready one step earlier than the others."""

    _short = "LOGR"

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.period

    @property
    def warm_up_period(self) -> int:
        return self.period

    def compute_window(self, value: Decimal) -> Decimal:
        before = self.before
        ratio = shown(value / before) if before else 0.0
        return from_double(log(ratio)) if ratio > 0 else ZERO
