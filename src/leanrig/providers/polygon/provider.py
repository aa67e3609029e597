"""Polygon, now Massive: stocks (SIP), crypto and currencies, behind `VendorProvider`.

https://massive.com/docs/rest
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.bars import SANDBOX, BarSet, CorporateAction, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import day_zone
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.failures import NotEntitled, UnknownSymbol
from leanrig.providers.http.client import Standing
from leanrig.providers.polygon.actions import merged, read_dividends, read_splits
from leanrig.providers.polygon.fetching import PAGE, Fetched, Range, Ranges
from leanrig.providers.polygon.frames import Framed, framed
from leanrig.providers.polygon.market_days import MarketDay, read_market_days
from leanrig.providers.polygon.names import Span, spans
from leanrig.providers.polygon.reference import Ticker, read_ticker
from leanrig.providers.polygon.snapshot import CryptoDay, frame_by_ticker, read_grouped
from leanrig.providers.polygon.wire import NotHeld, Wire, in_path, rows_of
from leanrig.providers.protocol import CompanyEvents
from leanrig.providers.symbols import to_polygon

__all__ = ["PolygonProvider"]

_FEEDS = {
    SecurityType.EQUITY: ("SIP", "SIP"),
    SecurityType.CRYPTO: ("crypto aggregate", "Polygon crypto aggregate"),
    SecurityType.FOREX: ("forex aggregate", "Polygon forex aggregate, prices, no quotes"),
}
_RESOLUTIONS = (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY)
# Base bars in a calendar day: stocks 960 minutes on five days of seven, currencies 1440 on five and some hours.
_MINUTES_A_DAY = {SecurityType.EQUITY: 690, SecurityType.CRYPTO: 1440, SecurityType.FOREX: 1080}
_DAYS_A_PAGE = 3650
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class PolygonProvider:
    """One account; see `VendorProvider` for what each method returns and raises."""

    name = "polygon"

    def __init__(self, wire: Wire, *, has_key: bool = True, now: Callable[[], datetime] = utc_now) -> None:
        self._wire = wire
        self._has_key = has_key
        self._now = now
        self._ranges = Ranges(now)

    def serves(self, security_type: SecurityType) -> bool:
        """Whether there is a key: each plan has all three kinds, though not all of their history."""
        return self._has_key and security_type in _FEEDS

    def chunk_days(self, symbol: Symbol, resolution: Resolution) -> int:
        """Return how many days fit into one page of 50,000 base bars."""
        return _DAYS_A_PAGE if resolution is Resolution.DAILY else PAGE // _MINUTES_A_DAY[symbol.security_type]

    def requests_for(self, symbol: Symbol, resolution: Resolution, days: int) -> int:
        """Return the pages that `days` take."""
        return -(-days // self.chunk_days(symbol, resolution))

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return raw bars of the days from `start` to `end`; an unknown symbol has none."""
        return self._bars(self._wire, Range(symbol, resolution, start, end))

    def held_bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet | None:
        """Return the same from copies alone; None where a page is missing."""
        try:
            return self._bars(self._wire.from_copies(), Range(symbol, resolution, start, end))
        except NotHeld:
            return None

    def events(self, symbol: Symbol, start: date, end: date) -> CompanyEvents:
        """Return splits and dividends of the range, and all names that the company had until its end."""
        if symbol.security_type is not SecurityType.EQUITY:
            return CompanyEvents()
        changes = self._ranges.changes(self._wire, symbol, start, end)
        actions: list[CorporateAction] = []
        for span in spans(changes, to_polygon(symbol), start, end):
            actions += self._listed("splits", "execution_date", span)
            actions += self._listed("dividends", "ex_dividend_date", span)
        return CompanyEvents(merged(actions), tuple(change for change in changes if change.first_day <= end))

    def knows(self, symbol: Symbol) -> bool:
        """Whether there is such a symbol, traded still or no more."""
        try:
            self.ticker(symbol)
        except UnknownSymbol:
            ticker = to_polygon(symbol)
            query = {"ticker": ticker, "active": "false", "limit": "1"}
            gone = self._wire.ask("/v3/reference/tickers", query, lambda body: rows_of(body, ticker), about=ticker)
            return bool(gone.value)
        return True

    def ticker(self, symbol: Symbol) -> Ticker:
        """Return what the vendor says of a symbol; raise `UnknownSymbol` where it has none."""
        ticker = to_polygon(symbol)
        path = f"/v3/reference/tickers/{in_path(ticker)}"
        return self._wire.ask(path, None, lambda body: read_ticker(body, ticker), about=ticker).value

    def ping(self) -> None:
        """Ask for the market's coming days, past the cache."""
        self._market_days(cache=False)

    def seconds_for(self, requests: int) -> float:
        """Return how long `requests` more will take under the plan's limit."""
        return self._wire.http.seconds_for(requests)

    def standing(self) -> Standing:
        """Return what the plan's limit leaves now."""
        return self._wire.http.standing()

    def closures(self) -> tuple[MarketDay, ...]:
        """Return the coming days on which New York's exchanges rest or close early, for about a year."""
        return self._market_days(cache=True)

    def crypto_day(self, day: date) -> CryptoDay:
        """Return all crypto pairs of one UTC day; raise `BadInput` where it is not over."""
        end_time = datetime.combine(day + timedelta(days=1), time(), UTC)
        path = f"/v2/aggs/grouped/locale/global/market/crypto/{day.isoformat()}"
        about = f"all crypto pairs of {day}"
        asked = self._wire.ask(path, {"adjusted": "false"}, lambda body: read_grouped(body, about), about=about)
        if asked.known_until < end_time:
            raise BadInput(f"{day} is not over yet", where=about, cure="ask for an earlier day")
        known = self._provenance(SecurityType.CRYPTO, asked.answered_at, is_delayed=asked.is_delayed)
        return CryptoDay(day, end_time, frame_by_ticker(*asked.value), known)

    def _bars(self, wire: Wire, asked: Range) -> BarSet:
        if asked.resolution not in _RESOLUTIONS:
            raise BadInput(
                f"polygon is not asked for {asked.resolution} bars", cure="--resolution minute, hour or daily"
            )
        asked, got, details = self._fetched(wire, asked)
        made = framed(got.columns, asked.symbol, asked.resolution, asked.start, asked.end, known_until=got.known_until)
        kind = asked.symbol.security_type
        known = self._provenance(kind, got.answered_at, is_delayed=got.is_delayed)
        details |= _details(asked, got, made)
        return BarSet(asked.symbol, asked.resolution, made.bars, replace(known, details=details))

    def _fetched(self, wire: Wire, asked: Range) -> tuple[Range, Fetched, dict[str, str]]:
        """Until today at most: the vendor refuses days that are yet to come as if the plan were too small for them."""
        today = self._now().astimezone(day_zone(asked.symbol)).date()
        asked = replace(asked, end=min(asked.end, today))
        try:
            return asked, self._ranges.fetched(wire, asked), {}
        except NotEntitled:
            if wire.plan != "free" or asked.end < today or asked.start >= today:
                raise
            asked = replace(asked, end=today - timedelta(days=1))
            words = f"{today} is left out: the free plan has a day after its end"
            return asked, self._ranges.fetched(wire, asked), {"note": words}

    def _listed(self, kind: str, day: str, span: Span) -> list[CorporateAction]:
        read = read_splits if kind == "splits" else read_dividends
        about = f"{span.ticker}, {kind}"
        limits = {f"{day}.gte": span.first.isoformat(), f"{day}.lte": span.last.isoformat()}
        query = {"ticker": span.ticker, **limits, "order": "asc", "sort": day, "limit": "1000"}
        path = f"/v3/reference/{kind}"
        pages = self._wire.pages(path, query, lambda body: read(body, about), about=about, most=100)
        return [action for page in pages for action in page.value]

    def _market_days(self, *, cache: bool) -> tuple[MarketDay, ...]:
        about = "coming market days"
        path = "/v1/marketstatus/upcoming"
        return self._wire.ask(path, None, lambda body: read_market_days(body, about), about=about, cache=cache).value

    def _provenance(self, kind: SecurityType, as_of: datetime, *, is_delayed: bool) -> Provenance:
        feed, label = _FEEDS[kind]
        label += ", 15 min delayed" if is_delayed else ""
        if urlsplit(self._wire.base_url).hostname in _LOOPBACK:
            label += f" · {SANDBOX}"
        return Provenance("polygon", feed, label, "raw", as_of)


def _details(asked: Range, got: Fetched, made: Framed) -> dict[str, str]:
    """Counts of this one answer; what starts with "note" is for a person."""
    found = {"pages": str(got.pages)} | {name: str(count) for name, count in made.left_out.items()}
    former = [f"{name.ticker} until {name.last}" for name in got.names if name.ticker != to_polygon(asked.symbol)]
    if former:
        found["note of names"] = f"{asked.symbol} traded as {', then '.join(former)}"
    if asked.symbol.security_type is SecurityType.EQUITY and asked.resolution is Resolution.DAILY:
        found["volume"] = "of the whole day, extended hours too"
    return found
