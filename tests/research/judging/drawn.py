"""Prices and rows drawn for the judge's tests."""

import numpy as np
import pandas as pd

from signals.contract import COLUMNS


def prices_of(closes: np.ndarray, volumes: np.ndarray | None = None, first: str = "2000-01-03") -> pd.DataFrame:
    """Return daily bars that end at nine in the evening, UTC, on weekdays."""
    ends = pd.bdate_range(first, periods=len(closes), tz="UTC") + pd.Timedelta(hours=21)
    frame = pd.DataFrame({"close": np.asarray(closes, dtype=float)}, index=ends)
    return frame if volumes is None else frame.assign(volume=volumes)


def walk(bars: int, seed: int = 7, drift: float = 0.0003, size: float = 0.01) -> np.ndarray:
    """Return closes that walk at random."""
    return 100 * np.exp(np.cumsum(drift + size * np.random.default_rng(seed).standard_normal(bars)))


def rows_at(
    prices: pd.DataFrame, strength: np.ndarray, *, skip: int = 0, regimes=None, confidence=None
) -> pd.DataFrame:
    """Return a row for each bar from number `skip` on, one for each strength."""
    count = len(strength)
    values = [
        pd.Series(prices.index[skip : skip + count]),
        ["TST"] * count,
        list(regimes) if regimes is not None else ["calm", "volatile"] * (count // 2) + ["calm"] * (count % 2),
        np.full(count, 0.9) if confidence is None else confidence,
        strength,
    ]
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))
