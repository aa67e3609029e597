"""How Polygon (now Massive) is asked, and what its answers say of themselves.

The vendor's pages: https://massive.com/docs/rest/quickstart. The key goes in a header, never into an address. A next
page is named by an absolute `next_url`; it is asked of our own host only, whatever host it names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from leanrig.errors import VendorFailed
from leanrig.providers.failures import (
    BadAnswer,
    KeyRefused,
    NotEntitled,
    RateLimited,
    Refused,
    UnknownSymbol,
)
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.client import Http, Query

__all__ = ["HOSTS", "Asked", "NotHeld", "Plan", "Wire", "bad", "in_path", "next_url_of", "rows_of"]

Plan = Literal["free", "paid"]
HOSTS = ("api.massive.com", "api.polygon.io")
DELAY = timedelta(minutes=15)
_KEY_NAMES = {"apikey", "api_key"}
T = TypeVar("T")


class NotHeld(Exception):
    """A page of which there is no copy."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """What was read, and the moment up to which the vendor knew the market when it answered."""

    value: T
    known_until: datetime
    answered_at: datetime
    is_delayed: bool


class Wire:
    """One account at one host.

    Parameters
    ----------
    plan
        What the account is subscribed to: named where the vendor refuses something.
    held
        Whether copies alone answer; `NotHeld` where there is none.
    """

    def __init__(self, http: Http, base_url: str, plan: Plan, *, held: bool = False) -> None:
        self.http = http
        self.base_url = base_url.rstrip("/")
        self.plan = plan
        self._held = held

    def from_copies(self) -> "Wire":
        """Return the same, but answering from copies alone."""
        return Wire(self.http, self.base_url, self.plan, held=True)

    def ask(
        self, path: str, query: Query | None, read: Callable[[Any], T], *, about: str, cache: bool = True
    ) -> Asked[T]:
        """Return what `read` makes of the parsed body; nothing that it cannot read is kept."""
        reading = _Reading(read)
        try:
            answer = self._answer(f"{self.base_url}{path}", query or {}, reading, cache=cache)
        except NotEntitled as error:
            raise self._not_entitled(error, about) from None
        value, is_delayed = reading.of(answer)
        at = answer.vendor_time or answer.received_at
        return Asked(value, at - DELAY if is_delayed else at, at, is_delayed)

    def pages(
        self,
        path: str,
        query: Query,
        read: Callable[[Any], tuple[T, str]],
        *,
        about: str,
        most: int,
    ) -> Iterator[Asked[T]]:
        """Yield page after page; `read` returns a page and its `next_url` (empty on the last one).

        Raises
        ------
        BadAnswer
            If a page points to one that was there already, to another host, or if there are more than `most`.
        """
        seen: set[str] = set()

        def read_checked(body: Any) -> tuple[T, str]:
            page, next_url = read(body)
            if next_url in seen:
                raise _endless(about, "a page that points back to an earlier one")
            self._require_own(next_url, about)
            return page, next_url

        for _ in range(most):
            asked = self.ask(path, query, read_checked, about=about)
            page, next_url = asked.value
            yield Asked(page, asked.known_until, asked.answered_at, asked.is_delayed)
            if not next_url:
                return
            seen.add(next_url)
            parts = urlsplit(next_url)
            path = parts.path
            query = {name: value for name, value in parse_qsl(parts.query) if name.lower() not in _KEY_NAMES}
        raise _endless(about, f"more than the {most} pages that the range can hold")

    def _answer(self, url: str, query: Query, reading: "_Reading[Any]", *, cache: bool) -> Answer:
        if not self._held:
            return self.http.get(url, query, check=reading.check, cache=cache)
        found = self.http.held(url, query)
        if found is None:
            raise NotHeld
        return found

    def _require_own(self, next_url: str, about: str) -> None:
        """Refuse a page elsewhere: nobody but the host that we chose may get the key, or decide what we read."""
        parts = urlsplit(next_url)
        if next_url and parts.netloc != urlsplit(self.base_url).netloc and parts.hostname not in HOSTS:
            raise BadAnswer(
                "polygon points to a next page at another host",
                where=about,
                cure="something between here and the vendor changes its answers: look at your proxy",
            )

    def _not_entitled(self, error: NotEntitled, about: str) -> NotEntitled:
        limits = " (two years of history, data of the day before)" if self.plan == "free" else ""
        return NotEntitled(
            f"polygon's {self.plan} plan{limits} does not include this: {error.what}",
            where=error.where or about,
            cure="choose a later start or an earlier end, or a larger plan at massive.com/pricing "
            "(then `plan: paid` in leanrig.yaml)",
        )


class _Reading(Generic[T]):
    """Reads an answer once, although it is checked before it is kept and used after."""

    def __init__(self, read: Callable[[Any], T]) -> None:
        self._read = read
        self._done: tuple[bytes, T, bool] | None = None

    def check(self, answer: Answer) -> None:
        body = answer.json()
        if isinstance(body, dict):
            _not_an_error(body)
        is_delayed = isinstance(body, dict) and body.get("status") == "DELAYED"
        self._done = (answer.content, self._read(body), is_delayed)

    def of(self, answer: Answer) -> tuple[T, bool]:
        """Return what was read, and whether the plan sees the market 15 minutes late."""
        if self._done is None or self._done[0] is not answer.content:
            self.check(answer)
        assert self._done is not None
        return self._done[1], self._done[2]


def rows_of(body: Any, about: str) -> list[dict[str, Any]]:
    """Return `results`, which is absent or null where there are none."""
    if not isinstance(body, dict):
        raise bad("no JSON object", about)
    rows = body.get("results")
    if rows is None:
        return []
    if not isinstance(rows, list) or not set(map(type, rows)) <= {dict}:
        raise bad("'results' that is no list of objects", about)
    return rows


def next_url_of(body: dict[str, Any], about: str) -> str:
    """Return `next_url`, empty on the last page."""
    found = body.get("next_url") or ""
    if not isinstance(found, str):
        raise bad("'next_url' that is no text", about)
    return found


def in_path(ticker: str) -> str:
    """Return the ticker as a part of a path."""
    return quote(ticker, safe=":.")


def bad(what: str, about: str) -> BadAnswer:
    """Return the failure of an answer whose form is not the vendor's."""
    cure = "the vendor changed its answers, or something in between did: look for a newer leanrig"
    return BadAnswer(f"polygon sent {what}", where=about, cure=cure)


def _not_an_error(body: dict[str, Any]) -> None:
    """Raise what an error with status 200 would have been with a status of its own."""
    status = body.get("status")
    if status not in ("ERROR", "NOT_AUTHORIZED", "NOT_FOUND"):
        return
    words = str(body.get("error") or body.get("message") or "no reason given")[:200]
    kind: type[VendorFailed] = {"NOT_AUTHORIZED": NotEntitled, "NOT_FOUND": UnknownSymbol}.get(status, Refused)
    if "api key" in words.lower():
        kind = KeyRefused
    elif "maximum requests" in words.lower():
        kind = RateLimited
    raise kind(f"polygon answered {status}: {words}", cure="look at `leanrig doctor`")


def _endless(about: str, what: str) -> BadAnswer:
    return BadAnswer(
        f"polygon sent {what}", where=about, cure="try again later; if it stays so, report it to the vendor"
    )
