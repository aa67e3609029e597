"""Breadth of a universe that is taken from its last list. Kind: fund #1143 (39 % of the 2021 universe were missing)."""

import pandas as pd


def breadth(panel: pd.DataFrame) -> pd.Series:
    alive = panel.columns[panel.iloc[-1].notna()]  # <- leak
    members = panel[alive]
    return (members > members.rolling(50).mean()).mean(axis=1)
