"""Rows of files with their times: which of them a subscription has, and which of those fall into its hours."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.feed.columns import Column, Ints
from leanrig.engine.feed.fill import daily_bars
from leanrig.engine.feed.price_files import Rows
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.window import NEVER, Window
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import Sessions, day_arrays, session_arrays
from leanrig.engine.hours.zone_arrays import to_utc, to_wall

__all__ = ["Cut", "Cutter", "has_strict_days"]

_DAY_US = 86_400_000_000
_DAY = timedelta(days=1)
_BACK = timedelta(days=12)
_TRADE_VOLUMES, _QUOTE_VOLUMES = (4,), (4, 9)
Flags = npt.NDArray[np.bool_]


def has_strict_days(config: SubscriptionDataConfig, hours: SecurityExchangeHours, *, precise: bool) -> bool:
    """Whether daily bars last from the open to the close instead of from midnight to midnight."""
    kind = config.security_type
    if not precise or config.resolution is not Resolution.DAILY or hours.is_market_always_open:
        return False
    if kind is SecurityType.CFD:
        return config.market != "oanda"
    return kind not in (SecurityType.FOREX, SecurityType.BASE)


class Cut(NamedTuple):
    """Rows with their times.

    Attributes
    ----------
    emit
        Ends in microseconds UTC.
    start, end
        Wall clock of the exchange in microseconds.
    inside
        False for rows outside of the exchange's hours, which are repeated but not shown.
    columns
        Their numbers.
    """

    emit: Ints
    start: Ints
    end: Ints
    inside: Flags
    columns: list[Column]

    def take(self, rows: Ints) -> "Cut":
        columns = [column.take(rows) for column in self.columns]
        return Cut(self.emit[rows], self.start[rows], self.end[rows], self.inside[rows], columns)

    def last(self) -> "Cut":
        """The last row alone."""
        return self.take(np.array([len(self.emit) - 1]))

    def after(self, carried: "Cut") -> "Cut":
        """The rows with another row in front."""
        return Cut(
            np.concatenate([carried.emit, self.emit]),
            np.concatenate([carried.start, self.start]),
            np.concatenate([carried.end, self.end]),
            np.concatenate([carried.inside, self.inside]),
            [own.after(before) for own, before in zip(self.columns, carried.columns, strict=True)],
        )


class Cutter:
    """Gives rows their times, one stretch after another."""

    def __init__(
        self,
        config: SubscriptionDataConfig,
        hours: SecurityExchangeHours,
        scaling: Scaling,
        window: Window,
        *,
        extended: bool,
        quotes: bool,
    ) -> None:
        self._config = config
        self._hours = hours
        self._scaling = scaling
        self._window = window
        self._extended = extended
        self._volumes = _QUOTE_VOLUMES if quotes else _TRADE_VOLUMES
        self._span = span_us(config.resolution)
        self.strict = has_strict_days(config, hours, precise=window.precise)
        self._latest = -NEVER

    def cut(self, rows: Rows, first: date, last: date) -> Cut:
        """The rows, of dates from `first` to `last`, that the subscription has."""
        config, window = self._config, self._window
        emit = to_utc(rows.start + self._span, config.data_zone)
        keep = self._in_order(emit)
        if self.strict:
            start, end, emit, known = self._session_times(rows.start, emit, first, last)
            keep &= known
        else:
            start, end = self._bar_times(rows.start, emit)
        begin = to_utc(start, config.exchange_zone)
        sessions = session_arrays(self._hours, first - _DAY * 2, last + _DAY, self._extended)
        keep &= (emit >= max(window.start_us, window.first_us)) & (begin <= window.end_us)
        place = np.flatnonzero(keep)
        inside = _overlap(sessions, begin[place], emit[place])
        return Cut(emit[place], start[place], end[place], inside, self._columns(rows, place, start[place]))

    def _in_order(self, emit: Ints) -> Flags:
        """True for rows later than all before them."""
        if not len(emit):
            return np.zeros(0, dtype=bool)
        before = np.concatenate([np.array([self._latest], dtype=np.int64), emit[:-1]])
        latest = np.maximum.accumulate(before)
        self._latest = max(int(latest[-1]), int(emit[-1]))
        return emit > latest

    def _bar_times(self, start: Ints, emit: Ints) -> tuple[Ints, Ints]:
        """Start and end; bars that begin off the grid are shown as if they began on it."""
        config, late = self._config, start % self._span
        if late.any():
            start, emit = start - late, emit - late
        return to_wall(to_utc(start, config.data_zone), config.exchange_zone), to_wall(emit, config.exchange_zone)

    def _session_times(self, start: Ints, emit: Ints, first: date, last: date) -> tuple[Ints, Ints, Ints, Flags]:
        """Open and close of the trading day that a daily row belongs to; False for rows of days without one."""
        zone = self._config.exchange_zone
        days = day_arrays(self._hours, first - _BACK, last + _DAY)
        bars = daily_bars(days)
        if not len(bars.emit):
            return start, emit, emit, np.zeros(len(start), dtype=bool)
        place = np.searchsorted(days.local_opens, to_wall(emit, zone), side="right") - 1
        known = place >= 0
        place = np.maximum(place, 0)
        known &= bars.end[place] >= to_wall(to_utc(start, self._config.data_zone), zone)
        return bars.start[place], bars.end[place], bars.emit[place], known

    def _columns(self, rows: Rows, place: Ints, start: Ints) -> list[Column]:
        rules = self._scaling.rules(start // _DAY_US)
        cells = np.ascontiguousarray(rows.cells[place].T)
        scales = None if rows.scales is None else rows.scales[place].T
        columns: list[Column] = []
        for number, mantissas in enumerate(cells):
            make = self._scaling.volumes if number in self._volumes else self._scaling.prices
            own = None if scales is None or not scales[number].any() else scales[number]
            columns.append(make(mantissas, own, rules))
        if len(columns) == 4:
            columns.append(self._scaling.volumes(np.zeros(len(place), dtype=np.int64), None, rules))
        return columns


def _overlap(sessions: Sessions, begin: Ints, emit: Ints) -> Flags:
    """True for rows during which the exchange is open at some time."""
    place = np.searchsorted(sessions.closes, begin, side="right")
    inside = place < len(sessions.opens)
    inside[inside] = sessions.opens[place[inside]] < emit[inside]
    return inside
