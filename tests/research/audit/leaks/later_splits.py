"""A penny-stock filter on back-adjusted prices. Kind: lumibot #401, #1048 (today's adjustment in yesterday's price)."""

import pandas as pd


def is_cheap(bars: pd.DataFrame) -> pd.Series:
    still_to_come = bars["split"].iloc[::-1].cumprod().iloc[::-1]  # <- leak
    adjusted = bars["close"] * still_to_come / bars["split"]
    return (adjusted < 60.0).astype(float)
