"""Fitted on the first bars; later ones are filtered under those parameters, which no later bar has changed."""

import numpy as np
import pandas as pd
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

FIRST = 300


def wild(closes: pd.Series) -> pd.Series:
    returns = 100 * np.log(closes).diff().fillna(0.0).to_numpy()
    known = np.full(len(returns), np.nan)
    if len(returns) > FIRST:
        fitted = MarkovRegression(returns[:FIRST], k_regimes=2, switching_variance=True).fit(maxiter=3, disp=False)
        later = MarkovRegression(returns, k_regimes=2, switching_variance=True).filter(fitted.params)
        known[FIRST:] = later.filtered_marginal_probabilities[FIRST:, 1]
    return pd.Series(known, index=closes.index)
