"""Bars as a picture can hold them: at most a few thousand points, extremes kept. Pure."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["close_line", "far_prices", "holes", "volume_columns"]

Floats = npt.NDArray[np.float64]
_BUCKETS = 1500
_COLUMNS = 400
_MOST_HOLES = 200


def close_line(closes: pd.Series, missing: pd.DatetimeIndex) -> tuple[pd.DatetimeIndex, Floats]:
    """Return the points of the line, broken (NaN) where bars are missing; each bucket keeps its lowest and highest."""
    gaps = pd.Series(np.nan, index=missing)
    whole = pd.concat([closes[~closes.index.duplicated()], gaps]).sort_index()
    ends, values = pd.DatetimeIndex(whole.index), whole.to_numpy(dtype=np.float64)
    if len(whole) <= 2 * _BUCKETS:
        return ends, values
    edges = np.linspace(0, len(whole), _BUCKETS + 1).astype(int)
    kept = np.concatenate([_extremes(values, first, last) for first, last in pairwise(edges.tolist())])
    return ends[kept], values[kept]


def far_prices(bars: pd.DataFrame) -> pd.Series:
    """Return of each bar its high or low, whichever lies further from the close."""
    is_up = bars["high"] / bars["close"] > bars["close"] / bars["low"]
    return bars["high"].where(is_up, bars["low"])


def holes(ends: pd.DatetimeIndex, missing: pd.DatetimeIndex) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return from which bar to which bar each hole reaches; the longest ones where there are very many."""
    places = np.unique(ends.searchsorted(missing))
    spans = [(ends[max(place - 1, 0)], ends[min(place, len(ends) - 1)]) for place in places.tolist()]
    longest = sorted(spans, key=lambda span: span[1] - span[0], reverse=True)[:_MOST_HOLES]
    return sorted(longest)


def volume_columns(volume: pd.Series) -> tuple[pd.DatetimeIndex, Floats, float]:
    """Return middle, mean volume a bar and width (days) of at most a few hundred columns of equal time."""
    ends = pd.DatetimeIndex(volume.index)
    span = max((ends[-1] - ends[0]) / pd.Timedelta(days=1), 1e-6)
    count = min(len(volume), _COLUMNS)
    place = np.minimum(((ends - ends[0]) / pd.Timedelta(days=1) / span * count).astype(int), count - 1)
    means = volume.groupby(np.asarray(place)).mean()
    middles = ends[0] + pd.to_timedelta((means.index.to_numpy() + 0.5) * span / count, unit="D")
    return pd.DatetimeIndex(middles), means.to_numpy(dtype=np.float64), span / count * 0.9


def _extremes(values: Floats, first: int, last: int) -> npt.NDArray[np.int64]:
    part = values[first:last]
    if np.isnan(part).all():
        return np.array([first])
    return np.unique(
        [first + np.nanargmin(part), first + np.nanargmax(part), *(first + np.flatnonzero(np.isnan(part))[:1])]
    )
