"""The last bar of what was known, bar after bar."""

import pandas as pd


def pullback(closes: pd.Series) -> pd.Series:
    found = []
    for t in range(len(closes)):
        known = closes.iloc[max(0, t - 50) : t + 1]
        found.append(known.iloc[-1] / known.max() - 1)
    return pd.Series(found, index=closes.index)
