"""What the market and the account did in each regime, how long regimes last, how often they change. Pure."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from research.judging.account import Account, sharpe_of
from research.judging.history import Floats

__all__ = ["InRegime", "Switching", "in_regimes", "switching_of"]


@dataclass(frozen=True, slots=True)
class InRegime:
    """Bars that follow a row of one regime.

    Parameters
    ----------
    share
        Of all bars.
    exposure
        Mean weight, signed.
    market_return, account_return
        Mean return a year (arithmetic) of the price, and of the account after costs.
    market_volatility, market_sharpe, account_sharpe
        A year; NaN without spread.
    spells, mean_dwell, median_dwell
        Unbroken stays and their lengths in bars; the first and the last are cut by the data's ends.
    """

    regime: str
    bars: int
    share: float
    exposure: float
    market_return: float
    market_volatility: float
    market_sharpe: float
    account_return: float
    account_sharpe: float
    spells: int
    mean_dwell: float
    median_dwell: float


@dataclass(frozen=True, slots=True)
class Switching:
    """Changes of regime: how many, how many a year, and the median stay in bars."""

    switches: int
    per_year: float
    median_dwell: float


def in_regimes(
    regime: NDArray[np.object_], ahead: Floats, account: Account, *, bars_per_year: float
) -> tuple[InRegime, ...]:
    """Return the figures by regime, in the order of their names; all arguments by bar, (n,)."""
    words, lengths = _spells(regime)
    root = math.sqrt(bars_per_year)
    found = []
    for name in sorted(set(regime.tolist())):
        here, dwells = regime == name, lengths[words == name]
        market, own = ahead[here], account.returns[here]
        found.append(
            InRegime(
                regime=name,
                bars=int(here.sum()),
                share=float(here.mean()),
                exposure=float(account.weights[here].mean()),
                market_return=float(market.mean()) * bars_per_year,
                market_volatility=float(np.std(market, ddof=1)) * root if len(market) > 1 else math.nan,
                market_sharpe=sharpe_of(market) * root,
                account_return=float(own.mean()) * bars_per_year,
                account_sharpe=sharpe_of(own) * root,
                spells=len(dwells),
                mean_dwell=float(dwells.mean()),
                median_dwell=float(np.median(dwells)),
            )
        )
    return tuple(found)


def switching_of(regime: NDArray[np.object_], *, bars_per_year: float) -> Switching:
    """Return how often the regime changes."""
    _, lengths = _spells(regime)
    switches = len(lengths) - 1
    return Switching(switches, switches / len(regime) * bars_per_year, float(np.median(lengths)))


def _spells(regime: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the word and the length of each unbroken stay."""
    starts = np.concatenate([[0], np.flatnonzero(regime[1:] != regime[:-1]) + 1])
    return regime[starts], np.diff(np.append(starts, len(regime)))
