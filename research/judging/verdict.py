"""One sentence about a judged signal, by rules that stand here. Pure."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from research.judging.judged import Judged

__all__ = ["Grade", "Verdict", "verdict_of"]

SURE = 0.95
"""Chance that a ratio has to reach before it is held to be more than luck."""

OVERFIT = 0.5
"""Probability of backtest overfitting from which on a search is held to have found nothing."""


class Grade(StrEnum):
    """What a verdict comes to."""

    UNKNOWN = "unknown"
    BAD = "bad"
    UNPROVEN = "unproven"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade, the rule that gave it, and its sentence.

    `template` has a place for each of `figures`, so that a page can put facts there; `words` is the sentence with
    figures rounded for reading.
    """

    grade: Grade
    rule: str
    template: str
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence."""
        return self.template.format(**{name: _text(name, value) for name, value in self.figures.items()})


def verdict_of(judged: Judged) -> Verdict:
    """Return the verdict of the first rule that applies.

    Notes
    -----
    1. Nothing traded, or a Sharpe ratio that is not known: no verdict.
    2. A mean return after costs that is not above 0, or an account that lost everything: loses.
    3. Probability of overfitting of the search 50 % or more: overfit.
    4. The 95 % interval of its Sharpe ratio less that of buy and hold holds 0, or lies below it: not distinguishable,
       or worse.
    5. A deflated Sharpe ratio under 95 %: may be luck.
    6. One of the other baselines has the same or a better Sharpe ratio: no better than that.
    7. Else: better than buy and hold and than luck.
    """
    return next(_rules(judged))


def _rules(judged: Judged) -> Iterator[Verdict]:
    yield from _unknown(judged)
    yield from _losing(judged)
    yield from _overfit(judged)
    yield from _against_hold(judged)
    yield from _lucky(judged)
    yield from _against_others(judged)
    figures = _of(judged, "sharpe", "hold", "deflated", "trials")
    words = "better than buy and hold: Sharpe {sharpe} against {hold}, deflated Sharpe {deflated} after {trials}"
    yield Verdict(Grade.GOOD, "better", words, figures)


def _unknown(judged: Judged) -> Iterator[Verdict]:
    figures = judged.figures
    if not figures.trades:
        yield Verdict(
            Grade.UNKNOWN, "no trades", "no verdict: the signal never traded over {bars} bars", _of(judged, "bars")
        )
    if not math.isfinite(figures.sharpe):
        words = "no verdict: the returns of {bars} bars do not vary, so that there is no Sharpe ratio"
        yield Verdict(Grade.UNKNOWN, "no spread", words, _of(judged, "bars"))


def _losing(judged: Judged) -> Iterator[Verdict]:
    if judged.figures.sharpe > 0 and judged.figures.annual_return > -1:
        return
    words = "loses after costs: Sharpe {sharpe} at {cost} basis points a trade, where buy and hold has {hold}"
    yield Verdict(Grade.BAD, "loses", words, _of(judged, "sharpe", "cost", "hold"))


def _overfit(judged: Judged) -> Iterator[Verdict]:
    if judged.luck.overfitting >= OVERFIT:
        words = "overfit: chance {overfit} that the best settings of the search rank in the lower half on other days"
        yield Verdict(Grade.BAD, "overfit", words, _of(judged, "overfit"))


def _against_hold(judged: Judged) -> Iterator[Verdict]:
    apart = judged.baseline("hold").ahead
    if apart.low > 0:
        return
    figures = _of(judged, "deflated", "trials", "sharpe", "hold")
    if apart.high < 0:
        words = "worse than buy and hold: Sharpe {sharpe} against {hold}, deflated Sharpe {deflated} after {trials}"
        yield Verdict(Grade.BAD, "worse than hold", words, figures)
    words = (
        "not distinguishable from buy and hold: deflated Sharpe {deflated} after {trials},"
        " Sharpe {sharpe} against {hold}"
    )
    yield Verdict(Grade.UNPROVEN, "like hold", words, figures)


def _lucky(judged: Judged) -> Iterator[Verdict]:
    if not judged.luck.deflated >= SURE:
        words = (
            "may be luck: deflated Sharpe {deflated} after {trials}, Sharpe {sharpe} where luck alone gives the best"
            " of them {luck}"
        )
        yield Verdict(Grade.UNPROVEN, "luck", words, _of(judged, "deflated", "trials", "sharpe", "luck"))


def _against_others(judged: Judged) -> Iterator[Verdict]:
    for one in judged.baselines:
        if one.figures.sharpe >= judged.figures.sharpe:
            words = f"no better than {one.words}: Sharpe {{sharpe}} against {{other}}"
            figures = {**_of(judged, "sharpe"), "other": one.figures.sharpe}
            yield Verdict(Grade.UNPROVEN, "like a baseline", words, figures)


def _of(judged: Judged, *names: str) -> dict[str, float]:
    known = {
        "bars": float(judged.bars),
        "sharpe": judged.figures.sharpe,
        "hold": judged.baseline("hold").figures.sharpe,
        "cost": judged.cost_bps,
        "deflated": judged.luck.deflated,
        "trials": float(judged.luck.trials),
        "luck": judged.luck.by_luck,
        "overfit": judged.luck.overfitting,
    }
    return {name: known[name] for name in names}


def _text(name: str, value: float) -> str:
    if math.isnan(value):
        return "unknown"
    if name == "trials":
        return f"{value:.0f} trial{'' if value == 1 else 's'}"
    if name == "overfit":
        return f"{value:.0%}"
    return f"{value:,.0f}" if name == "bars" else f"{value:g}" if name == "cost" else f"{value:.2f}"
