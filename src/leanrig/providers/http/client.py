"""The one way out: cache, retry, limiter, HTTP, in that order, with one redaction for everything that is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.providers.failures import KeyRefused, NotEntitled, RateLimited, Refused, Unreachable, UnknownSymbol
from leanrig.providers.http.answer import Answer

__all__ = ["Budget", "Http", "Patience", "Rate"]

Query = Mapping[str, str | int | Sequence[str]]
Sign = Callable[[str, str], Mapping[str, str]]
"""Method and full URL without query -> headers that hold the keys; called anew for every attempt."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` departures in any window of `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `count` requests in a calendar month (UTC)."""

    count: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: time limit of an attempt, attempts, and the deadline of all together."""

    timeout_s: float = 10
    attempts: int = 7
    deadline_s: float = 120
    first_wait_s: float = 1
    longest_wait_s: float = 60


class Http:
    """One vendor under one key.

    Parameters
    ----------
    vendor
        "polygon", "alpaca", "coinbase": names limits, counts and messages.
    account
        What shares the vendor's limit: a fingerprint of the key (`fingerprint(key)`), or "public". Never the key.
    state
        Folder of the user's cache, limiter and counts.
    sign
        Gives the headers with the keys.
    secrets
        What must never be seen anywhere.
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
        patience: Patience = Patience(),
        fresh_s: float = 300,
    ) -> None:
        self.vendor = vendor
        self._sign = sign
        self._patience = patience
        self._session = requests.Session()
        self._rest = (account, state, rates, budget, secrets, fresh_s)

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
        """
        return self._send("GET", url, query, None, check)

    def held(self, url: str, query: Query | None = None) -> Answer | None:
        """Return the copy of at most 24 h, marked stale where it is no longer fresh; never touches the network."""
        return None

    def send(
        self, method: str, url: str, *, body: Any = None, query: Query | None = None, is_idempotent: bool = False
    ) -> Answer:
        """Send POST, PATCH, DELETE; retried only where repeating it does nothing new (`is_idempotent`)."""
        return self._send(method, url, query, body, None)

    def _send(
        self, method: str, url: str, query: Query | None, body: Any, check: Callable[[Answer], None] | None
    ) -> Answer:
        headers = dict(self._sign(method, url)) if self._sign else {}
        try:
            got = self._session.request(
                method, url, params=query, json=body, headers=headers, timeout=self._patience.timeout_s
            )
        except requests.RequestException as error:
            raise Unreachable(f"{self.vendor} cannot be reached: {type(error).__name__}") from None
        if got.status_code >= 400:
            kinds = {401: KeyRefused, 403: NotEntitled, 404: UnknownSymbol, 429: RateLimited}
            kind = kinds.get(got.status_code, Unreachable if got.status_code >= 500 else Refused)
            raise kind(f"{self.vendor} answered {got.status_code}")
        answer = Answer(self.vendor, got.status_code, got.content, utc_now(), headers=dict(got.headers))
        if check is not None:
            check(answer)
        return answer
