"""An exchange as a security sees it: its hours, now."""

from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.hours.zones import to_local
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.clock import Clock

__all__ = ["EquityExchange", "SecurityExchange"]


class SecurityExchange(Dotnet):
    """Opening hours with the run's clock. `hours` is the room hours' ExchangeHours."""

    def __init__(self, hours: Any, clock: Clock) -> None:
        self.hours = hours
        self._clock = clock

    @property
    def local_time(self) -> datetime:
        return to_local(self._clock.now_us, self.hours.zone)

    @property
    def time_zone(self) -> str:
        return str(self.hours.zone)

    @property
    def exchange_open(self) -> bool:
        """Whether the regular session is open now."""
        return bool(self.hours.is_open(self.local_time, False))

    @property
    def closing_soon(self) -> bool:
        return self.is_closing_soon(10)

    def is_closing_soon(self, minutes_to_close: int) -> bool:
        return not self.hours.is_open(self.local_time + timedelta(minutes=minutes_to_close), False)

    def date_is_open(self, date: datetime, extended_market_hours: bool = False) -> bool:
        return bool(self.hours.is_date_open(date, extended_market_hours))

    def date_time_is_open(self, moment: datetime) -> bool:
        return bool(self.hours.is_open(moment, False))

    def is_open_during_bar(self, start: datetime, end: datetime, is_extended_market_hours: bool) -> bool:
        return bool(self.hours.is_open_during(start, end, is_extended_market_hours))


class EquityExchange(SecurityExchange):
    """The exchange of shares in the United States, unless hours are given."""

    trading_days_per_year = 252

    def __init__(self, exchange_hours: Any = None, clock: Clock | None = None) -> None:
        if exchange_hours is None:
            from leanrig.engine.enums import SecurityType
            from leanrig.engine.hours.database import MarketHoursDatabase

            database = MarketHoursDatabase.from_data_folder()
            exchange_hours = database.get_entry("usa", None, SecurityType.EQUITY).exchange_hours
        super().__init__(exchange_hours, clock or Clock())
