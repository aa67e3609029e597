"""Sharpe ratio of a trend rule. Kind: auto-researchtrading #4 (10.4 became -0.7 with one bar of lag)."""

import numpy as np
import pandas as pd


def strategy_returns(closes: pd.Series) -> pd.Series:
    returns = closes.pct_change().fillna(0.0)
    position = np.sign(closes - closes.rolling(3, min_periods=1).mean())
    profit = position * returns  # <- leak
    return profit.rename("profit")


def sharpe(closes: pd.Series) -> float:
    earned = strategy_returns(closes)
    return float(earned.mean() / earned.std() * np.sqrt(252))
