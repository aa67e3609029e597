"""Bars that follow the market's hours: daily ones from open to close, intraday ones from the open on."""

from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.consolidators.bars import (
    QuoteBarConsolidator,
    TickConsolidator,
    TickQuoteBarConsolidator,
    TradeBarConsolidator,
)
from leanrig.engine.consolidators.base import DataConsolidator, length_of
from leanrig.engine.consolidators.periods import CalendarInfo, round_down
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType, TickType
from leanrig.engine.errors import ArgumentNullException
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.markets import Market

__all__ = ["MarketHourAwareConsolidator", "daily_calendar", "ends_with_the_session"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_TICK = timedelta(microseconds=1)
_WHOLE = (timedelta(seconds=1), timedelta(minutes=1), _HOUR, _DAY)


def ends_with_the_session(strict: bool, symbol: Any, length: timedelta, hours: Any) -> bool:
    """Whether bars of that length end with the market's close rather than at midnight."""
    is_round_the_clock = symbol.security_type in (SecurityType.FOREX, SecurityType.BASE) or (
        symbol.security_type is SecurityType.CFD and symbol.id.market == Market.OANDA
    )
    return strict and length > _HOUR and not hours.is_market_always_open and not is_round_the_clock


def daily_calendar(moment: datetime, hours: Any, extended: bool) -> CalendarInfo:
    """From the first open to the last close of a date."""
    start = hours.get_first_daily_market_open(moment, extended)
    return CalendarInfo(start, hours.get_last_daily_market_close(start, extended) - start)


class MarketHourAwareConsolidator(DataConsolidator):
    """Wraps the consolidator of the data's type.

    Parameters
    ----------
    daily_strict_end_time_enabled
        Whether daily bars end at the close (they end at midnight otherwise).
    period
        A resolution or a span of time.
    data_type, tick_type
        What comes in.
    extended_market_hours
        Whether data outside of regular sessions counts.
    """

    def __init__(
        self,
        daily_strict_end_time_enabled: bool,
        period: Any,
        data_type: type,
        tick_type: TickType,
        extended_market_hours: bool = False,
    ) -> None:
        super().__init__()
        self._strict_enabled = bool(daily_strict_end_time_enabled)
        self._extended = bool(extended_market_hours)
        self._period = length_of(period) if isinstance(period, Resolution) else period
        self._hours: Any = None
        self._strict = False
        self._inner = _for_data(data_type, tick_type)(self._specification())
        self._inner.data_consolidated += lambda _, bar: self.publish(bar)
        self.input_type, self.output_type = self._inner.input_type, self._inner.output_type  # type: ignore[misc]

    def _specification(self) -> Any:
        if self._period < _DAY:
            return self._period if self._period in _WHOLE else self._intraday
        return self._daily

    @property
    def working_data(self) -> Any:
        return self._inner.working_data

    def update(self, data: Any) -> None:
        if self._hours is None:
            symbol = data.symbol
            self._hours = MarketHoursDatabase.from_data_folder().get_exchange_hours(
                symbol.id.market, symbol, symbol.security_type
            )
            self._strict = ends_with_the_session(self._strict_enabled, symbol, self._period, self._hours)
        if self._extended or self._is_in_session(data):
            self._inner.update(data)

    def _is_in_session(self, data: Any) -> bool:
        if self._hours.is_open(data.time, False):
            return True
        # Hour bars of US equities start at 9:00 although the session starts at 9:30.
        is_long = self._period == _DAY and data.end_time - data.time >= _HOUR
        return is_long and bool(self._hours.is_open(data.time, data.end_time, False))

    def scan(self, moment: datetime) -> None:
        self._inner.scan(moment)

    def reset(self) -> None:
        super().reset()
        self._inner.reset()
        self._hours = None
        self._strict = False

    def _daily(self, moment: datetime) -> CalendarInfo:
        if not self._strict or self._period > _DAY:
            return CalendarInfo(moment if self._period > _DAY else round_down(moment, self._period), self._period)
        return daily_calendar(moment, self._hours, self._extended)

    def _intraday(self, moment: datetime) -> CalendarInfo:
        hours, period = self._hours, self._period
        if hours is None or hours.is_market_always_open:
            return CalendarInfo(round_down(moment, period), period)
        within = moment + _TICK if hours.is_open(moment, self._extended) else moment
        opened = hours.get_previous_market_open(within, self._extended)
        start = opened + (moment - opened) // period * period
        end = min(start + period, hours.get_next_market_close(opened, self._extended))
        return CalendarInfo(start, end - start)


def _for_data(data_type: type, tick_type: TickType) -> Any:
    if data_type is Tick:
        return TickConsolidator if tick_type == TickType.TRADE else TickQuoteBarConsolidator
    if data_type is TradeBar:
        return TradeBarConsolidator
    if data_type is QuoteBar:
        return QuoteBarConsolidator
    raise ArgumentNullException(f"{data_type.__name__} not supported (Parameter 'dataType')")
