"""The one redaction: logs, exceptions, cached bodies and artifacts all pass through it."""

import base64
import json
import logging
import re
from collections.abc import Iterable, Sequence
from itertools import permutations
from urllib.parse import quote, quote_plus

from pydantic import SecretStr

__all__ = ["KEY_NAMES", "Redactor", "guard_logs"]

KEY_NAMES = frozenset(
    {
        "apikey", "api_key", "api-key", "x-api-key", "access_token", "authorization", "proxy-authorization",
        "apca-api-key-id", "apca-api-secret-key", "cb-access-key", "cb-access-sign",
    }
)  # fmt: skip
"""Names, in lower case, of query parameters and headers that hold keys."""

_SHOWN = "***"
_SHORTEST = 4
_SHORTEST_IN_BODY = 12  # A short one, as of a sandbox, may well be part of a price.
_LOGGERS = (
    "leanrig.http",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.proxy",
    "httpx2",
    "openai",
    "openai._base_client",
    "openai._legacy_response",
    "openai._response",
    "requests",
    "requests_cache",
    "requests_cache.backends.base",
    "requests_cache.backends.sqlite",
    "urllib3",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)
_NAMES = r"api[_-]?key|apca-api-key-id|apca-api-secret-key|api[_-]?secret|secret[_-]?key|access[_-]?token|authorization"
_PATTERNS = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL), _SHOWN),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{16,}", re.IGNORECASE), rf"\1 {_SHOWN}"),
    (re.compile(r"\bpplx-[A-Za-z0-9]{16,}"), _SHOWN),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"), _SHOWN),
    (re.compile(rf"""((?:{_NAMES})["']?\s*[=:]\s*["']?)([^\s"'&,;)}}]+)""", re.IGNORECASE), rf"\1{_SHOWN}"),
    (re.compile(r"(\w://)[^/\s@]+@"), rf"\1{_SHOWN}@"),
)


class Redactor:
    """Takes known secrets out, in every spelling they travel in, and whatever looks like a key.

    Parameters
    ----------
    secrets
        Those of one account; of two, `first:second` is known in base64 too, as Basic authentication sends it.
    """

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        self._forms: tuple[str, ...] = ()
        self._bytes: tuple[bytes, ...] = ()
        self.learn(secrets)

    def learn(self, secrets: Iterable[SecretStr]) -> None:
        """Know these secrets too."""
        values = [value for secret in secrets if len(value := secret.get_secret_value().strip()) >= _SHORTEST]
        forms = set(self._forms).union(_forms(values))
        self._forms = tuple(sorted(forms, key=lambda form: (-len(form), form)))
        self._bytes = tuple(form.encode() for form in self._forms if len(form) >= _SHORTEST_IN_BODY)

    def text(self, text: str) -> str:
        """Return `text` without secrets."""
        for form in self._forms:
            text = text.replace(form, _SHOWN)
        for pattern, shown in _PATTERNS:
            text = pattern.sub(shown, text)
        return text

    def body(self, content: bytes) -> bytes:
        """Return a body without the known secrets of twelve characters and more; nothing else in it is touched."""
        for form in self._bytes:
            if form in content:
                content = content.replace(form, _SHOWN.encode())
        return content

    def __repr__(self) -> str:
        return f"Redactor({len(self._forms)} forms)"


class _LogFilter(logging.Filter):
    """Rewrites a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _KNOWN.text(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = _KNOWN.text(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def guard_logs(secrets: Sequence[SecretStr]) -> None:
    """From now on no logger on the way out (ours, requests, urllib3) tells these secrets, at any level."""
    _KNOWN.learn(secrets)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)


def _forms(values: Sequence[str]) -> Iterable[str]:
    for value in values:
        yield from (value, quote(value), quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1])
        yield from (_base64(value), _base64(f"{value}:"))
        yield from (line for line in value.splitlines()[1:-1] if len(line) >= 16)
    for first, second in permutations(values, 2):
        yield _base64(f"{first}:{second}")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_KNOWN = Redactor()
_FILTER = _LogFilter()
