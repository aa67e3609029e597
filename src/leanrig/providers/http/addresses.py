"""Which addresses keys may go to, and what of an address may be seen."""

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from leanrig.errors import BadInput
from leanrig.providers.http.redaction import KEY_NAMES

__all__ = ["is_loopback", "require_safe", "same_place", "without_keys", "without_query"]

_PORTS = {"http": 80, "https": 443}


def is_loopback(url: str) -> bool:
    """Whether the address is of this machine."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require_safe(url: str, *, has_keys: bool) -> None:
    """Raise `BadInput` for an address that is none, holds a password, or would carry keys in the open."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address:
        raise BadInput("this is no address of a vendor", where=_shown(url), cure="use https://host")
    if parts.username is not None or "\\" in url:
        raise BadInput("an address must hold no user or password", where=_shown(url), cure="give keys by settings")
    if has_keys and parts.scheme != "https" and not is_loopback(url):
        raise BadInput("keys are sent by https or to this machine only", where=_shown(url), cure="use https://")


def without_keys(url: str) -> str:
    """Return the address without parameters that hold keys: keys travel in headers, never in an address."""
    parts = urlsplit(url)
    if not any(f"{name}=" in parts.query.lower() for name in KEY_NAMES):
        return url
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n.lower() not in KEY_NAMES]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def without_query(url: str) -> str:
    """Return scheme, host and path: what is signed."""
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))


def same_place(url: str, location: str) -> str | None:
    """Return where a redirect leads, if that is the same host and port and no weaker scheme; else None."""
    target = urljoin(url, location)
    try:
        old, new = urlsplit(url), urlsplit(target)
        same_host = old.hostname == new.hostname and new.username is None
        same_port = (old.port or _PORTS[old.scheme]) == (new.port or _PORTS.get(new.scheme))
    except ValueError:
        return None
    is_upgrade = (old.scheme, new.scheme) == ("http", "https")
    return target if same_host and (is_upgrade or (old.scheme == new.scheme and same_port)) else None


def _shown(url: str) -> str:
    parts = urlsplit(url.replace("\\", "/")) if "[" not in url else urlsplit("")
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))
