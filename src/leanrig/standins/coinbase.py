"""Coinbase on loopback: Advanced Trade with and without a key, and the rates between currencies.

It answers as docs.cdp.coinbase.com says, with what real bodies add to that: numbers as text, null for what is unset,
candles newest first, a refused order with status 200, a refused key as plain text.
"""

import copy
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.standins.coinbase_auth import KeyCheck, SandboxKey, new_key
from leanrig.standins.coinbase_book import Book
from leanrig.standins.coinbase_prices import Prices
from leanrig.standins.market import Market
from leanrig.standins.server import Handler, Reply, Route, Standin

__all__ = ["SandboxKey", "make_coinbase", "new_key"]

_ROOT = "/api/v3/brokerage"
_OPEN = (f"{_ROOT}/market/", f"{_ROOT}/time", "/v2/exchange-rates")
_PRIVATE, _PUBLIC = (30, 1.0), (10, 1.0)
_LISTS = ("candles", "accounts", "orders", "fills", "products", "results")


def make_coinbase(
    market: Market,
    *,
    keys: Sequence[SandboxKey] = (),
    now: Callable[[], datetime] = utc_now,
    token_clock: Callable[[], datetime] = utc_now,
    limits: bool = False,
    rate: tuple[int, float] | None = None,
    has_rate_headers: bool = True,
) -> Standin:
    """Return the stand-in, not yet listening.

    Parameters
    ----------
    keys
        Who may sign; see `new_key`. Without any, only the public addresses answer.
    now
        The market's present moment; nothing later is told.
    token_clock
        What the times in a token are held against: the real clock, whatever day the market is at.
    limits
        Whether it refuses who asks more often than the real one allows.
    rate
        Requests and seconds of a limit over everything, instead of the real ones.
    has_rate_headers
        Whether a 429 says when to come back, as the vendor's own does not always.
    """
    prices = Prices(market, now)
    check = KeyCheck(keys, token_clock)
    public = _Limit(rate or _PUBLIC, holds=limits or rate is not None, has_headers=has_rate_headers)
    private = public if rate else _Limit(_PRIVATE, holds=limits, has_headers=has_rate_headers)

    def refuse(request: Request) -> Reply | None:
        if request.path.startswith(_OPEN):
            return public.refusal()
        return private.refusal() or check(request)

    words = "The requested resource was not found"
    return Standin(
        "coinbase",
        [
            Route(method, path, (public if path.startswith(_OPEN) else private).told(handler))
            for method, path, handler in _routes(prices, Book(prices, now))
        ],
        refuse=refuse,
        now=now,
        mutations=_MUTATIONS,
        not_found={"error": "unknown", "error_details": words, "message": words},
    )


def _routes(prices: Prices, book: Book) -> list[tuple[str, str, Handler]]:
    public = f"{_ROOT}/market/products"
    private = f"{_ROOT}/products"
    return [
        ("GET", public, _cached(prices.products)),
        ("GET", f"{public}/{{product_id}}", _cached(prices.product)),
        ("GET", f"{public}/{{product_id}}/candles", _cached(prices.candles)),
        ("GET", f"{_ROOT}/time", prices.time),
        ("GET", "/v2/exchange-rates", prices.rates),
        ("GET", private, prices.products),
        ("GET", f"{private}/{{product_id}}", prices.product),
        ("GET", f"{private}/{{product_id}}/candles", prices.candles),
        ("GET", f"{_ROOT}/accounts", book.accounts),
        ("POST", f"{_ROOT}/orders", book.create),
        ("POST", f"{_ROOT}/orders/batch_cancel", book.cancel),
        ("GET", f"{_ROOT}/orders/historical/batch", book.orders),
        ("GET", f"{_ROOT}/orders/historical/fills", book.fills),
        ("GET", f"{_ROOT}/orders/historical/{{order_id}}", book.order),
    ]


def _cached(handler: Handler) -> Handler:
    """The public twins claim to be good for four hours; they are not."""

    def answer(request: Request, parts: dict[str, str]) -> Reply:
        reply = handler(request, parts)
        return Reply(reply.body, reply.status, {**reply.headers, "Cache-Control": "public, max-age=14400"})

    return answer


class _Limit:
    """A sliding window over all requests, and the headers that tell of it."""

    def __init__(self, rate: tuple[int, float], *, holds: bool, has_headers: bool) -> None:
        self._count, self._seconds = rate
        self._holds = holds
        self._has_headers = has_headers
        self._taken: deque[float] = deque()
        self._lock = threading.Lock()

    def refusal(self) -> Reply | None:
        """Count a request; return 429 where it is one too many."""
        now = time.monotonic()
        with self._lock:
            while self._taken and self._taken[0] <= now - self._seconds:
                self._taken.popleft()
            if not self._holds or len(self._taken) < self._count:
                self._taken.append(now)
                return None
            wait = self._taken[0] + self._seconds - now
        words = "You have exceeded the rate limit"
        headers = {**self._headers(), "retry-after": f"{wait:.3f}"} if self._has_headers else {}
        return Reply({"errors": [{"id": "rate_limit_exceeded", "message": words}]}, 429, headers)

    def told(self, handler: Handler) -> Handler:
        """Add the headers to what a handler answers."""

        def answer(request: Request, parts: dict[str, str]) -> Reply:
            reply = handler(request, parts)
            headers = {**reply.headers, **self._headers(), "Vary": "Authorization"}
            return Reply(reply.body, reply.status, headers)

        return answer

    def _headers(self) -> dict[str, str]:
        left = max(0, self._count - len(self._taken))
        return {
            "x-ratelimit-limit": str(self._count),
            "x-ratelimit-remaining": str(left),
            "x-ratelimit-reset": str(int(self._seconds)),
        }


def _listed(change: Callable[[list[Any]], list[Any]]) -> Callable[[Any], Any]:
    """Change whichever list a body holds."""

    def changed(body: Any) -> Any:
        return {name: change(list(value)) if name in _LISTS else value for name, value in body.items()}

    return changed


def _without_a_field(rows: list[Any]) -> list[Any]:
    rows = copy.deepcopy(rows)
    for row in rows[:1]:
        for name in ("close", "uuid", "order_id", "base_increment"):
            row.pop(name, None)
    return rows


def _revised(rows: list[Any]) -> list[Any]:
    """Later prices are a tenth higher, as if the vendor had put them right."""
    rows = copy.deepcopy(rows)
    for row in rows:
        for name in ("open", "high", "low", "close"):
            if name in row:
                row[name] = f"{float(row[name]) * 1.1:.2f}"
    return rows


def _endless(body: Any) -> Any:
    return {**body, "has_next": True, "cursor": "again", "pagination": {"has_next": True, "next_cursor": "again"}}


_MUTATIONS: dict[str, Callable[[Any], Any]] = {
    "wrong_schema": _listed(_without_a_field),
    "null": _listed(lambda rows: [{**row, "close": None} for row in rows]),
    "not_a_number": _listed(lambda rows: [{**row, "close": "NaN"} for row in rows]),
    "renamed": lambda body: {f"new_{name}": value for name, value in body.items()},
    "empty": _listed(lambda rows: []),  # noqa: ARG005
    "endless_next": _endless,
    "duplicate": _listed(lambda rows: rows + rows[:2]),
    "differing": _listed(lambda rows: rows + _revised(rows[:2])),
    "unsorted": _listed(lambda rows: rows[1::2] + rows[::2]),
    "revised": _listed(_revised),
}
