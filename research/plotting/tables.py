"""A judged signal as frames: figures beside the baselines, and what happened in each regime."""

from dataclasses import asdict

import pandas as pd

from research.judging.judged import Judged
from research.judging.leak_premium import LeakPremium

__all__ = ["baselines_table", "leaks_table", "regimes_table"]

_SHOWN = ["annual_return", "volatility", "sharpe", "drawdown", "turnover", "exposure", "trades"]


def baselines_table(judged: Judged) -> pd.DataFrame:
    """Return the signal's figures and those of each baseline, a row each; fractions, ratios a year.

    `ahead` is the signal's Sharpe ratio less that row's, from `low` to `high` with a chance of 95 %.
    """
    rows = {"signal": asdict(judged.figures)}
    for one in judged.baselines:
        apart = {"ahead": one.ahead.value, "low": one.ahead.low, "high": one.ahead.high}
        rows[one.words] = asdict(one.figures) | apart
    return pd.DataFrame(rows).T[[*_SHOWN, "ahead", "low", "high"]].astype(float).round(3)


def regimes_table(judged: Judged) -> pd.DataFrame:
    """Return what market and account did in each regime, a row each."""
    return pd.DataFrame([asdict(one) for one in judged.regimes]).set_index("regime").round(3)


def leaks_table(found: LeakPremium) -> pd.DataFrame:
    """Return what each leak made of the same account: its Sharpe ratio, and how much of it is the leak's."""
    rows = {"buy and hold": {"sharpe": found.hold.sharpe, "drawdown": found.hold.drawdown}}
    rows["honest"] = {"sharpe": found.honest.sharpe, "drawdown": found.honest.drawdown}
    for leak in found.leaks:
        premium = {"premium": leak.premium.value, "low": leak.premium.low, "high": leak.premium.high}
        rows[leak.words] = {"sharpe": leak.figures.sharpe, "drawdown": leak.figures.drawdown} | premium
    return pd.DataFrame(rows).T.round(3)
