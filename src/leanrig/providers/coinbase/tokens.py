"""A JWT for each request: signed with the private key of a CDP key, good for two minutes, one address and one use.

Coinbase's page: docs.cdp.coinbase.com, "Coinbase App authentication". Keys come in two kinds: ECDSA on P-256, as PEM,
and Ed25519, as base64 of 64 bytes (seed, then public key; the seed alone will do).
"""

import base64
import binascii
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import SecretStr

from leanrig.clock import utc_now
from leanrig.errors import BadInput

__all__ = ["PrivateKey", "private_key", "signer"]

PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey

_GOOD_FOR_S = 120
_SEED = 32
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----", re.DOTALL)
_CURE = (
    "copy the private key of the CDP key again, whole: PEM from -----BEGIN to -----END (line ends may be written \\n), "
    "or the base64 text of an Ed25519 key"
)


def signer(
    name: SecretStr, secret: SecretStr, *, now: Callable[[], datetime] = utc_now
) -> Callable[[str, str], Mapping[str, str]]:
    """Return what makes the Authorization header for a method and a URL.

    Parameters
    ----------
    name
        The key's name, `organizations/.../apiKeys/...`, or its id.
    secret
        Its private key; see `private_key`.
    """
    key = private_key(secret)
    algorithm = "EdDSA" if isinstance(key, Ed25519PrivateKey) else "ES256"
    text = name.get_secret_value().strip()
    if not text:
        raise BadInput(
            "the name of the Coinbase key is empty", cure="set coinbase.api_key to organizations/.../apiKeys/..."
        )

    def sign(method: str, url: str) -> Mapping[str, str]:
        moment = int(now().timestamp())
        claims = {"sub": text, "iss": "cdp", "nbf": moment, "exp": moment + _GOOD_FOR_S, "uri": _uri(method, url)}
        header = {"kid": text, "nonce": secrets.token_hex(16)}
        return {"Authorization": f"Bearer {jwt.encode(claims, key, algorithm, header)}"}

    return sign


def private_key(secret: SecretStr) -> PrivateKey:
    r"""Return the key that `secret` holds: PEM with real, escaped or lost line ends, or base64 of 32 or 64 bytes.

    Raises
    ------
    BadInput
        If it is no such key; the text never says anything of it.
    """
    text = secret.get_secret_value().replace("\\n", "\n").strip()
    return _from_pem(text) if text.startswith("-----BEGIN") else _from_base64(text)


def _uri(method: str, url: str) -> str:
    parts = urlsplit(url)
    return f"{method} {parts.netloc}{parts.path}"


def _from_pem(text: str) -> PrivateKey:
    found = _PEM.search(text)
    if found is None:
        raise _bad("it has no -----END line")
    kind, body = found.group(1), "".join(found.group(2).split())
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    whole = "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])
    try:
        key = load_pem_private_key(whole.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _bad("its PEM text cannot be read, or is locked with a password") from None
    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return key
    raise _bad("it is neither ECDSA on P-256 nor Ed25519")


def _from_base64(text: str) -> PrivateKey:
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise _bad("it is neither PEM nor base64") from None
    if len(raw) not in (_SEED, 2 * _SEED):
        raise _bad(f"its base64 text holds {len(raw)} bytes where an Ed25519 key has {2 * _SEED}")
    key = Ed25519PrivateKey.from_private_bytes(raw[:_SEED])
    if raw[_SEED:] not in (b"", key.public_key().public_bytes_raw()):
        raise _bad("its two halves do not belong together")
    return key


def _bad(why: str) -> BadInput:
    return BadInput(f"the Coinbase private key cannot be used: {why}", where="coinbase.api_secret", cure=_CURE)
