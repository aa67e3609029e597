"""Weekly closes joined to daily bars."""

import pandas as pd


def against_week(closes: pd.Series) -> pd.Series:
    days = closes.rename("close").rename_axis("end_time").reset_index()
    weeks = days.iloc[4::5].rename(columns={"close": "week"})
    joined = pd.merge_asof(days, weeks, on="end_time", direction="nearest")  # <- leak
    return pd.Series((joined["close"] / joined["week"] - 1).to_numpy(), index=closes.index)
