"""What an account makes of weights: one accounting for signals, baselines and leaks alike. Pure.

A weight known at the close of bar t earns the return from that close to the next. Changing it costs a share of what is
traded. Weights are held constant through a bar, without drift.
"""

import math
from dataclasses import dataclass

import numpy as np

from leanrig.errors import BadInput
from research.judging.history import Floats

__all__ = ["Account", "Figures", "account_of", "drawdown_of", "figures_of", "sharpe_of", "traded_of"]

_BP = 1e-4
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Account:
    """By bar, (n,): `weights` known at its close, `traded` to get there, `returns` earned until the next, net."""

    weights: Floats
    traded: Floats
    gross: Floats
    returns: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """What an account came to; NaN where nobody can know.

    Parameters
    ----------
    annual_return, volatility
        Fractions a year; the return is compounded.
    sharpe
        Mean over standard deviation (ddof 1), times the root of bars a year, without a riskless rate.
    drawdown
        Deepest fall from a peak, never above 0.
    turnover
        Traded a year, as a multiple of the account; a way in and out again counts 2.
    exposure
        Mean size of the weight.
    invested
        Share of bars with a weight.
    trades
        Changes of the weight.
    switches
        Ways into the market, out of it, or from one side to the other.
    holding
        Mean bars until the position has been turned over once.
    """

    bars: int
    annual_return: float
    volatility: float
    sharpe: float
    drawdown: float
    turnover: float
    exposure: float
    invested: float
    trades: int
    switches: int
    holding: float


def account_of(weights: Floats, ahead: Floats, *, cost_bps: float) -> Account:
    """Return the account that holds `weights` (n,) over the returns `ahead` (n,).

    Parameters
    ----------
    cost_bps
        Fee and slippage together, in basis points of what is traded.
    """
    if len(weights) != len(ahead):
        raise BadInput(f"{len(weights)} weights for {len(ahead)} returns", cure="one weight a bar that has an outcome")
    if not (np.isfinite(weights).all() and np.isfinite(ahead).all() and cost_bps >= 0):
        raise BadInput("weights, returns and costs have to be numbers", cure="drop bars without an answer first")
    traded = traded_of(weights)
    gross = weights * ahead
    return Account(weights, traded, gross, gross - traded * cost_bps * _BP)


def traded_of(weights: Floats) -> Floats:
    """Size of each change of the weight, (n,); the first is the way in from nothing."""
    return np.abs(np.diff(weights, prepend=0.0))


def figures_of(account: Account, *, bars_per_year: float) -> Figures:
    """Return the figures of an account."""
    returns, weights = account.returns, account.weights
    bars = len(returns)
    exposure = float(np.mean(np.abs(weights))) if bars else math.nan
    traded = float(account.traded.sum())
    sides = np.sign(weights)
    return Figures(
        bars=bars,
        annual_return=_annual(returns, bars_per_year),
        volatility=_deviation(returns) * math.sqrt(bars_per_year),
        sharpe=sharpe_of(returns) * math.sqrt(bars_per_year),
        drawdown=drawdown_of(returns),
        turnover=traded / bars * bars_per_year if bars else math.nan,
        exposure=exposure,
        invested=float(np.mean(weights != 0)) if bars else math.nan,
        trades=int(np.count_nonzero(account.traded > _NOTHING)),
        switches=int(np.count_nonzero(np.diff(sides, prepend=0.0))),
        holding=2 * exposure * bars / traded if traded > 0 else math.nan,
    )


def sharpe_of(returns: Floats) -> float:
    """Mean over standard deviation a bar; NaN without spread or with fewer than two returns."""
    deviation = _deviation(returns)
    return float(np.mean(returns)) / deviation if deviation > _NOTHING else math.nan


def drawdown_of(returns: Floats) -> float:
    """Deepest fall from the running peak as a fraction, never above 0; NaN without returns."""
    if not len(returns):
        return math.nan
    equity = np.cumprod(np.concatenate([[1.0], np.maximum(1 + returns, 0.0)]))
    return float(np.min(equity / np.maximum.accumulate(equity)) - 1)


def _annual(returns: Floats, bars_per_year: float) -> float:
    if not len(returns):
        return math.nan
    if np.any(returns <= -1):
        return -1.0  # nothing is left that could earn anything
    return float(math.expm1(np.log1p(returns).mean() * bars_per_year))


def _deviation(returns: Floats) -> float:
    return float(np.std(returns, ddof=1)) if len(returns) > 1 else math.nan
