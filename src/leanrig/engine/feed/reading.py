"""A subscription's pages: rows of files with their times, filtered, repeated where nothing came, scaled."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.feed.columns import Column, Ints, VolumeColumn
from leanrig.engine.feed.fill import Bars, daily_bars, fill_forward, step_bars, step_ends
from leanrig.engine.feed.pages import QuotePage, Side, Times, TradePage
from leanrig.engine.feed.price_files import PriceFiles, Rows
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.window import NEVER, Window
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import Sessions, day_arrays, session_arrays, tradable_days
from leanrig.engine.hours.zone_arrays import to_utc, to_wall
from leanrig.engine.hours.zones import to_local, to_us

__all__ = ["PriceReading", "has_strict_days"]

_DAY_US = 86_400_000_000
_DAY = timedelta(days=1)
# Dates a page: enough to make arrays worth their while, few enough to begin soon.
_MINUTE_DAYS, _SECOND_DAYS, _FILLED_DAYS = 32, 2, 64
# How far back a repeated bar may lie.
_BACK = timedelta(days=12)


def has_strict_days(config: SubscriptionDataConfig, hours: SecurityExchangeHours, *, precise: bool) -> bool:
    """Whether daily bars last from the open to the close instead of from midnight to midnight."""
    kind = config.security_type
    if not precise or config.resolution is not Resolution.DAILY or hours.is_market_always_open:
        return False
    if kind is SecurityType.CFD:
        return config.market != "oanda"
    return kind not in (SecurityType.FOREX, SecurityType.BASE)


class _Cut(NamedTuple):
    """Rows in force: times and columns."""

    emit: Ints
    start: Ints
    end: Ints
    columns: list[Column]


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
        Whether pre- and post-market count; None for what the subscription says.
    """

    def __init__(
        self,
        config: SubscriptionDataConfig,
        hours: SecurityExchangeHours,
        files: PriceFiles,
        scaling: Scaling,
        window: Window,
        *,
        extended: bool | None = None,
    ) -> None:
        self._config = config
        self._hours = hours
        self._files = files
        self._scaling = scaling
        self._window = window
        self._extended = config.extended_market_hours if extended is None else extended
        self._span = span_us(config.resolution)
        self._strict = has_strict_days(config, hours, precise=window.precise)
        self._last_end = -NEVER
        self._carried: _Cut | None = None
        self.days: list[date] = []

    def pages(self) -> Iterator[TradePage | QuotePage]:
        """Yield pages in order of time."""
        window, zone = self._window, self._config.data_zone
        self.days = tradable_days(self._hours, window.start_us, window.end_us, zone, extended=self._extended)
        over = to_local(min(window.over_us, window.end_us + 1), zone).date()
        days = [day for day in self.days if day <= over]
        if not days:
            return
        pieces = self._histories(days) if self._config.resolution >= Resolution.HOUR else self._daily_files(days)
        for cut, since, until in pieces:
            page = self._page(cut, since, until)
            if page is not None:
                yield page

    # -- rows with their times

    def _daily_files(self, days: Sequence[date]) -> Iterator[tuple[_Cut, int, int]]:
        size = _SECOND_DAYS if self._config.resolution is Resolution.SECOND else _MINUTE_DAYS
        since = self._window.start_us
        for place in range(0, len(days), size):
            rows = self._files.of_days(days[place : place + size])
            after = days[place + size] if place + size < len(days) else None
            until = NEVER if after is None else _midnight(after, self._config.data_zone)
            yield self._cut(rows, days[place], days[min(place + size, len(days)) - 1]), since, until
            since = until + 1

    def _histories(self, days: Sequence[date]) -> Iterator[tuple[_Cut, int, int]]:
        whole = self._cut(self._files.of_histories(days), days[0], days[-1])
        if not self._repeats or self._step >= self._span:
            yield whole, self._window.start_us, NEVER
            return
        since = self._window.start_us
        for place in range(0, len(days), _FILLED_DAYS):
            after = days[place + _FILLED_DAYS] if place + _FILLED_DAYS < len(days) else None
            until = NEVER if after is None else _midnight(after, self._config.data_zone)
            low, high = np.searchsorted(whole.emit, [since, until + 1])
            rows = np.arange(low, high)
            yield (
                _Cut(whole.emit[rows], whole.start[rows], whole.end[rows], [part.take(rows) for part in whole.columns]),
                since,
                until,
            )
            since = until + 1

    def _cut(self, rows: Rows, first: date, last: date) -> _Cut:
        """Give rows their times and keep those that Lean keeps."""
        config, window = self._config, self._window
        start = rows.start
        if not self._strict and (start % self._span).any():
            shifted = start - start % self._span
        else:
            shifted = start
        emit = to_utc(start + self._span, config.data_zone)
        keep = self._in_order(emit)
        if self._strict:
            start, end, emit, known = self._session_times(start, emit, first, last)
            keep &= known
        else:
            start = to_wall(to_utc(shifted, config.data_zone), config.exchange_zone)
            end = to_wall(emit - (rows.start - shifted), config.exchange_zone)
        begin = to_utc(start, config.exchange_zone)
        sessions = session_arrays(self._hours, first - _DAY * 2, last + _DAY, self._extended)
        keep &= self._overlap(sessions, begin, emit)
        keep &= (emit >= max(window.start_us, window.first_us)) & (begin <= window.end_us)
        place = np.flatnonzero(keep)
        return _Cut(emit[place], start[place], end[place], self._columns(rows, place, start[place]))

    def _in_order(self, emit: Ints) -> npt.NDArray[np.bool_]:
        """True for rows later than all before them."""
        if not len(emit):
            return np.zeros(0, dtype=bool)
        before = np.concatenate([np.array([self._last_end], dtype=np.int64), emit[:-1]])
        latest = np.maximum.accumulate(before)
        self._last_end = max(int(latest[-1]), int(emit[-1]))
        return emit > latest

    def _session_times(
        self, start: Ints, emit: Ints, first: date, last: date
    ) -> tuple[Ints, Ints, Ints, npt.NDArray[np.bool_]]:
        """Open and close of the trading day that a daily row belongs to; False for rows of days without one."""
        zone = self._config.exchange_zone
        days = day_arrays(self._hours, first - _BACK, last + _DAY)
        bars = daily_bars(days)
        place = np.searchsorted(days.local_opens, to_wall(emit, zone), side="right") - 1
        known = place >= 0
        if not len(bars.emit):
            return start, emit, emit, np.zeros(len(start), dtype=bool)
        place = np.maximum(place, 0)
        known &= bars.end[place] >= to_wall(to_utc(start, self._config.data_zone), zone)
        return bars.start[place], bars.end[place], bars.emit[place], known

    @staticmethod
    def _overlap(sessions: Sessions, begin: Ints, emit: Ints) -> npt.NDArray[np.bool_]:
        """True for rows during which the exchange is open at some time."""
        place = np.searchsorted(sessions.closes, begin, side="right")
        inside = place < len(sessions.opens)
        inside[inside] = sessions.opens[place[inside]] < emit[inside]
        return inside

    def _columns(self, rows: Rows, place: Ints, start: Ints) -> list[Column]:
        rules = self._scaling.rules(start // _DAY_US)
        volumes = (4, 9) if self._files.quotes else (4,)
        columns = []
        cells = np.ascontiguousarray(rows.cells[place].T)
        scales = None if rows.scales is None else rows.scales[place].T
        for number, mantissas in enumerate(cells):
            make = self._scaling.volumes if number in volumes else self._scaling.prices
            own = None if scales is None or not scales[number].any() else scales[number]
            columns.append(make(mantissas, own, rules))
        if len(columns) == 4:
            columns.append(self._scaling.volumes(np.zeros(len(place), dtype=np.int64), None, rules))
        return columns

    # -- pages

    @property
    def _repeats(self) -> bool:
        return self._config.fill_data_forward and self._window.step_us > 0

    @property
    def _step(self) -> int:
        return min(self._window.step_us, self._span)

    def _page(self, cut: _Cut, since: int, until: int) -> TradePage | QuotePage | None:
        if not self._repeats:
            return self._made(cut.columns, Times(cut.emit, cut.start, cut.end)) if len(cut.emit) else None
        carried = self._carried
        if carried is not None:
            cut = _after(carried, cut)
        if not len(cut.emit):
            return None
        cut = self._without_gaps(cut)
        self._carried = _last(cut)
        filled = fill_forward(cut.emit, cut.start, cut.end, *self._moments(since, until))
        if carried is not None:
            filled = filled.rest()
        if not len(filled.emit):
            return None
        columns = [column.take(filled.source) for column in cut.columns]
        return self._made(columns, Times(filled.emit, filled.start, filled.end, filled.copied))

    def _moments(self, since: int, until: int) -> tuple[Ints, Bars]:
        """Moments at which a bar may be repeated, and the bars that then are complete."""
        config, window = self._config, self._window
        low, high = max(since, window.start_us), min(until, window.end_us + 1, window.over_us)
        first, last = to_local(low, config.exchange_zone).date() - _DAY, to_local(high, config.exchange_zone).date()
        finer = self._step < self._span
        back = first - _BACK if finer else first
        sessions = session_arrays(self._hours, first, last, self._extended)
        if self._strict:
            bars = daily_bars(day_arrays(self._hours, back, last))
        else:
            wide = session_arrays(self._hours, back, last, self._extended)
            bars = step_bars(step_ends(wide, self._span, config.data_zone), self._span, config.exchange_zone)
        moments = bars.emit
        if finer:
            moments = np.union1d(step_ends(sessions, self._step, config.data_zone), moments)
        return moments[(moments >= low) & (moments <= high)], bars

    def _without_gaps(self, cut: _Cut) -> _Cut:
        """A quote without a side has the prices of the last one that had it."""
        if not self._files.quotes:
            return cut
        columns = list(cut.columns)
        for first in (0, 5):
            present = _present(columns[first : first + 4])
            if present is None:
                continue
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


def _after(carried: _Cut, cut: _Cut) -> _Cut:
    """The rows with the last one of the page before in front."""
    return _Cut(
        np.concatenate([carried.emit, cut.emit]),
        np.concatenate([carried.start, cut.start]),
        np.concatenate([carried.end, cut.end]),
        [own.after(before) for own, before in zip(cut.columns, carried.columns, strict=True)],
    )


def _last(cut: _Cut) -> _Cut:
    row = np.array([len(cut.emit) - 1])
    return _Cut(cut.emit[row], cut.start[row], cut.end[row], [column.take(row) for column in cut.columns])


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
