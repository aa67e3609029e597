"""All pages of a range of days, each day asked under the ticker that the company had on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd

from leanrig.model.bars import TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import session_closes
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.failures import NotEntitled, Refused, UnknownSymbol
from leanrig.providers.polygon.columns import Columns, joined, read_page
from leanrig.providers.polygon.frames import base_timespan, framed
from leanrig.providers.polygon.names import AROUND, Span, corrected, first_day_after, read_changes, spans
from leanrig.providers.polygon.wire import Asked, NotHeld, Wire, in_path
from leanrig.providers.symbols import to_polygon

__all__ = ["PAGE", "Fetched", "Range", "Ranges"]

PAGE = 50_000
_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Range:
    """Bars of one symbol from `start` to `end`, both included."""

    symbol: Symbol
    resolution: Resolution
    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.symbol}, {self.resolution} bars from {self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `known_until` and `answered_at` are the earliest of all pages, `names` the tickers that were asked."""

    columns: Columns
    pages: int
    known_until: datetime
    answered_at: datetime
    is_delayed: bool
    names: tuple[Span, ...]


class Ranges:
    """Asks for ranges, and remembers the names of companies."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._changes: dict[str, tuple[TickerChange, ...]] = {}
        self._first_days: dict[tuple[str, date], date] = {}

    def fetched(self, wire: Wire, asked: Range) -> Fetched:
        """Return all pages of a range; a range that ends before it starts has none."""
        names: tuple[Span, ...] = ()
        if asked.start <= asked.end:
            changes = self.changes(wire, asked.symbol, asked.start, asked.end)
            names = tuple(spans(changes, to_polygon(asked.symbol), asked.start, asked.end))
        pages = [page for name in names for page in self._pages(wire, asked, name)]
        now = self._now()
        return Fetched(
            joined([page.value for page in pages]),
            len(pages),
            min((page.known_until for page in pages), default=now),
            min((page.answered_at for page in pages), default=now),
            any(page.is_delayed for page in pages),
            names,
        )

    def changes(self, wire: Wire, symbol: Symbol, start: date, end: date) -> tuple[TickerChange, ...]:
        """Return the company's names, those near the range with their true first days; none for pairs."""
        if symbol.security_type is not SecurityType.EQUITY:
            return ()
        ticker = to_polygon(symbol)
        if ticker not in self._changes:
            try:
                self._changes[ticker] = _listed_changes(wire, ticker)
            except NotHeld:
                return ()  # most companies have no list to keep; one that has is held under its old name's pages
        return corrected(self._changes[ticker], start, end, lambda old, said: self._first_day(wire, symbol, old, said))

    def _first_day(self, wire: Wire, symbol: Symbol, old: str, said: date) -> date:
        if (old, said) not in self._first_days:
            around = Range(symbol, Resolution.DAILY, said - AROUND, min(said + AROUND, self._now().date()))
            try:
                pages = self._pages(wire, around, Span(old, around.start, around.end))
            except NotEntitled:
                return said
            columns = joined([page.value for page in pages])
            made = framed(columns, symbol, Resolution.DAILY, around.start, around.end, known_until=self._now())
            closes = session_closes(symbol, around.start, around.end)
            sessions = [day.date() for day in pd.DatetimeIndex(closes.index)]
            traded = [day for day, close in zip(sessions, closes, strict=True) if close in made.bars.index]
            self._first_days[old, said] = first_day_after(traded, sessions, said=said)
        return self._first_days[old, said]

    def _pages(self, wire: Wire, asked: Range, name: Span) -> list[Asked[Columns]]:
        timespan = base_timespan(asked.symbol, asked.resolution)
        first, last = _limits(asked.symbol, name)
        days = (name.last - name.first).days + 1
        base_bars = days if timespan == "day" else days * _MINUTES
        path = f"/v2/aggs/ticker/{in_path(name.ticker)}/range/1/{timespan}/{first}/{last}"
        query = {"adjusted": "false", "sort": "asc", "limit": str(PAGE)}
        # Twice what the range can hold, and one: the vendor may cut pages shorter, but not for ever.
        most = 2 * -(-base_bars // PAGE) + 1
        about = str(asked)
        return list(wire.pages(path, query, lambda body: read_page(body, about), about=about, most=most))


def _listed_changes(wire: Wire, ticker: str) -> tuple[TickerChange, ...]:
    path = f"/vX/reference/tickers/{in_path(ticker)}/events"
    query = {"types": "ticker_change"}
    try:
        return wire.ask(path, query, lambda body: read_changes(body, ticker), about=f"{ticker}, names").value
    except (UnknownSymbol, NotEntitled, Refused):
        return ()  # the vendor has no list for it: then it has one name


def _limits(symbol: Symbol, name: Span) -> tuple[str, str]:
    """Days for stocks, which the vendor takes as New York's; milliseconds for pairs, so that nobody has to guess."""
    if symbol.security_type is SecurityType.EQUITY:
        return name.first.isoformat(), name.last.isoformat()
    first = datetime.combine(name.first, time(), UTC)
    last = datetime.combine(name.last + timedelta(days=1), time(), UTC)
    return str(int(first.timestamp() * 1000)), str(int(last.timestamp() * 1000) - 1)
