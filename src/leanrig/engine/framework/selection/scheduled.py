"""A selector at the times of a date rule and a time rule."""

from typing import Any

from leanrig.engine.framework.selection.base import UniverseSelectionModel
from leanrig.engine.universe.scheduled import ScheduledUniverse
from leanrig.engine.universe.universe import Universe

__all__ = ["ScheduledUniverseSelectionModel"]


class ScheduledUniverseSelectionModel(UniverseSelectionModel):
    """`(date_rule, time_rule, selector, settings)`, with a time zone before them if it is not UTC."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        # Made at once, so that a selector that is none is refused here; each call makes another.
        ScheduledUniverse(*arguments, **named)
        self._arguments, self._named = arguments, named

    def create_universes(self, algorithm: Any) -> list[Universe]:
        universe = ScheduledUniverse(*self._arguments, **self._named)
        if universe.universe_settings is None:
            universe.universe_settings = algorithm.universe_settings
        return [universe]
