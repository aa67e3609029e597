"""Momentum as of each day, by slices that reach a day too far. Kind: TradingAgents #203 (data after the trade date)."""

import pandas as pd


def momentum_as_of(closes: pd.Series) -> pd.Series:
    values = []
    for day in closes.index:
        known = closes.loc[day - pd.Timedelta(days=40) : day + pd.Timedelta(days=4)]  # <- leak
        values.append(known.iloc[-1] / known.iloc[0] - 1)
    return pd.Series(values, index=closes.index)
