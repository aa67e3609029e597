"""What every detector and every strength is: a machine that is fed one close after the other and knows nothing else.

That makes them causal by construction: what they say at a bar is a function of that bar and earlier ones. The research
over a whole history and the algorithm inside Lean run the same machine. `over` says the same of a whole history at
once, and `fit` and `filter` are the two halves of a detector as functions: what is learned from known bars, and what
bars say under it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from signals.contract import Regime

__all__ = ["Detector", "Filtered", "Strength", "Unfit", "held"]


class Unfit(ValueError):
    """These bars teach nothing: a machine then stays with what it has learned before, and says so in its history."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a detector says of each bar of a history.

    Parameters
    ----------
    regimes : shape (n,), of objects
        `Regime`, or None where there is not enough to go by.
    confidence : shape (n,)
        Filtered probability of that regime, 0 to 1; NaN where there is none. Known at the bar's end.
    fits
        What was fitted and when; see `Detector.history`.
    """

    regimes: np.ndarray
    confidence: np.ndarray
    fits: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls, second: np.ndarray, confidence: np.ndarray, labels: tuple[Regime, Regime], fits: Sequence[Any] = ()
    ) -> "Filtered":
        """Build it from whether each bar is in the second of two regimes."""
        regimes = np.array([*labels, None], dtype=object)[np.where(np.isnan(confidence), 2, second.astype(int))]
        return cls(regimes, confidence, tuple(fits))


class Detector(Protocol):
    """Finds the market's regime."""

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close and return regime and confidence (0 to 1), or None until there is enough to go by."""
        ...

    def over(self, closes: Any) -> Filtered:
        """Return what a new machine of these parameters would say of each close, shape (n,)."""
        ...

    def fit(self, closes: Any) -> Any:
        """Return what is learned from known closes; None where nothing is. Raise `Unfit` where nothing can be."""
        ...

    def filter(self, closes: Any, parameters: Any) -> Filtered:
        """Return what each close says, together with earlier ones alone, under `parameters` from `fit`."""
        ...

    def history(self) -> list[dict[str, Any]]:
        """Return what was fitted and when: `bar` (0-based), and the parameters from that bar on.

        `fallback` says what was done where a fit was none; None where it was sound.
        """
        ...

    def state(self) -> dict[str, Any]:
        """Return what later answers depend on, as JSON can hold it."""
        ...

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`; raise `ValueError` if it is of another machine or of other parameters."""
        ...


class Strength(Protocol):
    """Finds how strongly to be long or short."""

    def update(self, close: float) -> float | None:
        """Take in a close and return a number from -1 to 1, or None until there is enough to go by."""
        ...

    def over(self, closes: Any) -> np.ndarray:
        """Return what a new machine of these parameters would say of each close, shape (n,); NaN for None."""
        ...

    def history(self) -> list[dict[str, Any]]:
        """Return what was fitted and when; see `Detector`."""
        ...

    def state(self) -> dict[str, Any]:
        """Return what later answers depend on, as JSON can hold it."""
        ...

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from `state`; raise `ValueError` if it is of another machine or of other parameters."""
        ...


def held(enters: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    """Return whether a state is on, shape (n,): from a bar that enters until one that leaves; at first it is off."""
    bars = np.arange(len(enters))
    entered = np.maximum.accumulate(np.where(enters, bars, -1)) if len(bars) else bars
    left = np.maximum.accumulate(np.where(leaves, bars, -1)) if len(bars) else bars
    return np.asarray(entered > left)
