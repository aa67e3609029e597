"""The statistical jump model with two states: features, fit, and what it says online. numpy only.

Nystrup, Lindström and Madsen (2020), "Learning hidden Markov models with persistent states by penalizing jumps"; the
features are those of Shu, Yu and Mulvey (2024), "Downside risk reduction using regime-switching signals".
"""

from dataclasses import dataclass
from math import exp, inf
from typing import Any

import numpy as np

from signals.detector import Unfit
from signals.ewm import decayed_sums
from signals.loops import run

__all__ = ["HALF_LIVES", "LEAST", "YOUNG", "JumpLaw", "chance", "features", "fit_jumps", "lead"]

HALF_LIVES = (5.0, 20.0, 60.0)
YOUNG = 20  # bars before the features say anything; a fit over enough bars waits for the slowest of them
_OLD, _LONG = 60, 300
LEAST = 1e-8  # added to a downside deviation, which may be 0
_FAR = 3.0  # features are drawn in to so many standard deviations
# Column and share of each start. Of sixty such, these together came to the lowest cost in 63 of
# 64 drawn markets.
_PARTED_BY = ((6, 0.3), (1, 0.85), (1, 0.15), (7, 0.5), (0, 0.5), (0, 0.7), (4, 0.7), (3, 0.3))
_ROUNDS = 50
_CLEARLY = 1e-6
_RARE = 0.01
_STEEPEST = 50.0
_HIGHEST = 700.0  # exp of more overflows


@dataclass(frozen=True, slots=True)
class JumpLaw:
    """Which linear measure of the features tells the states apart, and by how much it must do so to leave a state.

    Parameters
    ----------
    low, high : length 9
        Where features are drawn in.
    weight : length 9
    offset
        `offset + features @ weight` is what a bar costs in the volatile state above what it costs in the calm one.
    penalty
        What a jump costs.
    steepness
        How sharply the lead of a state, as a share of the penalty, tells what hindsight says of the bar.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    weight: tuple[float, ...]
    offset: float
    penalty: float
    steepness: float


def features(returns: np.ndarray) -> np.ndarray:
    """Return, for each half-life, mean, log of downside deviation and their quotient; shape (n, 9)."""
    falls = np.minimum(returns, 0.0) ** 2
    columns = []
    for half_life in HALF_LIVES:
        decay = 0.5 ** (1 / half_life)
        weight = decayed_sums(np.ones(len(returns)), decay)
        mean = decayed_sums(returns, decay) / weight
        down = np.sqrt(decayed_sums(falls, decay) / weight) + LEAST
        columns += [mean, np.log(down), mean / down]
    return np.column_stack(columns)


def lead(costs: np.ndarray, penalty: float) -> np.ndarray:
    """Return by how much the calm state leads over the volatile one after each bar, shape (n,).

    Notes
    -----
    With two states the forward recursion of the dynamic programme is one clipped sum: no state lags by more than the
    price of a jump.
    """
    found = np.empty(len(costs))
    run(_clipped_sum, found, costs, penalty)
    return found


def chance(law: JumpLaw, ahead: float) -> float:
    """Return the probability that hindsight calls a bar volatile, from the lead of the calm state."""
    return 1 / (1 + exp(min(max(law.steepness * ahead / law.penalty, -700.0), 700.0)))


def fit_jumps(returns: np.ndarray, penalty: float) -> tuple[JumpLaw, dict[str, Any]]:
    """Return the law of the lowest cost that several starts come to, and what the history says of it.

    Raises
    ------
    Unfit
        If the prices do not move, or only one state is found.
    """
    skip = _OLD if len(returns) >= _LONG else YOUNG
    raw = features(returns)[skip:]
    if not returns.std() > LEAST / 10:
        raise Unfit(f"the prices do not move over {len(returns)} returns")
    middle, spread = raw.mean(axis=0), raw.std(axis=0)
    low, high = middle - _FAR * spread, middle + _FAR * spread
    drawn = np.clip(raw, low, high)
    centre, unit = drawn.mean(axis=0), drawn.std(axis=0)
    unit = np.where(unit > 0, unit, 1.0)
    scaled = (drawn - centre) / unit
    states, cost, settled = _best(scaled, penalty)
    share = float(states.mean())
    if not _RARE <= share <= 1 - _RARE:
        raise Unfit(f"only one regime is found in {len(returns)} returns ({min(share, 1 - share):.1%} are another)")
    if returns[skip:][states].std() < returns[skip:][~states].std():
        states = ~states
    weight, offset = _measure(scaled, states)
    steepness = _steepness(lead(offset + scaled @ weight, penalty) / penalty, states)
    law = JumpLaw(
        _floats(low),
        _floats(high),
        _floats(weight / unit),
        float(offset - (centre / unit) @ weight),
        penalty,
        steepness,
    )
    fallback = None if settled else f"not settled after {_ROUNDS} rounds: the cheapest states so far are used"
    return law, {"cost": cost, "volatile_share": float(states.mean()), "converged": settled, "fallback": fallback}


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(values.tolist())


def _best(scaled: np.ndarray, penalty: float) -> tuple[np.ndarray, float, bool]:
    seen: set[bytes] = set()
    found = [_descend(scaled, start, penalty, seen) for start in _starts(scaled)]
    best = found[0] or (np.zeros(len(scaled), bool), inf, False)
    for other in found:
        if other is not None and other[1] < best[1] * (1 - _CLEARLY):
            best = other
    return best


def _starts(scaled: np.ndarray) -> list[np.ndarray]:
    """Part the bars by one feature at one share."""
    return [scaled[:, column] > np.quantile(scaled[:, column], share) for column, share in _PARTED_BY]


def _descend(
    scaled: np.ndarray, states: np.ndarray, penalty: float, seen: set[bytes]
) -> tuple[np.ndarray, float, bool] | None:
    """Move centres to their bars and bars to their centres, in turn, until no bar moves; None on another's way."""
    settled = False
    for _ in range(_ROUNDS):
        settled = bool(states.all()) or not states.any()
        if settled:
            break
        before = states
        weight, offset = _measure(scaled, states)
        states = _cheapest(lead(offset + scaled @ weight, penalty), penalty)
        settled = np.array_equal(states, before)
        if settled:
            break
        way = states.tobytes()
        if way in seen:
            return None
        seen.add(way)
    return states, _cost(scaled, states, penalty), settled


def _measure(scaled: np.ndarray, states: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weight and offset of half the squared distance from the second centre less that from the first."""
    calm, wild = scaled[~states].mean(axis=0), scaled[states].mean(axis=0)
    return calm - wild, float(wild @ wild - calm @ calm) / 2


def _cheapest(ahead: np.ndarray, penalty: float) -> np.ndarray:
    """Return the cheapest path of states: backwards, a bar is where the next one is unless a jump costs less."""
    sure = np.where(ahead > penalty, 0, np.where(ahead < -penalty, 1, -1))
    sure[-1] = int(ahead[-1] < 0)
    bars = np.arange(len(sure))
    known = np.minimum.accumulate(np.where(sure >= 0, bars, len(sure))[::-1])[::-1]
    return np.asarray(sure[known] == 1)


def _cost(scaled: np.ndarray, states: np.ndarray, penalty: float) -> float:
    parts = (part for part in (scaled[states], scaled[~states]) if len(part))
    inside = sum(float(((part - part.mean(axis=0)) ** 2).sum()) for part in parts)
    return inside / 2 + penalty * int((states[1:] != states[:-1]).sum())


def _steepness(shares: np.ndarray, states: np.ndarray) -> float:
    """Fit P(state in hindsight) = 1 / (1 + exp(steepness * lead)) by Newton, held a little towards 1."""
    sign = np.where(states, -1.0, 1.0) * shares  # positive where the lead is right
    found = 1.0
    for _ in range(20):
        wrong = 1 / (1 + np.exp(np.clip(found * sign, -_HIGHEST, _HIGHEST)))
        slope = float(sign @ wrong) - (found - 1)
        bend = float((sign**2) @ (wrong * (1 - wrong))) + 1
        found = min(max(found + slope / bend, 0.05), _STEEPEST)
    return found


def _clipped_sum(out: Any, costs: Any, penalty: float) -> None:
    ahead = 0.0
    for t in range(len(costs)):
        if ahead > penalty:
            ahead = penalty
        elif ahead < -penalty:
            ahead = -penalty
        ahead += costs[t]
        out[t] = ahead
