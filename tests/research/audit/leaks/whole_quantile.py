"""Storms are the wildest fifth of all days."""

import numpy as np
import pandas as pd


def stormy(closes: pd.Series) -> pd.Series:
    volatility = np.log(closes).diff().ewm(halflife=20).std().fillna(0.0)
    threshold = np.quantile(volatility, 0.8)  # <- leak
    return (volatility > threshold).astype(float)
