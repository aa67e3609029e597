"""The official SDK on a wire of our own: counted, timed as a whole, no redirect, and only what a question needs.

https://developers.openai.com/api/reference. The SDK keeps no retries here; who waits, and how long, is `asking`'s.
"""

import os
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
from pydantic import SecretStr
from requests.utils import get_environ_proxies

from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.providers.http.addresses import is_loopback, require_safe
from leanrig.providers.http.counts import Call, Counts
from leanrig.providers.http.fingerprint import fingerprint
from leanrig.providers.http.redaction import guard_logs

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["OPENAI_URL", "client_of"]

OPENAI_URL = "https://api.openai.com/v1"
_LARGEST = 1 << 26
_NO_KEY = "none"
# What the SDK would tell of this machine: system, processor, Python.
_UNSENT_PREFIX = "x-stainless-"
_SENT_LOCALLY = {
    "host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length",
}  # fmt: skip


def client_of(vendor: str, url: str, *, key: SecretStr | None, state: Path, timeout_s: float) -> "OpenAI":
    """Return the SDK's client for a server; without a key none is sent, nor anything of an account.

    Parameters
    ----------
    vendor
        Under whose name calls are counted: "openai", or "local".
    state
        Folder of the counts.
    timeout_s
        For one whole answer, and for the connection.

    Raises
    ------
    BadInput
        If the address is none, or would carry the key in the open; if the key cannot be sent.
    """
    from openai import OpenAI  # half a second, for those alone who ask

    require_safe(url, has_keys=key is not None)
    secret = _sendable(key) if key is not None else _NO_KEY
    if key is not None:
        guard_logs([key])
    account = fingerprint(key) if key is not None else "public"
    counts = Counts(state / "http" / "calls.sqlite")
    wire = _Wire(vendor, account, counts, url, timeout_s=timeout_s, has_key=key is not None)
    return OpenAI(
        api_key=secret,
        base_url=url,
        max_retries=0,
        timeout=timeout_s,
        # Said outright: else one in OPENAI_CUSTOM_HEADERS would go in place of the key that was found.
        default_headers={"Authorization": f"Bearer {secret}"},
        http_client=httpx2.Client(transport=wire, follow_redirects=False, trust_env=False, timeout=timeout_s),
    )


def _sendable(key: SecretStr) -> str:
    value = key.get_secret_value().strip()
    if not value or not value.isascii() or not value.isprintable():
        raise BadInput("the OpenAI key holds a character that cannot be sent", cure="look for stray signs in the key")
    return value


class _Wire(httpx2.BaseTransport):
    """One server: strips what is not needed, watches the clock, counts."""

    def __init__(self, vendor: str, account: str, counts: Counts, url: str, *, timeout_s: float, has_key: bool) -> None:
        self._vendor, self._account, self._counts = vendor, account, counts
        self._timeout_s, self._has_key = timeout_s, has_key
        self._inner = httpx2.HTTPTransport(verify=_trust(url), trust_env=False, proxy=_proxy(url))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send once; the body is watched while it is read."""
        require_safe(str(request.url), has_keys=self._has_key)
        began = time.monotonic()
        try:
            response = self._inner.handle_request(self._stripped(request))
        except Exception:
            self._count(request, 0, began)
            raise
        self._count(request, response.status_code, began)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Timed(response.stream, until=began + self._timeout_s)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _stripped(self, request: httpx2.Request) -> httpx2.Request:
        """A copy: the SDK reads its own headers again from the one it made."""
        kept = [(name, value) for name, value in request.headers.multi_items() if self._is_sent(name.lower())]
        return httpx2.Request(
            request.method, request.url, headers=kept, stream=request.stream, extensions=request.extensions
        )

    def _is_sent(self, name: str) -> bool:
        # The environment may add an account's headers (OPENAI_ORG_ID, OPENAI_CUSTOM_HEADERS): for the vendor alone.
        return not name.startswith(_UNSENT_PREFIX) and (self._has_key or name in _SENT_LOCALLY)

    def _count(self, request: httpx2.Request, status: int, began: float) -> None:
        call = Call(
            at=utc_now(),
            vendor=self._vendor,
            account=self._account,
            method=request.method,
            path=request.url.path,
            status=status,
            latency_s=time.monotonic() - began,
        )
        self._counts.add(call)


class _Timed(httpx2.SyncByteStream):
    """A body that has to end in time, and has a largest size: a drop a second would hold us for ever."""

    def __init__(self, stream: httpx2.SyncByteStream, *, until: float) -> None:
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if size > _LARGEST:
                raise httpx2.RemoteProtocolError("the body is too large")
            yield piece
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the answer comes too slowly")

    def close(self) -> None:
        self._stream.close()


def _trust(url: str) -> ssl.SSLContext | bool:
    if url.startswith("http://"):
        return False  # There is no TLS to this machine, and certificates take a while to load.
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return ssl.create_default_context(cafile=bundle) if bundle else True


def _proxy(url: str) -> str | None:
    if is_loopback(url):
        return None
    found = get_environ_proxies(url)
    return found.get(url.partition(":")[0]) or found.get("all")
