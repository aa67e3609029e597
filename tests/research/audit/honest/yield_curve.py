"""A curve between its tenors at each moment, never between moments."""

import numpy as np
import pandas as pd


def curvature(closes: pd.Series) -> pd.Series:
    short = closes.pct_change(5)
    long = closes.pct_change(60)
    curve = pd.DataFrame({1: short, 2: np.nan, 3: np.nan, 4: long})
    filled = curve.interpolate(axis=1)
    return filled[2] - filled.mean(axis=1)
