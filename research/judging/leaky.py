"""DISHONEST ON PURPOSE: the same detectors, allowed to see the future. Never to be traded, only to be compared with.

Each function here does what is commonly done by mistake, so that `leak_premium.py` can say what the mistake is worth.
Nothing in `signals/` may import it (an import contract and a test see to that), and every name says LEAKY.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput
from research.judging.history import Floats
from signals.contract import Regime
from signals.regimes.switching import Law, filtered, fit

__all__ = [
    "Answers",
    "Machine",
    "honest_answers",
    "leaky_centred_answers",
    "leaky_full_sample_answers",
    "leaky_full_sample_filter",
    "leaky_smoothed",
    "smoothed",
]


class Machine(Protocol):
    """All that a detector has to be for this: fed one close after the other."""

    def update(self, close: float) -> tuple[Regime, float] | None:
        """Take in a close and return regime and confidence, or None until there is enough to go by."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """What a detector said at each close, (n,): the regime's word, "" where it had none, and the confidence or NaN."""

    regime: NDArray[np.str_]
    confidence: Floats

    @property
    def first(self) -> int:
        """Place of the first answer; the number of closes where there is none."""
        return int(np.argmax(self.regime != "")) if np.any(self.regime != "") else len(self.regime)


def honest_answers(make: Callable[[], Machine], closes: Floats) -> Answers:
    """HONEST: what a fresh detector says at each close."""
    return _answers(make(), closes)


def leaky_full_sample_answers(make: Callable[[], Machine], closes: Floats) -> Answers:
    """LEAKY: what a detector says at each close that has already been through all of them once.

    Whatever it learns (parameters, quantiles, cases) it has learned from the whole sample, the future too. The second
    time the closes go on from where the first ended, so that no jump lies between. A detector that learns nothing says
    the same as an honest one once its window is full.
    """
    machine = make()
    _answers(machine, closes)
    return _answers(machine, closes * (closes[-1] / closes[0]))


def leaky_centred_answers(make: Callable[[], Machine], closes: Floats, *, half: int = 10) -> Answers:
    """LEAKY: an honest detector's regimes, each put right by the commonest of the `half` before it and after it.

    That is how labels are cleaned of short spells with hindsight. Of equally common ones the honest one stays.
    """
    honest = honest_answers(make, closes)
    words = sorted({word for word in honest.regime.tolist() if word})
    if half < 1 or not words:
        raise BadInput("there is nothing to smooth", cure="half of 1 or more, and closes enough for the detector")
    counts = np.array([_centred_sum(honest.regime == word, half) + 0.5 * (honest.regime == word) for word in words])
    best = np.array(words)[np.argmax(counts, axis=0)]
    return replace(honest, regime=np.where(honest.regime == "", "", best))


def leaky_smoothed(returns: Floats) -> Floats:
    """LEAKY twice: P(volatile | ALL returns), (n,), under laws of returns fitted on all of them.

    What `predict_proba` of hmmlearn gives, and `smoothed_marginal_probabilities` of statsmodels.
    """
    return smoothed(returns, fit(returns))


def leaky_full_sample_filter(returns: Floats) -> Floats:
    """LEAKY in its parameters alone: P(volatile | returns until then), (n,), under laws fitted on all returns."""
    return filtered(returns, fit(returns))


def smoothed(returns: Floats, law: Law) -> Floats:
    """LEAKY: P(state 1 | all returns), (n,), by going back over the filter (Kim 1994, J. of Econometrics 60)."""
    known = filtered(returns, law)
    ahead = known * law.stay[1] + (1 - known) * (1 - law.stay[0])
    found = known.copy()
    for t in range(len(returns) - 2, -1, -1):
        into_wild, into_calm = found[t + 1] / ahead[t], (1 - found[t + 1]) / (1 - ahead[t])
        found[t] = known[t] * (law.stay[1] * into_wild + (1 - law.stay[1]) * into_calm)
    return found


def _answers(machine: Machine, closes: Floats) -> Answers:
    words, confidence = [], []
    for close in closes.tolist():
        answer = machine.update(close)
        words.append("" if answer is None else str(answer[0]))
        confidence.append(np.nan if answer is None else answer[1])
    return Answers(np.array(words), np.array(confidence, dtype=np.float64))


def _centred_sum(flags: NDArray[np.bool_], half: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(flags.astype(float))])
    places = np.arange(len(flags))
    upper, lower = np.minimum(places + half + 1, len(flags)), np.maximum(places - half, 0)
    return np.asarray(total[upper] - total[lower], dtype=np.float64)
