"""Seeded bars with known regimes: two states, calm and rising or wild and falling.

Parameters of daily returns: Nystrup, Kolm, Lindström, "Greedy online classification of persistent market states"
(2020): means 0.000615 and -0.000785, deviations 0.007759 and 0.02140, chances to stay 0.9979 and 0.9880.
"""

import zlib
from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import minute_ends, session_closes
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["SimulatedProvider", "simulate_states"]

LABEL = "simulated"
_MEANS = np.array([0.000615, -0.000785])
_DEVIATIONS = np.array([0.007759, 0.02140])
_STAY = np.array([0.9979, 0.9880])
_STEPS_INSIDE = 4
_STARTS = {SecurityType.EQUITY: 100.0, SecurityType.CRYPTO: 20_000.0}
_MINUTES_A_DAY = {SecurityType.EQUITY: 390, SecurityType.CRYPTO: 1440}


class SimulatedProvider:
    """Bars that nobody traded, the same for the same seed, symbol, resolution and start."""

    name = "simulator"

    def __init__(self, *, seed: int = 7) -> None:
        self._seed = seed

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return simulated bars; see `BarProvider`."""
        return self.bars_and_states(symbol, resolution, start, end)[0]

    def bars_and_states(
        self, symbol: Symbol, resolution: Resolution, start: date, end: date
    ) -> tuple[BarSet, pd.Series]:
        """Return the bars, and the state (0 calm, 1 wild) that each was drawn from."""
        ends = _ends(symbol, resolution, start, end)
        if not len(ends):
            raise BadInput(f"no session of {symbol} from {start} to {end}", cure="choose a range with trading days")
        steps_a_day = _steps_a_day(symbol, resolution)
        draw = np.random.default_rng([self._seed, zlib.crc32(f"{symbol.ticker}/{resolution}/{start}".encode())])
        states = simulate_states(len(ends), draw, steps_a_day=steps_a_day)
        frame = _frame(states, ends, draw, steps_a_day, _STARTS[symbol.security_type])
        bar_set = BarSet(symbol, resolution, frame, _provenance(self._seed, start))
        return bar_set, pd.Series(states, index=ends, name="state")


def simulate_states(count: int, draw: np.random.Generator, *, steps_a_day: float = 1) -> np.ndarray:
    """Return `count` states of the two-state chain, started from its stationary law.

    Parameters
    ----------
    steps_a_day
        Steps in one day; a state then lasts as many days on average as with daily steps.
    """
    leave = (1 - _STAY) / steps_a_day
    states = np.empty(count, dtype=np.int64)
    states[0] = draw.random() > leave[1] / leave.sum()
    for n, chance in enumerate(draw.random(count - 1), 1):
        held = states[n - 1]
        states[n] = 1 - held if chance < leave[held] else held
    return states


def _frame(
    states: np.ndarray, ends: pd.DatetimeIndex, draw: np.random.Generator, steps_a_day: float, start: float
) -> pd.DataFrame:
    """Walk inside each bar, so that high and low are real extremes of a path; prices in whole cents."""
    count, inside = len(states), _STEPS_INSIDE
    scale = _DEVIATIONS[states] / np.sqrt(steps_a_day * inside)
    drift = _MEANS[states] / (steps_a_day * inside)
    steps = draw.normal(size=(count, inside)) * scale[:, None] + drift[:, None]
    path = start * np.exp(np.cumsum(steps.ravel())).reshape(count, inside)
    opens = np.concatenate([[start], path[:-1, -1]])
    whole = np.maximum(np.round(np.column_stack([opens, path]) * 100), 1) / 100
    volume = np.round(np.exp(draw.normal(np.log(10_000), 0.5, count)) * (1 + states))
    columns = {
        "open": whole[:, 0],
        "high": whole.max(axis=1),
        "low": whole.min(axis=1),
        "close": whole[:, -1],
        "volume": volume,
    }
    return pd.DataFrame(columns, index=ends)


def _ends(symbol: Symbol, resolution: Resolution, start: date, end: date) -> pd.DatetimeIndex:
    if resolution is Resolution.DAILY:
        ends = pd.DatetimeIndex(session_closes(symbol, start, end))
    elif resolution is Resolution.MINUTE:
        ends = minute_ends(symbol, start, end)
    elif resolution is Resolution.HOUR:
        ends = _hour_ends(symbol, start, end)
    else:
        raise BadInput(f"the simulator has no {resolution} bars", cure="--resolution minute, hour or daily")
    return ends.as_unit("us").rename("end_time")


def _hour_ends(symbol: Symbol, start: date, end: date) -> pd.DatetimeIndex:
    """Whole hours of the clock, and the close where a session ends between them."""
    minutes = minute_ends(symbol, start, end)
    return pd.DatetimeIndex(minutes.to_series().groupby(minutes.ceil("h")).max().to_numpy(), tz="UTC")


def _steps_a_day(symbol: Symbol, resolution: Resolution) -> float:
    minutes = _MINUTES_A_DAY[symbol.security_type]
    return {Resolution.DAILY: 1, Resolution.HOUR: minutes / 60, Resolution.MINUTE: minutes}[resolution]


def _provenance(seed: int, start: date) -> Provenance:
    return Provenance(
        vendor="simulator",
        feed=f"two-state walk, seed {seed}",
        label=LABEL,
        adjustment="raw",
        as_of=datetime.combine(start, time(), UTC),
        licence="made here",
        details={"seed": str(seed)},
    )
