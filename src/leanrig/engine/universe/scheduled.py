"""A universe that selects at the times of a date rule and a time rule."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_local
from leanrig.engine.identity import Symbol
from leanrig.engine.universe.universe import Universe

__all__ = ["ScheduledUniverse"]

# What a ticker must not hold.
_FORBIDDEN = ("|", " ")


class ScheduledUniverse(Universe):
    """`(date_rule, time_rule, selector, settings)`, with a time zone before them if it is not UTC."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        given = list(arguments)
        zone = str(named.pop("time_zone", None) or (given.pop(0) if isinstance(given[0], str) else "UTC"))
        values = dict(zip(("date_rule", "time_rule", "selector", "settings"), given, strict=False)) | named
        selector = values["selector"]
        if not callable(selector):
            raise ArgumentException(
                f"Unable to create a scheduled universe selector from {selector!r}: it is not a function. Please "
                "provide a function that takes the firing date time and returns the selected symbols."
            )
        self._date_rule, self._time_rule = values["date_rule"], values["time_rule"]
        self._selector = selector
        super().__init__(_configuration(zone, self._date_rule, self._time_rule), values.get("settings"))

    def triggers(self, start_us: int, end_us: int) -> Iterator[int]:
        zone = self.configuration.exchange_zone
        dates = self._date_rule.get_dates(to_local(start_us, zone).date(), to_local(end_us, zone).date())
        for moment in self._time_rule.create_utc_event_times(dates):
            if moment > end_us:
                return
            if moment >= start_us:
                yield moment

    def select_symbols(self, utc_time: datetime, data: Any) -> Any:  # Lean's signature
        return self._selector(utc_time.replace(tzinfo=None))


def _configuration(zone: str, date_rule: Any, time_rule: Any) -> SubscriptionDataConfig:
    ticker = f"{date_rule.name}_{time_rule.name}"
    for character in _FORBIDDEN:
        ticker = ticker.replace(character, "_")
    return SubscriptionDataConfig(
        Tick,
        Symbol.create(ticker, SecurityType.BASE, "usa"),
        Resolution.DAILY,
        data_zone=zone,
        exchange_zone=zone,
        fill_data_forward=False,
        is_internal_feed=True,
    )
