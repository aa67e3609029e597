"""Retry, limiter, HTTP: one question to a vendor, asked until it is answered or the patience ends."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.structures import CaseInsensitiveDict

from leanrig.clock import utc_now
from leanrig.providers.failures import BadAnswer, KeyRefused, RateLimited, Refused, Unreachable
from leanrig.providers.http.addresses import require_safe, same_place, without_query
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.counts import Call, Counts
from leanrig.providers.http.faults import NoAnswer
from leanrig.providers.http.limiter import Limiter
from leanrig.providers.http.rates import Patience
from leanrig.providers.http.redaction import Redactor
from leanrig.providers.http.retry import Deadline, Passing, persist, wait_after
from leanrig.providers.http.statuses import is_passing, meaning_of, vendor_words
from leanrig.providers.http.transport import Raw, Transport, prepared
from leanrig.providers.http.waits import asked_wait, http_date

__all__ = ["Asker", "Question"]

_HOPS = 3
_SKEW_S = 30
_REDIRECTS = {301, 302, 303, 307, 308}
_UNSURE = "it may have been done all the same: look it up before sending it again"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, without the keys."""

    method: str
    url: str
    query: object = None
    body: Any = None
    is_idempotent: bool = True


class Asker:
    """One vendor under one key, without copies."""

    def __init__(
        self,
        vendor: str,
        account: str,
        *,
        sign: Callable[[str, str], Mapping[str, str]] | None,
        patience: Patience,
        redactor: Redactor,
        limiter: Limiter | None,
        counts: Counts,
    ) -> None:
        self._vendor = vendor
        self._account = account
        self._sign = sign
        self._patience = patience
        self._redactor = redactor
        self._limiter = limiter
        self._counts = counts
        self._transport = Transport()
        self.each_s = 0.0
        """How long the last attempts took, on a running average."""

    def ask(self, question: Question) -> Answer:
        """Return the answer with status 200 to 299; see `Http.get` for what is raised."""
        deadline = Deadline(self._patience.deadline_s)
        patience = self._patience if question.is_idempotent else _once(self._patience)
        raw = persist(lambda attempt: self._attempt(question, attempt, deadline), patience, deadline)
        return Answer(
            self._vendor,
            raw.status,
            self._redactor.body(raw.content),
            raw.received_at,
            vendor_time=http_date(raw.headers.get("Date")),
            headers=CaseInsensitiveDict({n: self._redactor.text(v) for n, v in raw.headers.items()}),
        )

    def _attempt(self, question: Question, attempt: int, deadline: Deadline) -> Raw:
        url = question.url
        for _ in range(_HOPS):
            raw = self._departure(question, url, attempt, deadline)
            if 200 <= raw.status < 300:
                return raw
            target = same_place(url, raw.headers.get("Location", "")) if raw.status in _REDIRECTS else None
            if target is None or question.method not in {"GET", "HEAD"}:
                raise self._refusal(question, url, raw, attempt)
            url = target
        raise Refused(f"{self._vendor} sends us round in circles", where=urlsplit(url).path)

    def _departure(self, question: Question, url: str, attempt: int, deadline: Deadline) -> Raw:
        """Wait for a turn, sign, send, count."""
        began = time.monotonic()
        if self._limiter is not None:
            self._limiter.take(until=began + self._patience.queue_s)
        left = time.monotonic()
        deadline.put_off(left - began)
        request = self._request(question, url)
        try:
            raw = self._transport.exchange(request, timeout_s=self._patience.timeout_s, deadline=deadline.at)
        except NoAnswer as fault:
            self._count(question, url, None, waited_s=left - began, latency_s=time.monotonic() - left)
            failure = self._silence(question, url, fault, attempt)
        else:
            self._count(question, url, raw, waited_s=left - began, latency_s=time.monotonic() - left)
            return raw
        raise failure

    def _request(self, question: Question, url: str) -> PreparedRequest:
        headers = dict(self._sign(question.method, without_query(url))) if self._sign else {}
        query = question.query if url == question.url else None
        request = prepared(question.method, url, query, question.body, headers)
        require_safe(request.url or "", has_keys=bool(headers))
        return request

    def _silence(self, question: Question, url: str, fault: NoAnswer, attempt: int) -> Exception:
        kind = BadAnswer if fault.is_broken else Unreachable
        what, where = f"{self._vendor} {fault.what}", self._where(question, url)
        if not question.is_idempotent:
            return kind(what, where=where, cure=_UNSURE)
        if fault.is_lasting:
            return kind(what, where=where, cure=fault.cure)
        return Passing(kind, what, where=where, cure=fault.cure, wait_s=wait_after(attempt, self._patience))

    def _refusal(self, question: Question, url: str, raw: Raw, attempt: int) -> Exception:
        meaning = meaning_of(raw.status)
        words = self._redactor.text(vendor_words(raw.content))
        what = f"{self._vendor} {meaning.what} ({raw.status})" + (f": {words}" if words else "")
        where = self._where(question, url)
        asked = asked_wait(raw.headers, now=raw.received_at)
        # "At once" is no wait: those who say it to everybody are asked again by all at the same moment.
        wait = asked or wait_after(attempt, self._patience)
        cure = _skewed(raw) + meaning.cure if meaning.kind is KeyRefused else meaning.cure
        if meaning.kind is RateLimited and self._limiter is not None:
            self._limiter.hold_off(wait)
        if is_passing(raw.status) and (question.is_idempotent or raw.status == 429):
            return Passing(meaning.kind, what, where=where, cure=cure, wait_s=wait, is_asked=bool(asked))
        return meaning.kind(what, where=where, cure=cure if raw.status < 500 else _UNSURE)

    def _count(self, question: Question, url: str, raw: Raw | None, *, waited_s: float, latency_s: float) -> None:
        self.each_s = latency_s if self.each_s == 0 else 0.8 * self.each_s + 0.2 * latency_s
        seen = http_date(raw.headers.get("Date")) if raw else None
        self._counts.add(
            Call(
                at=raw.received_at if raw else utc_now(),
                vendor=self._vendor,
                account=self._account,
                method=question.method,
                path=self._redactor.text(urlsplit(url).path),
                status=raw.status if raw else 0,
                latency_s=latency_s,
                waited_s=waited_s,
                skew_s=(seen - raw.received_at).total_seconds() if seen and raw else None,
            )
        )

    def _where(self, question: Question, url: str) -> str:
        return self._redactor.text(f"{question.method} {urlsplit(url).path}")


def _skewed(raw: Raw) -> str:
    """Signatures hold for minutes: a clock that is wrong looks like a wrong key."""
    seen = http_date(raw.headers.get("Date"))
    skew = (seen - raw.received_at).total_seconds() if seen else 0.0
    return f"set this machine's clock: it is {abs(skew):.0f} s off the vendor's; " if abs(skew) > _SKEW_S else ""


def _once(patience: Patience) -> Patience:
    return Patience(timeout_s=patience.timeout_s, attempts=1, deadline_s=patience.deadline_s)
