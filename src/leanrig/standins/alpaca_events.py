"""Corporate actions and auctions of Alpaca's stand-in."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request

from leanrig.model.symbol import SecurityType
from leanrig.standins.alpaca_asked import NEW_YORK, Wrong, day_of, from_token, limit_of, moment_of, symbols_of, token
from leanrig.standins.alpaca_made import session_ms
from leanrig.standins.alpaca_tape import RECENT, listed, refused
from leanrig.standins.market import Listing, Market
from leanrig.standins.server import Reply, Route

__all__ = ["event_routes"]

_PAID_AFTER = timedelta(days=14)
_KINDS = {
    "forward_split": "forward_splits",
    "reverse_split": "reverse_splits",
    "cash_dividend": "cash_dividends",
    "name_change": "name_changes",
}


def event_routes(market: Market, now: Callable[[], datetime]) -> list[Route]:
    """Return the routes of corporate actions and auctions."""
    events = _Events(market, now)
    return [
        Route("GET", "/v1/corporate-actions", refused(events.actions)),
        Route("GET", "/v2/stocks/auctions", refused(events.auctions)),
    ]


class _Events:
    def __init__(self, market: Market, now: Callable[[], datetime]) -> None:
        self._market = market
        self._now = now

    def actions(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v1/corporate-actions`, sorted and filtered by the day of processing."""
        today = self._now().astimezone(NEW_YORK).date()
        start, end = day_of(request, "start", today), day_of(request, "end", today)
        wanted = [one for one in request.args.get("symbols", "").split(",") if one]
        types = [one for one in request.args.get("types", "").split(",") if one] or list(_KINDS)
        rows = [
            (kind, row)
            for listing in self._market.listings(SecurityType.EQUITY)
            for kind, row in _actions(listing)
            if kind in types
            and start.isoformat() <= row["process_date"] <= end.isoformat()
            and (not wanted or {row.get("symbol"), row.get("old_symbol"), row.get("new_symbol")} & set(wanted))
        ]
        rows.sort(key=lambda one: (one[1]["process_date"], one[1]["id"]))
        limit, begin = limit_of(request, default=100, most=1000), (from_token(request) or ("", 0))[1]
        page = rows[begin : begin + limit]
        found: dict[str, list[dict[str, Any]]] = {}
        for kind, row in page:
            found.setdefault(_KINDS[kind], []).append(row)
        more = token("actions", begin + limit) if len(rows) > begin + limit else None
        return Reply({"corporate_actions": found, "next_page_token": more})

    def auctions(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v2/stocks/auctions`: the prices of the daily bar, and a second exchange a cent beside them."""
        if request.args.get("feed", "sip") != "sip":
            raise Wrong("invalid feed: only sip has auctions")
        cutoff = self._now() - RECENT
        start = moment_of(request, "start") or cutoff
        end = min(moment_of(request, "end") or cutoff, cutoff)
        rows = [
            (symbol, row)
            for symbol in symbols_of(request)
            if (listing := listed(self._market, symbol, SecurityType.EQUITY)) is not None
            for row in self._auction_days(listing, start, end)
        ]
        limit, begin = limit_of(request), (from_token(request) or ("", 0))[1]
        found: dict[str, list[dict[str, Any]]] = {}
        for symbol, row in rows[begin : begin + limit]:
            found.setdefault(symbol, []).append(row)
        more = token("auctions", begin + limit) if len(rows) > begin + limit else None
        return Reply({"auctions": found, "next_page_token": more})

    def _auction_days(self, listing: Listing, start: datetime, end: datetime) -> list[dict[str, Any]]:
        rows = []
        day = start.astimezone(NEW_YORK).date()
        while day <= end.astimezone(NEW_YORK).date():
            session = session_ms(day)
            if session is not None and session[1] <= end.timestamp() * 1000 and session[0] >= start.timestamp() * 1000:
                rows.append(self._auctions_of(listing, day, session))
            day += timedelta(days=1)
        return rows

    def _auctions_of(self, listing: Listing, day: date, session: tuple[int, int]) -> dict[str, Any]:
        opens, closes = (datetime.fromtimestamp(ms / 1000, UTC) for ms in session)
        first = self._market.minutes(listing, opens, opens + timedelta(minutes=1))
        last = self._market.minutes(listing, closes - timedelta(minutes=1), closes)
        opening, closing = float(first.open[0]), float(last.close[0])
        # Condition, exchange, seconds after the bell, distance from the price of the daily bar, size.
        at_open = (("Q", "P", 0.188, 0.01, 0), ("O", "Q", 1.474, 0.0, 120_000), ("Q", "Q", 1.475, 0.0, 0))
        at_close = (("M", "P", 0.120, 0.01, 0), ("6", "Q", 0.875, 0.0, 900_000), ("M", "Q", 0.876, 0.0, 0))
        return {
            "d": day.isoformat(),
            "o": [_print(opens, opening, one) for one in at_open],
            "c": [_print(closes, closing, one) for one in at_close],
        }


def _print(at: datetime, price: float, one: tuple[str, str, float, float, int]) -> dict[str, Any]:
    condition, exchange, after_s, beside, size = one
    stamp = (at + timedelta(seconds=after_s)).strftime("%Y-%m-%dT%H:%M:%S.%f") + "216Z"
    row = {"t": stamp, "x": exchange, "p": round(price + beside, 4), "c": condition}
    return row | {"s": size} if size else row


def _actions(listing: Listing) -> list[tuple[str, dict[str, Any]]]:
    rows: list[tuple[str, dict[str, Any]]] = []
    for split in listing.splits:
        day = split.ex_date.isoformat()
        common = {
            "id": _id(listing, day),
            "symbol": _name_on(listing, split.ex_date),
            "ex_date": day,
            "process_date": day,
        }
        rates = {"new_rate": split.to, "old_rate": split.of}
        if split.to > split.of:
            rows.append(("forward_split", {**common, **rates, "cusip": "000000000"}))
        else:
            rows.append(("reverse_split", {**common, **rates, "old_cusip": "000000000", "new_cusip": "000000001"}))
    for dividend in listing.dividends:
        paid = (dividend.ex_date + _PAID_AFTER).isoformat()
        row = {
            "id": _id(listing, paid), "symbol": _name_on(listing, dividend.ex_date), "cusip": "000000000",
            "rate": dividend.cash, "special": False, "foreign": False, "ex_date": dividend.ex_date.isoformat(),
            "record_date": dividend.ex_date.isoformat(), "payable_date": paid, "process_date": paid,
        }  # fmt: skip
        rows.append(("cash_dividend", row))
    if listing.renamed is not None:
        day = listing.renamed.isoformat()
        names = {"old_symbol": listing.former, "new_symbol": listing.ticker}
        cusips = {"old_cusip": "000000000", "new_cusip": "000000000"}
        rows.append(("name_change", {"id": _id(listing, day), **names, **cusips, "process_date": day}))
    return rows


def _name_on(listing: Listing, day: date) -> str:
    return listing.former if listing.renamed is not None and day < listing.renamed else listing.ticker


def _id(listing: Listing, text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{listing.ticker} {text}"))
