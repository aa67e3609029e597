"""Findings on prices and volumes: laws of bars, jumps, spikes, wicks, what stands still."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.checks import broken_laws
from leanrig.store.findings import Fault, Finding, Grade
from leanrig.store.quality_limits import QualityLimits
from leanrig.store.runs import runs
from leanrig.store.wording import counted, shown

__all__ = ["frozen_findings", "law_findings", "outlier_findings"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_TO_SIGMA = 1.4826  # a normal law's deviation over its median absolute deviation
_LEAST_SIGMA = 1e-4
_LEAST_RETURNS = 20


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Each bar's logarithmic return without splits and dividends, and what is usual there; NaN: cannot be said."""

    returns: Floats
    usual: Floats

    def beyond(self, values: Floats, sigmas: float, move: float) -> Flags:
        """Return where `values` exceed both so many deviations and the fraction `move`; NaN does not."""
        limit = np.maximum(sigmas * self.usual, np.log1p(move))
        return np.asarray(values > limit)


def law_findings(bars: pd.DataFrame) -> tuple[list[Finding], Flags]:
    """Return a finding for each broken law, and which bars break none."""
    found, sound = [], np.ones(len(bars), dtype=bool)
    ends = pd.DatetimeIndex(bars.index)
    for broken, law in broken_laws(bars):
        count = int(broken.sum())
        sound &= ~broken
        if count:
            words = f"{law} ({counted(count, 'bar')}, the first at {shown(ends[broken].min())})"
            found.append(Finding(Fault.BROKEN_LAW, Grade.BAD, words, count, ends[broken]))
    return found, sound


def outlier_findings(bars: pd.DataFrame, steps: Floats, pauses: Flags, limits: QualityLimits) -> Iterator[Finding]:
    """Jumps that stay, spikes that the next bar takes back, and highs or lows far from the closes around them.

    Parameters
    ----------
    bars
        In order, each moment once, all sound.
    steps
        What splits and dividends did, see `action_steps`.
    pauses
        Bars that follow a pause in trading or a hole: their returns are compared with one another only.
    """
    moves = _moves(bars["close"].to_numpy(), steps, pauses, limits.window)
    size = np.abs(moves.returns)
    following = np.append(moves.returns[1:], np.nan)
    taken_back = np.abs(moves.returns + following) <= limits.reversal * size
    spikes = moves.beyond(size, limits.spike_sigmas, limits.spike_move) & taken_back
    back = np.append(False, spikes[:-1])
    jumps = moves.beyond(size, limits.jump_sigmas, limits.jump_move) & ~spikes & ~back
    ends = pd.DatetimeIndex(bars.index)
    if spikes.any():
        yield _extreme(Fault.SPIKE, "a close that the next bar takes back", spikes, size=size, ends=ends, limits=limits)
    if jumps.any():
        at = _largest(jumps, size)
        words = (
            f"{_bars(jumps)} with a jump, the largest {_percent(moves.returns[at])} "
            f"({size[at] / moves.usual[at]:.0f} times the usual move) at {shown(ends[at])}"
        )
        yield Finding(Fault.JUMP, Grade.LOOK, words, int(jumps.sum()), ends[jumps])
    reach = _reach(bars, steps, pauses)
    wicks = moves.beyond(reach, limits.spike_sigmas, limits.spike_move) & ~spikes & ~back
    if wicks.any():
        yield _extreme(
            Fault.WICK, "a high or low far from the closes around it", wicks, size=reach, ends=ends, limits=limits
        )


def frozen_findings(
    bars: pd.DataFrame, symbol: Symbol, resolution: Resolution, limits: QualityLimits
) -> Iterator[Finding]:
    """Long runs of bars without volume (not for currencies, which have none), and of the same four prices."""
    volume = bars["volume"].to_numpy()
    prices = bars[["open", "high", "low", "close"]].to_numpy()
    same = np.append(False, (prices[1:] == prices[:-1]).all(axis=1)) if len(bars) else np.zeros(0, dtype=bool)
    ends, least = pd.DatetimeIndex(bars.index), limits.frozen_run(resolution)
    if symbol.security_type is not SecurityType.FOREX:
        yield from _frozen(Fault.ZERO_VOLUME, "without volume", volume == 0, least=least, ends=ends, limits=limits)
    # A run of n equal bars has n - 1 that equal the one before.
    yield from _frozen(
        Fault.FROZEN_PRICE, "with the prices of the bar before", same, least=least - 1, ends=ends, limits=limits
    )


def _moves(closes: Floats, steps: Floats, pauses: Flags, window: int) -> _Moves:
    returns = np.diff(np.log(closes), prepend=np.nan) - steps
    usual = np.full(len(returns), np.nan)
    for group in (pauses, ~pauses):
        usual[group] = _usual(returns[group], window)
    return _Moves(returns, usual)


def _usual(returns: Floats, window: int) -> Floats:
    """Robust deviation in a centred window."""
    series = pd.Series(np.abs(returns))
    middle = series.rolling(window, center=True, min_periods=min(_LEAST_RETURNS, window)).median()
    return np.maximum(middle.to_numpy() * _TO_SIGMA, _LEAST_SIGMA)


def _reach(bars: pd.DataFrame, steps: Floats, pauses: Flags) -> Floats:
    """How far high or low go beyond the close and where the bar came from: the close before, after a pause its open."""
    close, opened = np.log(bars["close"].to_numpy()), np.log(bars["open"].to_numpy())
    before = np.append(np.nan, close[:-1]) + steps
    came = np.where(pauses | np.isnan(before), opened, before)
    up = np.log(bars["high"].to_numpy()) - np.maximum(close, came)
    down = np.minimum(close, came) - np.log(bars["low"].to_numpy())
    return np.asarray(np.maximum(up, down))


def _extreme(
    fault: Fault, what: str, rows: Flags, *, size: Floats, ends: pd.DatetimeIndex, limits: QualityLimits
) -> Finding:
    at = _largest(rows, size)
    grade = Grade.BAD if np.expm1(size[at]) >= limits.spike_bad else Grade.LOOK
    words = f"{_bars(rows)} with {what}, the largest by {np.expm1(size[at]):.1%} at {shown(ends[at])}"
    return Finding(fault, grade, words, int(rows.sum()), ends[rows])


def _frozen(
    fault: Fault, what: str, rows: Flags, *, least: int, ends: pd.DatetimeIndex, limits: QualityLimits
) -> Iterator[Finding]:
    found = runs(rows).at_least(max(least, 1))
    if len(found.starts):
        inside = found.mask(len(rows))
        share = float(inside.mean())
        words = (
            f"{_bars(inside)} {what} in {counted(len(found.starts), 'long run')} ({share:.2%}), the longest "
            f"{found.longest:,} from {shown(ends[found.longest_start])}"
        )
        grade = Grade.BAD if share > limits.frozen_bad else Grade.LOOK
        yield Finding(fault, grade, words, int(inside.sum()), ends[inside])


def _largest(rows: Flags, size: Floats) -> int:
    return int(np.argmax(np.where(rows, size, -np.inf)))


def _bars(rows: Flags) -> str:
    return counted(int(rows.sum()), "bar")


def _percent(logarithm: float) -> str:
    return f"{np.expm1(logarithm):+.1%}"
