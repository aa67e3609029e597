"""Calls itself filtered, and is the likeliest path through all bars. Kind: machine-learning-for-trading #378."""

import numpy as np
import pandas as pd

COST = np.log(np.array([[0.99, 0.01], [0.03, 0.97]]))
WIDTH = np.array([0.008, 0.02])


def filtered_states(closes: pd.Series) -> pd.Series:
    returns = closes.pct_change().fillna(0.0).to_numpy()
    scores = -0.5 * (returns[:, None] / WIDTH) ** 2 - np.log(WIDTH)
    best = scores[0]
    came_from = np.zeros((len(returns), 2), dtype=int)
    for t in range(1, len(returns)):
        options = best[:, None] + COST
        came_from[t] = options.argmax(axis=0)
        best = options.max(axis=0) + scores[t]
    path = np.zeros(len(returns), dtype=int)
    path[-1] = best.argmax()
    for t in range(len(returns) - 1, 0, -1):  # <- leak
        path[t - 1] = came_from[t, path[t]]  # <- leak
    return pd.Series(path, index=closes.index)
