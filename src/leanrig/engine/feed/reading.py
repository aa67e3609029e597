"""A subscription's pages: rows of its files, repeated where nothing came."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import Resolution
from leanrig.engine.feed.columns import Column, VolumeColumn
from leanrig.engine.feed.cuts import Cut, Cutter
from leanrig.engine.feed.fill import fill_forward
from leanrig.engine.feed.pages import QuotePage, Side, Times, TradePage
from leanrig.engine.feed.price_files import PriceFiles
from leanrig.engine.feed.repeats import Repeats
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.window import NEVER, Window
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import tradable_days
from leanrig.engine.hours.zones import to_local, to_us

__all__ = ["PriceReading"]

# Dates a page: enough to make arrays worth their while, few enough to begin soon.
_MINUTE_DAYS, _SECOND_DAYS, _REPEATED_DAYS = 32, 2, 64


class PriceReading:
    """Reads a subscription from its files.

    Parameters
    ----------
    config
        What is read.
    hours
        When its exchange is open.
    files, scaling
        Where rows come from, and what they are multiplied by.
    window
        Which of them.
    extended
        Whether pre- and post-market count.
    """

    def __init__(
        self,
        config: SubscriptionDataConfig,
        hours: SecurityExchangeHours,
        files: PriceFiles,
        scaling: Scaling,
        window: Window,
        *,
        extended: bool,
    ) -> None:
        self._config = config
        self._hours = hours
        self._files = files
        self._window = window
        self._extended = extended
        self._cutter = Cutter(config, hours, scaling, window, extended=extended, quotes=files.quotes)
        self._repeats = Repeats(config, hours, window, extended=extended, strict=self._cutter.strict)
        self._carried: Cut | None = None

    def pages(self) -> Iterator[TradePage | QuotePage]:
        """Yield pages in order of time."""
        window, zone = self._window, self._config.data_zone
        days = tradable_days(self._hours, window.start_us, window.end_us, zone, extended=self._extended)
        over = to_local(min(window.over_us, window.end_us + 1), zone).date()
        days = [day for day in days if day <= over]
        if not days:
            return
        whole = self._config.resolution >= Resolution.HOUR
        for cut, since, until in self._histories(days) if whole else self._daily_files(days):
            page = self._page(cut, since, until)
            if page is not None:
                yield page

    def _daily_files(self, days: Sequence[date]) -> Iterator[tuple[Cut, int, int]]:
        size = _SECOND_DAYS if self._config.resolution is Resolution.SECOND else _MINUTE_DAYS
        for some, since, until in self._stretches(days, size):
            yield self._cutter.cut(self._files.of_days(some), some[0], some[-1]), since, until

    def _histories(self, days: Sequence[date]) -> Iterator[tuple[Cut, int, int]]:
        whole = self._cutter.cut(self._files.of_histories(days), days[0], days[-1])
        if not (self._repeats.wanted and self._repeats.finer):
            yield whole, self._window.start_us, NEVER
            return
        for _, since, until in self._stretches(days, _REPEATED_DAYS):
            low, high = np.searchsorted(whole.emit, [since, until + 1])
            yield whole.take(np.arange(low, high)), since, until

    def _stretches(self, days: Sequence[date], size: int) -> Iterator[tuple[Sequence[date], int, int]]:
        """Groups of dates, and from which to which moment each reaches."""
        since = self._window.start_us
        for place in range(0, len(days), size):
            after = days[place + size] if place + size < len(days) else None
            until = NEVER if after is None else _midnight(after, self._config.data_zone)
            yield days[place : place + size], since, until
            since = until + 1

    def _page(self, cut: Cut, since: int, until: int) -> TradePage | QuotePage | None:
        if not self._repeats.wanted:
            shown = cut if cut.inside.all() else cut.take(np.flatnonzero(cut.inside))
            return self._made(shown.columns, Times(shown.emit, shown.start, shown.end)) if len(shown.emit) else None
        carried = self._carried
        if carried is not None:
            cut = cut.after(carried)
        if not len(cut.emit):
            return None
        cut = self._without_gaps(cut)
        self._carried = cut.last()
        filled = fill_forward(cut.emit, cut.start, cut.end, *self._repeats.between(since, until))
        shown_rows = filled.copied | cut.inside[filled.source]
        if carried is not None:
            shown_rows[0] = False
        if not shown_rows.all():
            filled = filled.where(shown_rows)
        if not len(filled.emit):
            return None
        columns = [column.take(filled.source) for column in cut.columns]
        return self._made(columns, Times(filled.emit, filled.start, filled.end, filled.copied))

    def _without_gaps(self, cut: Cut) -> Cut:
        """A quote without a side has the prices of the last one that had it."""
        if not self._files.quotes:
            return cut
        columns = list(cut.columns)
        for first in (0, 5):
            present = _present(columns[first : first + 4])
            if present is not None:
                source = np.maximum.accumulate(np.where(present, np.arange(len(present)), 0))
                columns[first : first + 4] = [column.take(source) for column in columns[first : first + 4]]
        return cut._replace(columns=columns)

    def _made(self, columns: list[Column], times: Times) -> TradePage | QuotePage:
        symbol = self._config.symbol
        if self._files.quotes:
            return QuotePage(symbol, times, bid=_side(columns[:5]), ask=_side(columns[5:]))
        open_, high, low, close, volume = columns
        assert isinstance(volume, VolumeColumn)
        if times.filled is not None:
            volume = volume.blank(times.filled)
        return TradePage(symbol, times, open=open_, high=high, low=low, close=close, volume=volume)


def _present(prices: Sequence[Column]) -> npt.NDArray[np.bool_] | None:
    """True where a side of a quote has a price; None where it always has."""
    absent = np.logical_and.reduce([column.zeros for column in prices])
    return ~absent if absent.any() else None


def _side(columns: Sequence[Column]) -> Side:
    open_, high, low, close, size = columns
    assert isinstance(size, VolumeColumn)
    return Side(open_, high, low, close, size, _present(columns[:4]))


def _midnight(day: date, zone: str) -> int:
    return to_us(datetime(day.year, day.month, day.day), zone)
