"""Bars of the made-up market in Alpaca's frames: what was known at a moment, and nothing later."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType
from leanrig.standins.alpaca_asked import NEW_YORK, Frame
from leanrig.standins.market import Listing, Market, MinuteBars

__all__ = ["Source", "known", "made", "session_ms"]

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_CHUNK = {"min": 8, "hour": 60, "day": 90}


@dataclass(frozen=True, slots=True)
class Source:
    """One listing as one feed sees it, from `first_ms` to before `last_ms`; nothing from `cutoff_ms` on is known."""

    market: Market
    listing: Listing
    venue: str
    share: float
    cutoff_ms: int
    first_ms: int = 0
    last_ms: int = 1 << 60

    @property
    def is_stock(self) -> bool:
        """Whether its days are New York's."""
        return self.listing.security_type is SecurityType.EQUITY

    def minutes(self, start_ms: int, end_ms: int) -> MinuteBars:
        """Return the minutes that start in `[start_ms, end_ms)`, the last one as far as it is known."""
        low = max(start_ms, self.first_ms)
        high = max(low, min(end_ms, self.last_ms, self.cutoff_ms))
        found = self.market.minutes(self.listing, _moment(low), _moment(high), venue=self.venue, share=self.share)
        return known(found, self.cutoff_ms)


def made(source: Source, frame: Frame, start_ms: int, end_ms: int) -> Iterator[MinuteBars]:
    """Yield bars that start from `start_ms` to `end_ms`, both included, oldest first, piece by piece."""
    zone: tzinfo = NEW_YORK if source.is_stock and frame.unit == "day" else UTC
    end_ms = min(end_ms, source.cutoff_ms)
    begin = _moment(max(start_ms, source.first_ms, _first_ms(source.listing))).astimezone(zone).date()
    while _midnight(begin, zone) <= end_ms:
        after = begin + timedelta(days=_CHUNK[frame.unit])
        bars = _grouped(source, frame, _midnight(begin, zone), min(_midnight(after, zone), end_ms + frame.ms))
        yield bars.chosen((bars.start_ms >= start_ms) & (bars.start_ms <= end_ms))
        begin = after


def known(bars: MinuteBars, cutoff_ms: int) -> MinuteBars:
    """Return the minutes as they stood at the cutoff: of an unfinished one the open alone and a part of its volume."""
    if not len(bars) or bars.start_ms[-1] + _MINUTE_MS <= cutoff_ms:
        return bars
    share = (cutoff_ms - int(bars.start_ms[-1])) / _MINUTE_MS
    columns = {name: getattr(bars, name).copy() for name in ("high", "low", "close", "volume", "trades")}
    for name in ("high", "low", "close"):
        columns[name][-1] = bars.open[-1]
    for name in ("volume", "trades"):
        columns[name][-1] = max(np.floor(columns[name][-1] * share), 1)
    return replace(bars, **columns)


@lru_cache(maxsize=4096)
def session_ms(day: date) -> tuple[int, int] | None:
    """Return open and close of New York's session of that day; None where there is none."""
    calendar = exchange_calendar(day.year, day.year)
    opens, closes = (part.get(day.isoformat()) for part in (calendar.opens, calendar.closes))
    if opens is None:
        return None
    return int(opens.timestamp() * 1000), int(closes.timestamp() * 1000)


def _grouped(source: Source, frame: Frame, start_ms: int, end_ms: int) -> MinuteBars:
    if frame.unit == "day" and source.is_stock:
        return _stock_days(source, start_ms, end_ms)
    bars = source.minutes(start_ms, end_ms)
    return bars if frame == Frame(1, "min") else bars.grouped(bars.start_ms // frame.ms * frame.ms)


def _stock_days(source: Source, start_ms: int, end_ms: int) -> MinuteBars:
    """Prices of regular hours, volume of the whole day, stamped with New York's midnight."""
    parts = []
    day = _moment(start_ms).astimezone(NEW_YORK).date()
    while (midnight := _midnight(day, NEW_YORK)) < min(end_ms, source.cutoff_ms):
        day += timedelta(days=1)
        # One cutoff for all days gone by, so that they are made once.
        known_ms = min(source.cutoff_ms, _midnight(day, NEW_YORK))
        parts.append(_stock_day(replace(source, cutoff_ms=known_ms), midnight))
    return _concatenated([part for part in parts if part is not None])


@lru_cache(maxsize=20_000)
def _stock_day(source: Source, midnight: int) -> MinuteBars | None:
    session = session_ms(_moment(midnight).astimezone(NEW_YORK).date())
    if session is None or source.cutoff_ms <= session[0]:
        return None
    whole = source.minutes(midnight, midnight + 25 * 3_600_000)
    regular = whole.chosen((whole.start_ms >= session[0]) & (whole.start_ms < session[1]))
    if not len(regular):
        return None
    bar = regular.grouped(np.zeros(len(regular)), np.array([midnight]))
    return replace(bar, volume=np.array([whole.volume.sum()]), trades=np.array([whole.trades.sum()]))


def _concatenated(parts: list[MinuteBars]) -> MinuteBars:
    names = ("start_ms", "open", "high", "low", "close", "volume", "trades")
    columns: list[npt.NDArray[np.float64]] = [
        np.concatenate([np.empty(0), *(getattr(part, name) for part in parts)]) for name in names
    ]
    return MinuteBars(columns[0].astype(np.int64), *columns[1:])


def _first_ms(listing: Listing) -> int:
    return _midnight(listing.first_day, UTC)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000
