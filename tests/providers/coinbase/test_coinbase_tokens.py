"""One JWT a request: what it says, whom it convinces, and that a bad key is never shown."""

import base64
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as some
from pydantic import SecretStr

from leanrig.errors import BadInput
from leanrig.providers.coinbase.tokens import private_key, signer
from leanrig.standins.coinbase import new_key

NOW = datetime(2024, 3, 12, 10, 20, 30, 900_000, tzinfo=UTC)
EC = ec.generate_private_key(ec.SECP256R1())
ED = Ed25519PrivateKey.generate()


def text(key: Any, form: PrivateFormat = PrivateFormat.PKCS8, lock: Any = None) -> str:
    made: bytes = key.private_bytes(Encoding.PEM, form, lock or NoEncryption())
    return made.decode()


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes_raw() + key.public_key().public_bytes_raw()


SEC1 = text(EC, PrivateFormat.TraditionalOpenSSL)
FORMS = {
    "SEC1": (SEC1, EC),
    "PKCS8": (text(EC), EC),
    "escaped": (SEC1.replace("\n", "\\n"), EC),
    "Windows": (SEC1.replace("\n", "\r\n"), EC),
    "one line": (SEC1.replace("\n", " "), EC),
    "indented": ("\n".join(f"   {line}" for line in SEC1.splitlines()), EC),
    "64 bytes": (base64.b64encode(raw(ED)).decode(), ED),
    "seed": (base64.b64encode(ED.private_bytes_raw()).decode(), ED),
    "line end": (base64.b64encode(raw(ED)).decode() + "\n", ED),
    "Ed25519 PEM": (text(ED), ED),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_public_half_reads_what_the_private_half_signed(form: str) -> None:
    secret, key = FORMS[form]
    sign = signer(SecretStr("organizations/o/apiKeys/k"), SecretStr(secret), now=lambda: NOW)
    headers = sign("GET", "https://api.coinbase.com/api/v3/brokerage/products/BTC-USD/candles")
    kind, token = headers["Authorization"].split(" ")
    assert kind == "Bearer"
    algorithm = "ES256" if key is EC else "EdDSA"
    options: Any = {"verify_exp": False, "verify_nbf": False}
    claims = jwt.decode(token, key.public_key(), [algorithm], options=options)
    assert claims == {
        "sub": "organizations/o/apiKeys/k",
        "iss": "cdp",
        "nbf": 1710238830,
        "exp": 1710238830 + 120,
        "uri": "GET api.coinbase.com/api/v3/brokerage/products/BTC-USD/candles",
    }
    header = jwt.get_unverified_header(token)
    assert header.items() >= {"alg": algorithm, "kid": "organizations/o/apiKeys/k", "typ": "JWT"}.items()
    assert len(header["nonce"]) >= 16


def test_no_two_tokens_are_the_same_and_the_query_is_left_out() -> None:
    key = new_key()
    sign = signer(SecretStr(key.name), SecretStr(key.secret))
    tokens = [sign("POST", "http://127.0.0.1:8080/api/v3/brokerage/orders?x=1")["Authorization"][7:] for _ in range(50)]
    assert len(set(tokens)) == 50
    assert len({jwt.get_unverified_header(token)["nonce"] for token in tokens}) == 50
    claims = jwt.decode(tokens[0], key.public, ["ES256"])
    assert claims["uri"] == "POST 127.0.0.1:8080/api/v3/brokerage/orders"


MALFORMED = {
    "empty": "",
    "a word": "canary-not-a-key",
    "cut": SEC1[:120],
    "cut with an end": SEC1[:100] + "\n-----END EC PRIVATE KEY-----",
    "other curve": text(ec.generate_private_key(ec.SECP384R1())),
    "RSA": text(rsa.generate_private_key(65537, 2048)),
    "locked": text(EC, lock=BestAvailableEncryption(b"word")),
    "public half": EC.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    "63 bytes": base64.b64encode(raw(ED)[:63]).decode(),
    "two keys' halves": base64.b64encode(raw(ED)[:32] + raw(Ed25519PrivateKey.generate())[32:]).decode(),
    "other alphabet": base64.urlsafe_b64encode(b"\xfb\xef" * 32).decode(),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_bad_key_has_a_cure_and_is_not_shown(case: str) -> None:
    secret = MALFORMED[case]
    with pytest.raises(BadInput) as caught:
        private_key(SecretStr(secret))
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    assert "-----BEGIN to -----END" in told
    for piece in (secret[n : n + 12] for n in range(28, max(29, len(secret) - 40), 7)):
        assert not piece or piece not in told


@given(some.text(max_size=300) | some.binary(max_size=100).map(lambda data: base64.b64encode(data).decode()))
def test_whatever_it_is_a_key_or_bad_input_comes_of_it(secret: str) -> None:
    try:
        private_key(SecretStr(secret))
    except BadInput as error:
        assert error.__cause__ is None


def test_a_key_without_a_name_is_refused() -> None:
    with pytest.raises(BadInput, match="name"):
        signer(SecretStr(" "), SecretStr(SEC1))
