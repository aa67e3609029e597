"""What has to be said beside the figures, so that none is missing or doubtful without a word. Pure."""

import math
from collections.abc import Iterator

import numpy as np

from research.judging.account import Account
from research.judging.baselines import Baseline
from research.judging.history import History
from research.judging.information import Horizon
from research.judging.judged import Remark

__all__ = ["remarks_of"]

_SHORT = 250


def remarks_of(
    history: History,
    account: Account,
    baselines: tuple[Baseline, ...],
    horizons: tuple[Horizon, ...],
    *,
    trials: int,
    is_spread_known: bool,
) -> Iterator[Remark]:
    """Yield what is out of the ordinary."""
    yield from _of_data(history, account)
    yield from _of_horizons(horizons)
    yield from _of_luck(trials, is_spread_known)
    for one in baselines:
        if one.warm_up:
            words = f"{one.words}: out of the market for its first {one.warm_up} bars, for want of earlier prices"
            yield Remark("baseline warm-up", words)


def _of_data(history: History, account: Account) -> Iterator[Remark]:
    if len(account.returns) < _SHORT:
        yield Remark("short", f"{len(account.returns)} bars are few: every figure has a wide error")
    if np.ptp(history.closes) == 0:
        yield Remark("constant prices", "the price never moved: there is nothing to earn and nothing to foresee")
    if not account.traded.any():
        yield Remark("no trades", "the signal never asked for a position: there is no result to judge")
    elif np.ptp(account.returns) == 0:
        yield Remark("no spread", "the account's returns do not vary: ratios over their spread are not known")
    if np.any(account.returns <= -1):
        yield Remark("ruin", "the account lost everything on one bar")
    if len(set(history.regime.tolist())) == 1:
        yield Remark("one regime", f"every row says {history.regime[0]}: nothing can be compared between regimes")
    if (carried := int((~history.is_fresh).sum())) > 0:
        yield Remark("carried rows", f"{carried} bars have no row of their own and keep the one before")
    if not np.isfinite(history.volumes).any():
        yield Remark("no volumes", "the prices come without volumes: capacity is not known")


def _of_horizons(horizons: tuple[Horizon, ...]) -> Iterator[Remark]:
    unknown = [str(one.bars) for one in horizons if not math.isfinite(one.linear.value)]
    if unknown:
        words = f"no information coefficient over {', '.join(unknown)} bars: too few windows that do not overlap"
        yield Remark("unknown horizons", words + ", or no spread")
    negative = [
        str(one.bars)
        for one in horizons
        if math.isfinite(one.linear.value) and not math.isfinite(one.linear.hansen_hodrick)
    ]
    if negative:
        words = f"Hansen-Hodrick's variance is negative over {', '.join(negative)} bars: Newey-West's error stands"
        yield Remark("negative variance", words)


def _of_luck(trials: int, is_spread_known: bool) -> Iterator[Remark]:
    if trials <= 1:
        yield Remark("uncounted", "no other trial of it is in the ledger: the deflated Sharpe ratio is the plain one")
    elif not is_spread_known:
        yield Remark("unknown spread", "the spread of the trials' ratios is not known: that of no skill stands for it")
