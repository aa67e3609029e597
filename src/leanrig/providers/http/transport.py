"""One attempt over `requests`: no retry, no redirect, no cookie, nothing from ~/.netrc."""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_environ_proxies

from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.bodies import BrokenBody, TooSlow, read_body, unpacked
from leanrig.providers.http.faults import NoAnswer, fault_of
from leanrig.providers.http.forms import Form

__all__ = ["Raw", "Transport", "prepared"]

_UNSEEN = {"set-cookie", "set-cookie2", "authorization", "proxy-authenticate", "www-authenticate", "content-encoding"}
_HEADERS = {"User-Agent": "leanrig", "Accept": "application/json", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Raw:
    """Any status; the body whole and unpacked; `received_at` is when the headers came, by our clock."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    received_at: datetime


class Transport:
    """Connections to one vendor, used by all threads; made anew in a child process."""

    def __init__(self) -> None:
        self._session: requests.Session | None = None
        self._pid = 0

    def exchange(self, request: requests.PreparedRequest, *, timeout_s: float, deadline: float) -> Raw:
        """Send once and read the whole answer.

        Parameters
        ----------
        timeout_s
            For the connection, and for each read.
        deadline
            For the whole answer, on the monotonic clock.

        Raises
        ------
        NoAnswer
            Where there was none, or a broken one.
        """
        fault = NoAnswer("")
        try:
            return self._exchange(request, timeout_s, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, BrokenBody, TooSlow) as error:
            fault = fault_of(error)
        # Outside of the handler: the library's own exception, with its address, must not hang on ours.
        raise fault

    def _exchange(self, request: requests.PreparedRequest, timeout_s: float, deadline: float) -> Raw:
        limit = max(0.001, min(timeout_s, deadline - time.monotonic()))
        url = request.url or ""
        answer = self._open().send(
            request,
            timeout=(limit, limit),
            stream=True,
            allow_redirects=False,
            proxies={} if is_loopback(url) else get_environ_proxies(url),
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
        )
        received_at = utc_now()
        try:
            packed = read_body(answer.raw, deadline=deadline)
        except BaseException:
            answer.close()
            raise
        answer.raw.release_conn()
        content = unpacked(packed, answer.headers.get("Content-Encoding", ""))
        headers = CaseInsensitiveDict((n, v) for n, v in answer.headers.items() if n.lower() not in _UNSEEN)
        return Raw(answer.status_code, headers, content, received_at)

    def _open(self) -> requests.Session:
        if self._session is None or self._pid != os.getpid():
            self._session = _session()
            self._pid = os.getpid()
        return self._session


def prepared(
    method: str, url: str, query: object, body: object, headers: Mapping[str, str]
) -> requests.PreparedRequest:
    """Return the request as it will be sent; raise `BadInput` where address or key cannot be sent at all."""
    request = requests.Request(method, url, params=query, headers=dict(_HEADERS) | dict(headers))
    if isinstance(body, Form):
        request.data, request.files = dict(body.fields), dict(body.files)
    else:
        request.json = body
    with suppress(requests.RequestException, ValueError):
        ready = request.prepare()
        for value in headers.values():
            value.encode("latin-1")
        return ready
    # Outside of the handler: the library's own exception quotes the key.
    raise BadInput(
        "the address or the key holds a character that cannot be sent",
        where=urlsplit(url).path,
        cure="look for stray spaces and line ends in the key",
    )


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=16, max_retries=0))
    return session
