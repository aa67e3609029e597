"""Lean's bar sizes."""

from datetime import timedelta
from enum import StrEnum

__all__ = ["Resolution"]


class Resolution(StrEnum):
    """How long one bar is; the text is what recipes, folders and Lean's own paths use."""

    TICK = "tick"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAILY = "daily"

    @property
    def length(self) -> timedelta:
        """The bar's length; a tick has none."""
        return _LENGTHS[self]

    @property
    def is_intraday(self) -> bool:
        """Whether several bars fit into one session."""
        return self is not Resolution.DAILY


_LENGTHS = {
    Resolution.TICK: timedelta(0),
    Resolution.SECOND: timedelta(seconds=1),
    Resolution.MINUTE: timedelta(minutes=1),
    Resolution.HOUR: timedelta(hours=1),
    Resolution.DAILY: timedelta(days=1),
}
