"""Sessions that should have bars and have none."""

from datetime import date

import pandas as pd

from leanrig.model.bars import BarSet
from leanrig.model.sessions import session_closes

__all__ = ["missing_sessions"]


def missing_sessions(bar_set: BarSet) -> tuple[date, ...]:
    """Return the sessions between the first and the last bar that have no bar at all."""
    ends = pd.DatetimeIndex(bar_set.bars.index)
    closes = session_closes(bar_set.symbol, ends[0].date(), ends[-1].date())
    closes = closes[closes <= ends[-1]]
    bins = pd.DatetimeIndex(closes).searchsorted(ends)
    have = set(bins.tolist())
    return tuple(day.date() for number, day in enumerate(closes.index) if number not in have)
