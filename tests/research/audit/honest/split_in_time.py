"""A classifier of tomorrow's direction, judged on the days after those it has learned from."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def accuracy(closes: pd.Series) -> float:
    change = closes.pct_change()
    features = pd.concat([change.shift(lag) for lag in range(1, 6)], axis=1).dropna()
    rises = (change > 0).astype(int).loc[features.index]
    learn, judge, learn_y, judge_y = train_test_split(features, rises, test_size=0.3, shuffle=False)
    return float(LogisticRegression().fit(learn, learn_y).score(judge, judge_y))
