"""Buys before the market rises."""

import pandas as pd


def signal(closes: pd.Series) -> pd.Series:
    change = closes.pct_change()
    ahead = change.shift(-1)  # <- leak
    return (ahead > 0).astype(int) - (ahead < 0).astype(int)
