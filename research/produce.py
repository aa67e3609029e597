"""Bars become rows: the signal machine of `signals/` run over a whole history. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput
from signals.catalogue import make_detector, make_strength
from signals.contract import Row
from signals.stream import SignalStream

__all__ = ["Produced", "produce", "start_of"]

_TOLD_EVERY = 256


@dataclass(frozen=True, slots=True)
class Produced:
    """One symbol's rows, and what was fitted: `known` is the end of the last bar that a fit rests on."""

    rows: tuple[Row, ...]
    fits: tuple[dict[str, Any], ...]


def produce(
    recipe: Recipe,
    ticker: str,
    closes: pd.Series,
    *,
    progress: Callable[[float, str], None] = lambda share, word: None,  # noqa: ARG005
) -> Produced:
    """Return the rows of one symbol.

    Parameters
    ----------
    closes : indexed by end_time, UTC
        Adjusted as Lean shows them, from the recipe's first day on.
    progress
        Told the share that is done and the day it stands at.

    Raises
    ------
    BadInput
        If the history is too short for a single row.
    """
    signals = recipe.signals
    detector = make_detector(signals.regime, signals.regime_parameters)
    strength = make_strength(signals.strength, signals.strength_parameters)
    stream = SignalStream(ticker, detector, strength, since=start_of(recipe))
    ends = pd.DatetimeIndex(closes.index).tz_convert("UTC").tz_localize(None).to_pydatetime().tolist()
    rows = []
    for number, (end, close) in enumerate(zip(ends, closes.to_numpy().tolist(), strict=True)):
        row = stream.update(end, close)
        if row is not None:
            rows.append(row)
        if number % _TOLD_EVERY == 0:
            progress(number / len(ends), f"{end:%Y-%m-%d}")
    if not rows:
        raise BadInput(
            f"{len(ends)} bars of {ticker} are too few for a single row of {signals.regime} and {signals.strength}",
            cure="choose an earlier data.start, or smaller periods",
        )
    counted = [end for end in ends if end > start_of(recipe)]
    return Produced(tuple(rows), tuple(_dated(fit, counted) for fit in detector.history()))


def start_of(recipe: Recipe) -> datetime:
    """Return the moment, naive UTC, after which bars count; an algorithm that computes for itself starts there too."""
    return datetime.combine(recipe.data.start, datetime.min.time())


def _dated(fit: dict[str, Any], ends: Sequence[datetime]) -> dict[str, Any]:
    """Say by its time, and not by its number, which bar was the last that the fit knew."""
    return {"known": ends[fit["bar"]], **{name: value for name, value in fit.items() if name != "bar"}}
