"""Several symbols of one recipe as one account. Pure."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from research.judging.account import Account, Figures, figures_of, traded_of
from research.judging.bootstrap import Difference, sharpe_difference
from research.judging.counted import Counted, luck_of
from research.judging.judged import Judged, Luck

__all__ = ["Together", "together"]


@dataclass(frozen=True, slots=True)
class Together:
    """One account that holds every symbol, beside one that holds all of them in equal parts from the start.

    Parameters
    ----------
    bars
        Ends of bars that any of the symbols has.
    figures
        Exposure and turnover add up over symbols; switches are those of the account's net side.
    ahead
        Its Sharpe ratio less that of holding.
    """

    symbols: tuple[str, ...]
    bars: int
    figures: Figures
    hold: Figures
    ahead: Difference
    luck: Luck


def together(judged: Sequence[Judged], *, share: float = 1.0, counted: Counted | None = None) -> Together:
    """Return several judged symbols as one account.

    Parameters
    ----------
    share
        Part of the account that a weight of 1 is, the same for each symbol. A recipe's sizer gives weights of the whole
        account (1, the default); plain strengths are better divided by the number of symbols.

    Raises
    ------
    BadInput
        If there is none, or their bars are not of one length.

    Notes
    -----
    On bars that a symbol does not have it earns and trades nothing, and keeps its weight. Its sizer saw the drawdown of
    the symbol alone, where that of an algorithm sees the whole account's.
    """
    if not judged:
        raise BadInput("no symbol was judged", cure="one at least")
    years = {one.bars_per_year for one in judged}
    if max(years) > 1.05 * min(years):
        raise BadInput("the symbols have bars of different lengths", cure="judge those of one resolution together")
    per_year = max(years)
    ends = functools.reduce(pd.DatetimeIndex.union, (one.series.ends for one in judged))
    returns = _summed([pd.Series(one.series.returns, one.series.ends) for one in judged]) * share
    weights = _carried([pd.Series(one.series.weights, one.series.ends) for one in judged]) * share
    hold = _summed([pd.Series(one.series.baselines["hold"], one.series.ends) for one in judged]) / len(judged)
    traded = np.sum([traded_of(column) for column in weights.T], axis=0)
    account = Account(weights.sum(axis=1), traded, returns, returns)
    held = Account(np.ones(len(hold)), traded_of(np.ones(len(hold))), hold, hold)
    luck, _ = luck_of(returns, ends, counted or Counted(), bars_per_year=per_year)
    return Together(
        tuple(one.symbol for one in judged),
        len(returns),
        figures_of(account, bars_per_year=per_year),
        figures_of(held, bars_per_year=per_year),
        sharpe_difference(returns, hold, bars_per_year=per_year),
        luck,
    )


def _summed(series: Sequence[pd.Series]) -> np.ndarray:
    return pd.concat(series, axis=1).sort_index().fillna(0.0).sum(axis=1).to_numpy(float)


def _carried(series: Sequence[pd.Series]) -> np.ndarray:
    return pd.concat(series, axis=1).sort_index().ffill().fillna(0.0).to_numpy(float)
