"""Each symbol's place among its peers at the same moment; the list is sorted, the bars are not."""

import pandas as pd


def places(panel: pd.DataFrame) -> pd.DataFrame:
    momentum = panel.pct_change(60, fill_method=None)
    names = sorted(panel.columns, reverse=True)
    return momentum[names].rank(axis=1, pct=True)
