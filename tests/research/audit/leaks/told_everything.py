"""A machine that is fed bar by bar, and was shown them all when it was made."""

from collections import deque

import numpy as np
import pandas as pd


class Threshold:
    def __init__(self, closes: pd.Series) -> None:
        self._level = float(np.log(closes).diff().std())  # <- leak
        self._closes: deque[float] = deque(maxlen=2)

    def update(self, close: float) -> float | None:
        self._closes.append(close)
        if len(self._closes) < 2:
            return None
        return float(abs(np.log(self._closes[1] / self._closes[0])) > self._level)
