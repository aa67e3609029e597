"""A detector that learns: fitted on a schedule on what is known by then, filtering bar by bar in between. numpy only.

The three methods of it (`markov`, `jump`, `changepoint`) say how to fit and how to filter; when, on what, what happens
where a fit fails, and what is kept, is here and the same for all.
"""

from collections import deque
from collections.abc import Mapping
from itertools import pairwise
from math import isnan, log
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from signals.contract import Regime
from signals.detector import Filtered, Unfit, held
from signals.machine import Machine
from signals.prices import known_closes, log_returns
from signals.schedule import WalkForward

__all__ = ["Learned", "Method", "Walker"]

# Room around one half on either side, so that no rounding flips the regime.
_UP, _DOWN = 0.52, 0.48
_LABELS = Regime.CALM, Regime.VOLATILE

P = TypeVar("P")


class Walker(Protocol):
    """Where a filter stands after some returns."""

    def step(self, change: float) -> float:
        """Take in a return and give the probability of the volatile regime."""
        ...

    def state(self) -> Any:
        """Return where it stands, as JSON can hold it."""
        ...


class Method(Protocol[P]):
    """How to fit and how to filter, over log returns, oldest first."""

    memory: int  # returns after which a filter has forgotten how it began; 0 if it never does

    def fit(self, returns: np.ndarray, start: P | None) -> tuple[P, dict[str, Any]]:
        """Return parameters and what the history says of them; raise `Unfit` where these returns teach nothing.

        Parameters
        ----------
        start
            The parameters in force, if there are any.
        """
        ...

    def filter(self, returns: np.ndarray, parameters: P) -> np.ndarray:
        """Return P(volatile | returns up to and including each), shape (n,); NaN where there is not enough."""
        ...

    def walker(self, returns: np.ndarray, parameters: P) -> Walker:
        """Return the filter as it stands after `returns`."""
        ...

    def again(self, parameters: P, state: Any) -> Walker:
        """Return the filter that stood at `state`."""
        ...

    def plain(self, parameters: P) -> dict[str, Any]:
        """Return parameters as JSON can hold them."""
        ...

    def loaded(self, plain: Mapping[str, Any]) -> P:
        """Return the parameters that `plain` holds."""
        ...


class Learned(Machine, Generic[P]):
    """The machine: refits on a schedule, filters in between.

    Where a fit fails, the parameters in force stay, or there is no answer until the next one; the history says which.
    """

    _kept = ("_before", "_returns", "_volatile", "_fits")

    def __init__(self, method: Method[P], schedule: WalkForward, **parameters: Any) -> None:
        super().__init__(
            train_bars=schedule.train_bars, refit_every=schedule.refit_every, window=schedule.window, **parameters
        )
        self._method = method
        self._schedule = schedule
        self._before: float | None = None
        self._returns: deque[float] = deque(maxlen=schedule.window or None)
        self._law: P | None = None
        self._walker: Walker | None = None
        self._volatile = False
        self._fits: list[dict[str, Any]] = []

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close; see `Detector`."""
        before, self._before = self._before, self._price(close)
        if before is None:
            return None
        change = log(close / before)
        self._returns.append(change)
        found = None if self._walker is None else self._answer(self._walker.step(change))
        if self._schedule.is_due(self._bars - 1):
            self._refit()
        return found

    def over(self, closes: Any) -> Filtered:
        """See `Detector`."""
        known = known_closes(closes)
        returns = log_returns(known)
        wild, law, fits = np.full(len(known), np.nan), None, list[dict[str, Any]]()
        for now, later in pairwise([*self._schedule.refits(len(returns)), len(returns)]):
            law = self._fitted(returns[self._schedule.first(now) : now], law, fits, now)
            if law is not None and later > now:
                wild[now + 1 : later + 1] = self._method.filter(returns[self._start(now) : later], law)[now - later :]
        return _told(wild, fits)

    def fit(self, closes: Any) -> P:
        """See `Detector`; raise `ValueError` too if there are fewer returns than a first fit needs."""
        returns = log_returns(known_closes(closes))
        if len(returns) < self._schedule.train_bars:
            raise ValueError(f"{len(returns)} returns are known and a fit needs {self._schedule.train_bars}")
        return self._method.fit(returns, None)[0]

    def filter(self, closes: Any, parameters: P) -> Filtered:
        """See `Detector`."""
        known = known_closes(closes)
        return _told(np.r_[np.nan, self._method.filter(log_returns(known), parameters)][: len(known)], [])

    def history(self) -> list[dict[str, Any]]:
        """Return each fit: the bar after which it was made, its parameters, and what was done if it was none."""
        return self._fits

    def state(self) -> dict[str, Any]:
        """See `Detector`."""
        law = None if self._law is None else self._method.plain(self._law)
        return super().state() | {"law": law, "walker": self._walker and self._walker.state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """See `Detector`."""
        super().restore(state)
        self._law = None if state["law"] is None else self._method.loaded(state["law"])
        self._walker = None if self._law is None else self._method.again(self._law, state["walker"])

    def _answer(self, wild: float) -> tuple[Regime, float] | None:
        if isnan(wild):
            return None
        self._volatile = wild > (_DOWN if self._volatile else _UP)
        return (Regime.VOLATILE, wild) if self._volatile else (Regime.CALM, 1 - wild)

    def _refit(self) -> None:
        """Fit on what is known now; the new parameters speak from the next bar on."""
        known, now = np.array(self._returns), self._bars - 1
        self._law = self._fitted(known, self._law, self._fits, now)
        if self._law is not None:
            self._walker = self._method.walker(known[self._start(now) - now :], self._law)

    def _fitted(self, known: np.ndarray, law: P | None, fits: list[dict[str, Any]], now: int) -> P | None:
        """Return the new parameters, or those in force where there are none, and write down which."""
        try:
            fresh, said = self._method.fit(known, law)
        except Unfit as error:
            done = "no regime until the next fit" if law is None else "the parameters in force stay"
            fits.append({"bar": now, "fallback": f"{error}: {done}"})
            return law
        fits.append({"bar": now, **self._method.plain(fresh), "fallback": None, **said})
        return fresh

    def _start(self, now: int) -> int:
        """Return the number of the first return that a filter runs over after a fit."""
        first = self._schedule.first(now)
        return max(first, now - self._method.memory) if self._method.memory else first


def _told(wild: np.ndarray, fits: list[dict[str, Any]]) -> Filtered:
    volatile = held(wild > _UP, ~(wild > _DOWN) & ~np.isnan(wild))
    return Filtered.of(volatile, np.where(volatile, wild, 1 - wild), _LABELS, fits)
