"""Sessions that should have bars and have none."""

from datetime import date

import numpy as np
import pandas as pd

from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.store.due import due_bars

__all__ = ["missing_sessions"]

_GRIDS = (Resolution.MINUTE, Resolution.HOUR)


def missing_sessions(bar_set: BarSet) -> tuple[date, ...]:
    """Return the sessions between the first and the last bar that have no bar at all; none where there are no bars."""
    ends = pd.DatetimeIndex(bar_set.bars.index)
    if not len(ends):
        return ()
    first, last = bar_days(bar_set.symbol, ends[[0, -1]])
    size = bar_set.resolution if bar_set.resolution in _GRIDS else Resolution.DAILY
    sessions = due_bars(bar_set.symbol, size, first.date(), last.date())
    have = np.unique(bar_days(bar_set.symbol, ends))
    days = sessions.days[~np.asarray(sessions.days.isin(have))]
    return tuple(day.date() for day in days)
