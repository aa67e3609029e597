"""Polygon (Massive) on loopback: bars, reference data and market days of the made-up market.

It answers as massive.com/docs says, with what real answers add: 429 without a Retry-After and every other time without
a body, `results` left out where there are none, names that are some days late.
"""

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.model.symbol import SecurityType
from leanrig.standins.market import Market
from leanrig.standins.polygon_aggregates import Aggregates
from leanrig.standins.polygon_cursor import BadParameter
from leanrig.standins.polygon_faults import mutations
from leanrig.standins.polygon_reference import Reference
from leanrig.standins.polygon_tape import NEW_YORK, Tapes, midnight_ms
from leanrig.standins.server import Handler, Reply, Route, Standin

__all__ = ["Plan", "make_polygon"]

Plan = Literal["free", "delayed", "realtime"]
_FREE_RATE = (5, 60.0)
_HISTORY = timedelta(days=731)
_DELAY = timedelta(minutes=15)
_RANGE = "range/{multiplier}/{timespan}/{from}/{to}"


def make_polygon(
    market: Market,
    *,
    api_key: str = "sandbox-polygon-key",
    now: Callable[[], datetime] = utc_now,
    plan: Plan = "realtime",
    limits: bool = False,
    rate: tuple[int, float] | None = None,
    closures: Iterable[date] = (),
    name_lag: int = 2,
) -> Standin:
    """Return the stand-in, not yet listening.

    Parameters
    ----------
    api_key
        The only key that it takes, as `Authorization: Bearer` or as `apiKey=`.
    plan
        "free" has two years of history until yesterday, "delayed" sees the market 15 minutes late.
    limits
        Whether it holds its clients to five requests a minute.
    rate
        Another limit: requests and seconds.
    closures, name_lag
        See `Reference`.
    """
    account = _Account(api_key, now, plan, rate or (_FREE_RATE if limits else None))
    tapes = Tapes(market, account.cutoff_ms)
    bars = Aggregates(tapes, market.listings(SecurityType.CRYPTO), allow=account.allows, envelope=account.envelope)
    reference = Reference(market, now=now, envelope=account.envelope, closures=closures, name_lag=name_lag)
    routes: dict[str, Handler] = {
        f"/v2/aggs/ticker/{{ticker}}/{_RANGE}": bars.of_ticker,
        "/v2/aggs/grouped/locale/global/market/crypto/{date}": bars.of_crypto_day,
        "/v3/reference/tickers": reference.tickers,
        "/v3/reference/tickers/{ticker}": reference.ticker,
        "/v3/reference/splits": reference.splits,
        "/v3/reference/dividends": reference.dividends,
        "/vX/reference/tickers/{id}/events": reference.names,
        "/v1/marketstatus/upcoming": reference.upcoming,
    }
    return Standin(
        "polygon",
        [Route("GET", template, _refusing_nonsense(handler, account)) for template, handler in routes.items()],
        refuse=account.refuses,
        now=now,
        mutations=mutations(account.address),
        not_found={"status": "NOT_FOUND", "request_id": "0" * 32, "message": "Page not found."},
    )


class _Account:
    """Key, plan and limit of the one who asks."""

    def __init__(self, api_key: str, now: Callable[[], datetime], plan: Plan, rate: tuple[int, float] | None) -> None:
        self._key = api_key
        self._now = now
        self._plan = plan
        self._rate = rate
        self._taken: deque[float] = deque()
        self._refused = 0
        self._lock = threading.Lock()
        self._here = threading.local()

    def address(self) -> str:
        """Return the URL, without its query, of the request that this thread answers."""
        found: str = self._here.url
        return found

    def cutoff_ms(self) -> int:
        """Return the moment up to which this account knows the market."""
        delay = timedelta(0) if self._plan == "realtime" else _DELAY
        return int((self._now() - delay).timestamp() * 1000)

    def envelope(self, request: Request) -> dict[str, Any]:
        """Return status and request id, the same for the same request."""
        digest = hashlib.md5(request.full_path.encode(), usedforsecurity=False).hexdigest()
        is_late = self._plan != "realtime" and request.path.startswith("/v2/aggs")
        return {"status": "DELAYED" if is_late else "OK", "request_id": digest}

    def refuses(self, request: Request) -> Reply | None:
        """Answer 401 to a wrong key, and 429 to one request too many."""
        self._here.url = request.base_url
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.args.get("apiKey", "")
        if given != self._key:
            return self.error(request, 401, "Unknown API Key")
        return self._too_many(request)

    def allows(self, start_ms: int, end_ms: int) -> Reply | None:
        """Answer 403 to days that the plan does not have; None where it has them."""
        today = midnight_ms(self._now().astimezone(NEW_YORK).date(), NEW_YORK)
        if start_ms >= today + 86_400_000:
            return _not_authorised("Your plan does not include this data timeframe.")
        if self._plan != "free":
            return None
        if start_ms < today - _HISTORY.total_seconds() * 1000:
            return _not_authorised("Your plan does not include this data timeframe.")
        if end_ms >= today:
            return _not_authorised("Today's data was requested before the end of the day.")
        return None

    def error(self, request: Request, status: int, words: str) -> Reply:
        """Return an error in the vendor's form."""
        return Reply({"status": "ERROR", "request_id": self.envelope(request)["request_id"], "error": words}, status)

    def _too_many(self, request: Request) -> Reply | None:
        if self._rate is None:
            return None
        most, seconds = self._rate
        now = time.monotonic()
        with self._lock:
            while self._taken and self._taken[0] <= now - seconds:
                self._taken.popleft()
            if len(self._taken) < most:
                self._taken.append(now)
                return None
            self._refused += 1
        if self._refused % 2 == 0:
            return Reply("", 429)
        return self.error(request, 429, "You've exceeded the maximum requests per minute, please wait.")


def _refusing_nonsense(handler: Handler, account: _Account) -> Handler:
    def answer(request: Request, parts: dict[str, str]) -> Reply:
        try:
            return handler(request, parts)
        except (BadParameter, ValueError) as error:
            return account.error(request, 400, str(error) if isinstance(error, BadParameter) else "Bad parameter")

    return answer


def _not_authorised(words: str) -> Reply:
    return Reply({"status": "NOT_AUTHORIZED", "request_id": "0" * 32, "message": words}, 403)
