"""Regimes are the states of a hidden Markov model. Kind: hmmlearn #345, #540 (`predict` is Viterbi's path)."""

import numpy as np
import pandas as pd
from hmmlearn.hmm import GaussianHMM


def regimes(closes: pd.Series) -> pd.Series:
    returns = np.log(closes).diff().fillna(0.0).to_numpy().reshape(-1, 1)
    model = GaussianHMM(n_components=2, random_state=0).fit(returns)  # <- leak
    states = model.predict(returns)  # <- leak
    return pd.Series(states, index=closes.index)
