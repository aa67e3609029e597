"""Which bars there should be: one for every minute, hour or session in which the market is open."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import minute_ends, session_closes
from leanrig.model.symbol import Symbol

__all__ = ["Due", "due_bars"]


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """Ends of the bars that are due, and of the sessions that they belong to.

    `ends` is sorted, UTC; `session` says by number which of `closes` each end belongs to; `days` are the sessions'
    dates.
    """

    ends: pd.DatetimeIndex
    session: npt.NDArray[np.int64]
    closes: pd.DatetimeIndex
    days: pd.DatetimeIndex

    def between(self, first: pd.Timestamp, last: pd.Timestamp) -> "Due":
        """Return what is due from `first` to `last`, both included; sessions keep their numbers."""
        inside = np.asarray((self.ends >= first) & (self.ends <= last))
        return Due(self.ends[inside], self.session[inside], self.closes, self.days)


def due_bars(symbol: Symbol, resolution: Resolution, start: date, end: date) -> Due:
    """Return the bars due in the sessions from `start` to `end`, both included.

    Stocks: New York's regular sessions; hours end on the clock's whole hours and at the close. Coins: every minute of
    every day. Currencies: the week from Sunday's to Friday's 17:00 in New York. `BadInput` for ticks and seconds, which
    have no grid.
    """
    if resolution not in (Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE):
        raise BadInput(f"{resolution} bars have no grid to be checked against", cure="check minute, hour or daily bars")
    closes = session_closes(symbol, start, end)
    days, moments = pd.DatetimeIndex(closes.index), _index(closes)
    if resolution is Resolution.DAILY:
        return Due(moments, np.arange(len(moments)), moments, days)
    minutes = _index(minute_ends(symbol, start, end))
    ends = minutes if resolution is Resolution.MINUTE else _hours(minutes)
    return Due(ends, moments.searchsorted(ends), moments, days)


def _hours(minutes: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Whole hours of the clock, and the close where a session ends between them."""
    hours = minutes.ceil("h")
    is_last = np.append(np.asarray(hours[1:] != hours[:-1]), True) if len(hours) else np.zeros(0, dtype=bool)
    return minutes[is_last]


def _index(moments: pd.DatetimeIndex | pd.Series) -> pd.DatetimeIndex:
    found = pd.DatetimeIndex(moments)
    found = found.tz_localize("UTC") if found.tz is None else found.tz_convert("UTC")
    return found.as_unit("us")
