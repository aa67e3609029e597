"""The close of the last finished day, as context for every half hour of the next."""

import pandas as pd


def daily_context(closes: pd.Series) -> pd.Series:
    daily = closes.resample("1D", label="right", closed="right").last().dropna()
    return daily.rolling(5).mean().reindex(closes.index, method="ffill")
