"""Two strengths carried into one, each with its weight. numpy only."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from signals.machine import Machine
from signals.strengths.base import made

__all__ = ["BlendStrength"]

Pairs = tuple[tuple[str, Any], ...]


class BlendStrength(Machine):
    """`weight` of the first and 1 - `weight` of the second, from the bar on at which both have spoken.

    Parameters
    ----------
    first, second
        `momentum`, `mean_reversion` or `breakout`.
    weight
        Of the first, 0 to 1.
    first_parameters, second_parameters
        Theirs, as a mapping or as pairs; the defaults where left out.
    """

    _kept = ("_first", "_second")

    def __init__(
        self,
        *,
        first: str = "momentum",
        second: str = "mean_reversion",
        weight: float = 0.5,
        first_parameters: Mapping[str, Any] | Pairs | None = None,
        second_parameters: Mapping[str, Any] | Pairs | None = None,
    ) -> None:
        if not 0 <= weight <= 1:
            raise ValueError("blend needs a weight from 0 to 1")
        ones, others = dict(first_parameters or {}), dict(second_parameters or {})
        super().__init__(first=first, second=second, weight=weight, first_parameters=ones, second_parameters=others)
        self._weight = weight
        self._first, self._second = made(first, ones), made(second, others)

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        self._price(close)
        one, other = self._first.update(close), self._second.update(close)
        if one is None or other is None:
            return None
        return min(max(self._weight * one + (1 - self._weight) * other, -1.0), 1.0)

    def over(self, closes: Any) -> np.ndarray:
        """See `Strength`."""
        one, other = self._first.over(closes), self._second.over(closes)
        return np.clip(self._weight * one + (1 - self._weight) * other, -1.0, 1.0)

    def history(self) -> list[dict[str, Any]]:
        """Return the estimates of both."""
        return [*self._first.history(), *self._second.history()]
