"""A line through the past, fitted anew every 50 bars and carried forward."""

import numpy as np
import pandas as pd


def above_line(closes: pd.Series) -> pd.Series:
    logs = np.log(closes.to_numpy())
    above = np.full(len(logs), np.nan)
    line = None
    for t in range(len(logs)):
        if line is not None:
            above[t] = logs[t] - np.polyval(line, t)
        if t >= 100 and t % 50 == 0:
            line = np.polyfit(np.arange(t + 1), logs[: t + 1], 1)
    return pd.Series(above, index=closes.index)
