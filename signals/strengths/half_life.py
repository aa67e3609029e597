"""How long a price takes to come half the way back to its mean, estimated on known prices. numpy only."""

from math import log
from typing import Any

import numpy as np

__all__ = ["fitted_period", "half_life"]

_FLAT = 1e-8


def half_life(known: np.ndarray) -> float | None:
    """Return the half-life in bars of log prices, oldest first; None where they do not revert.

    Notes
    -----
    The change of a bar is regressed on the level before it (an Ornstein-Uhlenbeck process seen once a bar):
    half-life = -log 2 / log(1 + slope).
    """
    before, change = known[:-1], np.diff(known)
    level = before - before.mean()
    spread = float(level @ level)
    if spread <= len(known) * _FLAT**2:
        return None
    slope = float(level @ change) / spread
    if slope <= -1:
        return 1.0  # back within one bar, and beyond
    return -log(2) / log(1 + slope) if slope < 0 else None


def fitted_period(known: np.ndarray, shortest: int, longest: int) -> dict[str, Any]:
    """Return twice the half-life, rounded, within the bounds; the longest is the fall-back where nothing reverts."""
    found = half_life(known)
    period = longest if found is None else min(max(round(min(2 * found, longest)), shortest), longest)
    fallback = f"no reversion in {len(known)} bars: the longest period" if found is None else None
    return {"half_life": found, "period": period, "fallback": fallback}
