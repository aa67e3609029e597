"""What seeing the future would be worth: honest weights beside leaky ones, by the same accounting. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from leanrig.errors import BadInput
from research.judging.account import Figures, account_of, figures_of
from research.judging.bootstrap import Difference, sharpe_difference
from research.judging.history import Floats, History
from research.judging.leaky import (
    Answers,
    Machine,
    honest_answers,
    leaky_centred_answers,
    leaky_full_sample_answers,
    leaky_hindsight_answers,
)
from research.judging.weights import weights_of
from signals.contract import Regime
from signals.sizing import Limits

__all__ = ["LeakPremium", "Leaky", "leak_premium", "premium_of_detector", "premium_of_recipe"]

_IN = (Regime.CALM.value, Regime.TRENDING.value)
_FEWEST = 30


@dataclass(frozen=True, slots=True)
class Leaky:
    """A dishonest variant: its figures, and its Sharpe ratio less the honest one's, with a bootstrap interval."""

    name: str
    words: str
    figures: Figures
    premium: Difference


@dataclass(frozen=True, slots=True)
class LeakPremium:
    """The honest figures, those of each leak, and those of holding; all over the same `bars` at the same cost."""

    bars: int
    cost_bps: float
    honest: Figures
    hold: Figures
    leaks: tuple[Leaky, ...]

    @property
    def largest(self) -> Leaky:
        """The leak that is worth the most."""
        return max(self.leaks, key=lambda leak: leak.premium.value)


def leak_premium(
    honest: Floats,
    leaky: Iterable[tuple[str, str, Floats]],
    ahead: Floats,
    *,
    cost_bps: float = 10.0,
    bars_per_year: float = 252,
) -> LeakPremium:
    """Return what each of the leaks is worth.

    Parameters
    ----------
    honest : (n,)
        Weights known at each close.
    leaky
        Name, words and weights (n,) of each variant that knew more.
    ahead : (n,)
        Simple return from each close to the next.
    """
    own = account_of(honest, ahead, cost_bps=cost_bps)
    found = []
    for name, words, weights in leaky:
        other = account_of(weights, ahead, cost_bps=cost_bps)
        figures = figures_of(other, bars_per_year=bars_per_year)
        premium = sharpe_difference(other.returns, own.returns, bars_per_year=bars_per_year)
        found.append(Leaky(name, words, figures, premium))
    if not found:
        raise BadInput("there is no leaky variant to compare with", cure="give one at least")
    hold = figures_of(account_of(np.ones(len(ahead)), ahead, cost_bps=cost_bps), bars_per_year=bars_per_year)
    return LeakPremium(len(ahead), cost_bps, figures_of(own, bars_per_year=bars_per_year), hold, tuple(found))


def premium_of_detector(
    make: Callable[[], Machine],
    closes: Floats,
    *,
    half: int = 10,
    cost_bps: float = 10.0,
    bars_per_year: float = 252,
) -> LeakPremium:
    """Return what leaks are worth to a detector: in the market while it says calm or trending, out of it else.

    Parameters
    ----------
    make
        Gives a fresh detector.
    closes : (n,)
        Judged from the first answer of an honest detector on.
    half
        Bars before and after each label in its centred clean-up.

    Raises
    ------
    BadInput
        If the closes are too few for 30 answers.
    """
    honest = honest_answers(make, closes)
    _insist(len(closes) - 1 - honest.first, len(closes))
    judged = slice(honest.first, len(closes) - 1)
    leaks = [(name, words, _weights(found)[judged]) for name, words, found in _leaks(make, closes, half)]
    ahead = (closes[1:] / closes[:-1] - 1)[judged]
    return leak_premium(_weights(honest)[judged], leaks, ahead, cost_bps=cost_bps, bars_per_year=bars_per_year)


def premium_of_recipe(
    make: Callable[[], Machine],
    history: History,
    *,
    limits: Limits | None = None,
    half: int = 10,
    cost_bps: float = 10.0,
) -> LeakPremium:
    """Return what leaks in its detector are worth to a recipe; strengths and sizing stay the same.

    Parameters
    ----------
    make
        Gives a fresh detector as the recipe has it.
    history
        Its honest rows by bar. The detector is fed the closes before the first row too.
    limits
        The recipe's; see `weights_of`.
    """
    honest = weights_of(history, limits=limits, cost_bps=cost_bps)
    _insist(len(honest), len(history))
    closes = np.concatenate([history.before, history.closes])
    rows = slice(len(history.before), len(history.before) + len(history))
    leaks = [
        (name, words, weights_of(_told_by(history, found, rows), limits=limits, cost_bps=cost_bps))
        for name, words, found in _leaks(make, closes, half)
    ]
    return leak_premium(honest, leaks, history.ahead, cost_bps=cost_bps, bars_per_year=history.bars_per_year)


def _leaks(make: Callable[[], Machine], closes: Floats, half: int) -> Iterator[tuple[str, str, Answers]]:
    yield "full_sample", "whatever it learns, learned from the whole sample", leaky_full_sample_answers(make, closes)
    hindsight = leaky_hindsight_answers(make, closes)
    if hindsight is not None:
        yield "hindsight", "regimes by the whole sample, under parameters fitted on it", hindsight
    words = f"regimes cleaned by {half} bars before and after"
    yield "centred", words, leaky_centred_answers(make, closes, half=half)


def _told_by(history: History, found: Answers, rows: slice) -> History:
    """Return the history with another's regimes and confidences, where that one has an answer."""
    regime, confidence = found.regime[rows], found.confidence[rows]
    is_known = regime != ""
    return replace(
        history,
        regime=np.where(is_known, regime.astype(object), history.regime),
        confidence=np.where(is_known, confidence, history.confidence),
    )


def _weights(found: Answers) -> Floats:
    return np.isin(found.regime, _IN).astype(float)


def _insist(answers: int, closes: int) -> None:
    if answers < _FEWEST:
        raise BadInput(f"{closes} closes give {answers} answers", cure="more bars, or a shorter first training")
