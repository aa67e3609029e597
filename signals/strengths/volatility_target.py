"""Volatility targeting: as much of a position as keeps its volatility at a target. numpy only."""

from math import log, sqrt
from typing import Any

import numpy as np

from signals.ewm import ewm_squares
from signals.machine import Machine
from signals.prices import known_closes, log_returns
from signals.strengths.base import made

__all__ = ["VolatilityTargetStrength"]


class VolatilityTargetStrength(Machine):
    """Target over today's volatility, 1 at most, times the strength that it holds in check.

    Parameters
    ----------
    target
        Volatility wanted, as a fraction a year: 0.15 is 15 %.
    half_life
        Bars after which a squared return weighs half.
    bars_a_year
        252 for daily bars of stocks, 365 for daily ones of coins, 24 times that for hours.
    of
        `long` (a strength of 1 at every bar), `momentum`, `mean_reversion` or `breakout`, with its defaults.
    warm_up
        Returns before the first answer.

    Notes
    -----
    Where the price has not moved at all there is no volatility to hold in check, and the strength is 0.
    """

    _kept = ("_before", "_variance", "_inner")

    def __init__(
        self,
        *,
        target: float = 0.15,
        half_life: float = 20,
        bars_a_year: float = 252,
        of: str = "long",
        warm_up: int = 60,
    ) -> None:
        if not (target > 0 and half_life > 0 and bars_a_year > 0 and warm_up >= 2):
            raise ValueError("volatility_target needs target, half_life and bars_a_year > 0 and warm_up >= 2")
        super().__init__(target=target, half_life=half_life, bars_a_year=bars_a_year, of=of, warm_up=warm_up)
        self._a_bar = target / sqrt(bars_a_year)
        self._decay = 0.5 ** (1 / half_life)
        self._warm_up = warm_up
        self._inner = None if of == "long" else made(of, {})
        self._before: float | None = None
        self._variance: float | None = None

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        before, self._before = self._before, self._price(close)
        inner = 1.0 if self._inner is None else self._inner.update(close)
        if before is None:
            return None
        change, held = log(close / before), self._variance
        square = change * change
        self._variance = square if held is None else self._decay * held + (1 - self._decay) * square
        if self._bars <= self._warm_up or inner is None:
            return None
        return inner * min(1.0, self._a_bar / sqrt(self._variance)) if self._variance > 0 else 0.0

    def over(self, closes: Any) -> np.ndarray:
        """See `Strength`."""
        known = known_closes(closes)
        inner = np.ones(len(known)) if self._inner is None else self._inner.over(known)
        found = np.full(len(known), np.nan)
        if len(known) > self._warm_up:
            variance = ewm_squares(log_returns(known), self._decay)[self._warm_up - 1 :]
            moves = variance > 0
            share = np.minimum(1.0, self._a_bar / np.sqrt(np.where(moves, variance, 1.0)))
            told = inner[self._warm_up :]
            found[self._warm_up :] = np.where(moves | np.isnan(told), told * share, 0.0)
        return found
