"""Probability of the wild state, of two known laws, by the forward pass alone."""

import numpy as np
import pandas as pd

STAY = np.array([[0.99, 0.01], [0.03, 0.97]])
WIDTH = np.array([0.008, 0.02])


def wild_probability(closes: pd.Series) -> pd.Series:
    returns = np.log(closes).diff().fillna(0.0).to_numpy()
    density = np.exp(-0.5 * (returns[:, None] / WIDTH) ** 2) / WIDTH
    known = np.empty_like(density)
    known[0] = density[0] / density[0].sum()
    for t in range(len(returns) - 1):
        known[t + 1] = (known[t] @ STAY) * density[t + 1]
        known[t + 1] /= known[t + 1].sum()
    return pd.Series(known[:, 1], index=closes.index)
