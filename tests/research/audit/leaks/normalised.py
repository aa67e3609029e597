"""An oscillator from 0 to 1. Kind: freqtrade #11642 (the extremes of the whole frame)."""

import pandas as pd


def populate_indicators(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    momentum = frame["close"].diff(10).fillna(0.0)
    lowest, highest = momentum.min(), momentum.max()  # <- leak
    frame["oscillator"] = (momentum - lowest) / (highest - lowest)
    return frame
