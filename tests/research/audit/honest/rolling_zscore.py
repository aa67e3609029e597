"""Distance from the mean of the last bars, in their deviation."""

import pandas as pd


def zscore(closes: pd.Series, period: int = 20) -> pd.Series:
    mean = closes.rolling(period).mean()
    deviation = closes.rolling(period).std()
    return ((closes - mean) / deviation).clip(-3, 3)
