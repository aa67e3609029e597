"""Probability of the wild state, of two known laws. Kind: hmmlearn #355, #496 (posteriors are smoothed)."""

import numpy as np
import pandas as pd

STAY = np.array([[0.99, 0.01], [0.03, 0.97]])
WIDTH = np.array([0.008, 0.02])


def wild_probability(closes: pd.Series) -> pd.Series:
    returns = np.log(closes).diff().fillna(0.0).to_numpy()
    density = np.exp(-0.5 * (returns[:, None] / WIDTH) ** 2) / WIDTH
    ahead = np.empty_like(density)
    ahead[0] = density[0] / density[0].sum()
    for t in range(1, len(returns)):
        ahead[t] = (ahead[t - 1] @ STAY) * density[t]
        ahead[t] /= ahead[t].sum()
    back = np.ones_like(density)
    for t in range(len(returns) - 2, -1, -1):
        back[t] = STAY @ (density[t + 1] * back[t + 1])  # <- leak
        back[t] /= back[t].sum()
    both = ahead * back
    return pd.Series(both[:, 1] / both.sum(axis=1), index=closes.index)
