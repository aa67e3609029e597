"""Rows of half-hour bars, stamped with their date: the morning of the day whose afternoon they know."""

import pandas as pd


def daily_rows(closes: pd.Series) -> pd.Series:
    change = closes.groupby(closes.index.date).last().pct_change().fillna(0.0)
    change.index = pd.to_datetime(change.index).tz_localize("UTC")  # <- leak
    return change
