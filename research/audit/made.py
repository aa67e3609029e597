"""Bars to audit signals on: seeded, with regimes, gaps, bars without trades, splits, symbols that come and go. Pure."""

import numpy as np
import pandas as pd

__all__ = ["half_hours", "made_bars", "made_panel", "random_walk"]

_HALF_HOURS = 13


def made_bars(count: int = 800, *, seed: int = 20, splits: bool = True) -> pd.DataFrame:
    """Return daily bars with end_time at 21:00 UTC: open, high, low, close, volume, split (new shares: 0.5 is 2:1).

    Prices are as traded: they fall by half where a share splits in two. About one bar in twenty has no trade: it
    repeats the last close and has volume 0. A session in thirty is missing.
    """
    days = pd.bdate_range("2012-01-03", periods=int(count * 1.1) + 10)
    draw = np.random.default_rng(seed)
    kept = days[np.sort(draw.choice(len(days), count, replace=False))]
    ends = pd.DatetimeIndex(kept + pd.Timedelta(hours=21)).tz_localize("UTC")
    return _traded(ends, draw, size=0.011, splits=splits)


def half_hours(sessions: int = 60, *, seed: int = 21, splits: bool = False) -> pd.DataFrame:
    """Return bars of half an hour, 13 a session, from 14:30 to 21:00 UTC; columns as in `made_bars`."""
    days = pd.bdate_range("2019-01-02", periods=sessions + 5)
    draw = np.random.default_rng(seed)
    kept = days[np.sort(draw.choice(len(days), sessions, replace=False))]
    steps = pd.to_timedelta(np.arange(1, _HALF_HOURS + 1) * 30 + 14 * 60 + 30, unit="min")
    ends = pd.DatetimeIndex([day + step for day in kept for step in steps]).tz_localize("UTC")
    return _traded(ends, draw, size=0.004, splits=splits)


def made_panel(count: int = 500, *, seed: int = 22) -> pd.DataFrame:
    """Return closes of eight symbols by end_time; two are listed late, three are delisted before the end (NaN)."""
    columns = {f"S{k}": made_bars(count, seed=seed + k, splits=False)["close"].to_numpy() for k in range(8)}
    panel = pd.DataFrame(columns, index=made_bars(count, seed=seed, splits=False).index)
    for name, first, last in (("S1", 0.2, 1.0), ("S2", 0.4, 1.0), ("S4", 0, 0.55), ("S5", 0, 0.7), ("S6", 0.1, 0.9)):
        panel.loc[panel.index[: int(first * count)], name] = np.nan
        panel.loc[panel.index[int(last * count) :], name] = np.nan
    return panel


def random_walk(count: int = 1500, *, seed: int = 23) -> pd.DataFrame:
    """Return daily bars on which nothing can be earned: equal chances up and down, each bar for itself, no gap."""
    draw = np.random.default_rng(seed)
    ends = pd.bdate_range("2010-01-04", periods=count).tz_localize("UTC") + pd.Timedelta(hours=21)
    change = 1 + 0.01 * draw.choice([-1.0, 1.0], count) * draw.uniform(0.2, 1.8, count)
    close = 100 * np.cumprod(change)
    first = close / change
    frame = {"open": first, "high": np.maximum(first, close) * 1.001, "low": np.minimum(first, close) * 0.999}
    return pd.DataFrame({**frame, "close": close, "volume": 1000.0, "split": 1.0}, index=ends)


def _traded(ends: pd.DatetimeIndex, draw: np.random.Generator, *, size: float, splits: bool) -> pd.DataFrame:
    count = len(ends)
    wild = (np.arange(count) // 90) % 3 == 2
    drift = np.where((np.arange(count) // 130) % 2 == 0, 0.06, -0.05)
    quiet = draw.random(count) < 0.05
    quiet[0] = False
    change = size * np.where(wild, 2.5, 1.0) * (draw.standard_normal(count) + drift) + np.where(
        draw.random(count) < 0.02, draw.normal(0, 5 * size, count), 0.0
    )
    split = np.ones(count)
    if splits:
        split[[int(count * share) for share in (0.3, 0.62, 0.85)]] = 0.5, 0.5, 2.0
    close = 100 * np.exp(np.cumsum(np.where(quiet, 0.0, change))) * np.cumprod(split)
    before = np.concatenate([[100.0], close[:-1]]) * split
    first = np.where(quiet, close, before * np.exp(0.3 * size * draw.standard_normal(count)))
    reach = np.where(quiet, 0.0, np.abs(draw.normal(0, 0.4 * size, (2, count))))
    high, low = np.maximum(first, close) * (1 + reach[0]), np.minimum(first, close) * (1 - reach[1])
    volume = np.where(quiet, 0.0, np.round(draw.lognormal(10, 0.5, count)))
    columns = {"open": first, "high": high, "low": low, "close": close, "volume": volume, "split": split}
    return pd.DataFrame(columns, index=ends.rename("end_time"))
