"""What Polygon's stand-in knows of prices: whose bars lie under a ticker, up to the present moment and no further."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType
from leanrig.standins.market import Listing, Market, MinuteBars

__all__ = ["NEW_YORK", "Tape", "Tapes", "midnight_ms", "moment", "pieces", "zone_of"]

NEW_YORK = ZoneInfo("America/New_York")
_DAY = timedelta(days=1)
_MINUTE_MS = 60_000
_BATCH = 40
_VENUE = "polygon"
_PREFIXES = {"X:": SecurityType.CRYPTO, "C:": SecurityType.FOREX}
# How long a ticker lay unused between two companies.
_UNUSED = timedelta(days=129)


@dataclass(frozen=True, slots=True)
class Tape:
    """Under a ticker, the bars of `listing` from `first` to before `after`."""

    listing: Listing
    first: date
    after: date


class Tapes:
    """The market as one account sees it.

    Parameters
    ----------
    cutoff_ms
        What the account may know, since the epoch: now, or 15 minutes ago.
    """

    def __init__(self, market: Market, cutoff_ms: Callable[[], int]) -> None:
        self._market = market
        self._cutoff_ms = cutoff_ms
        self._days: dict[tuple[str, date], MinuteBars] = {}

    def of(self, ticker: str) -> list[Tape]:
        """Return whose bars lie under `ticker`, oldest first; none where nobody ever had it."""
        kind = _PREFIXES.get(ticker[:2], SecurityType.EQUITY)
        plain = ticker[2:] if ticker[:2] in _PREFIXES else ticker
        found = []
        for listing in self._market.listings(kind):
            if listing.ticker == plain and listing.renamed is not None:
                found.append(Tape(_stranger(listing), listing.first_day, listing.renamed - _UNUSED))
                found.append(Tape(listing, listing.renamed, date.max))
            elif listing.ticker == plain:
                found.append(Tape(listing, listing.first_day, date.max))
            elif listing.former == plain and listing.renamed is not None:
                found.append(Tape(listing, listing.first_day, listing.renamed))
        return found

    def minutes(self, tape: Tape, start_ms: int, end_ms: int) -> MinuteBars:
        """Return the minutes that start in `[start_ms, end_ms)`, the last one as far as it is known."""
        zone = zone_of(tape.listing)
        cutoff = self._cutoff_ms()
        low = max(start_ms, midnight_ms(tape.first, zone))
        high = min(end_ms, cutoff, midnight_ms(tape.after, zone) if tape.after < date.max else end_ms)
        found = self._market.minutes(tape.listing, moment(low), moment(max(low, high)), venue=_VENUE)
        return _known(found, cutoff)

    def days(self, tape: Tape, start_ms: int, end_ms: int) -> MinuteBars:
        """Return the days whose midnights lie in `[start_ms, end_ms)`."""
        zone = zone_of(tape.listing)
        day = max(moment(start_ms).astimezone(zone).date(), tape.first)
        if midnight_ms(day, zone) < start_ms:
            day += _DAY
        stop = min(end_ms, self._cutoff_ms())
        wanted = []
        while midnight_ms(day, zone) < stop and day < tape.after:
            wanted.append(day)
            day += _DAY
        name = tape.listing.ticker
        missing = [day for day in wanted if (name, day) not in self._days]
        made: dict[date, MinuteBars] = {}
        for at in range(0, len(missing), _BATCH):
            made |= self._made(tape, missing[at : at + _BATCH], zone)
        return _concatenated([made[day] if day in made else self._days[name, day] for day in wanted])

    def _made(self, tape: Tape, days: list[date], zone: ZoneInfo) -> dict[date, MinuteBars]:
        """Make some days at once and keep those that are over."""
        edges = [(midnight_ms(day, zone), midnight_ms(day + _DAY, zone)) for day in days]
        minutes = self.minutes(tape, edges[0][0], edges[-1][1])
        places = [np.searchsorted(minutes.start_ms, pair) for pair in edges]
        sessions = [_session_ms(day) if zone is NEW_YORK else None for day in days]
        made = {
            day: _one_day(minutes.chosen(np.arange(first, last)), start, session)
            for day, (first, last), (start, _), session in zip(days, places, edges, sessions, strict=True)
        }
        cutoff = self._cutoff_ms()
        self._days |= {
            (tape.listing.ticker, day): made[day] for day, (_, end) in zip(days, edges, strict=True) if end <= cutoff
        }
        return made


def zone_of(listing: Listing) -> ZoneInfo:
    """Return the zone of the vendor's days."""
    return NEW_YORK if listing.security_type is SecurityType.EQUITY else _UTC


def midnight_ms(day: date, zone: ZoneInfo) -> int:
    """Return the moment at which a day begins."""
    return int(datetime.combine(day, time(), zone).timestamp() * 1000)


def moment(ms: int) -> datetime:
    """Return milliseconds since the epoch as a time in UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC)


_UTC = ZoneInfo("UTC")


def _stranger(listing: Listing) -> Listing:
    """Another company, long gone, that had the ticker before."""
    return replace(
        listing, ticker=f"{listing.ticker}.OLD", name="A company of before", price=12.5, splits=(), former=""
    )


def _one_day(minutes: MinuteBars, start_ms: int, session: tuple[int, int] | None) -> MinuteBars:
    """For a stock the prices of its session and the volume of the whole day."""
    priced = minutes
    if session is not None:
        priced = minutes.chosen((minutes.start_ms >= session[0]) & (minutes.start_ms < session[1]))
    if not len(priced):
        return priced
    bar = priced.grouped(np.zeros(len(priced)), np.array([start_ms]))
    return replace(bar, volume=np.array([minutes.volume.sum()]), trades=np.array([minutes.trades.sum()]))


def _known(bars: MinuteBars, cutoff_ms: int) -> MinuteBars:
    """The unfinished minute: its open, and the part of its volume that has been traded."""
    if not len(bars) or bars.start_ms[-1] + _MINUTE_MS <= cutoff_ms:
        return bars
    share = (cutoff_ms - int(bars.start_ms[-1])) / _MINUTE_MS
    high, low, close, volume = (column.copy() for column in (bars.high, bars.low, bars.close, bars.volume))
    high[-1] = low[-1] = close[-1] = bars.open[-1]
    volume[-1] *= share
    return replace(bars, high=high, low=low, close=close, volume=volume)


@lru_cache(maxsize=8192)
def _session_ms(day: date) -> tuple[int, int]:
    calendar = exchange_calendar(2018, 2038)
    try:
        opens, closes = calendar.opens[day.isoformat()], calendar.closes[day.isoformat()]
    except KeyError:
        return 0, 0
    return int(opens.timestamp() * 1000), int(closes.timestamp() * 1000)


def _concatenated(parts: list[MinuteBars]) -> MinuteBars:
    names = ("start_ms", "open", "high", "low", "close", "volume", "trades")
    if not parts:
        return MinuteBars(*(np.empty(0, dtype=np.int64 if name == "start_ms" else float) for name in names))
    return MinuteBars(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def pieces(start_ms: int, end_ms: int, step: timedelta, *, backwards: bool) -> Iterator[tuple[int, int]]:
    """Yield `[start_ms, end_ms)` piece by piece, from either end."""
    size = int(step.total_seconds() * 1000)
    edges = list(range(start_ms, end_ms, size))
    for edge in reversed(edges) if backwards else edges:
        yield edge, min(edge + size, end_ms)
