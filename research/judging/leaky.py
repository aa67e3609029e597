"""DISHONEST ON PURPOSE: the same detectors, allowed to see the future. Never to be traded, only to be compared with.

Each function here does what is commonly done by mistake, so that `leak_premium.py` can say what the mistake is worth.
Nothing in `signals/` may import it (an import contract and a test see to that), and every name says LEAKY.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from leanrig.errors import BadInput
from research.judging.history import Floats
from signals.contract import Regime
from signals.detector import Filtered
from signals.regimes.jumping import YOUNG, JumpLaw, features, lead
from signals.regimes.switching import Law, filtered

__all__ = [
    "Answers",
    "Machine",
    "cheapest_path",
    "honest_answers",
    "leaky_centred_answers",
    "leaky_full_sample_answers",
    "leaky_hindsight_answers",
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
    """LEAKY: what a detector says at each close once it has learned from all of them, the future too.

    One that fits parameters is fitted on the whole sample and then filters it. Any other one (quantiles, cases) goes
    through all closes twice, the second time on from where the first ended, so that no jump lies between; one that
    learns nothing then says the same as an honest one once its window is full.
    """
    machine = make()
    parameters = _learned(machine, closes)
    if parameters is not None:
        return _of(machine.filter(closes, parameters))  # type: ignore[attr-defined]
    _answers(machine, closes)
    return _answers(machine, closes * (closes[-1] / closes[0]))


def leaky_hindsight_answers(make: Callable[[], Machine], closes: Floats) -> Answers | None:
    """LEAKY twice: a model's regimes by ALL closes, under parameters fitted on all of them; None for other detectors.

    For Markov switching, smoothed probabilities: what `predict_proba` of hmmlearn gives. For a jump model, the labels
    of its fit: the cheapest path through the whole sample.
    """
    parameters, returns = _learned(make(), closes), np.diff(np.log(closes))
    if isinstance(parameters, Law):
        return _by_chance(smoothed(returns, parameters))
    if isinstance(parameters, JumpLaw):
        return _by_chance(cheapest_path(returns, parameters))
    return None


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


def smoothed(returns: Floats, law: Law) -> Floats:
    """LEAKY: P(state 1 | all returns), (n,), by going back over the filter (Kim 1994, J. of Econometrics 60)."""
    known = filtered(returns, law)
    ahead = known * law.stay[1] + (1 - known) * (1 - law.stay[0])
    found = known.copy()
    for t in range(len(returns) - 2, -1, -1):
        into_wild, into_calm = found[t + 1] / ahead[t], (1 - found[t + 1]) / (1 - ahead[t])
        found[t] = known[t] * (law.stay[1] * into_wild + (1 - law.stay[1]) * into_calm)
    return found


def cheapest_path(returns: Floats, law: JumpLaw) -> Floats:
    """LEAKY: 1 where the cheapest path through all returns is in the volatile state, else 0, (n,); NaN while young."""
    raw = features(returns)[YOUNG:]
    costs = law.offset + np.clip(raw, law.low, law.high) @ np.array(law.weight)
    both_ways = lead(costs, law.penalty) + lead(costs[::-1], law.penalty)[::-1] - costs
    return np.concatenate([np.full(min(YOUNG, len(returns)), np.nan), (both_ways < 0).astype(float)])


def _answers(machine: Machine, closes: Floats) -> Answers:
    words, confidence = [], []
    for close in closes.tolist():
        answer = machine.update(close)
        words.append("" if answer is None else str(answer[0]))
        confidence.append(np.nan if answer is None else answer[1])
    return Answers(np.array(words), np.array(confidence, dtype=np.float64))


def _learned(machine: Machine, closes: Floats) -> Any:
    """Parameters fitted on all closes; None for a detector that fits none."""
    fit = getattr(machine, "fit", None)
    try:
        return fit(closes) if fit is not None else None
    except ValueError as error:  # too few closes, or such as teach nothing
        raise BadInput(f"the detector learns nothing from all closes: {error}", cure="more bars, or others") from None


def _of(found: Filtered) -> Answers:
    words = np.array(["" if word is None else str(word) for word in found.regimes])
    return Answers(words, np.asarray(found.confidence, dtype=np.float64))


def _by_chance(wild: Floats) -> Answers:
    """Answers from P(volatile) by return; the first close has none."""
    chance = np.concatenate([[np.nan], wild])
    words = np.where(chance > 0.5, Regime.VOLATILE.value, Regime.CALM.value)
    return Answers(np.where(np.isnan(chance), "", words), np.maximum(chance, 1 - chance))


def _centred_sum(flags: NDArray[np.bool_], half: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(flags.astype(float))])
    places = np.arange(len(flags))
    upper, lower = np.minimum(places + half + 1, len(flags)), np.maximum(places - half, 0)
    return np.asarray(total[upper] - total[lower], dtype=np.float64)
