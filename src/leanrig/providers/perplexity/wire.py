"""One question to Perplexity: a copy that is young enough, else the vendor, else the copy of the day.

Follows docs.perplexity.ai: two POSTs, `/search` and `/v1/agent`. Asking twice does nothing new but costs a query.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

import orjson

from leanrig.clock import utc_now
from leanrig.errors import VendorFailed
from leanrig.providers.failures import BadAnswer, Unreachable
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.cache import Cache, Copy, cache_key
from leanrig.providers.http.client import Http, Standing

__all__ = ["BASE_URL", "NEWS_FRESH_S", "VENDOR", "Got", "Wire"]

BASE_URL = "https://api.perplexity.ai"
NEWS_FRESH_S = 900.0
"""News of a quarter of an hour ago are not asked for again."""
VENDOR = "perplexity"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Got(Generic[T]):
    """What was answered, when (UTC), and who did: the vendor, our copy, or our copy because the vendor could not."""

    value: T
    received_at: datetime
    source: Literal["vendor", "cache", "stale"] = "vendor"


@dataclass(frozen=True, slots=True)
class Wire:
    """How one account asks.

    `closed` is why the vendor is not asked any more; copies still answer.
    """

    http: Http
    cache: Cache
    base_url: str = BASE_URL
    closed: VendorFailed | None = None

    def without_vendor(self, why: VendorFailed) -> "Wire":
        """Return the same, but only copies answer; where there is none, `why` is raised."""
        return replace(self, closed=why)

    def standing(self) -> Standing:
        """Return what the limits leave."""
        return self.http.standing()

    def ask(
        self, path: str, body: Mapping[str, Any], *, read: Callable[[Any], T], fresh_s: float = NEWS_FRESH_S
    ) -> Got[T]:
        """Return what `read` makes of the answer; it raises where the answer is none, and then nothing is kept.

        Raises
        ------
        RateLimited
            At once, where the hour's queries are used up; says when the next one is free.
        VendorFailed
            See `Http.get`, and `read`.
        """
        held = self._held(path, body, read)
        if held is not None and utc_now() - held.received_at < timedelta(seconds=fresh_s):
            return held
        try:
            return self._asked(path, body, read)
        except (Unreachable, BadAnswer):
            if held is None:
                raise
            return replace(held, source="stale")

    def _asked(self, path: str, body: Mapping[str, Any], read: Callable[[Any], T]) -> Got[T]:
        if self.closed is not None:
            raise self.closed
        answer = self.http.send("POST", f"{self.base_url}{path}", body=dict(body), is_idempotent=True)
        value = read(answer.json())
        self.cache.put(self._key(path, body), _copy(answer))
        return Got(value, answer.received_at)

    def _held(self, path: str, body: Mapping[str, Any], read: Callable[[Any], T]) -> Got[T] | None:
        copy = self.cache.get(self._key(path, body), now=utc_now())
        if copy is None:
            return None
        try:
            return Got(read(orjson.loads(copy.content)), copy.received_at, "cache")
        except (VendorFailed, ValueError):  # kept by a version that read it otherwise
            return None

    def _key(self, path: str, body: Mapping[str, Any]) -> str:
        asked = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
        return cache_key(VENDOR, self.http.account, f"POST {self.base_url}{path}\n{asked}")


def _copy(answer: Answer) -> Copy:
    return Copy(answer.received_at, answer.vendor_time, {}, answer.content)
