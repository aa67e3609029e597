"""The account and its benchmark a day: samples at Lean's midnights, each telling of the day before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from leanrig.model.result import Result, Series

__all__ = ["Daily", "as_of", "daily_of"]

Floats = NDArray[np.float64]
Times = NDArray[np.int64]

_HALF_A_DAY = 43_200


@dataclass(frozen=True, slots=True)
class Daily:
    """One sample a calendar day, weekends included, as Lean counts.

    `benchmark` is None where Lean had no data for it (it then writes zeros). `times` are Unix seconds.
    """

    times: Times
    equity: Floats
    benchmark: Floats | None

    @property
    def days(self) -> list[date]:
        """The day that each sample tells of: one taken at midnight tells of the day that has ended."""
        return [(datetime.fromtimestamp(int(time) - _HALF_A_DAY, UTC)).date() for time in self.times]

    @property
    def years(self) -> float:
        """Length in years of 365 days, as Lean counts them."""
        return (
            float(self.times[-1] - self.times[0]) / timedelta(days=365).total_seconds() if len(self.times) > 1 else 0.0
        )

    def returns(self) -> Floats:
        """Changes from sample to sample, the first day left out as Lean does (its order fills within it)."""
        return _changes(self.equity)[1:]

    def benchmark_returns(self) -> Floats | None:
        """The same of the benchmark."""
        return None if self.benchmark is None else _changes(self.benchmark)[1:]

    def sessions(self) -> NDArray[np.bool_]:
        """Which samples tell of a day on which account or benchmark moved; first and last always count."""
        moved = np.ones(len(self.times), dtype=bool)
        moved[1:] = np.diff(self.equity) != 0
        if self.benchmark is not None:
            moved[1:] |= np.diff(self.benchmark) != 0
        moved[[0, -1]] = True
        return moved


def daily_of(result: Result) -> Daily | None:
    """Return the daily samples of a run; None where there are fewer than two."""
    equity = result.equity
    if equity is None:
        return None
    clock = next(
        (series for series in (result.daily_returns, result.benchmark, result.drawdown) if series is not None), None
    )
    times = np.array(clock.times if clock is not None else _last_of_days(equity), dtype=np.int64)
    times = np.unique(times[times >= equity.times[0]])
    if len(times) < 2:
        return None
    values = as_of(equity.times, equity.values, times)
    return Daily(times, values, _benchmark(result.benchmark, times))


def as_of(times: tuple[int, ...], values: tuple[float, ...], at: Times) -> Floats:
    """Return the last value known at each moment; NaN before the first."""
    where = np.searchsorted(np.array(times, dtype=np.int64), at, side="right") - 1
    found = np.array(values, dtype=np.float64)[np.maximum(where, 0)]
    return np.where(where >= 0, found, np.nan)


def _benchmark(series: Series | None, times: Times) -> Floats | None:
    if series is None or not any(value > 0 for value in series.values):
        return None
    values = as_of(series.times, series.values, times)
    known = np.flatnonzero(values > 0)
    if not len(known):
        return None
    values[: known[0]] = values[known[0]]
    return None if np.any(~(values > 0)) else values


def _changes(values: Floats) -> Floats:
    before = values[:-1]
    return np.divide(np.diff(values), before, out=np.zeros(len(before)), where=before != 0)


def _last_of_days(series: Series) -> list[int]:
    last = {(time - _HALF_A_DAY) // 86_400: time for time in series.times}
    return list(last.values())
