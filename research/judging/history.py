"""Signal rows laid beside the bars that they were made from, and what came after them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leanrig.errors import BadInput
from signals.contract import COLUMNS, Row
from signals.frames import frame_of

__all__ = ["FEWEST_ROWS", "Floats", "History", "history_of"]

Floats = NDArray[np.float64]

FEWEST_ROWS = 30
_ROUND_YEARS = (252, 365)
_NEAR = 0.03


@dataclass(frozen=True, slots=True)
class History:
    """One symbol's rows by bar; position t knows the bar that ends at `ends[t]` and nothing later.

    Parameters
    ----------
    ends : (n,)
        End of each bar from the first row's to the last row's, UTC.
    strength, confidence, regime : (n,)
        Of the row in force at that bar's close; a bar without a row keeps the one before.
    is_fresh : (n,)
        Whether the bar has a row of its own.
    closes, volumes : (m,) with m >= n
        From the first row's bar to the last bar there is: the bars after the last row are outcomes only. Volumes are
        NaN where there are none.
    before : (k,)
        Closes of the bars before the first row, oldest first: what baselines warm up on.
    bars_per_year
        Bars in a year, for figures a year.
    """

    symbol: str
    ends: pd.DatetimeIndex
    strength: Floats
    confidence: Floats
    regime: NDArray[np.object_]
    is_fresh: NDArray[np.bool_]
    closes: Floats
    volumes: Floats
    before: Floats
    bars_per_year: float

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def outcomes(self) -> int:
        """How many bars with a row have a bar after them."""
        return min(len(self), len(self.closes) - 1)

    @property
    def ahead(self) -> Floats:
        """Simple return from each close to the next, (outcomes,): what a weight known at the close earns."""
        found: Floats = self.closes[1:] / self.closes[:-1] - 1
        return found[: self.outcomes]

    def ahead_over(self, horizon: int) -> Floats:
        """Log return from each close to the one `horizon` bars later, (n,); NaN where the data ends before."""
        found = np.full(len(self), np.nan)
        count = min(len(self), len(self.closes) - horizon)
        if count > 0:
            logs = np.log(self.closes)
            found[:count] = logs[horizon : horizon + count] - logs[:count]
        return found


def history_of(
    rows: pd.DataFrame | Sequence[Row], prices: pd.Series | pd.DataFrame, *, bars_per_year: float | None = None
) -> History:
    """Return rows and prices by bar.

    Parameters
    ----------
    rows
        One symbol's, as a frame of `signals.frames` or a list.
    prices : closes, or a frame with `close` and, where known, `volume`; indexed by end_time in UTC
        Adjusted as Lean shows them. They may begin before the first row and go on after the last.
    bars_per_year
        By default from the bars' own dates.

    Raises
    ------
    BadInput
        If there are too few rows, more than one symbol, a row without its bar, or prices that are none.
    """
    frame = frame_of(list(rows)) if not isinstance(rows, pd.DataFrame) else rows
    symbol = _check_rows(frame)
    bars = _check_prices(prices)
    row_at = _places(frame, bars)
    first, last = int(row_at[0]), int(row_at[-1])
    count = last - first + 1
    is_fresh = np.zeros(count, dtype=bool)
    is_fresh[row_at - first] = True
    in_force = np.cumsum(is_fresh) - 1
    ends = pd.DatetimeIndex(bars.index)
    return History(
        symbol=symbol,
        ends=ends[first : last + 1],
        strength=frame["signal_strength"].to_numpy(float)[in_force],
        confidence=frame["confidence"].to_numpy(float)[in_force],
        regime=np.array([str(word) for word in frame["regime"]], dtype=object)[in_force],
        is_fresh=is_fresh,
        closes=bars["close"].to_numpy(float)[first:],
        volumes=bars["volume"].to_numpy(float)[first:],
        before=bars["close"].to_numpy(float)[:first],
        bars_per_year=bars_per_year or _bars_per_year(ends),
    )


def _check_rows(frame: pd.DataFrame) -> str:
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise BadInput(f"the rows have no {', '.join(missing)}", cure=f"their columns are {', '.join(COLUMNS)}")
    if len(frame) < FEWEST_ROWS:
        raise BadInput(
            f"{len(frame)} rows are too few to judge", cure=f"{FEWEST_ROWS} at least: give the recipe more bars"
        )
    symbols = sorted({str(name) for name in frame["symbol"]})
    if len(symbols) > 1:
        raise BadInput("the rows are of more than one symbol", where=", ".join(symbols), cure="judge each by itself")
    if not pd.DatetimeIndex(frame["timestamp"]).is_monotonic_increasing or frame["timestamp"].duplicated().any():
        raise BadInput("the rows are not sorted and unique", where=symbols[0], cure="sort them by timestamp")
    if not np.isfinite(frame[["confidence", "signal_strength"]].to_numpy(float)).all():
        raise BadInput("a confidence or strength is no number", where=symbols[0], cure="make the rows again")
    return symbols[0]


def _check_prices(prices: pd.Series | pd.DataFrame) -> pd.DataFrame:
    bars = prices.to_frame("close") if isinstance(prices, pd.Series) else prices
    if "volume" not in bars.columns:
        bars = bars.assign(volume=np.nan)
    index = bars.index
    if not isinstance(index, pd.DatetimeIndex) or index.tz is None:
        raise BadInput("the prices are not indexed by times with a zone", cure="index them by end_time in UTC")
    if not index.is_monotonic_increasing or not index.is_unique:
        raise BadInput("the prices' times are not sorted and unique", cure="sort them by end_time")
    closes = bars["close"].to_numpy(float)
    wrong = np.flatnonzero(~(np.isfinite(closes) & (closes > 0)))
    if len(wrong):
        raise BadInput(f"the close {closes[wrong[0]]} is no price", where=f"{index[wrong[0]]}", cure="fill or drop it")
    return bars[["close", "volume"]].set_axis(index.tz_convert("UTC"), axis=0)


def _places(frame: pd.DataFrame, bars: pd.DataFrame) -> NDArray[np.int64]:
    """Return the bar's place of each row; stamps are to the second, as the contract has them."""
    stamps, ends = _seconds(pd.DatetimeIndex(frame["timestamp"])), _seconds(pd.DatetimeIndex(bars.index))
    found = np.searchsorted(ends, stamps)
    known = found < len(ends)
    known[known] = ends[found[known]] == stamps[known]
    if not known.all():
        stamp = frame["timestamp"].iloc[int(np.flatnonzero(~known)[0])]
        raise BadInput(
            "a row has no bar that ends at its timestamp", where=f"{stamp}", cure="give the prices it was computed from"
        )
    return found.astype(np.int64)


def _seconds(times: pd.DatetimeIndex) -> NDArray[np.int64]:
    found: NDArray[np.int64] = times.tz_convert("UTC").floor("s").as_unit("s").asi8
    return found


def _bars_per_year(ends: pd.DatetimeIndex) -> float:
    days = (ends[-1] - ends[0]) / pd.Timedelta(days=1)
    found = float((len(ends) - 1) / days * 365.25)
    return next((float(known) for known in _ROUND_YEARS if abs(found / known - 1) < _NEAR), round(found, 1))
