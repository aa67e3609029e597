"""What a trend rule earns, with the position that was held when the bar began."""

import numpy as np
import pandas as pd


def strategy_returns(closes: pd.Series) -> pd.Series:
    returns = closes.pct_change().fillna(0.0)
    position = np.sign(closes - closes.rolling(3, min_periods=1).mean())
    held = position.shift(1).fillna(0.0)
    profit = held * returns
    return profit.rename("profit")


def sharpe(closes: pd.Series) -> float:
    earned = strategy_returns(closes)
    return float(earned.mean() / earned.std() * np.sqrt(252))
