"""Reference answers of Polygon's stand-in: tickers, splits, dividends, names, market days."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
from werkzeug.wrappers import Request

from leanrig.model.sessions import exchange_calendar
from leanrig.model.symbol import SecurityType
from leanrig.standins.market import Listing, Market
from leanrig.standins.polygon_cursor import packed, unpacked
from leanrig.standins.polygon_tape import NEW_YORK
from leanrig.standins.server import Reply

__all__ = ["Reference", "not_found"]

_MARKETS = {SecurityType.EQUITY: "stocks", SecurityType.CRYPTO: "crypto", SecurityType.FOREX: "fx"}
_PREFIXES = {SecurityType.EQUITY: "", SecurityType.CRYPTO: "X:", SecurityType.FOREX: "C:"}
_EXCHANGES = ("NASDAQ", "NYSE")
_FUNDS = {"SPY"}
_SKIP = "skip"
_BOUNDS: dict[str, Callable[[str, str], bool]] = {
    "": lambda value, bound: value == bound,
    ".gte": lambda value, bound: value >= bound,
    ".gt": lambda value, bound: value > bound,
    ".lte": lambda value, bound: value <= bound,
    ".lt": lambda value, bound: value < bound,
}


class Reference:
    """Handlers for what is no price.

    Parameters
    ----------
    closures
        Days on which New York rests although no calendar knew.
    name_lag
        Days by which the vendor's list of names is late, as its own is for META.
    """

    def __init__(
        self,
        market: Market,
        *,
        now: Callable[[], datetime],
        envelope: Callable[[Request], dict[str, Any]],
        closures: Iterable[date] = (),
        name_lag: int = 2,
    ) -> None:
        self._listings = {_PREFIXES[kind] + one.ticker: one for kind in SecurityType for one in market.listings(kind)}
        self._now = now
        self._envelope = envelope
        self._closures = tuple(closures)
        self._name_lag = timedelta(days=name_lag)

    def ticker(self, request: Request, parts: dict[str, str]) -> Reply:
        """Answer `/v3/reference/tickers/{ticker}`."""
        listing = self._listings.get(parts["ticker"])
        if listing is None:
            return not_found(self._envelope(request))
        extra = {"list_date": listing.first_day.isoformat()} if listing.security_type is SecurityType.EQUITY else {}
        return Reply({"results": _ticker(parts["ticker"], listing) | extra} | self._envelope(request))

    def tickers(self, request: Request, _: dict[str, str]) -> Reply:
        """Answer `/v3/reference/tickers`: what is traded; nothing here was ever delisted."""
        every = [_ticker(name, one) for name, one in self._listings.items()]
        asked = _query(request)
        found = [
            row
            for row in every
            if row["ticker"] == asked.get("ticker", row["ticker"])
            and row["market"] == asked.get("market", row["market"])
            and asked.get("search", "").lower() in f"{row['ticker']} {row['name']}".lower()
            and asked.get("active") != "false"
        ]
        return self._paged(request, sorted(found, key=lambda row: str(row["ticker"])), least=100)

    def splits(self, request: Request, _: dict[str, str]) -> Reply:
        """Answer `/v3/reference/splits`."""
        found = [
            {
                "id": _id(name, split.ex_date),
                "execution_date": split.ex_date.isoformat(),
                "split_from": split.of,
                "split_to": split.to,
                "ticker": _name_on(one, split.ex_date),
            }
            for name, one in self._listings.items()
            for split in one.splits
        ]
        return self._paged(request, _chosen(found, request, "execution_date"), least=10)

    def dividends(self, request: Request, _: dict[str, str]) -> Reply:
        """Answer `/v3/reference/dividends`."""
        found = [
            {
                "id": _id(name, one.ex_date),
                "cash_amount": one.cash,
                "currency": "USD",
                "declaration_date": (one.ex_date - timedelta(days=9)).isoformat(),
                "dividend_type": "CD",
                "ex_dividend_date": one.ex_date.isoformat(),
                "frequency": 4,
                "pay_date": (one.ex_date + timedelta(days=6)).isoformat(),
                "record_date": (one.ex_date + timedelta(days=1)).isoformat(),
                "ticker": _name_on(listing, one.ex_date),
            }
            for name, listing in self._listings.items()
            for one in listing.dividends
        ]
        return self._paged(request, _chosen(found, request, "ex_dividend_date"), least=10)

    def names(self, request: Request, parts: dict[str, str]) -> Reply:
        """Answer `/vX/reference/tickers/{id}/events`."""
        listing = self._listings.get(parts["id"])
        if listing is None or listing.security_type is not SecurityType.EQUITY:
            return not_found(self._envelope(request))
        events = [_renamed(listing.former or listing.ticker, listing.first_day)]
        if listing.renamed is not None:
            events.insert(0, _renamed(listing.ticker, listing.renamed + self._name_lag))
        return Reply({"results": {"name": listing.name, "events": events}} | self._envelope(request))

    def upcoming(self, _request: Request, _parts: dict[str, str]) -> Reply:
        """Answer `/v1/marketstatus/upcoming`: a year of rests and short days, as a bare list."""
        today = pd.Timestamp(self._now().astimezone(NEW_YORK).date())
        until = today + pd.Timedelta(days=365)
        calendar = exchange_calendar(today.year, until.year)
        names = calendar.regular_holidays.holidays(today, until, return_name=True)
        rests = [(day, str(names.get(day, "Holiday"))) for day in pd.bdate_range(today, until)]
        found: list[tuple[date, str, dict[str, str]]] = []
        found += [(day.date(), name, {}) for day, name in rests if day not in calendar.closes.index]
        found += [(day, "National Day of Mourning", {}) for day in self._closures if today.date() <= day]
        for day in calendar.early_closes[(calendar.early_closes >= today) & (calendar.early_closes <= until)]:
            hours = {"open": _stamp(calendar.opens[day]), "close": _stamp(calendar.closes[day])}
            found.append((day.date(), "Early close", hours))
        return Reply(
            [
                {"date": day.isoformat(), "exchange": exchange, "name": name, **hours}
                | {"status": "early-close" if hours else "closed"}
                for day, name, hours in sorted(found, key=lambda one: one[0])
                for exchange in _EXCHANGES
            ]
        )

    def _paged(self, request: Request, found: list[dict[str, Any]], *, least: int) -> Reply:
        asked = _query(request)
        skip, limit = int(asked.pop(_SKIP, "0")), int(asked.get("limit", least))
        body: dict[str, Any] = {"results": found[skip : skip + limit]}
        if skip + limit < len(found):
            body["next_url"] = f"{request.base_url}?cursor={packed({**asked, _SKIP: str(skip + limit)})}"
        return Reply(body | self._envelope(request))


def not_found(envelope: dict[str, Any]) -> Reply:
    """Return the vendor's 404."""
    return Reply({"status": "NOT_FOUND", "request_id": envelope["request_id"], "message": "Ticker not found."}, 404)


def _chosen(found: list[dict[str, Any]], request: Request, day: str) -> list[dict[str, Any]]:
    asked = _query(request)
    for name in ("ticker", day):
        for suffix, fits in _BOUNDS.items():
            bound = asked.get(name + suffix)
            if bound is not None:
                found = [row for row in found if fits(row[name], bound)]
    return sorted(found, key=lambda row: (row[day], row["ticker"]), reverse=asked.get("order", "desc") == "desc")


def _query(request: Request) -> dict[str, str]:
    """The query, with the part of it that a cursor carries from page to page."""
    return dict(request.args) | unpacked(request.args.get("cursor", ""))


def _ticker(name: str, listing: Listing) -> dict[str, Any]:
    kind = listing.security_type
    row: dict[str, Any] = {
        "ticker": name,
        "name": listing.name,
        "market": _MARKETS[kind],
        "locale": "us" if kind is SecurityType.EQUITY else "global",
        "active": True,
        "currency_name": "usd" if kind is SecurityType.EQUITY else listing.name.rsplit(" - ", 1)[-1],
    }
    if kind is SecurityType.EQUITY:
        row |= {"primary_exchange": "XNAS", "type": "ETF" if listing.ticker in _FUNDS else "CS"}
    return row


def _name_on(listing: Listing, day: date) -> str:
    return listing.former if listing.renamed is not None and day < listing.renamed else listing.ticker


def _renamed(ticker: str, day: date) -> dict[str, Any]:
    return {"ticker_change": {"ticker": ticker}, "type": "ticker_change", "date": day.isoformat()}


def _id(name: str, day: date) -> str:
    return "E" + hashlib.sha256(f"{name} {day}".encode()).hexdigest()


def _stamp(moment: pd.Timestamp) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
