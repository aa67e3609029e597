"""Which addresses of the web a document may be fetched from: public ones, by https, and each is looked up once.

The name is resolved here and the connection goes to that very number, so that a name that answers differently the
second time leads nowhere else. No proxy is used: it would look the name up itself.
"""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from leanrig.errors import BadInput
from leanrig.providers.failures import Unreachable

__all__ = ["Target", "target_of"]

_NAT64 = IPv6Network("64:ff9b::/96")
_SAVE = "save the document to a file and name that"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: where to connect (`number`), whom to name there (`host`), what to ask for (`path`)."""

    url: str
    host: str
    number: str
    port: int
    path: str
    is_https: bool


def target_of(url: str, *, allow: Collection[str] = ()) -> Target:
    """Return where `url` leads.

    Parameters
    ----------
    allow
        "host:port" pairs that may be private and plain http: stand-ins of tests. Nobody else sets it.

    Raises
    ------
    BadInput
        For anything but https to a public address on port 443.
    Unreachable
        Where the name has no address.
    """
    parts, port = _split(url)
    host = parts.hostname or ""
    is_allowed = f"{host}:{port}" in allow
    if parts.scheme != "https" and not is_allowed:
        raise BadInput("documents are fetched by https only", where=url[:200], cure=f"use https://, or {_SAVE}")
    if port != 443 and not is_allowed:
        raise BadInput("documents are fetched from port 443 only", where=host, cure=_SAVE)
    numbers = _resolved(host, port)
    if not is_allowed and not all(_is_public(number) for number in numbers):
        raise BadInput("the address leads into a private network", where=host, cure=_SAVE)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, host, numbers[0], port, path, parts.scheme == "https")


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_one = False
    if (
        not is_one
        or len(url) > _LONGEST
        or not url.isascii()
        or any(letter <= " " or letter in "\\\x7f" for letter in url)
    ):
        raise BadInput("this is no address of a document", where=url[:200], cure=f"use https://host/path, or {_SAVE}")
    return parts, port


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host} has no address", cure=f"check the name and the connection, or {_SAVE}") from None
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def _is_public(number: str) -> bool:
    found = ip_address(number.partition("%")[0])
    inner = _inner(found) if isinstance(found, IPv6Address) else None
    return (
        found.is_global and not found.is_multicast and (inner is None or (inner.is_global and not inner.is_multicast))
    )


def _inner(found: IPv6Address) -> IPv4Address | None:
    """The old address that a new one carries, in each of the ways in which it can."""
    if found in _NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
