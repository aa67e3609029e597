"""Calm or volatile: a statistical jump model, which leaves a state for a reason worth a jump only. numpy only."""

from collections.abc import Mapping
from dataclasses import asdict
from math import log, sqrt
from typing import Any

import numpy as np

from signals.ewm import decayed_sums
from signals.learned import Learned
from signals.regimes.jumping import HALF_LIVES, LEAST, YOUNG, JumpLaw, chance, features, fit_jumps, lead
from signals.schedule import WalkForward

__all__ = ["JumpRegime"]

_DECAYS = tuple(0.5 ** (1 / half_life) for half_life in HALF_LIVES)


class JumpRegime(Learned[JumpLaw]):
    """The detector: refits on a schedule and goes on bar by bar in between.

    Parameters
    ----------
    penalty
        What a jump from one state to the other costs; the higher, the fewer there are.
    train_bars, refit_every, window
        The schedule; see `WalkForward`.

    Notes
    -----
    `volatile` is the state whose returns deviate more over the bars of the fit. Confidence is the share of those bars
    with a like lead of one state over the other of which hindsight, over the same bars, said the same.
    """

    def __init__(
        self, *, penalty: float = 50.0, train_bars: int = 252, refit_every: int = 126, window: int = 2520
    ) -> None:
        if not penalty > 0:
            raise ValueError("jump needs penalty > 0")
        super().__init__(_Jumping(penalty), WalkForward(train_bars, refit_every, window), penalty=penalty)


class _Jumping:
    """See `Method`."""

    memory = 0

    def __init__(self, penalty: float) -> None:
        self._penalty = penalty

    def fit(self, returns: np.ndarray, start: JumpLaw | None) -> tuple[JumpLaw, dict[str, Any]]:  # noqa: ARG002
        return fit_jumps(returns, self._penalty)

    def filter(self, returns: np.ndarray, law: JumpLaw) -> np.ndarray:
        ahead = self._leads(returns, law)
        known = np.fromiter((chance(law, value) for value in ahead.tolist()), float, len(ahead))
        found: np.ndarray = np.concatenate([np.full(len(returns) - len(known), np.nan), known])
        return found

    def walker(self, returns: np.ndarray, law: JumpLaw) -> "_Walker":
        falls, ones = np.minimum(returns, 0.0) ** 2, np.ones(len(returns))
        sums = [[float(decayed_sums(part, decay)[-1]) for part in (returns, falls, ones)] for decay in _DECAYS]
        return _Walker(law, sums, float(self._leads(returns, law)[-1]))

    def again(self, law: JumpLaw, state: Any) -> "_Walker":
        return _Walker(law, [list(sums) for sums in state["sums"]], state["ahead"])

    def plain(self, law: JumpLaw) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(law).items()}

    def loaded(self, plain: Mapping[str, Any]) -> JumpLaw:
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in plain.items()}
        return JumpLaw(**values)

    def _leads(self, returns: np.ndarray, law: JumpLaw) -> np.ndarray:
        """Return the lead of the calm state, from the first bar on at which the features are old enough."""
        raw = features(returns)[YOUNG:]
        costs: np.ndarray = law.offset + np.clip(raw, law.low, law.high) @ np.array(law.weight)
        return lead(costs, law.penalty)


class _Walker:
    """Keeps the sums of the features, three for each half-life, and the lead."""

    def __init__(self, law: JumpLaw, sums: list[list[float]], ahead: float) -> None:
        self._law, self._sums, self._ahead = law, sums, ahead

    def step(self, change: float) -> float:
        law, values = self._law, list[float]()
        fall = change * change if change < 0 else 0.0
        for sums, decay in zip(self._sums, _DECAYS, strict=True):
            sums[0] = decay * sums[0] + change
            sums[1] = decay * sums[1] + fall
            sums[2] = decay * sums[2] + 1.0
            mean, down = sums[0] / sums[2], sqrt(sums[1] / sums[2]) + LEAST
            values += (mean, log(down), mean / down)
        cost = law.offset
        for value, low, high, weight in zip(values, law.low, law.high, law.weight, strict=True):
            cost += weight * (low if value < low else high if value > high else value)
        self._ahead = min(max(self._ahead, -law.penalty), law.penalty) + cost
        return chance(law, self._ahead)

    def state(self) -> dict[str, Any]:
        return {"sums": [list(sums) for sums in self._sums], "ahead": self._ahead}
