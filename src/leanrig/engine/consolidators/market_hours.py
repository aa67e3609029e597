"""Bars that follow the market's hours: daily ones from open to close, intraday ones of sessions only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from leanrig.engine.consolidators.bars import (
    QuoteBarConsolidator,
    TickConsolidator,
    TickQuoteBarConsolidator,
    TradeBarConsolidator,
)
from leanrig.engine.consolidators.base import DataConsolidator, PeriodConsolidator
from leanrig.engine.consolidators.periods import CalendarInfo, round_down
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import TickType

__all__ = ["Hours", "MarketHourAwareConsolidator"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Hours(Protocol):
    """What is asked of an exchange's hours; moments are its wall clock."""

    def is_open(self, moment: datetime) -> bool: ...
    def is_open_within(self, start: datetime, end: datetime) -> bool: ...
    def session(self, moment: datetime) -> tuple[datetime, datetime]:
        """First open and last close of the moment's date; of the session before where that has none."""
        ...


class MarketHourAwareConsolidator(DataConsolidator):
    """Wraps the consolidator of the data's type.

    Parameters
    ----------
    period
        A day or less.
    data_type, tick_type
        What comes in.
    hours_of
        From a data point to its exchange's hours; asked once.
    strict
        Whether daily bars end at the close (they end at midnight otherwise).
    """

    def __init__(
        self,
        period: timedelta,
        data_type: type,
        tick_type: TickType,
        *,
        hours_of: Callable[[Any], Hours],
        strict: bool,
        extended: bool = False,
    ) -> None:
        super().__init__()
        self._period, self._strict, self._extended = period, strict, extended
        self._hours_of = hours_of
        self._hours: Hours | None = None
        specification: Any = self._daily if period == _DAY else period
        self._inner = _for_data(data_type, tick_type)(specification)
        self._inner.data_consolidated += lambda _, bar: self.publish(bar)

    @property
    def working_data(self) -> Any:
        return self._inner.working_data

    def update(self, data: Any) -> None:
        if self._hours is None:
            self._hours = self._hours_of(data)
        if self._extended or self._is_in_session(data):
            self._inner.update(data)

    def _is_in_session(self, data: Any) -> bool:
        assert self._hours is not None
        if self._hours.is_open(data.time):
            return True
        is_long = self._period == _DAY and data.end_time - data.time >= _HOUR
        return is_long and self._hours.is_open_within(data.time, data.end_time)

    def scan(self, moment: datetime) -> None:
        self._inner.scan(moment)

    def reset(self) -> None:
        super().reset()
        if hasattr(self, "_inner"):
            self._inner.reset()
            self._hours = None

    def _daily(self, moment: datetime) -> CalendarInfo:
        if self._hours is None or not self._strict:
            return CalendarInfo(round_down(moment, _DAY), _DAY)
        start, end = self._hours.session(moment)
        return CalendarInfo(start, end - start)


def _for_data(data_type: type, tick_type: TickType) -> type[PeriodConsolidator]:
    if issubclass(data_type, Tick):
        return TickConsolidator if tick_type == TickType.TRADE else TickQuoteBarConsolidator
    return QuoteBarConsolidator if issubclass(data_type, QuoteBar) else TradeBarConsolidator
