"""Means, extremes and sorted lists of settings are no statistics of the market."""

import numpy as np
import pandas as pd

HORIZONS = np.array([5, 21, 63])
SCALE = (HORIZONS - HORIZONS.mean()) / HORIZONS.std()


def momentum(closes: pd.Series) -> pd.Series:
    longest = HORIZONS.max()
    parts = [closes.pct_change(int(h)) / np.sqrt(h / longest) for h in sorted(HORIZONS, reverse=True)]
    return pd.concat(parts, axis=1).mean(axis=1) * float(SCALE.max())
