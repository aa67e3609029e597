"""Indicators made of parts: what they need to be ready, and that a reset reaches every part."""

from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.base import BarIndicator, Indicator
from leanrig.engine.number import ZERO

__all__ = ["PartedBarIndicator", "PartedIndicator", "quotient"]


class _Parted:
    """`parts` are reset with the whole; `needed` inputs make it ready."""

    parts: tuple[Any, ...] = ()
    needed = 0

    @property
    def warm_up_period(self) -> int:
        return self.needed

    def forget(self) -> None:
        """Forget what is not in a part."""

    def reset(self) -> None:
        for part in self.parts:
            part.reset()
        self.forget()
        super().reset()  # type: ignore[misc]  # an indicator is behind it


class PartedBarIndicator(_Parted, BarIndicator):
    """Over bars."""


class PartedIndicator(_Parted, Indicator):
    """Over values."""


def quotient(above: Decimal, below: Decimal) -> Decimal:
    """0 where there is none."""
    return above / below if below else ZERO
