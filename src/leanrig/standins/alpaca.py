"""Alpaca on loopback: the data host and the trading host under one address, for their paths do not meet.

It answers as the vendor's own description says, errors too: messages without a code on the data host, with one on the
trading host; 429 of the data host without any header, as seen in September 2026, of the trading host with them.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.standins.alpaca_events import event_routes
from leanrig.standins.alpaca_faults import MUTATIONS
from leanrig.standins.alpaca_orders import order_routes
from leanrig.standins.alpaca_reference import reference_routes
from leanrig.standins.alpaca_tape import tape_routes
from leanrig.standins.market import Market
from leanrig.standins.server import Handler, Reply, Route, Standin

__all__ = ["KEY_ID", "SECRET", "make_alpaca"]

KEY_ID = "PKSANDBOX"
SECRET = "sandbox"  # noqa: S105

_DATA = ("/v2/stocks/", "/v1beta3/", "/v1/")
_OPEN = "/v1beta3/crypto/"
_MINUTE = timedelta(minutes=1)


def make_alpaca(
    market: Market,
    *,
    now: Callable[[], datetime] = utc_now,
    api_key: str = KEY_ID,
    api_secret: str = SECRET,
    plan: Literal["basic", "plus"] = "basic",
    limits: bool = False,
    rate: int = 200,
) -> Standin:
    """Return the stand-in, not yet listening.

    Parameters
    ----------
    now
        Its clock: nothing later is ever served; the bar that is being made is, with what is known of it.
    plan
        "basic" refuses SIP of the last 15 minutes with 403, "plus" has all of it.
    limits
        Whether it refuses more than `rate` requests a minute over both hosts, by its own clock.
    """
    gate = _Gate(now, (api_key, api_secret), rate if limits else None)
    routes = [*tape_routes(market, now, plan), *event_routes(market, now), *reference_routes(market, now)]
    routes += order_routes(market, now)
    metered = [Route(route.method, route.template, gate.metered(route.handler)) for route in routes]
    return Standin(
        "alpaca",
        metered,
        refuse=gate.refuse,
        now=now,
        mutations=MUTATIONS,
        not_found={"code": 40410000, "message": "endpoint not found"},
    )


class _Gate:
    """Keys and the account's one limit."""

    def __init__(self, now: Callable[[], datetime], keys: tuple[str, str], rate: int | None) -> None:
        self._now = now
        self._keys = keys
        self._rate = rate
        self._taken: deque[datetime] = deque()

    def refuse(self, request: Request) -> Reply | None:
        """Return 401 or 429, None where the request may pass."""
        given = (request.headers.get("APCA-API-KEY-ID"), request.headers.get("APCA-API-SECRET-KEY"))
        is_data = request.path.startswith(_DATA)
        may_lack = request.path.startswith(_OPEN) and given == (None, None)
        if given != self._keys and not may_lack:
            message = {"message": "unauthorized."}
            return Reply(message if is_data else {"code": 40110000, "message": "request is not authorized"}, 401)
        if self._rate is None or self._left() > 0:
            self._taken.append(self._now())
            return None
        if is_data:
            return Reply({"message": "too many requests."}, 429)
        return Reply({"code": 42910000, "message": "rate limit exceeded"}, 429, self._headers())

    def metered(self, handler: Handler) -> Handler:
        """Return the handler with the limit's headers on what it answers."""

        def answer(request: Request, parts: dict[str, str]) -> Reply:
            reply = handler(request, parts)
            return Reply(reply.body, reply.status, {**reply.headers, **self._headers()}) if self._rate else reply

        return answer

    def _left(self) -> int:
        while self._taken and self._taken[0] <= self._now() - _MINUTE:
            self._taken.popleft()
        return (self._rate or 0) - len(self._taken)

    def _headers(self) -> dict[str, str]:
        first = self._taken[0] if self._taken else self._now()
        reset = int((first + _MINUTE).timestamp()) + 1
        return {
            "X-RateLimit-Limit": str(self._rate),
            "X-RateLimit-Remaining": str(max(self._left(), 0)),
            "X-RateLimit-Reset": str(reset),
        }
