"""What account and market did in each regime, a day counted to the regime that was known before it began. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leanrig.report.inputs import SignalRow

__all__ = ["InRegime", "Spell", "in_force", "regimes_at", "spells_by_regime", "spells_in_regimes", "summed_by_regime"]

Floats = NDArray[np.float64]

_ORDER = ("calm", "trending", "mean_reverting", "volatile")


@dataclass(frozen=True, slots=True)
class Spell:
    """A regime in force from one moment (Unix seconds) to the next change."""

    regime: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InRegime:
    """Sums over the days of one regime; NaN where the run has nothing to sum."""

    regime: str
    share: float
    days: int
    spells: int
    mean_days: float
    growth: float
    benchmark_growth: float
    returns: Floats
    benchmark_returns: Floats
    exposure: float


def in_force(rows: Sequence[SignalRow], times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the row that is in force at each moment; -1 before the first."""
    stamps = np.array([int(row.stamp.timestamp()) for row in rows], dtype=np.int64)
    found: NDArray[np.int64] = np.searchsorted(stamps, times, side="right") - 1
    return found


def regimes_at(rows: Sequence[SignalRow], moments: Sequence[datetime]) -> list[str]:
    """Return the regime in force at each moment; empty before the first row."""
    places = in_force(rows, np.array([int(moment.timestamp()) for moment in moments], dtype=np.int64))
    return [rows[place].regime if place >= 0 else "" for place in places]


def spells_in_regimes(rows: Sequence[SignalRow], first: int, last: int) -> list[Spell]:
    """Return the spells between two moments, cut at both."""
    spells: list[Spell] = []
    for row in rows:
        stamp = int(row.stamp.replace(tzinfo=row.stamp.tzinfo or UTC).timestamp())
        start = max(stamp, first)
        if stamp > last:
            break
        if spells and (spells[-1].regime == row.regime or spells[-1].start == start):
            if spells[-1].regime != row.regime:
                spells[-1] = Spell(row.regime, start, start)
            continue
        if spells:
            spells[-1] = Spell(spells[-1].regime, spells[-1].start, start)
        spells.append(Spell(row.regime, start, start))
    if spells:
        spells[-1] = Spell(spells[-1].regime, spells[-1].start, last)
    return _joined(spells)


def _joined(spells: list[Spell]) -> list[Spell]:
    joined: list[Spell] = []
    for spell in spells:
        if joined and joined[-1].regime == spell.regime:
            joined[-1] = Spell(spell.regime, joined[-1].start, spell.end)
        else:
            joined.append(spell)
    return joined


def spells_by_regime(spells: Sequence[Spell]) -> Mapping[str, list[Spell]]:
    """Return the spells of each regime, the regimes in the order of the page."""
    found: dict[str, list[Spell]] = {}
    for spell in sorted(spells, key=lambda spell: (_place(spell.regime), spell.start)):
        found.setdefault(spell.regime, []).append(spell)
    return found


def _place(regime: str) -> int:
    return _ORDER.index(regime) if regime in _ORDER else len(_ORDER)


def summed_by_regime(
    rows: Sequence[SignalRow],
    times: NDArray[np.int64],
    *,
    equity: Floats,
    market: Floats | None,
    exposure: Floats | None,
) -> list[InRegime]:
    """Return sums for each regime that was in force.

    Parameters
    ----------
    times
        Of the samples, one a day. The change from one sample to the next belongs to the row in force at the first.
    market
        What buy and hold would have been worth, at the same times.
    exposure
        Net exposure at the same times, a fraction of equity.
    """
    places = in_force(rows, times[:-1])
    regimes = np.array([rows[place].regime if place >= 0 else "" for place in places])
    changes = equity[1:] / equity[:-1] - 1
    moves = None if market is None else market[1:] / market[:-1] - 1
    found = []
    for regime, spells in spells_by_regime(spells_in_regimes(rows, int(times[0]), int(times[-1]))).items():
        chosen = regimes == regime
        days = int(chosen.sum())
        spent = sum(spell.end - spell.start for spell in spells) / 86_400
        found.append(
            InRegime(
                regime=regime,
                share=days / len(chosen),
                days=days,
                spells=len(spells),
                mean_days=spent / len(spells),
                growth=_grown(changes[chosen]),
                benchmark_growth=_grown(moves[chosen]) if moves is not None else float("nan"),
                returns=changes[chosen],
                benchmark_returns=moves[chosen] if moves is not None else np.array([]),
                exposure=float(exposure[1:][chosen].mean()) if exposure is not None and days else float("nan"),
            )
        )
    return found


def _grown(changes: Floats) -> float:
    return float(np.prod(1 + changes) - 1)
