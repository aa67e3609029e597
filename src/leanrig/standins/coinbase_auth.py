"""Keys of the stand-in, and a real check of the JWT that each request must carry.

Stricter than the vendor in one thing: a nonce is good once, so that a client that sends one token twice is found out.
"""

import base64
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.types import Options
from werkzeug.wrappers import Request

from leanrig.standins.server import Reply

__all__ = ["VENDOR_HOST", "KeyCheck", "SandboxKey", "new_key"]

VENDOR_HOST = "api.coinbase.com"
_LONGEST_S = 120
_SLACK_S = 5


@dataclass(frozen=True, slots=True)
class SandboxKey:
    """A key made here: what a user would put into the settings, and the public half that the stand-in checks with."""

    name: str = field(repr=False)
    secret: str = field(repr=False)
    public: EllipticCurvePublicKey | Ed25519PublicKey = field(repr=False)
    can_trade: bool = True


def new_key(kind: Literal["ES256", "EdDSA"] = "ES256", *, can_trade: bool = True) -> SandboxKey:
    """Return a fresh key in the form that Coinbase hands out: PEM for ES256, base64 of 64 bytes for EdDSA."""
    name = f"organizations/{_uuid()}/apiKeys/{_uuid()}"
    if kind == "ES256":
        key = generate_private_key(SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        return SandboxKey(name, pem.decode(), key.public_key(), can_trade)
    seed = Ed25519PrivateKey.generate()
    whole = seed.private_bytes_raw() + seed.public_key().public_bytes_raw()
    return SandboxKey(name, base64.b64encode(whole).decode(), seed.public_key(), can_trade)


class KeyCheck:
    """Refuses what is not signed as Coinbase wants it: 401 as plain text, as the vendor does."""

    def __init__(self, keys: Sequence[SandboxKey], now: Callable[[], datetime]) -> None:
        self._keys = {key.name: key for key in keys}
        self._now = now
        self._nonces: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Reply | None:
        """Return why not, or None."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not self._is_good(token, request):
            return Reply("Unauthorized\n", 401)
        if request.method != "GET" and not self._keys[_kid(token)].can_trade:
            words = "Missing required scopes"
            return Reply({"error": "PERMISSION_DENIED", "error_details": words, "message": words}, 403)
        return None

    def _is_good(self, token: str, request: Request) -> bool:
        try:
            header = jwt.get_unverified_header(token)
            key = self._keys[header["kid"]]
            claims = jwt.decode(token, key.public, [_algorithm(key)], options=_BY_HAND)
        except (jwt.PyJWTError, KeyError):
            return False
        is_right = claims["sub"] == key.name and claims["iss"] == "cdp" and _names(claims, request)
        return bool(is_right) and self._is_timely(claims) and self._is_new(header.get("nonce", ""))

    def _is_timely(self, claims: Mapping[str, Any]) -> bool:
        now = self._now().timestamp()
        lasts = claims["exp"] - claims["nbf"]
        return bool(claims["nbf"] - _SLACK_S <= now <= claims["exp"] + _SLACK_S and 0 < lasts <= _LONGEST_S)

    def _is_new(self, nonce: str) -> bool:
        with self._lock:
            is_new = bool(nonce) and nonce not in self._nonces
            self._nonces.add(nonce)
        return is_new


# Times are held against the stand-in's own clock.
_BY_HAND: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "require": ["sub", "iss", "nbf", "exp"],
}


def _names(claims: Mapping[str, Any], request: Request) -> bool:
    """Whether the token is for this method and path; newer clients send a list of them."""
    wanted = {f"{request.method} {host}{request.path}" for host in (request.host, VENDOR_HOST)}
    given = claims.get("uris") or [claims.get("uri")]
    return isinstance(given, list) and any(one in wanted for one in given)


def _algorithm(key: SandboxKey) -> str:
    return "ES256" if isinstance(key.public, EllipticCurvePublicKey) else "EdDSA"


def _kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def _uuid() -> str:
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
