"""Honest beside dishonest: a detector that sees the future, inside a recipe and alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput
from leanrig.pipeline.judge_answers import AllAnswers, all_answers
from leanrig.pipeline.judge_material import Material, limits_of
from leanrig.pipeline.judge_values import copied
from leanrig.report.sheet.kinds.judge_inputs import Difference, Figures
from leanrig.report.sheet.kinds.judge_premium_inputs import Leak, Measured
from research.judging.account import account_of
from research.judging.history import Floats, History, history_of
from research.judging.leak_premium import LeakPremium, leak_premium
from research.judging.leaky import Answers
from research.judging.weights import weights_of
from signals.contract import Regime
from signals.detector import Detector

__all__ = ["measured_of"]

_IN = (Regime.CALM.value, Regime.TRENDING.value)
_FEWEST = 30
_WAYS: tuple[Literal["recipe", "detector"], ...] = ("recipe", "detector")

_Leaks = list[tuple[str, str, Floats]]


def measured_of(
    recipe: Recipe, material: Material, make: Callable[[], Detector], cost_bps: float, *, is_own: bool
) -> Iterator[Measured]:
    """Yield what was measured of one symbol: in the recipe where the detector is its own, and alone.

    Parameters
    ----------
    make
        Gives a fresh detector.
    """
    ticker, ways = material.symbol.ticker, _WAYS if is_own else _WAYS[1:]
    if material.trouble:
        yield Measured(ticker, ways[0], trouble=material.trouble)
        return
    closes = material.prices["close"].to_numpy(float)
    try:
        answers = all_answers(make, closes)
    except (BadInput, ValueError) as error:
        yield Measured(ticker, ways[0], trouble=_told(error))
        return
    for what in ways:
        try:
            if what == "recipe":
                yield _in_recipe(recipe, material, answers, cost_bps)
            else:
                yield _alone(material, answers, cost_bps)
        except (BadInput, ValueError) as error:
            yield Measured(ticker, what, trouble=_told(error))


def _in_recipe(recipe: Recipe, material: Material, answers: AllAnswers, cost_bps: float) -> Measured:
    if recipe.signals.market:
        raise BadInput("the recipe's regime is of a market, and only a symbol's own is measured here")
    history = history_of(list(material.rows), material.prices)
    limits, start = limits_of(recipe), len(history.before)
    rows = slice(start, start + len(history))
    return _beside(
        material,
        "recipe",
        history.ahead,
        start=start,
        honest=weights_of(history, limits=limits, cost_bps=cost_bps),
        leaks=[
            (name, words, weights_of(_told_by(history, found, rows), limits=limits, cost_bps=cost_bps))
            for name, words, found in answers.leaky
        ],
        cost_bps=cost_bps,
        bars_per_year=history.bars_per_year,
    )


def _alone(material: Material, answers: AllAnswers, cost_bps: float) -> Measured:
    closes = material.prices["close"].to_numpy(float)
    start, end = answers.honest.first, len(closes) - 1
    if end - start < _FEWEST:
        raise BadInput(f"{len(closes)} closes are too few for {_FEWEST} answers of the detector")
    return _beside(
        material,
        "detector",
        (closes[1:] / closes[:-1] - 1)[start:end],
        start=start,
        honest=_weights(answers.honest)[start:end],
        leaks=[(name, words, _weights(found)[start:end]) for name, words, found in answers.leaky],
        cost_bps=cost_bps,
        bars_per_year=history_of(list(material.rows), material.prices).bars_per_year,
    )


def _beside(
    material: Material,
    what: Literal["recipe", "detector"],
    ahead: Floats,
    *,
    start: int,
    honest: Floats,
    leaks: _Leaks,
    cost_bps: float,
    bars_per_year: float,
) -> Measured:
    """Return the accounts side by side; `start` is the place of the first weight among the prices."""
    found = leak_premium(honest, leaks, ahead, cost_bps=cost_bps, bars_per_year=bars_per_year)
    ends = pd.DatetimeIndex(material.prices.index).tz_convert("UTC").as_unit("s").asi8
    own, hold = (account_of(weights, ahead, cost_bps=cost_bps).returns for weights in (honest, np.ones(len(ahead))))
    return Measured(
        symbol=material.symbol.ticker,
        what=what,
        times=tuple(int(end) for end in ends[start : start + len(ahead) + 1]),
        honest=copied(Figures, found.honest),
        honest_returns=own,
        hold=copied(Figures, found.hold),
        hold_returns=hold,
        leaks=tuple(_plain(found, leaks, ahead, cost_bps)),
    )


def _plain(found: LeakPremium, leaks: _Leaks, ahead: Floats, cost_bps: float) -> Iterator[Leak]:
    for leak, (_, _, weights) in zip(found.leaks, leaks, strict=True):
        returns = account_of(weights, ahead, cost_bps=cost_bps).returns
        figures, premium = copied(Figures, leak.figures), copied(Difference, leak.premium)
        yield Leak(leak.name, leak.words, figures, premium, returns)


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


def _told(error: Exception) -> str:
    if isinstance(error, BadInput):
        return ": ".join(part for part in (error.what, error.where) if part)
    return str(error)
