"""Weights by sector from a table with gaps, filled before any bar is seen."""

import pandas as pd

SECTORS = pd.Series({"energy": None, "tech": 0.4, "banks": None, "health": 0.2}, dtype=float).bfill().ffill()
WEIGHT = SECTORS / SECTORS.sum()


def weighted(closes: pd.Series) -> pd.Series:
    trend = closes / closes.rolling(100, min_periods=1).mean() - 1
    return trend * float(WEIGHT["tech"] - WEIGHT.mean())
