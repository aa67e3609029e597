"""Every half hour of the day, where some were never traded. Kind: polygon-io #104 (missing minutes, filled)."""

import numpy as np
import pandas as pd


def strength(bars: pd.DataFrame) -> pd.Series:
    closes = bars["close"].where(bars["volume"] > 0)
    whole = closes.bfill()  # <- leak
    return np.log(whole).diff(3).fillna(0.0)
