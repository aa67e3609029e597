"""The environment that an engine's process gets: the user's, without anything that looks like a key."""

from collections.abc import Mapping

__all__ = ["without_secrets"]

_SECRET_WORDS = ("KEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL")


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` without keys: an algorithm has no business with them."""
    return {name: value for name, value in environment.items() if not _is_secret(name)}


def _is_secret(name: str) -> bool:
    return any(word in name.upper() for word in _SECRET_WORDS)
