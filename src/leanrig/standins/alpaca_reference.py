"""Assets, calendar and clock of Alpaca's stand-in."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Request

from leanrig.model.symbol import SecurityType
from leanrig.standins.alpaca_asked import NEW_YORK, day_of
from leanrig.standins.alpaca_made import session_ms
from leanrig.standins.alpaca_tape import refused
from leanrig.standins.market import Listing, Market
from leanrig.standins.server import Reply, Route

__all__ = ["asset_row", "find_asset", "reference_routes"]

_FIRST, _LAST = date(2015, 1, 1), date(2029, 12, 31)


def reference_routes(market: Market, now: Callable[[], datetime]) -> list[Route]:
    """Return the routes of assets, calendar and clock."""
    reference = _Reference(market, now)
    return [
        Route("GET", "/v2/assets", refused(reference.assets)),
        Route("GET", "/v2/assets/{symbol_or_asset_id}", refused(reference.asset)),
        Route("GET", "/v2/calendar", refused(reference.calendar)),
        Route("GET", "/v2/clock", refused(reference.clock)),
    ]


def find_asset(market: Market, name: str) -> dict[str, Any] | None:
    """Return the asset of that symbol (with a slash or without) or id."""
    rows = [asset_row(one) for kind in (SecurityType.EQUITY, SecurityType.CRYPTO) for one in market.listings(kind)]
    return next((row for row in rows if name in (row["id"], row["symbol"], row["symbol"].replace("/", ""))), None)


def asset_row(listing: Listing) -> dict[str, Any]:
    """Return a listing as the vendor writes it."""
    is_stock = listing.security_type is SecurityType.EQUITY
    row: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, listing.ticker)),
        "class": "us_equity" if is_stock else "crypto",
        "exchange": "NASDAQ" if is_stock else "CRYPTO",
        "symbol": listing.ticker if is_stock else f"{listing.ticker[:-3]}/{listing.ticker[-3:]}",
        "name": listing.name,
        "status": "active",
        "tradable": True,
        "marginable": is_stock,
        "shortable": is_stock,
        "easy_to_borrow": is_stock,
        "fractionable": True,
        "attributes": [],
    }
    coin = {"min_order_size": "0.0001", "min_trade_increment": "0.000000001", "price_increment": "0.01"}
    return row | ({"borrow_status": "easy_to_borrow"} if is_stock else coin)


class _Reference:
    def __init__(self, market: Market, now: Callable[[], datetime]) -> None:
        self._market = market
        self._now = now

    def assets(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v2/assets`, stocks unless another class is named."""
        wanted = request.args.get("asset_class", "us_equity")
        kinds = (SecurityType.EQUITY, SecurityType.CRYPTO)
        rows = [asset_row(one) for kind in kinds for one in self._market.listings(kind)]
        status = request.args.get("status", "active")
        return Reply([row for row in rows if row["class"] == wanted and row["status"] == status])

    def asset(self, _: Request, parts: dict[str, str]) -> Reply:
        """`/v2/assets/{symbol_or_asset_id}`."""
        name = parts["symbol_or_asset_id"]
        found = find_asset(self._market, name)
        missing = {"code": 40410000, "message": f"asset not found for {name}"}
        return Reply(found) if found else Reply(missing, 404)

    def calendar(self, request: Request, _: dict[str, str]) -> Reply:
        """`/v2/calendar`."""
        start, end = day_of(request, "start", _FIRST), day_of(request, "end", _LAST)
        days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        return Reply([_calendar_row(day, session) for day in days if (session := session_ms(day)) is not None])

    def clock(self, _: Request, __: dict[str, str]) -> Reply:
        """`/v2/clock`, in New York's own time."""
        now = self._now()
        opens, closes = _next(now, 0), _next(now, 1)
        return Reply(
            {
                "timestamp": now.astimezone(NEW_YORK).isoformat(),
                "is_open": closes < opens,
                "next_open": opens.isoformat(),
                "next_close": closes.isoformat(),
            }
        )


def _next(now: datetime, side: int) -> datetime:
    day = now.astimezone(NEW_YORK).date()
    while True:
        session = session_ms(day)
        if session is not None and session[side] > now.timestamp() * 1000:
            return datetime.fromtimestamp(session[side] / 1000, UTC).astimezone(NEW_YORK)
        day += timedelta(days=1)


def _calendar_row(day: date, session: tuple[int, int]) -> dict[str, str]:
    opens, closes = (datetime.fromtimestamp(ms / 1000, UTC).astimezone(NEW_YORK) for ms in session)
    return {
        "date": day.isoformat(),
        "open": f"{opens:%H:%M}",
        "close": f"{closes:%H:%M}",
        "session_open": "0400",
        "session_close": f"{closes + timedelta(hours=4):%H%M}",
        "settlement_date": _session_after(day).isoformat(),
    }


def _session_after(day: date) -> date:
    after = day + timedelta(days=1)
    while session_ms(after) is None:
        after += timedelta(days=1)
    return after
