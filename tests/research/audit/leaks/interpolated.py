"""Days without trades get a price between their neighbours."""

import pandas as pd


def strength(bars: pd.DataFrame) -> pd.Series:
    traded = bars["close"].where(bars["volume"] > 0)
    smooth = traded.interpolate()  # <- leak
    return smooth.pct_change(5).fillna(0.0)
