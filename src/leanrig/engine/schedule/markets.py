"""Opening hours as schedule rules look at them."""

from datetime import date, datetime, timedelta
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol, SymbolCache, as_symbol

__all__ = ["Markets"]

_DAY = timedelta(days=1)
_FROM_SUNDAY = (6, 0, 1, 2, 3, 4, 5)
_ALWAYS_OPEN = (
    "Unable to locate next market {edge} within two weeks. Market is always open for this asset, this can happen e.g. "
    "if using TimeRules {rule} for a crypto asset. For always open assets, please use TimeRules.Midnight instead."
)


class Markets:
    """Symbols and their hours, whether they are subscribed or not."""

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm
        self._warned = False

    def symbol(self, given: Any) -> Symbol:
        """The symbol of a Symbol, security or ticker; an unknown ticker becomes a US share, with a warning once."""
        found = as_symbol(getattr(given, "symbol", given))
        if found is not None:
            return found
        if not self._warned:
            self._warned = True
            self._algorithm.debug(
                f"Warning: no existing symbol found for ticker {given}, it will be created with Equity type."
            )
        made = Symbol.create(str(given), SecurityType.EQUITY, "usa")
        SymbolCache.set(str(given), made)
        return made

    def hours(self, symbol: Symbol) -> Any:
        """Exchange hours of a symbol."""
        security = self._algorithm.securities.by_symbol(symbol)
        return self._algorithm._lean_feed.market(symbol)[1] if security is None else security.exchange.hours

    def all_hours(self) -> list[Any]:
        """Hours of the US stock market and of every subscribed market that closes."""
        found = [self.hours(Symbol.create("SPY", SecurityType.EQUITY, "usa"))]
        for security in self._algorithm.securities.total:
            hours = security.exchange.hours
            if not hours.is_market_always_open and all(hours is not other for other in found):
                found.append(hours)
        return found

    @staticmethod
    def open_weekdays(hours: Any) -> list[int]:
        """Weekdays (Monday 0) with a session in an ordinary week, beginning with Sunday."""
        return [day for day in _FROM_SUNDAY if hours.week[day]]

    @staticmethod
    def open_us(hours: Any, day: date, extended: bool) -> int | None:
        """When the market first opens on a date, UTC; None when it stays closed."""
        if hours.is_market_always_open:
            raise ArgumentException(_ALWAYS_OPEN.format(edge="open", rule="AfterMarketOpen"))
        segments = hours.segments(day, extended)
        return _moment(hours, day, segments[0][0]) if segments else None

    @staticmethod
    def close_us(hours: Any, day: date, extended: bool) -> int | None:
        """When the market last closes on a date, UTC; None when it stays closed."""
        if hours.is_market_always_open:
            raise ArgumentException(_ALWAYS_OPEN.format(edge="close", rule="BeforeMarketClose"))
        segments = hours.segments(day, extended)
        return _moment(hours, day, segments[-1][1]) if segments else None


def _moment(hours: Any, day: date, since_midnight_us: int) -> int:
    wall = datetime(day.year, day.month, day.day) + timedelta(microseconds=since_midnight_us)
    return to_us(wall, hours.zone)
