"""What anybody could have done: beside every result, by the same accounting. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from research.judging.account import Account, Figures, account_of, figures_of
from research.judging.bootstrap import Difference, sharpe_difference
from research.judging.history import Floats, History

__all__ = ["BASELINES", "Baseline", "baselines_of", "calm_volatility", "hold", "over_mean"]


def hold(closes: Floats) -> Floats:
    """Always in the market."""
    return np.ones(len(closes))


def over_mean(closes: Floats, *, period: int = 200) -> Floats:
    """In the market while the close is above its mean over `period` bars; out of it until there are so many."""
    mean = pd.Series(closes).rolling(period).mean().to_numpy(float)
    with np.errstate(invalid="ignore"):
        return np.asarray(closes > mean, dtype=np.float64)


def calm_volatility(closes: Floats, *, half_life: float = 20, quantile: float = 0.8, warm_up: int = 500) -> Floats:
    """In the market while EWMA volatility is below its own expanding quantile; out of it until there is one."""
    volatility = pd.Series(closes).pct_change().ewm(halflife=half_life).std()
    limit = volatility.expanding(min_periods=warm_up).quantile(quantile)
    return np.asarray(volatility < limit, dtype=np.float64)


BASELINES: dict[str, tuple[str, Callable[[Floats], Floats]]] = {
    "hold": ("buy and hold", hold),
    "mean_200": ("price above its 200-bar mean", over_mean),
    "calm": ("EWMA volatility below its expanding 80th percentile", calm_volatility),
}
"""Name -> words, and the weights by bar from closes, known at each."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline's figures, and the signal's Sharpe ratio less its own.

    `warm_up` is how many of the judged bars it could not have an opinion on, for want of earlier ones; `returns` are
    net, by bar.
    """

    name: str
    words: str
    figures: Figures
    ahead: Difference
    warm_up: int
    returns: Floats = field(compare=False, repr=False)


_WARM_UPS = {"hold": 0, "mean_200": 199, "calm": 500}


def baselines_of(history: History, account: Account, *, cost_bps: float) -> tuple[Baseline, ...]:
    """Return all baselines over the bars of `account`; those before the first row serve to warm up on."""
    closes = np.concatenate([history.before, history.closes])
    skipped = len(history.before)
    found = []
    for name, (words, rule) in BASELINES.items():
        weights = rule(closes)[skipped : skipped + history.outcomes]
        own = account_of(weights, history.ahead, cost_bps=cost_bps)
        figures = figures_of(own, bars_per_year=history.bars_per_year)
        apart = sharpe_difference(account.returns, own.returns, bars_per_year=history.bars_per_year)
        warm_up = min(max(0, _WARM_UPS[name] - skipped), history.outcomes)
        found.append(Baseline(name, words, figures, apart, warm_up, own.returns))
    return tuple(found)
