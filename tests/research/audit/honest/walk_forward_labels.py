"""Learns from what followed earlier bars: tomorrow's return is a label, and only labels that are known are used."""

import numpy as np
import pandas as pd


def predicted(closes: pd.Series) -> pd.Series:
    change = closes.pct_change().fillna(0.0)
    label = change.shift(-1)
    feature = change.rolling(5, min_periods=1).mean()
    out = np.full(len(closes), np.nan)
    slope = 0.0
    for t in range(120, len(closes)):
        if t % 60 == 0:
            x, y = feature.iloc[: t - 1].to_numpy(), label.iloc[: t - 1].to_numpy()
            slope = float((x * y).sum() / (x * x).sum())
        out[t] = slope * feature.iloc[t]
    return pd.Series(out, index=closes.index)
