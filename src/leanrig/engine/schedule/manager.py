"""`self.schedule`: joins a date rule, a time rule and a callback into an event."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.naming import Dotnet
from leanrig.engine.schedule.date_rules import DateRules
from leanrig.engine.schedule.events import Schedule, ScheduledEvent
from leanrig.engine.schedule.markets import Markets
from leanrig.engine.schedule.time_rules import TimeRules

__all__ = ["ScheduleManager"]

_END = date(2050, 12, 31)


class ScheduleManager(Dotnet):
    """Lean's schedule of an algorithm."""

    def __init__(self, algorithm: Any, events: Schedule) -> None:
        self._algorithm = algorithm
        self._events = events
        markets = Markets(algorithm)
        self.date_rules = DateRules(algorithm, markets)
        self.time_rules = TimeRules(algorithm, markets)

    def add(self, event: ScheduledEvent) -> None:
        self._events.add(event)

    def remove(self, event: ScheduledEvent) -> None:
        self._events.remove(event)

    def on(self, *how: Any) -> ScheduledEvent:
        """`(date rule, time rule, callback)` or `(name, date rule, time rule, callback)`."""
        name, date_rule, time_rule, callback = how if len(how) == 4 else (None, *how)
        event = ScheduledEvent(
            name or f"{date_rule.name}: {time_rule.name}",
            time_rule.create_utc_event_times(self._dates(date_rule)),
            callback,
        )
        self.add(event)
        self._algorithm._lean_notes.trace(f'Event Name "{event.name}", scheduled to run.')
        return event

    def _dates(self, rule: Any) -> Iterator[date]:
        """Dates from the day before the present on; the present is that of the first look, not of the making."""
        yield from rule.get_dates(naive(self._algorithm.now_us).date() - timedelta(days=1), _END)

    def training_now(self, code: Callable[[], Any]) -> ScheduledEvent:
        return self.on(f"Training: Now: {self._algorithm.utc_time}", self.date_rules.today, self.time_rules.now, code)

    def training(self, date_rule: Any, time_rule: Any, code: Callable[[], Any]) -> ScheduledEvent:
        return self.on(date_rule, time_rule, code)
