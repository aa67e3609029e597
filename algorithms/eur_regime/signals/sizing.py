"""From regime, confidence, strength and drawdown to the weight wanted. Standard library only.

Every threshold has a way in and a way out that lie apart by far more than the 1e-6 to which rows are rounded, so that a
rounding at the edge never becomes an order.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from signals.contract import Regime, Row

__all__ = ["Limits", "Sizer"]

_DECIMALS = 2  # of a weight: a hundredth of the account is the smallest change worth an order
_HAIR = 1e-9
_CONFIDENCE_GAP = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """What the recipe allows.

    Parameters
    ----------
    exposure
        Weight at full strength in a regime of weight 1.
    regime_weights
        Share of the exposure that each regime gets, 0 to 1; a regime that is not named gets 0.
    minimum_confidence
        Below it the weight is 0; once in, it stays until the confidence falls 0.02 below.
    long_only
        Whether negative strengths mean flat instead of short.
    maximum_drawdown
        The account's fall from its peak at which everything is sold, as a fraction.
    pause_rows
        Rows to stay flat after that; the peak then starts anew.
    rebalance_band
        Do nothing while the wanted weight lies this near to the one in force (a way to or from 0 is always taken).
    """

    exposure: float
    regime_weights: Mapping[str, float]
    minimum_confidence: float
    long_only: bool
    maximum_drawdown: float
    pause_rows: int
    rebalance_band: float

    def __post_init__(self) -> None:
        """Refuse what no recipe would hold, but a parameter of the project, set by hand or by an optimizer, might."""
        _check("exposure", self.exposure, 0, 10)
        _check("minimum_confidence", self.minimum_confidence, 0, 1)
        _check("maximum_drawdown", self.maximum_drawdown, 0, 1)
        _check("rebalance_band", self.rebalance_band, 0, 10)
        _check("pause_rows", self.pause_rows, 1, math.inf)
        for regime, weight in self.regime_weights.items():
            _check(f"the weight of {Regime(regime)}", weight, 0, 1)


@dataclass(slots=True)
class Sizer:
    """Remembers the peak, the pause and the weight in force for one symbol."""

    limits: Limits
    weight: float = 0.0
    _peak: float = field(default=0.0, repr=False)
    _pause: int = field(default=0, repr=False)
    _confident: bool = field(default=False, repr=False)

    def decide(self, row: Row, equity: float) -> float | None:
        """Return the new weight that `row` asks for, or None where the one in force is near enough.

        Parameters
        ----------
        equity
            The account's value now.
        """
        wanted = 0.0 if self._is_paused(equity) else self._wanted(row)
        if self._is_near(wanted):
            return None
        self.weight = wanted
        return wanted

    def _wanted(self, row: Row) -> float:
        limits = self.limits
        edge = limits.minimum_confidence - (_CONFIDENCE_GAP if self._confident else 0.0)
        self._confident = row.confidence >= edge
        if not self._confident:
            return 0.0
        strength = max(row.strength, 0.0) if limits.long_only else row.strength
        weight = limits.exposure * limits.regime_weights.get(Regime(row.regime).value, 0.0) * strength
        return round(weight, _DECIMALS) + 0.0

    def _is_near(self, wanted: float) -> bool:
        if (wanted == 0) != (self.weight == 0):
            return False
        return wanted == self.weight or abs(wanted - self.weight) < self.limits.rebalance_band - _HAIR

    def _is_paused(self, equity: float) -> bool:
        self._peak = max(self._peak, equity)
        if self._pause:
            self._pause -= 1
            if not self._pause:
                self._peak = equity
            return self._pause > 0
        if self._peak > 0 and 1 - equity / self._peak > self.limits.maximum_drawdown:
            self._pause = self.limits.pause_rows
            return self._pause > 0
        return False


def _check(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{what} is {value} and must lie from {low} to {high}")
