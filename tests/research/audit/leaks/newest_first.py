"""A mean over bars that were sorted as a web page shows them."""

import pandas as pd


def below_mean(closes: pd.Series) -> pd.Series:
    newest_first = closes.sort_index(ascending=False)  # <- leak
    mean = newest_first.rolling(20, min_periods=1).mean()  # <- leak
    return (closes < mean.sort_index()).astype(float)
