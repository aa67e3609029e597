"""Perplexity on loopback: `/search`, `/v1/agent` (and its twin `/v1/responses`), `/v1/models`.

It is as strict as the vendor: an unknown field is a 400. Its web is made up; what it plays besides good answers are the
faults "failed", "incomplete", "cancelled", "lying", "injected", "malformed", "refusing", "no_sources" (`Standin.fail`).
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.standins.perplexity_answers import answered
from leanrig.standins.perplexity_asked import BadField, require_agent, require_search
from leanrig.standins.perplexity_plays import PLAYS
from leanrig.standins.perplexity_web import found_pages
from leanrig.standins.server import Reply, Route, Standin

__all__ = ["MODELS", "PERPLEXITY_KEY", "make_perplexity"]

PERPLEXITY_KEY = "sandbox-perplexity-canary"
MODELS = ("perplexity/sonar", "openai/gpt-5.4", "anthropic/claude-sonnet-4-6")
_TIER_0 = (50, 60.0)


def make_perplexity(
    *,
    api_key: str = PERPLEXITY_KEY,
    now: Callable[[], datetime] = utc_now,
    limits: bool = False,
    rate: tuple[int, float] | None = None,
) -> Standin:
    """Return the stand-in, not yet listening.

    Parameters
    ----------
    api_key
        The only one that it takes, as `Authorization: Bearer`.
    limits, rate
        Whether it holds its clients to the smallest plan's 50 requests a minute, or to another rate.
    """
    account = _Account(api_key, rate or (_TIER_0 if limits else None))

    def agent(request: Request, _parts: dict[str, str]) -> Reply:
        return _checked(request, lambda body: answered(require_agent(body, MODELS), now()))

    def search(request: Request, _parts: dict[str, str]) -> Reply:
        return _checked(request, lambda body: found_pages(require_search(body), now()))

    return Standin(
        "perplexity",
        [
            Route("POST", "/search", search),
            Route("POST", "/v1/agent", agent),
            Route("POST", "/v1/responses", agent),
            Route("GET", "/v1/models", lambda request, parts: Reply(_models())),  # noqa: ARG005
        ],
        refuse=account.refuses,
        now=now,
        mutations=PLAYS,
        not_found=_error("The requested resource was not found", "not_found", 404),
    )


class _Account:
    """Key and limit of the one who asks."""

    def __init__(self, api_key: str, rate: tuple[int, float] | None) -> None:
        self._key, self._rate = api_key, rate
        self._taken: deque[float] = deque()
        self._lock = threading.Lock()

    def refuses(self, request: Request) -> Reply | None:
        if request.path == "/v1/models":
            return None
        if request.headers.get("Authorization", "") != f"Bearer {self._key}":
            return Reply(_error("Invalid API key provided", "invalid_api_key", 401), 401)
        return self._too_many()

    def _too_many(self) -> Reply | None:
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
            reset = f"{self._taken[0] + seconds - now:.2f}"
        headers = {"X-RateLimit-Limit": str(most), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
        return Reply(_error("Rate limit exceeded", "rate_limit_exceeded", 429), 429, headers)


def _checked(request: Request, work: Callable[[Any], Any]) -> Reply:
    try:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise BadField("body", "the body is no JSON object")
        return Reply(work(body))
    except BadField as error:
        return Reply(_error(str(error), "invalid_request", 400, param=error.param), 400)


def _error(message: str, kind: str, code: int, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "code": code, **more}}


def _models() -> dict[str, Any]:
    rows = [{"id": name, "object": "model", "created": 0, "owned_by": name.partition("/")[0]} for name in MODELS]
    return {"object": "list", "data": rows}
