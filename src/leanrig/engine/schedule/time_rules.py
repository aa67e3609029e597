"""`self.time_rules`: at which time of those dates."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_us
from leanrig.engine.naming import Dotnet
from leanrig.engine.schedule.markets import Markets
from leanrig.engine.schedule.rules import FuncTimeRule

__all__ = ["TimeRules"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


class TimeRules(Dotnet):
    """Makes time rules; times of day are in the algorithm's zone unless a zone is given."""

    def __init__(self, algorithm: Any, markets: Markets) -> None:
        self._algorithm = algorithm
        self._markets = markets
        self._default_zone: str | None = None

    def set_default_time_zone(self, time_zone: Any) -> None:
        """Read times of day in another zone."""
        self._default_zone = str(time_zone)

    @property
    def _zone(self) -> str:
        return self._default_zone or str(self._algorithm.zone)

    @property
    def now(self) -> FuncTimeRule:
        return FuncTimeRule("Now", lambda dates: (self._algorithm.now_us for _ in dates))

    @property
    def midnight(self) -> FuncTimeRule:
        return self._shifted("Midnight", timedelta(0))

    @property
    def noon(self) -> FuncTimeRule:
        return self._shifted("Noon", _DAY / 2)

    def _shifted(self, name: str, since_midnight: timedelta) -> FuncTimeRule:
        zone = self._zone
        shift = since_midnight // timedelta(microseconds=1)
        return FuncTimeRule(name, lambda dates: (to_us(_midnight(day), zone) + shift for day in dates))

    def at(self, *when: Any) -> FuncTimeRule:
        """`(hour, minute[, second][, zone])` or `(timedelta[, zone])`."""
        values = list(when)
        zone = self._zone
        if len(values) > 1 and not isinstance(values[-1], (int, float)):
            zone = str(values.pop())
        if isinstance(values[0], (int, float)):
            units = ("hours", "minutes", "seconds")
            time_of_day = timedelta(**dict(zip(units, values, strict=False)))
        else:
            time_of_day = _span(values[0])
        name = _short(time_of_day / _HOUR)
        return FuncTimeRule(name, lambda dates: (to_us(_midnight(day) + time_of_day, zone) for day in dates))

    def every(self, interval: Any) -> FuncTimeRule:
        """From midnight on, again and again."""
        span = _span(interval)
        if span <= timedelta(0):
            raise ArgumentException("TimeRules.Every(): time span interval can not be zero or less")
        zone = self._zone

        def moments(dates: Iterable[date]) -> Iterator[int]:
            for day in dates:
                passed = timedelta(0)
                while passed < _DAY:
                    yield to_us(_midnight(day) + passed, zone)
                    passed += span

        return FuncTimeRule(f"Every {_short(span / _MINUTE)} min", moments)

    def after_market_open(self, *how: Any, **named: Any) -> FuncTimeRule:
        """`(symbol, minutes, extended)`, or without a symbol the earliest open of all markets."""
        symbol, minutes, extended = self._arguments(how, named, "minutes_after_open", "extended_market_open")
        word = "after" if minutes > 0 else "before"
        return self._edge(symbol, minutes, f"{word} {_extended(extended)}MarketOpen", Markets.open_us, min, extended)

    def before_market_open(self, *how: Any, **named: Any) -> FuncTimeRule:
        symbol, minutes, extended = self._arguments(how, named, "minutes_before_open", "extended_market_open")
        return self.after_market_open(*(() if symbol is None else (symbol,)), -minutes, extended)

    def before_market_close(self, *how: Any, **named: Any) -> FuncTimeRule:
        """`(symbol, minutes, extended)`, or without a symbol the latest close of all markets."""
        symbol, minutes, extended = self._arguments(how, named, "minutes_before_close", "extended_market_close")
        word = "before" if minutes > 0 else "after"
        return self._edge(symbol, -minutes, f"{word} {_extended(extended)}MarketClose", Markets.close_us, max, extended)

    def after_market_close(self, *how: Any, **named: Any) -> FuncTimeRule:
        symbol, minutes, extended = self._arguments(how, named, "minutes_after_close", "extended_market_close")
        return self.before_market_close(*(() if symbol is None else (symbol,)), -minutes, extended)

    def _edge(
        self,
        symbol: Any,
        minutes: float,
        words: str,
        edge: Callable[[Any, date, bool], int | None],
        choose: Callable[[list[int]], int],
        extended: bool,
    ) -> FuncTimeRule:
        shift = round(minutes * 60_000_000)
        name = f"{_short(abs(minutes))} min {words}"
        fixed = None if symbol is None else [self._markets.hours(symbol)]

        def moments(dates: Iterable[date]) -> Iterator[int]:
            everyone = self._markets.all_hours() if fixed is None else fixed
            for day in dates:
                found = [at for hours in everyone if (at := edge(hours, day, extended)) is not None]
                if found:
                    yield choose(found) + shift

        return FuncTimeRule(name if symbol is None else f"{symbol}: {name}", moments)

    def _arguments(
        self, how: tuple[Any, ...], named: dict[str, Any], minutes_name: str, extended_name: str
    ) -> tuple[Any, float, bool]:
        values = list(how)
        symbol = named.get("symbol")
        if values and not isinstance(values[0], (int, float)):
            symbol = values.pop(0)
        minutes = values.pop(0) if values else named.get(minutes_name, 0)
        extended = values.pop(0) if values else named.get(extended_name, False)
        return None if symbol is None else self._markets.symbol(symbol), float(minutes), bool(extended)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # wall clock


def _span(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    return timedelta(seconds=float(value.total_seconds() if callable(value.total_seconds) else value.total_seconds))


def _extended(flag: bool) -> str:
    return "Extended" if flag else ""


def _short(number: float) -> str:
    """At most two decimals, half away from zero, no trailing zeros."""
    from decimal import ROUND_HALF_UP, Decimal

    rounded = Decimal(repr(number)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")
