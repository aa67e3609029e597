"""`self.date_rules`: on which dates something happens."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from leanrig.engine.enums import DayOfWeek
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.zones import to_local
from leanrig.engine.naming import Dotnet
from leanrig.engine.schedule import periods
from leanrig.engine.schedule.markets import Markets
from leanrig.engine.schedule.rules import FuncDateRule

__all__ = ["DateRules"]

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DateRules(Dotnet):
    """Makes date rules.

    Parameters
    ----------
    algorithm
        Gives the present and its zone.
    markets
        Finds opening hours of symbols.
    """

    def __init__(self, algorithm: Any, markets: Markets) -> None:
        self._algorithm = algorithm
        self._markets = markets

    def _today(self) -> date:
        return to_local(self._algorithm.now_us, self._algorithm.zone).date()

    def on(self, *when: Any) -> FuncDateRule:
        """`on(year, month, day)`, or datetimes, or a list of them."""
        if len(when) == 3 and all(isinstance(part, int) for part in when):
            days = [date(*when)]
        else:
            given = when[0] if len(when) == 1 and isinstance(when[0], Iterable) else when
            days = [date(moment.year, moment.month, moment.day) for moment in given]
        name = ",".join(f"{day.month:02}/{day.day:02}/{day.year:04}" for day in days)
        return FuncDateRule(name, lambda start, end: (day for day in days if start <= day <= end))

    @property
    def today(self) -> FuncDateRule:
        return FuncDateRule("TodayOnly", lambda *_: iter([self._today()]))

    @property
    def tomorrow(self) -> FuncDateRule:
        return FuncDateRule("TomorrowOnly", lambda *_: iter([self._today() + timedelta(days=1)]))

    def every(self, *days: Any) -> FuncDateRule:
        """Given days of the week."""
        given = days[0] if len(days) == 1 and isinstance(days[0], (list, tuple)) else days
        wanted = {(int(DayOfWeek(int(day))) - 1) % 7 for day in given}
        name = ",".join(DayOfWeek(int(day)).to_string() for day in given)
        return FuncDateRule(
            name, lambda start, end: (day for day in periods.each_day(start, end) if day.weekday() in wanted)
        )

    def every_day(self, symbol: Any = None, extended_market_hours: bool = False) -> FuncDateRule:
        """Every calendar day; with a symbol, every day on which its market is open."""
        if symbol is None:
            return FuncDateRule("EveryDay", periods.each_day)
        found = self._markets.symbol(symbol)
        hours = self._markets.hours(found)

        def dates(start: date, end: date) -> Iterator[date]:
            for day in periods.each_day(start, end):
                if hours.is_date_open(day, extended_market_hours):
                    yield day

        return FuncDateRule(f"{found.value}: EveryDay", dates)

    def year_start(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("YearStart", periods.year, 365, how, named, forward=True)

    def year_end(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("YearEnd", periods.year, 365, how, named, forward=False)

    def quarter_start(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("QuarterStart", periods.quarter, 92, how, named, forward=True)

    def quarter_end(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("QuarterEnd", periods.quarter, 92, how, named, forward=False)

    def month_start(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("MonthStart", periods.month, 30, how, named, forward=True)

    def month_end(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._period("MonthEnd", periods.month, 30, how, named, forward=False)

    def week_start(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._week("WeekStart", how, named, forward=True)

    def week_end(self, *how: Any, **named: Any) -> FuncDateRule:
        return self._week("WeekEnd", how, named, forward=False)

    def _period(
        self,
        kind: str,
        period: Callable[[date], periods.Period],
        most: int,
        how: tuple[Any, ...],
        named: dict[str, Any],
        *,
        forward: bool,
    ) -> FuncDateRule:
        symbol, offset, extended = self._arguments(how, named)
        if not 0 <= offset <= most:
            raise ArgumentException(
                f"DateRules.{kind}() : Offset must be between 0 and {most} (Parameter 'daysOffset')"
            )
        hours = None if symbol is None else self._markets.hours(symbol)
        return FuncDateRule(
            _name(symbol, kind, offset if forward else -offset),
            lambda start, end: periods.period_days(
                hours, start, end, period=period, offset=offset, forward=forward, extended=extended
            ),
        )

    def _week(self, kind: str, how: tuple[Any, ...], named: dict[str, Any], *, forward: bool) -> FuncDateRule:
        symbol, offset, extended = self._arguments(how, named)
        hours = None if symbol is None else self._markets.hours(symbol)
        open_days = [] if hours is None else self._markets.open_weekdays(hours)
        if hours is None:
            if not 0 <= offset <= 6:
                raise ArgumentException(f"DateRules.{kind}() : Offset must be between 0 and 6 (Parameter 'daysOffset')")
        elif offset > len(open_days) - 1:
            edge, sign = (open_days[0], "+") if forward else (open_days[-1], "-")
            schedule = ", ".join(_NAMES[day] for day in open_days)
            raise ArgumentException(
                f"DateRules.{kind}() : {_NAMES[edge]}{sign}{offset} is out of range for {symbol}'s schedule, please "
                f"use an offset between 0 - {len(open_days) - 1}; Schedule : {schedule} (Parameter 'daysOffset')"
            )
        return FuncDateRule(
            _name(symbol, kind, offset if forward else -offset),
            lambda start, end: periods.week_days(
                hours, start, end, offset=offset, forward=forward, extended=extended, open_days=open_days
            ),
        )

    def _arguments(self, how: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, int, bool]:
        """`(offset)` or `(symbol, offset, extended)`."""
        values = list(how)
        symbol = named.get("symbol")
        if values and not isinstance(values[0], int):
            symbol = values.pop(0)
        offset = values.pop(0) if values else named.get("days_offset", 0)
        extended = values.pop(0) if values else named.get("extended_market_hours", symbol is not None)
        return None if symbol is None else self._markets.symbol(symbol), int(offset), bool(extended)


def _name(symbol: Any, kind: str, offset: int) -> str:
    shift = f"{offset:+d}" if offset else ""
    return f"{kind}{shift}" if symbol is None else f"{symbol.value}: {kind}{shift}"
