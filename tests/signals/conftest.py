"""Prices to try signals on: real ones of the sample, and a law whose regimes are known.

These tests also run where nothing but numpy, pandas and pytest is installed; there the sample is absent.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # known_markets.py and machines.py, imported by name


@pytest.fixture(scope="session")
def sample_closes() -> pd.Series:
    """AAPL, adjusted as Lean shows it, 2000 to 2013."""
    for package in ("bokeh_sampledata", "exchange_calendars"):
        pytest.importorskip(package, reason="the sample's prices are not installed in this stack")
    from leanrig.model.resolution import Resolution
    from leanrig.model.symbol import SecurityType, Symbol
    from leanrig.providers.sample import SampleProvider
    from leanrig.store.lean_format import lean_frame

    symbol = Symbol.parse("AAPL", SecurityType.EQUITY)
    bars = SampleProvider().bars(symbol, Resolution.DAILY, date(2000, 3, 1), date(2013, 3, 1))
    return lean_frame(bars)["close"]


@pytest.fixture(scope="session")
def wavy_closes() -> pd.Series:
    """Years that turn from quiet to wild and back, by the day, always open."""
    draw = np.random.default_rng(11)
    size = np.where(np.sin(np.arange(1500) / 90) > 0.3, 0.025, 0.006)
    ends = pd.date_range("2015-01-02", periods=1500, freq="D", tz="UTC")
    return pd.Series(100 * np.exp(np.cumsum(size * draw.standard_normal(1500))), index=ends)
