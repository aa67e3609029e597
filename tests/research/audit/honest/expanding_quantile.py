"""Storms are the wildest fifth of the days that were known by then."""

import numpy as np
import pandas as pd


def stormy(closes: pd.Series) -> pd.Series:
    volatility = np.log(closes).diff().ewm(halflife=20).std()
    threshold = volatility.expanding(min_periods=60).quantile(0.8)
    return (volatility > threshold).astype(float)
