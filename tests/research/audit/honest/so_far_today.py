"""Within the day: where the price lies in the day's range so far."""

import pandas as pd


def place_so_far(bars: pd.DataFrame) -> pd.Series:
    day = bars.index.tz_convert("America/New_York").date
    high = bars["high"].groupby(day).cummax()
    low = bars["low"].groupby(day).cummin()
    return (bars["close"] - low) / (high - low)
