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
from signals.detector import Detector, Strength
from signals.market import MarketStream
from signals.stream import SignalStream

__all__ = ["Produced", "produce", "start_of"]

_TOLD_EVERY = 256


@dataclass(frozen=True, slots=True)
class Produced:
    """One symbol's rows, and what was fitted: `known` is the end of the last bar that a fit rests on."""

    rows: tuple[Row, ...]
    fits: tuple[dict[str, Any], ...]
    strength_fits: tuple[dict[str, Any], ...] = ()


def produce(
    recipe: Recipe,
    ticker: str,
    closes: pd.Series,
    *,
    market: Sequence[pd.Series] = (),
    progress: Callable[[float, str], None] = lambda share, word: None,  # noqa: ARG005
) -> Produced:
    """Return the rows of one symbol.

    Parameters
    ----------
    closes : indexed by end_time, UTC
        Adjusted as Lean shows them, from the recipe's first day on.
    market
        The same of each symbol that the recipe's regime is of, in the recipe's order. A row is made at moments only at
        which the symbol and all of these have a bar.
    progress
        Told the share that is done and the day it stands at.

    Raises
    ------
    BadInput
        If the history is too short for a single row, or a close is no price.
    """
    signals = recipe.signals
    if len(market) != len(signals.market):
        raise BadInput(f"{len(market)} series of closes for the {len(signals.market)} symbols of signals.market")
    detector = make_detector(signals.regime, signals.regime_parameters)
    strength = make_strength(signals.strength, signals.strength_parameters)
    update = _updates(recipe, ticker, detector, strength)
    ends, table = _moments(closes, market)
    rows = []
    for number, (end, known) in enumerate(zip(ends, table, strict=True)):
        try:
            row = update(end, known)
        except ValueError as error:
            raise BadInput(f"{ticker}, {end}: {error}", cure="leanrig fetch it again, or drop that bar") from None
        if row is not None:
            rows.append(row)
        if number % _TOLD_EVERY == 0:
            progress(number / len(ends), f"{end:%Y-%m-%d}")
    if not rows:
        raise _no_row(recipe, ticker, ends, detector, table)
    return Produced(tuple(rows), _fits(detector, ends, table, recipe), _fits(strength, ends, table, recipe, of=0))


def start_of(recipe: Recipe) -> datetime:
    """Return the moment, naive UTC, after which bars count; an algorithm that computes for itself starts there too."""
    return datetime.combine(recipe.data.start, datetime.min.time())


def _moments(closes: pd.Series, market: Sequence[pd.Series]) -> tuple[list[datetime], list[list[float | None]]]:
    """Return every moment, naive UTC, at which a bar ends, and what is known then: the symbol's close, the market's."""
    table = pd.concat([closes, *market], axis=1, join="outer", sort=True) if market else closes.to_frame()
    ends = pd.DatetimeIndex(table.index).tz_convert("UTC").tz_localize(None).to_pydatetime().tolist()
    if not market:
        return ends, [[close] for close in closes.to_numpy().tolist()]
    has_bar = [table.index.isin(series.index) for series in (closes, *market)]
    columns = [
        [value if there else None for value, there in zip(table.iloc[:, n].to_numpy().tolist(), has, strict=True)]
        for n, has in enumerate(has_bar)
    ]
    return ends, [list(row) for row in zip(*columns, strict=True)]


def _updates(
    recipe: Recipe, ticker: str, detector: Detector, strength: Strength
) -> Callable[[datetime, list[float | None]], Row | None]:
    since, members = start_of(recipe), len(recipe.signals.market)
    if members:
        stream = MarketStream(ticker, detector, strength, members=members, since=since)
        return lambda end, known: stream.update(end, known[0], known[1:])
    alone = SignalStream(ticker, detector, strength, since=since)
    return lambda end, known: alone.update(end, known[0])  # type: ignore[arg-type]


def _no_row(
    recipe: Recipe, ticker: str, ends: list[datetime], detector: Detector, table: list[list[float | None]]
) -> BadInput:
    signals = recipe.signals
    what = f"{len(ends)} bars of {ticker} are too few for a single row of {signals.regime} and {signals.strength}"
    cure = "choose an earlier data.start, or smaller periods"
    if signals.market and not any(None not in known for known in table):
        what = f"no bar of {ticker} ends at a moment at which all bars of signals.market end"
        cure = "name a market with the same hours, or leave signals.market out"
    failed = [fit["fallback"] for fit in detector.history() if fit.get("fallback")]
    return BadInput(f"{what} ({failed[-1]})" if failed else what, cure=cure)


def _fits(
    machine: Detector | Strength,
    ends: Sequence[datetime],
    table: list[list[float | None]],
    recipe: Recipe,
    *,
    of: int | None = None,
) -> tuple[dict[str, Any], ...]:
    """Say by its time, and not by its number, which bar was the last that each fit knew."""
    start, first = start_of(recipe), 1 if recipe.signals.market and of is None else 0
    counted = [
        end
        for end, known in zip(ends, table, strict=True)
        if end > start and None not in (known[first:] if of is None else known[of : of + 1])
    ]
    return tuple(
        {"known": counted[fit["bar"]], **{name: value for name, value in fit.items() if name != "bar"}}
        for fit in machine.history()
    )
