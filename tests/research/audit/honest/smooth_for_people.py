"""A picture has a centred mean, which is for the eye; the signal has none."""

import pandas as pd


def picture(closes: pd.Series) -> dict[str, list[float]]:
    smooth = closes.rolling(21, center=True).mean().bfill()
    return {"price": closes.tolist(), "smooth": smooth.tolist(), "range": [closes.min(), closes.max()]}


def signal(closes: pd.Series) -> pd.Series:
    return (closes > closes.ewm(span=21).mean()).astype(float)
