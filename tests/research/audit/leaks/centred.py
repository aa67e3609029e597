"""Distance from a smooth trend."""

import pandas as pd


def distance(closes: pd.Series) -> pd.Series:
    trend = closes.rolling(21, center=True, min_periods=1).mean()  # <- leak
    return (closes - trend) / trend
