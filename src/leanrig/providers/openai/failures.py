"""What the SDK's exceptions mean: kind, words, cure; nothing of a key, an address or a prompt is left in them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leanrig.errors import VendorFailed
from leanrig.providers.failures import BadAnswer, KeyRefused, NotEntitled, RateLimited, Refused, Unreachable
from leanrig.providers.http.faults import fault_of
from leanrig.providers.http.redaction import Redactor
from leanrig.providers.http.statuses import is_passing, vendor_words
from leanrig.providers.http.waits import in_words

if TYPE_CHECKING:
    from openai import APIConnectionError, APIStatusError

__all__ = [
    "CutAnswer",
    "ModelGone",
    "RefusedAnswer",
    "TimedOut",
    "TooLong",
    "UnknownPath",
    "of_silence",
    "of_status",
    "passes",
]

_TOO_LONG = {"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}
_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}


class TimedOut(Unreachable):
    """The question went out and no answer came in time: it may be charged all the same."""


class ModelGone(Refused):
    """404: there is no such model, or not for this account."""


class UnknownPath(Refused):
    """404: the server is another one than was meant, or lacks this part."""


class TooLong(Refused):
    """The question does not fit into what the model can read."""


class CutAnswer(BadAnswer):
    """The answer ends before its end: tokens used up, or filtered."""


class RefusedAnswer(VendorFailed):
    """The model was reached and declined to write."""


def passes(error: "APIStatusError") -> bool:
    """Whether another attempt may end better."""
    return is_passing(error.status_code) and str(error.code) not in _NO_CREDIT


def of_silence(name: str, error: "APIConnectionError", where: str, timeout_s: float) -> VendorFailed:
    """Return what it means that nobody answered, or that the answer broke off."""
    import httpx2
    from openai import APITimeoutError

    if isinstance(error, APITimeoutError):
        cure = "try again later, or allow more time: openai.timeout_s"
        return TimedOut(f"{name} did not answer within {timeout_s:g} s", where=where, cure=cure)
    if isinstance(error.__cause__, httpx2.ProxyError):
        cure = "check HTTPS_PROXY and NO_PROXY, or ask whoever runs the proxy to let this host through"
        return Unreachable(f"{name} cannot be reached: the proxy refuses it", where=where, cure=cure)
    if isinstance(error.__cause__, httpx2.RemoteProtocolError | httpx2.ReadError):
        return BadAnswer(f"{name} broke the answer off", where=where, cure="try again later")
    fault = fault_of(error)
    kind = BadAnswer if fault.is_broken else Unreachable
    return kind(f"{name} {fault.what}", where=where, cure=fault.cure)


def of_status(
    name: str, model: str, error: "APIStatusError", where: str, redactor: Redactor, *, wait_s: float | None
) -> VendorFailed:
    """Return what a status of 300 and more means; `wait_s` is how long the vendor asks to wait."""
    words = redactor.text(vendor_words(error.response.content))
    kind, what, cure = _meaning(error.status_code, {str(error.code), str(error.type)})
    if kind is UnknownPath and (str(error.param) == "model" or "model" in words.lower()):
        kind, what, cure = ModelGone, f"has no model {model}", "set another model"
    if kind is RateLimited and wait_s:
        what += f"; it asks to come back {in_words(wait_s)}"
    said = f" ({error.status_code}): {words}" if words else f" ({error.status_code})"
    return kind(f"{name} {what}{said}", where=where, cure=cure)


def _meaning(status: int, codes: set[str]) -> tuple[type[VendorFailed], str, str]:
    """The kind, what to say after the server's name, and the cure."""
    if codes & _TOO_LONG:
        return TooLong, "cannot read so long a question with this model", "send fewer facts, or set another model"
    if codes & _NO_CREDIT:
        return NotEntitled, "says that the account has no credit left", "look at the account's billing page"
    if status in _STATUSES:
        return _STATUSES[status]
    if status >= 500:
        return Unreachable, "is unwell", "the fault is on the server's side: try again later"
    if status < 400:
        return Refused, "sends us on to another place, which is not followed", "check the server's address"
    return Refused, "refuses the request", "check the model's name, its effort and the server's version"


_STATUSES: Mapping[int, tuple[type[VendorFailed], str, str]] = {
    401: (
        KeyRefused,
        "refuses the key",
        "check OPENAI_API_KEY or open_ai.txt; `leanrig doctor` says where the key was found",
    ),
    403: (NotEntitled, "does not allow this to the account", "check the account's models and limits"),
    404: (UnknownPath, "does not know this path", "check the server's address: it ends in /v1"),
    429: (
        RateLimited,
        "was asked too often",
        "wait, let other programs with the same key rest, or get a higher tier",
    ),
}
