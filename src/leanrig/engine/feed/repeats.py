"""When the last bar of a subscription is repeated."""

from datetime import timedelta

import numpy as np

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.feed.columns import Ints
from leanrig.engine.feed.fill import Bars, daily_bars, step_bars, step_ends
from leanrig.engine.feed.window import Window
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import day_arrays, session_arrays
from leanrig.engine.hours.zone_arrays import to_utc, to_wall
from leanrig.engine.hours.zones import to_local

__all__ = ["Repeats"]

_DAY = timedelta(days=1)
# How far back the bar may lie whose times a copy takes.
_BACK = timedelta(days=12)


class Repeats:
    """Moments at which a subscription has a bar even if no row came.

    Parameters
    ----------
    config, hours, window
        The subscription, its exchange, and what is asked for.
    extended
        Whether pre- and post-market count.
    strict
        Whether daily bars last from the open to the close.
    """

    def __init__(
        self,
        config: SubscriptionDataConfig,
        hours: SecurityExchangeHours,
        window: Window,
        *,
        extended: bool,
        strict: bool,
    ) -> None:
        self._config = config
        self._hours = hours
        self._extended = extended
        self._strict = strict
        self._span = span_us(config.resolution) or window.step_us
        self._step = min(window.step_us, self._span)
        self.wanted = config.fill_data_forward and window.step_us > 0
        self.finer = self._step < self._span
        self._first_us = window.start_us
        self._last_us = min(self._end(window.end_us), window.over_us) if self.wanted else window.end_us

    def _end(self, end_us: int) -> int:
        """The end of the bar in which the request ends; where days are sessions, the request's own end."""
        if self._strict:
            return end_us
        zone = self._config.data_zone
        wall = to_wall(np.array([end_us], dtype=np.int64), zone)
        return int(to_utc(wall // self._span * self._span + self._span, zone)[0])

    def between(self, since: int, until: int) -> tuple[Ints, Bars]:
        """Moments in a stretch, and the bars that may be complete at them."""
        config, hours = self._config, self._hours
        low, high = max(since, self._first_us), min(until, self._last_us)
        first, last = to_local(low, config.exchange_zone).date() - _DAY, to_local(high, config.exchange_zone).date()
        back = first - _BACK if self.finer else first
        if self._strict:
            bars = daily_bars(day_arrays(hours, back, last))
        else:
            sessions = session_arrays(hours, back, last, self._extended)
            bars = step_bars(step_ends(sessions, self._span, config.data_zone), self._span, config.exchange_zone)
        moments = bars.emit
        if self.finer:
            sessions = session_arrays(hours, first, last, self._extended)
            moments = np.union1d(step_ends(sessions, self._step, config.data_zone), moments)
        return moments[(moments >= low) & (moments <= high)], bars
