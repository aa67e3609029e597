"""Within the day: where the price lies in the day's range."""

import pandas as pd


def place_in_day(bars: pd.DataFrame) -> pd.Series:
    day = bars.index.tz_convert("America/New_York").date
    high = bars.groupby(day)["high"].transform("max")  # <- leak
    low = bars["low"].groupby(day).cummin()
    return (bars["close"] - low) / (high - low)
