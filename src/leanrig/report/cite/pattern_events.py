"""The conditions after which patterns are looked for: stated before any outcome is seen. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from leanrig.report.cite.regime_history import switches_of
from leanrig.report.cite.sources import slug
from leanrig.report.daily import Daily
from leanrig.report.inputs import ReportInputs, SignalRow
from leanrig.report.regimes import in_force
from leanrig.report.risk import drawdowns

__all__ = ["Condition", "Curve", "conditions_of", "curve_of"]

_MONTH = 20
_DEEP = -0.10
_SURE = 0.95
_DAYS_BEFORE_TURN, _TURN = 2, 4


@dataclass(frozen=True, slots=True)
class Curve:
    """The account at the ends of trading days: places in `daily` whose day moved account or benchmark."""

    daily: Daily
    places: tuple[int, ...]

    def at_or_after(self, moment: float) -> int | None:
        """Return the first trading day whose end is not before a moment."""
        times = self.daily.times[list(self.places)]
        found = int(np.searchsorted(times, moment, side="left"))
        return found if found < len(times) else None


@dataclass(frozen=True, slots=True)
class Condition:
    """What happened (`words` as a period: "after the end of a losing trade"), on which trading days, and how far on."""

    key: str
    words: str
    events: tuple[int, ...]
    horizon: int
    how: str


def curve_of(daily: Daily) -> Curve:
    """Return the trading days of a run."""
    return Curve(daily, tuple(int(place) for place in np.flatnonzero(daily.sessions())))


def conditions_of(inputs: ReportInputs, curve: Curve) -> list[Condition]:
    """Return all conditions, whether they came about or not; those of one symbol's signals where there is one."""
    rows = next(iter(inputs.signals.values()), ()) if len(inputs.signals) == 1 else ()
    return [
        *_switches(rows, curve),
        *_months_begun(rows, curve),
        *_sure_rows(rows, curve),
        _deep(curve),
        _losers(inputs, curve),
        _turns_of_months(curve),
    ]


def _switches(rows: Sequence[SignalRow], curve: Curve) -> Iterator[Condition]:
    for regime in sorted({row.regime for row in rows}):
        moments = [row.stamp.timestamp() for _, row in switches_of(rows) if row.regime == regime]
        yield Condition(
            f"after_{slug(regime)}", f"after a change to the {regime.replace('_', ' ')} regime",
            _places(curve, moments), _MONTH, "from the end of the first trading day that the new regime is known",
        )  # fmt: skip


def _months_begun(rows: Sequence[SignalRow], curve: Curve) -> Iterator[Condition]:
    if not rows:
        return
    ends = _month_ends(curve)
    known = in_force(rows, curve.daily.times[[curve.places[place] for place in ends]])
    for regime in sorted({row.regime for row in rows}):
        events = tuple(
            place for place, number in zip(ends, known, strict=True) if number >= 0 and rows[number].regime == regime
        )
        yield Condition(
            f"month_in_{slug(regime)}", f"after a month's end in the {regime.replace('_', ' ')} regime",
            events, _MONTH, "from the last trading day of a month, by the regime known at its end",
        )  # fmt: skip


def _sure_rows(rows: Sequence[SignalRow], curve: Curve) -> Iterator[Condition]:
    if rows:
        moments = [row.stamp.timestamp() for row in rows if row.confidence >= _SURE]
        yield Condition(
            "sure", f"after a signal row with a confidence of at least {_SURE}", _places(curve, moments), 1,
            "from the end of the first trading day that the row is known, over one trading day",
        )  # fmt: skip


def _deep(curve: Curve) -> Condition:
    falls = drawdowns(curve.daily.equity)[list(curve.places)]
    events = tuple(place for place, (one, other) in enumerate(pairwise(falls), 1) if one > _DEEP >= other)
    return Condition(
        "deep", f"after the account fell more than {-_DEEP:.0%} below its peak".replace("%", "\u202f%"), events,
        _MONTH, "from the first trading day so far below the peak; again after each time that it was less",
    )  # fmt: skip


def _losers(inputs: ReportInputs, curve: Curve) -> Condition:
    trades = [trade for trade in inputs.result.trades if trade.profit - trade.fees < 0]
    return Condition(
        "loser", "after the end of a losing trade", _places(curve, [trade.exited.timestamp() for trade in trades]),
        _MONTH, "from the end of the trading day on which a closed trade with a loss net of fees ended",
    )  # fmt: skip


def _turns_of_months(curve: Curve) -> Condition:
    events = tuple(place - (_DAYS_BEFORE_TURN - 1) for place in _month_ends(curve) if place >= _DAYS_BEFORE_TURN - 1)
    return Condition(
        "turn_of_month", "over the turn of a month", events, _TURN,
        "the last trading day of a month and the first three of the next",
    )  # fmt: skip


def _month_ends(curve: Curve) -> list[int]:
    days = curve.daily.days
    months = [(days[place].year, days[place].month) for place in curve.places]
    return [number for number, (one, other) in enumerate(pairwise(months)) if one != other]


def _places(curve: Curve, moments: Sequence[float]) -> tuple[int, ...]:
    found = {curve.at_or_after(moment) for moment in moments if moment >= float(curve.daily.times[0])}
    return tuple(sorted(place for place in found if place is not None))
