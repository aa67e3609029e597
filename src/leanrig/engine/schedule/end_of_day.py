"""`on_end_of_day(symbol)`: ten minutes before each security's close."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.hours.zones import to_local
from leanrig.engine.schedule.events import Schedule, ScheduledEvent
from leanrig.engine.schedule.markets import Markets
from leanrig.engine.schedule.periods import each_day

__all__ = ["EndOfDay"]

_BEFORE_US = 600_000_000


class EndOfDay:
    """Keeps one event for each security that is there.

    Parameters
    ----------
    algorithm, events
        Whose securities, and where the events go.
    handler
        The user's `on_end_of_day`, taking the symbol.
    """

    def __init__(self, algorithm: Any, events: Schedule, handler: Callable[[Any], Any]) -> None:
        self._algorithm = algorithm
        self._events = events
        self._handler = handler
        self._by_symbol: dict[Any, ScheduledEvent] = {}

    def changed(self, changes: Any) -> None:
        """Follow securities that came and went."""
        for security in changes.added_securities:
            callback = partial(self._handler, security.symbol)
            event = ScheduledEvent(f"{security.symbol}.EndOfDay", self._moments(security), callback)
            self._by_symbol[security.symbol] = event
            self._events.add(event)
        for security in changes.removed_securities:
            gone = self._by_symbol.pop(security.symbol, None)
            if gone is not None:
                self._events.remove(gone)

    def _moments(self, security: Any) -> Iterator[int]:
        hours, now = security.exchange.hours, self._algorithm.now_us
        last: date = naive(self._algorithm.end_us).date()
        for day in each_day(to_local(now, hours.zone).date(), last):
            if not hours.is_date_open(day, security.is_extended_market_hours):
                continue
            moment = self._moment(hours, day, security.is_extended_market_hours)
            if moment is not None and moment > now:
                yield moment

    @staticmethod
    def _moment(hours: Any, day: date, extended: bool) -> int | None:
        if hours.is_market_always_open:
            from datetime import datetime, timedelta

            from leanrig.engine.hours.zones import to_us

            return to_us(datetime(day.year, day.month, day.day) + timedelta(days=1), hours.zone)
        close = Markets.close_us(hours, day, extended)
        return None if close is None else close - _BEFORE_US
