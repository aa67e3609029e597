"""API v2 of QuantConnect: one question, its answer as an object, its refusal as an error.

Follows quantconnect.com/docs/v2/cloud-platform/api-reference. Everything is asked by POST, as the vendor's description
says, and nothing is ever kept: account, projects and runs change under us.
"""

import hashlib
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import SecretStr

from leanrig.providers.failures import BadAnswer, RateLimited
from leanrig.providers.http.addresses import is_loopback
from leanrig.providers.http.answer import Answer
from leanrig.providers.http.client import Http
from leanrig.providers.http.forms import Form
from leanrig.providers.quantconnect.refusals import refusal_of

__all__ = ["BASE_URL", "VENDOR", "WAITS_S", "Api", "need", "signer"]

WAITS_S = (2.0, 5.0, 10.0, 30.0)
"""After answers with status 200 that say we ask too often; other failures wait in `Http`."""
BASE_URL = "https://www.quantconnect.com/api/v2"
VENDOR = "quantconnect"
T = TypeVar("T")


class Api:
    """Where the cloud is, and who carries questions there."""

    def __init__(self, http: Http, base_url: str = BASE_URL, *, waits_s: Sequence[float] = WAITS_S) -> None:
        self._http = http
        self.base_url = base_url.rstrip("/")
        self._waits_s = waits_s

    @property
    def is_standin(self) -> bool:
        """Whether a stand-in on this machine answers."""
        return is_loopback(self.base_url)

    def read(self, path: str, **body: Any) -> dict[str, Any]:
        """Ask for something; repeated where the vendor does not answer."""
        return self._ask(path, body, is_idempotent=True)

    def put(self, path: str, **body: Any) -> dict[str, Any]:
        """Say how something shall be; saying it twice does nothing new, so it is repeated too."""
        return self._ask(path, body, is_idempotent=True)

    def make(self, path: str, **body: Any) -> dict[str, Any]:
        """Have something made; never repeated, because there would be two."""
        return self._ask(path, body, is_idempotent=False)

    def send_form(
        self, path: str, fields: Mapping[str, str], files: Mapping[str, bytes] | None = None
    ) -> dict[str, Any]:
        """Say how something shall be, as a form."""
        return self._ask(path, Form(fields, files or {}), is_idempotent=True)

    def _ask(self, path: str, body: object, *, is_idempotent: bool) -> dict[str, Any]:
        """Ask until it is not too often any more: what was refused for that was not done, whatever it is."""
        waits = iter(self._waits_s)
        while True:
            answer = self._http.send("POST", f"{self.base_url}/{path}", body=body, is_idempotent=is_idempotent)
            try:
                return _well(answer, path)
            except RateLimited:
                wait_s = next(waits, None)
                if wait_s is None:
                    raise
                time.sleep(wait_s)


def signer(
    user_id: int, token: SecretStr, now: Callable[[], float] = time.time
) -> Callable[[str, str], Mapping[str, str]]:
    """Return what signs each attempt anew: the password is the token's hash with the second at which it is sent."""

    def headers(method: str, url: str) -> Mapping[str, str]:  # noqa: ARG001
        stamp = str(int(now()))
        password = hashlib.sha256(f"{token.get_secret_value()}:{stamp}".encode()).hexdigest()
        basic = b64encode(f"{user_id}:{password}".encode()).decode()
        return {"Authorization": f"Basic {basic}", "Timestamp": stamp}

    return headers


def need(found: Mapping[str, Any], name: str, kind: type[T], path: str) -> T:
    """Return a member that must be there, of its kind; a whole number may come as text."""
    value = found.get(name)
    if kind is int and isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadAnswer(
            f"{VENDOR} answers without a usable {name!r}", where=path, cure="the API has changed: update leanrig"
        )
    return value


def _well(answer: Answer, path: str) -> dict[str, Any]:
    found = answer.json()
    if not isinstance(found, dict):
        raise BadAnswer(f"{VENDOR} answers with no object", where=path, cure="try again later")
    failure = refusal_of(found, vendor=VENDOR, path=path, skew_s=answer.skew_s)
    if failure is not None:
        raise failure
    return found
