"""The one way out: cache, retry, limiter, HTTP, in that order, with one redaction for everything that is said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from pydantic import SecretStr
from requests.structures import CaseInsensitiveDict

from leanrig.clock import utc_now
from leanrig.providers.failures import BadAnswer, Unreachable
from leanrig.providers.http.addresses import require_safe, without_keys
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.asking import Asker, Question
from leanrig.providers.http.cache import Cache, Copy, cache_key
from leanrig.providers.http.counts import Call, Counts
from leanrig.providers.http.limiter import Limiter, Standing
from leanrig.providers.http.rates import Budget, Patience, Rate
from leanrig.providers.http.redaction import KEY_NAMES, Redactor, guard_logs

__all__ = ["Budget", "Http", "Patience", "Query", "Rate", "Sign", "Standing"]

Query = Mapping[str, str | int | Sequence[str]]
Sign = Callable[[str, str], Mapping[str, str]]
"""Method and full URL without query -> headers that hold the keys; called anew for every attempt."""
_PATIENCE = Patience()


class Http:
    """One vendor under one key.

    Parameters
    ----------
    vendor
        "polygon", "alpaca", "coinbase": names limits, counts and messages.
    account
        What shares the vendor's limit: a fingerprint of the key (`fingerprint(key)`), or "public". Never the key.
    state
        Folder of the user's cache, limiter and counts (`state_folder()`); they lie below `http/` in it.
    rates
        Hold all at once, for all processes of the user; none: no limit.
    sign
        Gives the headers with the keys.
    secrets
        What must never be seen anywhere.
    fresh_s
        How old a copy may be that answers instead of the vendor.
    """

    def __init__(
        self,
        vendor: str,
        *,
        account: str,
        state: Path,
        rates: tuple[Rate, ...] = (),
        budget: Budget | None = None,
        sign: Sign | None = None,
        secrets: Sequence[SecretStr] = (),
        patience: Patience = _PATIENCE,
        fresh_s: float = 300,
    ) -> None:
        self.vendor = vendor
        self.account = account
        self._has_keys = sign is not None or bool(secrets)
        self._fresh = timedelta(seconds=fresh_s)
        self._redactor = Redactor(secrets)
        guard_logs(secrets)
        folder = state / "http"
        self._cache = Cache(folder / "cache.sqlite")
        self._counts = Counts(folder / "calls.sqlite")
        self._limiter: Limiter | None = None
        if rates or budget is not None:
            path = folder / "limits.sqlite"
            self._limiter = Limiter(path, vendor=vendor, account=account, rates=rates, budget=budget)
        self._asker = Asker(
            vendor,
            account,
            sign=sign,
            patience=patience,
            redactor=self._redactor,
            limiter=self._limiter,
            counts=self._counts,
        )

    def get(
        self,
        url: str,
        query: Query | None = None,
        *,
        check: Callable[[Answer], None] | None = None,
        cache: bool = True,
        stale: bool = False,
    ) -> Answer:
        """Return the vendor's answer, or a copy younger than `fresh_s`.

        Parameters
        ----------
        check
            Raises where an answer with status 200 is none; called before anything is kept.
        cache
            False for account, positions, orders: never kept, never answered from a copy.
        stale
            Whether a copy of up to 24 h (from its fetch) may answer after the last retry failed; it is marked.

        Raises
        ------
        Unreachable, RateLimited, KeyRefused, NotEntitled, UnknownSymbol, Refused, BadAnswer
        BadInput
            For an address that keys must not be sent to.
        """
        held = self.held(url, query) if cache else None
        if held is not None and held.source == "cache":
            return self._copy(url, held)
        try:
            answer = self._ask("GET", url, query, None, is_idempotent=True)
        except (Unreachable, BadAnswer):
            held = self.held(url, query) if cache and stale else None
            if held is None:
                raise
            return self._copy(url, held)
        if check is not None:
            check(answer)
        if cache and answer.status == 200:
            copy = Copy(answer.received_at, answer.vendor_time, answer.headers, answer.content)
            self._cache.put(self._key(url, query), copy)
        return answer

    def held(self, url: str, query: Query | None = None) -> Answer | None:
        """Return the copy of at most 24 h, marked stale where it is no longer fresh; never touches the network."""
        now = utc_now()
        copy = self._cache.get(self._key(url, query), now=now)
        if copy is None:
            return None
        source: Literal["cache", "stale"] = "cache" if now - copy.received_at < self._fresh else "stale"
        headers = CaseInsensitiveDict(copy.headers)
        return Answer(self.vendor, 200, copy.content, copy.received_at, copy.vendor_time, source, headers)

    def send(
        self, method: str, url: str, *, body: Any = None, query: Query | None = None, is_idempotent: bool = False
    ) -> Answer:
        """Send POST, PATCH, DELETE; retried only where repeating it does nothing new (`is_idempotent`)."""
        return self._ask(method.upper(), url, query, body, is_idempotent=is_idempotent)

    def standing(self) -> Standing:
        """Return what the limits leave now, the seconds until the next request, and what is left of the budget."""
        return self._limiter.standing() if self._limiter else Standing()

    def seconds_for(self, requests: int) -> float:
        """Return how long so many requests more will take, by the limits and by how long the last ones took."""
        each_s = self._asker.each_s
        return self._limiter.seconds_for(requests, each_s=each_s) if self._limiter else requests * each_s

    def _ask(self, method: str, url: str, query: Query | None, body: Any, *, is_idempotent: bool) -> Answer:
        require_safe(url, has_keys=self._has_keys)
        is_safe = is_idempotent or method in {"GET", "HEAD"}
        return self._asker.ask(Question(method, without_keys(url), _clean(query), body, is_safe))

    def _key(self, url: str, query: Query | None) -> str:
        return cache_key(self.vendor, self.account, f"{without_keys(url)}?{_spelled(_clean(query))}")

    def _copy(self, url: str, held: Answer) -> Answer:
        """Count what a copy answered."""
        source: Literal["cache", "stale"] = "cache" if held.source == "cache" else "stale"
        path = self._redactor.text(urlsplit(url).path)
        self._counts.add(Call(utc_now(), self.vendor, self.account, "GET", path, held.status, source))
        return held


def _clean(query: Query | None) -> Query:
    return {name: value for name, value in (query or {}).items() if name.lower() not in KEY_NAMES}


def _spelled(query: Query) -> str:
    """The same text for the same parameters in any order."""
    return urlencode(sorted(query.items()), doseq=True)
