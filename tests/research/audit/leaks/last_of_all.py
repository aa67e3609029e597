"""Each bar against the highest level, which is looked up at the end of the history."""

import pandas as pd


def room_to_rise(closes: pd.Series) -> pd.Series:
    peaks = closes.cummax()
    rooms = []
    for t in range(len(closes)):
        peak = peaks.iloc[-1]  # <- leak
        rooms.append(1 - closes.iloc[t] / peak)
    return pd.Series(rooms, index=closes.index)
