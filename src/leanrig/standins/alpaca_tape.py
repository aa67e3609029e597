"""Bars of Alpaca's stand-in: stocks, coins and the latest of both."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from werkzeug.wrappers import Request

from leanrig.model.symbol import SecurityType
from leanrig.standins.alpaca_asked import (
    NEW_YORK,
    Frame,
    Wrong,
    from_token,
    limit_of,
    moment_of,
    sort_of,
    symbols_of,
    timeframe_of,
    token,
)
from leanrig.standins.alpaca_made import Source, made
from leanrig.standins.market import Listing, Market, MinuteBars
from leanrig.standins.server import Handler, Reply, Route

__all__ = ["RECENT", "bar_rows", "listed", "refused", "tape_routes"]

RECENT = timedelta(minutes=15)
_FEEDS = {"sip": ("", 1.0), "iex": ("iex", 0.025)}
_COINS = ("alpaca", 0.02)
_MINUTE = Frame(1, "min")


def tape_routes(market: Market, now: Callable[[], datetime], plan: str) -> list[Route]:
    """Return the routes of bars."""
    tape = _Tape(market, now, plan)
    return [
        Route("GET", "/v2/stocks/bars/latest", refused(tape.latest_stocks)),
        Route("GET", "/v2/stocks/bars", refused(tape.stocks)),
        Route("GET", "/v1beta3/crypto/{loc}/latest/bars", refused(tape.latest_coins)),
        Route("GET", "/v1beta3/crypto/{loc}/bars", refused(tape.coins)),
    ]


def refused(handler: Handler) -> Handler:
    """Return the handler with wrong requests answered by 400."""

    def answer(request: Request, parts: dict[str, str]) -> Reply:
        try:
            return handler(request, parts)
        except Wrong as wrong:
            return wrong.reply

    return answer


def listed(market: Market, symbol: str, kind: SecurityType) -> Listing | None:
    """Return what the vendor's spelling names."""
    found = market.listing(symbol.replace("/", ""))
    return found if found is not None and found.security_type is kind else None


def bar_rows(bars: MinuteBars, *, is_stock: bool) -> list[dict[str, Any]]:
    """Return bars as the vendor writes them: a stock's volume is a whole number."""
    moments = np.datetime_as_string(bars.start_ms.astype("M8[ms]").astype("M8[s]")).tolist()
    volume = bars.volume.astype(np.int64) if is_stock else np.round(bars.volume, 9)
    middle = np.round((bars.open + bars.high + bars.low + bars.close) / 4, 6)
    arrays = (bars.open, bars.high, bars.low, bars.close, volume, bars.trades.astype(np.int64), middle)
    rows = zip(moments, *(column.tolist() for column in arrays), strict=True)
    return [
        {"t": t + "Z", "o": o, "h": h, "l": low, "c": c, "v": v, "n": n, "vw": vw} for t, o, h, low, c, v, n, vw in rows
    ]


class _Tape:
    def __init__(self, market: Market, now: Callable[[], datetime], plan: str) -> None:
        self._market = market
        self._now = now
        self._plan = plan

    def stocks(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v2/stocks/bars`."""
        feed = request.args.get("feed", "sip")
        if feed not in ("sip", "iex", "otc", "boats"):
            raise Wrong(f"invalid feed: {feed}")
        if request.args.get("adjustment", "raw") != "raw":
            raise Wrong("the sandbox has raw bars only")
        end = moment_of(request, "end")
        if feed == "sip" and self._is_late and end is not None and end > self._now() - RECENT:
            return Reply({"message": "subscription does not permit querying recent SIP data"}, 403)
        cutoff = self._cutoff(feed)
        return self._page(
            request, [self._stock(symbol, request, feed, cutoff) for symbol in symbols_of(request)], cutoff
        )

    def coins(self, request: Request, parts: dict[str, str]) -> Reply:
        """`/v1beta3/crypto/{loc}/bars`."""
        if parts["loc"] not in ("us", "us-1", "us-2", "eu-1", "bs-1"):
            raise Wrong(f"invalid location: {parts['loc']}")
        cutoff = self._now()
        return self._page(request, [self._coin(symbol, cutoff) for symbol in symbols_of(request)], cutoff)

    def latest_stocks(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v2/stocks/bars/latest`."""
        feed = request.args.get("feed", "iex")
        if feed == "sip" and self._is_late:
            return Reply({"message": "subscription does not permit querying recent SIP data"}, 403)
        cutoff = self._cutoff(feed)
        return _latest([self._stock(symbol, request, feed, cutoff) for symbol in symbols_of(request)], cutoff)

    def latest_coins(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v1beta3/crypto/{loc}/latest/bars`."""
        cutoff = self._now()
        return _latest([self._coin(symbol, cutoff) for symbol in symbols_of(request)], cutoff)

    @property
    def _is_late(self) -> bool:
        return self._plan == "basic"

    def _cutoff(self, feed: str) -> datetime:
        return self._now() - RECENT if feed == "sip" and self._is_late else self._now()

    def _page(self, request: Request, sources: list[tuple[str, Source | None]], cutoff: datetime) -> Reply:
        today = cutoff.astimezone(NEW_YORK).replace(hour=0, minute=0, second=0, microsecond=0)
        start = moment_of(request, "start") or today
        end = min(moment_of(request, "end") or cutoff, cutoff)
        if end < start and moment_of(request, "end") is None:
            raise Wrong("end should not be before start")
        frame, newest_first = timeframe_of(request), sort_of(request)
        page = _Page(limit_of(request), from_token(request), newest_first)
        for symbol, source in sources:
            if source is not None and not page.add(symbol, source, frame, (_ms(start), _ms(end))):
                break
        return Reply({"bars": page.bars, "next_page_token": page.next_token})

    def _coin(self, symbol: str, cutoff: datetime) -> tuple[str, Source | None]:
        found = listed(self._market, symbol, SecurityType.CRYPTO)
        return symbol, Source(self._market, found, *_COINS, _ms(cutoff)) if found else None

    def _stock(self, symbol: str, request: Request, feed: str, cutoff: datetime) -> tuple[str, Source | None]:
        if feed not in _FEEDS:
            return symbol, None
        as_of = request.args.get("asof") or self._now().astimezone(NEW_YORK).date().isoformat()
        for found in self._market.listings(SecurityType.EQUITY):
            days = _days_under(found, symbol, as_of)
            if days is not None:
                first, last = (_ms(datetime(d.year, d.month, d.day, tzinfo=NEW_YORK)) for d in days)
                return symbol, Source(self._market, found, *_FEEDS[feed], _ms(cutoff), first, last)
        return symbol, None


class _Page:
    """One page being filled: symbol after symbol, up to the limit over all of them."""

    def __init__(self, limit: int, begin: tuple[str, int] | None, newest_first: bool) -> None:
        self.bars: dict[str, list[dict[str, Any]]] = {}
        self.next_token: str | None = None
        self._left = limit
        self._begin = begin
        self._newest_first = newest_first

    def add(self, symbol: str, source: Source, frame: Frame, span: tuple[int, int]) -> bool:
        """Add a symbol's bars; return whether there is room for more."""
        start, end = span
        if self._begin is not None:
            if symbol < self._begin[0]:
                return True
            if symbol == self._begin[0]:
                start, end = (start, self._begin[1]) if self._newest_first else (self._begin[1], end)
        if self._left == 0:
            self.next_token = token(symbol, end if self._newest_first else start)
            return False
        rows = _taken(made(source, frame, start, end), self._left, source, newest_first=self._newest_first)
        page, more = rows[: self._left], rows[self._left :]
        if page:
            self.bars[symbol] = page
        self._left -= len(page)
        if more:
            self.next_token = token(symbol, _ms(datetime.fromisoformat(more[0]["t"])))
        return not more


def _taken(pieces: Iterable[MinuteBars], count: int, source: Source, *, newest_first: bool) -> list[dict[str, Any]]:
    """Return one row more than `count`, where there are so many."""
    rows: list[dict[str, Any]] = []
    if newest_first:
        rows = [row for piece in pieces for row in bar_rows(piece, is_stock=source.is_stock)]
        return rows[::-1][: count + 1]
    for piece in pieces:
        rows += bar_rows(piece, is_stock=source.is_stock)
        if len(rows) > count:
            break
    return rows[: count + 1]


def _latest(sources: list[tuple[str, Source | None]], cutoff: datetime) -> Reply:
    bars = {}
    for symbol, source in sources:
        if source is None:
            continue
        pieces = list(made(source, _MINUTE, _ms(cutoff - timedelta(days=5)), _ms(cutoff)))
        rows = [row for piece in pieces if len(piece) for row in bar_rows(piece, is_stock=source.is_stock)[-1:]]
        if rows:
            bars[symbol] = rows[-1]
    return Reply({"bars": bars})


def _days_under(found: Listing, symbol: str, as_of: str) -> tuple[date, date] | None:
    """Return from which day to before which one `symbol`, as meant on `as_of`, is this listing; None for never."""
    ever = found.first_day, date(2200, 1, 1)
    if found.renamed is None:
        return ever if symbol == found.ticker else None
    is_before = as_of != "-" and as_of < found.renamed.isoformat()
    if symbol == found.ticker:
        return ever if as_of != "-" and not is_before else (found.renamed, ever[1])
    if symbol == found.former:
        return ever if is_before else (ever[0], found.renamed)
    return None


def _ms(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() * 1000)
