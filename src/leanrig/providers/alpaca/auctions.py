"""Prints of the opening and closing auctions: `/v2/stocks/auctions` in https://docs.alpaca.markets/reference

Where a daily bar comes from the whole tape, these are the prices that market-on-open and market-on-close orders get.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from leanrig.model.symbol import Symbol
from leanrig.providers.alpaca.ends import NEW_YORK
from leanrig.providers.alpaca.feeds import Part, stamp
from leanrig.providers.alpaca.fields import Row, bad, day, moment, number, rows_of, text, token_of
from leanrig.providers.alpaca.paging import follow, most_pages
from leanrig.providers.alpaca.wire import Query, Wire
from leanrig.providers.http.answer import Answer

__all__ = ["AuctionPage", "AuctionPrint", "AuctionsOfDay", "auctions", "read_auctions"]

_PATH = "/v2/stocks/auctions"
_LIMIT = 10_000
_OFFICIAL_OPEN, _OFFICIAL_CLOSE = "Q", "M"
_CODES = {"NASDAQ": "Q", "NYSE": "N", "ARCA": "P", "NYSEARCA": "P", "AMEX": "A", "BATS": "Z"}


@dataclass(frozen=True, slots=True)
class AuctionPrint:
    """One print: exchange and condition are the tape's letters; `size` is None where the vendor leaves it out."""

    at: datetime
    exchange: str
    price: float
    condition: str
    size: float | None = None


@dataclass(frozen=True, slots=True)
class AuctionsOfDay:
    """One session's prints, in the vendor's order."""

    day: date
    opening: tuple[AuctionPrint, ...]
    closing: tuple[AuctionPrint, ...]

    def official_open(self, exchange: str) -> float | None:
        """Return the official opening price of the exchange where the share is listed (`NASDAQ` or its letter)."""
        return _official(self.opening, _OFFICIAL_OPEN, exchange)

    def official_close(self, exchange: str) -> float | None:
        """Return the official closing price of the exchange where the share is listed (`NASDAQ` or its letter)."""
        return _official(self.closing, _OFFICIAL_CLOSE, exchange)


@dataclass(frozen=True, slots=True)
class AuctionPage:
    """Days by the vendor's symbol, and where the next page begins."""

    days: Mapping[str, tuple[AuctionsOfDay, ...]]
    next_token: str | None


def auctions(wire: Wire, symbols: Sequence[Symbol], part: Part, end: date) -> dict[Symbol, tuple[AuctionsOfDay, ...]]:
    """Return each symbol's auctions in the part of a range that may be asked, oldest first."""
    query: Query = {"symbols": ",".join(symbol.ticker for symbol in symbols), "start": stamp(part.start)}
    if part.end is not None:
        query["end"] = stamp(part.end)
    query |= {"limit": _LIMIT, "feed": "sip", "sort": "asc"}
    days = (end - part.start.astimezone(NEW_YORK).date()) / timedelta(days=1) + 2
    # Eight prints and more a day; a limit that counts prints still ends.
    most = most_pages(int(days) * len(symbols) * 16, _LIMIT, len(symbols))
    pages = follow(wire.data, _PATH, query, read_auctions, most=most) or []
    found: dict[str, dict[date, AuctionsOfDay]] = {}
    for got in pages:
        for ticker, rows in got.page.days.items():
            for row in rows:
                days_of = found.setdefault(ticker, {})
                days_of[row.day] = _joined(days_of[row.day], row) if row.day in days_of else row
    return {symbol: tuple(day for _, day in sorted(found.get(symbol.ticker, {}).items())) for symbol in symbols}


def read_auctions(answer: Answer) -> AuctionPage:
    """Return one page; raise `BadAnswer` where it is none."""
    body = answer.json()
    found = body.get("auctions", ...) if isinstance(body, dict) else ...
    if found is not None and not isinstance(found, dict):
        raise bad("auctions", "auctions")
    days = {ticker: _days(found or {}, ticker) for ticker in found or {}}
    return AuctionPage(days, token_of(body, "auctions"))


def _days(found: Mapping[str, Any], ticker: str) -> tuple[AuctionsOfDay, ...]:
    return tuple(
        AuctionsOfDay(day(row, "d", ticker), _prints(row, "o", ticker), _prints(row, "c", ticker))
        for row in rows_of(found, ticker, ticker)
    )


def _prints(row: Row, side: str, ticker: str) -> tuple[AuctionPrint, ...]:
    return tuple(_print(one, ticker) for one in rows_of(row, side, ticker))


def _print(row: Row, ticker: str) -> AuctionPrint:
    size = None if row.get("s") is None else number(row, "s", ticker)
    at = moment(row, "t", ticker).astimezone(UTC)
    return AuctionPrint(at, text(row, "x", ticker), number(row, "p", ticker), text(row, "c", ticker, default=""), size)


def _joined(first: AuctionsOfDay, second: AuctionsOfDay) -> AuctionsOfDay:
    """A day that a page's end cut in two."""
    opening = tuple(dict.fromkeys(first.opening + second.opening))
    return AuctionsOfDay(first.day, opening, tuple(dict.fromkeys(first.closing + second.closing)))


def _official(prints: tuple[AuctionPrint, ...], condition: str, exchange: str) -> float | None:
    letter = _CODES.get(exchange, exchange)
    return next((one.price for one in prints if one.condition == condition and one.exchange == letter), None)
