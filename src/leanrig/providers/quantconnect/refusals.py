"""What QuantConnect means when it answers status 200 and `success: false`: its words become a failure with a cure.

The API has no codes for this, only sentences; what none of the rules knows stays `Refused`, with the vendor's words.
"""

from collections.abc import Mapping
from typing import Any

from leanrig.errors import VendorFailed
from leanrig.providers.failures import KeyRefused, NotEntitled, RateLimited, Refused

__all__ = ["CloudGone", "CloudLocked", "CloudTooLarge", "refusal_of", "said"]

_LONGEST = 300
_SKEW_S = 30


class CloudGone(VendorFailed):
    """A project, backtest, deployment or object that is not there, or not ours."""


class CloudLocked(VendorFailed):
    """Somebody else has the project open for writing, such as the web editor."""


class CloudTooLarge(VendorFailed):
    """A file or an object is larger than the organization's tier allows."""


_RULES: tuple[tuple[tuple[str, ...], type[VendorFailed], str, str], ...] = (
    (
        ("hash doesn't match", "userid not valid", "timestamp", "authenticat", "invalid token", "api token"),
        KeyRefused,
        "refuses the key",
        "check quantconnect.user_id and quantconnect.api_token (QC_USER_ID, QC_API_TOKEN) against the account's page",
    ),
    (
        ("too many request", "rate limit"),
        RateLimited,
        "was asked too often",
        "wait a minute, then run the same command again",
    ),
    (
        ("write permission", "is locked", "collaborat"),
        CloudLocked,
        "holds the project for somebody else",
        "close it in the web editor, then run the same command again",
    ),
    (
        ("size limit", "too large", "file size", "exceeds the", "exceed the", "maximum size", "storage limit"),
        CloudTooLarge,
        "finds something too large",
        "docs/cloud.md has the limits of each tier",
    ),
    (
        ("upgrade", "subscription", "not allowed", "tier", "insufficient", "no available node", "no spare node"),
        NotEntitled,
        "does not allow this to the account",
        "check what the organization's tier includes (docs/cloud.md)",
    ),
    (
        ("not found", "does not exist", "doesn't exist", "no such", "could not find", "deleted", "no live"),
        CloudGone,
        "does not have this",
        "look at the project on quantconnect.com",
    ),
)


def refusal_of(
    answer: Mapping[str, Any], *, vendor: str, path: str, skew_s: float | None = None
) -> VendorFailed | None:
    """Return the failure that an answer tells of; None for one that is well.

    Parameters
    ----------
    skew_s
        The vendor's clock minus ours: a signature holds for a limited time, so a wrong clock looks like a wrong key.
    """
    if answer.get("success") is not False:
        return None
    words = said(answer)
    for signs, kind, what, cure in _RULES:
        if any(sign in words.lower() for sign in signs):
            return kind(f"{vendor} {what}{_told(words)}", where=path, cure=_clock(kind, skew_s) + cure)
    return Refused(f"{vendor} refuses the request{_told(words)}", where=path, cure="see what it says")


def said(answer: Mapping[str, Any]) -> str:
    """Return what the vendor says about a failure, in one line."""
    for name in ("errors", "messages", "Message", "message", "error"):
        found = answer.get(name)
        if found:
            parts = found if isinstance(found, list) else [found]
            line = " ".join("; ".join(str(part) for part in parts).split()).rstrip(".")
            return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return ""


def _told(words: str) -> str:
    return f": {words}" if words else ", without a word why"


def _clock(kind: type[VendorFailed], skew_s: float | None) -> str:
    if kind is not KeyRefused or skew_s is None or abs(skew_s) <= _SKEW_S:
        return ""
    return f"set this machine's clock: it is {abs(skew_s):.0f} s off the vendor's; or "
