"""Mean reversion: long below the mean, short above it. numpy only."""

from collections import deque
from itertools import pairwise
from math import fsum, log, sqrt, tanh
from typing import Any

import numpy as np

from signals.machine import Machine
from signals.prices import known_closes, logs
from signals.rolling import rolling_spread, rolling_sum
from signals.schedule import WalkForward
from signals.strengths.half_life import fitted_period

__all__ = ["MeanReversionStrength"]

_FLAT = 1e-8  # a log return below this is a rounding of the price and no move


class MeanReversionStrength(Machine):
    """Minus tanh of half the distance from the mean, in standard deviations of the log price.

    Parameters
    ----------
    period
        Bars in mean and deviation; 0 learns it: twice the half-life of the log price, estimated on known bars.
    train_bars, refit_every, window
        The schedule of that estimate; see `WalkForward`. Counted in bars.
    shortest, longest
        Where a learned period ends. A price that does not revert gets the longest.
    """

    _kept = ("_logs", "_period", "_fits")

    def __init__(
        self,
        *,
        period: int = 20,
        train_bars: int = 252,
        refit_every: int = 126,
        window: int = 504,
        shortest: int = 5,
        longest: int = 120,
    ) -> None:
        if period != 0 and period < 3:
            raise ValueError("mean_reversion needs period >= 3, or 0 to learn it")
        if not 3 <= shortest <= longest <= train_bars:
            raise ValueError("mean_reversion needs 3 <= shortest <= longest <= train_bars")
        super().__init__(
            period=period,
            train_bars=train_bars,
            refit_every=refit_every,
            window=window,
            shortest=shortest,
            longest=longest,
        )
        self._schedule = None if period else WalkForward(train_bars, refit_every, window)
        self._bounds = shortest, longest
        self._period = period
        self._logs: deque[float] = deque(maxlen=period or window or None)
        self._fits: list[dict[str, Any]] = []

    def update(self, close: float) -> float | None:
        """Take in a close; see `Strength`."""
        self._logs.append(log(self._price(close)))
        found = self._judged() if self._period and len(self._logs) >= self._period else None
        if self._schedule is not None and self._schedule.is_due(self._bars):
            self._fits.append(self._fitted(np.array(self._logs), self._bars - 1))
            self._period = self._fits[-1]["period"]
        return found

    def over(self, closes: Any) -> np.ndarray:
        """See `Strength`."""
        known = logs(known_closes(closes))
        found = np.full(len(known), np.nan)
        if self._schedule is None:
            return _filled(found, known, self._parameters["period"], 0, len(known))
        dues = self._schedule.refits(len(known))
        for start, stop in pairwise([*dues, len(known)]):
            period = self._fitted(known[self._schedule.first(start) : start], start - 1)["period"]
            _filled(found, known, period, start, stop)
        return found

    def history(self) -> list[dict[str, Any]]:
        """Return each estimate: the bar after which it was made, half-life (None: no reversion) and period."""
        return self._fits

    def _judged(self) -> float:
        count = self._period
        held = list(self._logs)[-count:]
        mean = fsum(held) / count
        far = [value - mean for value in held]
        deviation = sqrt(fsum(value * value for value in far) / (count - 1))
        return -tanh(far[-1] / deviation / 2) if deviation > _FLAT else 0.0

    def _fitted(self, known: np.ndarray, bar: int) -> dict[str, Any]:
        return {"bar": bar, **fitted_period(known, *self._bounds)}


def _filled(found: np.ndarray, known: np.ndarray, period: int, start: int, stop: int) -> np.ndarray:
    """Fill `found[start:stop]` where `period` bars are known."""
    first = max(start, period - 1)
    if first < stop:
        part = known[first - period + 1 : stop]
        mean = rolling_sum(part, period) / period
        deviation = np.sqrt(rolling_spread(part, mean, period) / (period - 1))
        is_open = deviation > _FLAT
        far = (part[period - 1 :] - mean) / np.where(is_open, deviation, 1.0) / 2
        tanhs = np.fromiter(map(tanh, far.tolist()), float, len(far))
        found[first:stop] = np.where(is_open, -tanhs, 0.0)
    return found
