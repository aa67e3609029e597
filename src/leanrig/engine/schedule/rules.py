"""What date rules and time rules are: a name, and dates or moments made when somebody asks."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from leanrig.engine.naming import Dotnet

__all__ = ["FuncDateRule", "FuncTimeRule"]


class FuncDateRule(Dotnet):
    """Dates from a function of the first and last date looked at."""

    def __init__(self, name: str, get_dates: Callable[[date, date], Iterable[date]]) -> None:
        self.name = name
        self._get_dates = get_dates

    def get_dates(self, start: Any, end: Any) -> Iterator[date]:
        """Dates from `start` to `end`, in order. A user's own function may give datetimes: their dates count."""
        for day in self._get_dates(start, end):
            yield day.date() if isinstance(day, datetime) else day


class FuncTimeRule(Dotnet):
    """Moments (microseconds UTC) from a function of dates."""

    def __init__(self, name: str, create_utc_event_times: Callable[[Iterable[date]], Iterable[Any]]) -> None:
        self.name = name
        self._create = create_utc_event_times

    def create_utc_event_times(self, dates: Iterable[date]) -> Iterator[int]:
        """Moments on these dates."""
        from leanrig.engine.data.base_data import micros

        for moment in self._create(dates):
            yield moment if isinstance(moment, int) else micros(moment)
