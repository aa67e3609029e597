"""A bottom is a close below both its neighbours."""

import numpy as np
import pandas as pd


def bottoms(closes: pd.Series) -> pd.Series:
    prices = closes.to_numpy()
    found = np.zeros(len(prices))
    for t in range(1, len(prices) - 1):
        if prices[t] < prices[t - 1] and prices[t] < prices[t + 1]:  # <- leak
            found[t] = 1.0
    return pd.Series(found, index=closes.index)
