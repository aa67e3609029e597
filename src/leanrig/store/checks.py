"""The laws of bars. Lean checks none of them: what breaks one never reaches its files."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS

__all__ = ["broken_laws", "check_bars"]

_CURE = "correct or drop these bars at their source; nothing was written"


def check_bars(bars: pd.DataFrame, *, where: str) -> None:
    """Raise `BadInput` at the first broken law, naming the moment.

    Parameters
    ----------
    bars : columns of `BAR_COLUMNS`, indexed by end_time
        As fetched.
    where
        What is being checked, for the message.
    """
    _check_shape(bars, where)
    _check_times(bars.index, where)
    for broken, law in broken_laws(bars):
        if broken.any():
            row = int(np.argmax(broken))
            raise BadInput(f"{law} ({int(broken.sum())} bars)", where=f"{where} at {bars.index[row]}", cure=_CURE)


def broken_laws(bars: pd.DataFrame) -> list[tuple[npt.NDArray[np.bool_], str]]:
    """Return each law of prices and volumes, as words, with the rows that break it."""
    prices = bars[["open", "high", "low", "close"]].to_numpy(dtype=np.float64)
    volume = bars["volume"].to_numpy(dtype=np.float64)
    top, bottom = prices[:, [0, 3]].max(axis=1), prices[:, [0, 3]].min(axis=1)
    return [
        (~np.isfinite(prices).all(axis=1), "a price is missing or not finite"),
        ((prices <= 0).any(axis=1), "a price is zero or negative"),
        (prices[:, 1] < prices[:, 2], "the high is below the low"),
        ((prices[:, 1] < top) | (prices[:, 2] > bottom), "open or close lies outside high and low"),
        (~np.isfinite(volume) | (volume < 0), "the volume is negative or not finite"),
    ]


def _check_shape(bars: pd.DataFrame, where: str) -> None:
    missing = [column for column in BAR_COLUMNS if column not in bars.columns]
    if missing:
        raise BadInput(f"columns are missing: {', '.join(missing)}", where=where, cure=_CURE)
    if bars.empty:
        raise BadInput("there are no bars", where=where, cure="choose another range, or check the symbol")


def _check_times(ends: "pd.Index[Any]", where: str) -> None:
    if not isinstance(ends, pd.DatetimeIndex) or str(ends.tz) != "UTC":
        raise BadInput("the times are not all in UTC", where=where, cure="give end times with a zone; UTC is kept")
    if ends.hasnans:
        raise BadInput("a time is missing", where=where, cure=_CURE)
    steps = np.diff(ends.asi8)
    for broken, law in ((steps == 0, "a time stands twice"), (steps < 0, "time goes backwards")):
        if broken.any():
            row = int(np.argmax(broken)) + 1
            raise BadInput(f"{law} ({int(broken.sum())} bars)", where=f"{where} at {ends[row]}", cure=_CURE)
