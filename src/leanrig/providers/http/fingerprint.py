"""A name for an account that does not tell its key."""

import hashlib

from pydantic import SecretStr

__all__ = ["fingerprint"]


def fingerprint(*keys: SecretStr) -> str:
    """Return twelve letters that are the same for the same keys and lead back to none; `public` without a key."""
    if not keys:
        return "public"
    digest = hashlib.blake2b(digest_size=6, person=b"leanrig account"[:16])
    for key in keys:
        digest.update(hashlib.sha256(key.get_secret_value().encode()).digest())
    return digest.hexdigest()
