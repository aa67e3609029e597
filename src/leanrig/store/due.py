"""Which bars there should be: one for every minute, hour or session in which the market is open."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days, minute_ends, session_closes
from leanrig.model.symbol import Symbol

__all__ = ["Due", "due_bars"]


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """Ends of the bars that are due, and the sessions that they belong to.

    `ends` is sorted, UTC; `session` says by number which session each end belongs to; `closes` are the last ends of
    the sessions, `days` their dates.
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
    if resolution is Resolution.DAILY:
        closes = session_closes(symbol, start, end)
        ends = _index(pd.DatetimeIndex(closes.array))
        return Due(ends, np.arange(len(ends)), ends, pd.DatetimeIndex(closes.index))
    minutes = _index(minute_ends(symbol, start, end))
    ends = minutes if resolution is Resolution.MINUTE else _hours(minutes)
    days, session = np.unique(bar_days(symbol, ends), return_inverse=True)
    is_last = np.append(np.diff(session) > 0, True)[: len(ends)]
    return Due(ends, session, ends[is_last], pd.DatetimeIndex(days))


def _hours(minutes: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Whole hours of the clock, and the close where a session ends between them."""
    hours = minutes.ceil("h")
    is_last = np.append(np.asarray(hours[1:] != hours[:-1]), True) if len(hours) else np.zeros(0, dtype=bool)
    return minutes[is_last]


def _index(moments: pd.DatetimeIndex) -> pd.DatetimeIndex:
    return (moments.tz_localize("UTC") if moments.tz is None else moments.tz_convert("UTC")).as_unit("us")
