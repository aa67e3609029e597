"""A threshold by the bootstrap, over the first year only and always with the same draws."""

import numpy as np
import pandas as pd

FIRST = 250


def unusual(closes: pd.Series) -> pd.Series:
    returns = closes.pct_change().fillna(0.0)
    if len(returns) < FIRST:
        return pd.Series(np.nan, index=closes.index)
    draws = np.random.default_rng(7).choice(returns.iloc[:FIRST].to_numpy(), size=(200, FIRST))
    level = float(np.quantile(draws.std(axis=1), 0.95))
    out = (returns.rolling(20).std() > level).astype(float)
    out.iloc[:FIRST] = np.nan
    return out
