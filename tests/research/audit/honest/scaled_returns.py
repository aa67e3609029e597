"""Returns measured in their own volatility: a product with returns, and no profit."""

import pandas as pd


def scaled(closes: pd.Series) -> pd.Series:
    returns = closes.pct_change()
    weight = 0.01 / returns.ewm(halflife=30, min_periods=30).std()
    strategy_input = weight * returns
    return strategy_input.rolling(10).mean().clip(-1, 1)
