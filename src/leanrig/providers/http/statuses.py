"""What a status of 300 and more means: the kind of failure, the vendor's own words, and a cure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from leanrig.errors import VendorFailed
from leanrig.providers.failures import KeyRefused, NotEntitled, RateLimited, Refused, UnknownSymbol, Unreachable

__all__ = ["Meaning", "is_passing", "meaning_of", "vendor_words"]

_LONGEST = 200
_LASTING = {501, 505, 511}
_WORDS = ("message", "error", "errors", "error_details", "detail", "details", "description", "msg", "reason")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The class of the failure, what to say after the vendor's name, and what to do."""

    kind: type[VendorFailed]
    what: str
    cure: str


_KNOWN: Mapping[int, Meaning] = {
    401: Meaning(
        KeyRefused, "refuses the key", "check the key: wrong, expired, or of another account; `leanrig doctor`"
    ),
    403: Meaning(
        NotEntitled, "does not allow this to the account", "check what the plan includes, or use another vendor"
    ),
    404: Meaning(UnknownSymbol, "does not know this", "check the symbol's spelling at the vendor"),
    407: Meaning(Unreachable, "cannot be reached: the proxy wants a password", "check HTTPS_PROXY"),
    408: Meaning(Unreachable, "waited too long for the request", "try again"),
    425: Meaning(Unreachable, "is not ready", "try again"),
    429: Meaning(RateLimited, "was asked too often", "let other programs with the same key rest, or get a larger plan"),
}


def is_passing(status: int) -> bool:
    """Whether another attempt may end better."""
    return status in {408, 425, 429} or (status >= 500 and status not in _LASTING)


def meaning_of(status: int) -> Meaning:
    """Return what a status of 300 and more means."""
    if status >= 500:
        return Meaning(Unreachable, "is unwell", "the fault is on the vendor's side: try again later")
    if status < 400:
        return Meaning(Refused, "sends us on to another place, which is not followed", "check the vendor's address")
    return _KNOWN.get(status, Meaning(Refused, "refuses the request", "check symbol, dates and options"))


def vendor_words(content: bytes) -> str:
    """Return what the vendor says about a failure: one line of at most 200 characters, empty where it says nothing."""
    if content.lstrip()[:1] == b"<":
        return "an HTML page"
    try:
        found = _said(orjson.loads(content))
    except orjson.JSONDecodeError:
        found = content[: 4 * _LONGEST].decode(errors="replace")
    line = " ".join(_CONTROL.sub(" ", found).split()).rstrip(".")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _said(body: Any) -> str:
    """The longest text under the names that vendors use: `error` may be a code beside a `message`."""
    if isinstance(body, str):
        return body
    if isinstance(body, list):
        return "; ".join(filter(None, (_said(part) for part in body[:3])))
    if not isinstance(body, dict):
        return ""
    return max((_said(body[name]) for name in _WORDS if name in body), key=len, default="")
