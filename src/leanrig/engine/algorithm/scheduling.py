"""`schedule`, `date_rules`, `time_rules`, `train`."""

from typing import Any

from leanrig.engine.naming import Dotnet
from leanrig.engine.schedule.date_rules import DateRules
from leanrig.engine.schedule.events import Schedule, ScheduledEvent
from leanrig.engine.schedule.manager import ScheduleManager
from leanrig.engine.schedule.time_rules import TimeRules

__all__ = ["SchedulingMixin"]


class SchedulingMixin(Dotnet):
    """What an algorithm does at set times."""

    _lean_events: Schedule
    _lean_schedule: ScheduleManager

    @property
    def schedule(self) -> ScheduleManager:
        return self._lean_schedule

    @property
    def date_rules(self) -> DateRules:
        return self._lean_schedule.date_rules

    @property
    def time_rules(self) -> TimeRules:
        return self._lean_schedule.time_rules

    def train(self, *how: Any) -> ScheduledEvent:
        """`(code)` now, or `(date rule, time rule, code)`."""
        return self._lean_schedule.training_now(how[0]) if len(how) == 1 else self._lean_schedule.training(*how)
