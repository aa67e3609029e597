"""A filter that goes forward, with parameters from all bars. Kind: fHMM #75 (fitted and decoded on the same sample)."""

import numpy as np
import pandas as pd


class TwoLaws:
    def fit(self, returns: np.ndarray) -> "TwoLaws":
        size = np.abs(returns)
        middle = np.median(size)
        self.width = np.array([size[size <= middle].std() + 0.004, size[size > middle].std() + 0.01])
        return self

    def filter(self, returns: np.ndarray) -> np.ndarray:
        known, wild = np.empty(len(returns)), 0.5
        for t, change in enumerate(returns):
            ahead = wild * 0.96 + (1 - wild) * 0.02
            density = np.exp(-0.5 * (change / self.width) ** 2) / self.width
            wild = ahead * density[1] / (ahead * density[1] + (1 - ahead) * density[0])
            known[t] = wild
        return known


def signal(closes: pd.Series) -> pd.Series:
    returns = np.log(closes).diff().fillna(0.0).to_numpy()
    model = TwoLaws().fit(returns)  # <- leak
    return pd.Series(model.filter(returns), index=closes.index)
