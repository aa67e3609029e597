"""How much of a result is left after costs, and how much cost it could bear. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from research.judging.account import account_of, figures_of, traded_of
from research.judging.history import Floats

__all__ = ["COSTS_BPS", "CostPoint", "Costs", "costs_of"]

COSTS_BPS = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_BP = 1e-4


@dataclass(frozen=True, slots=True)
class CostPoint:
    """Sharpe ratio and return a year at one cost, in basis points of what is traded."""

    cost_bps: float
    sharpe: float
    annual_return: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Figures over costs.

    Parameters
    ----------
    break_even_bps
        Cost at which the mean return is nothing. NaN where nothing was traded, or where it loses before any cost.
    break_even_hold_bps
        Cost at which its mean return is that of buying and holding at no cost; NaN where that is none above 0.
    """

    points: tuple[CostPoint, ...]
    break_even_bps: float
    break_even_hold_bps: float


def costs_of(weights: Floats, ahead: Floats, *, bars_per_year: float, costs_bps: Sequence[float] = COSTS_BPS) -> Costs:
    """Return the figures of `weights` over `ahead` at each cost.

    The weights are the same at each: a sizer that had seen the costs might have stopped earlier.
    """
    traded, gross = float(traded_of(weights).sum()), float(weights @ ahead)
    return Costs(
        tuple(_point(weights, ahead, cost, bars_per_year) for cost in costs_bps),
        _break_even(gross, traded),
        _break_even(gross - float(np.sum(ahead)), traded),
    )


def _point(weights: Floats, ahead: Floats, cost_bps: float, bars_per_year: float) -> CostPoint:
    figures = figures_of(account_of(weights, ahead, cost_bps=cost_bps), bars_per_year=bars_per_year)
    return CostPoint(cost_bps, figures.sharpe, figures.annual_return)


def _break_even(earned: float, traded: float) -> float:
    return earned / traded / _BP if traded > 0 and earned > 0 else math.nan
