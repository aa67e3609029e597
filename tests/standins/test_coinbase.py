"""The stand-in by itself: whom it lets in, what it says when it does not, and what its market looks like."""

import base64
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from leanrig.standins.coinbase import SandboxKey, make_coinbase, new_key
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

NOW = datetime(2024, 3, 12, 10, 20, 30, tzinfo=UTC)
KEYS = {kind: new_key(kind) for kind in ("ES256", "EdDSA")}  # type: ignore[arg-type]
ROOT = "/api/v3/brokerage"
ACCOUNTS = f"{ROOT}/accounts"
COUNT = itertools.count()


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_coinbase(Market(), keys=tuple(KEYS.values()), now=lambda: NOW, token_clock=lambda: NOW) as started:
        yield started


@pytest.fixture
def session() -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    return made


def token(key: SandboxKey, *, header: Any = None, by: SandboxKey | None = None, **claims: Any) -> str:
    """A token made here, by hand, right but for what is given; None leaves a claim or a header out."""
    now = int(NOW.timestamp())
    whole = {"sub": key.name, "iss": "cdp", "nbf": now, "exp": now + 120, "uri": f"GET api.coinbase.com{ACCOUNTS}"}
    headers = {"kid": key.name, "nonce": f"{next(COUNT)}", **(header or {})}
    return jwt.encode(_given({**whole, **claims}), *_private(by or key), _given(headers))


def _private(key: SandboxKey) -> tuple[Any, str]:
    if "BEGIN" in key.secret:
        return load_pem_private_key(key.secret.encode(), None), "ES256"
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.secret)[:32]), "EdDSA"


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("host", ["own", "api.coinbase.com"])
def test_a_right_token_opens_once(server: Standin, session: requests.Session, kind: str, host: str) -> None:
    name = server.url.removeprefix("http://") if host == "own" else host
    headers = {"Authorization": f"Bearer {token(KEYS[kind], uri=f'GET {name}{ACCOUNTS}')}"}
    assert session.get(server.url + ACCOUNTS + "?limit=2", headers=headers).status_code == 200
    again = session.get(server.url + ACCOUNTS, headers=headers)
    assert (again.status_code, again.text) == (401, "Unauthorized\n")
    newer = token(KEYS[kind], uri=None, uris=[f"GET {name}{ACCOUNTS}"])
    headers = {"Authorization": f"Bearer {newer}"}
    assert session.get(server.url + ACCOUNTS, headers=headers).status_code == 200


EARLY, LATE = int((NOW - timedelta(minutes=10)).timestamp()), int((NOW + timedelta(minutes=10)).timestamp())
WRONG: dict[str, dict[str, Any]] = {
    "expired": {"nbf": EARLY, "exp": EARLY + 120},
    "not yet": {"nbf": LATE, "exp": LATE + 120},
    "too long": {"exp": LATE},
    "other path": {"uri": f"GET api.coinbase.com{ROOT}/orders"},
    "other method": {"uri": f"POST api.coinbase.com{ACCOUNTS}"},
    "other host": {"uri": f"GET api.example.com{ACCOUNTS}"},
    "with the query": {"uri": f"GET api.coinbase.com{ACCOUNTS}?limit=2"},
    "no address": {"uri": None},
    "other addresses": {"uri": None, "uris": [f"GET api.coinbase.com{ROOT}/orders"]},
    "other issuer": {"iss": "me"},
    "other subject": {"sub": "organizations/x/apiKeys/y"},
    "no end": {"exp": None},
    "unknown kid": {"header": {"kid": "organizations/x/apiKeys/y"}},
    "no nonce": {"header": {"nonce": None}},
    "other key of the kind": {"by": new_key("ES256")},
    "key of the other kind": {"by": KEYS["EdDSA"]},
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_token_is_refused_in_plain_text(server: Standin, session: requests.Session, case: str) -> None:
    made = token(KEYS["ES256"], **WRONG[case])
    got = session.get(server.url + ACCOUNTS + "?limit=2", headers={"Authorization": f"Bearer {made}"})
    assert (got.status_code, got.text) == (401, "Unauthorized\n")


def test_no_token_and_no_sense(server: Standin, session: requests.Session) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eA=="}, {"Authorization": "Bearer"}):
        assert session.get(server.url + ACCOUNTS, headers=headers).status_code == 401
    assert session.get(f"{server.url}{ROOT}/nothing").status_code == 401
    got = session.get(f"{server.url}{ROOT}/market/nothing")
    assert got.status_code == 404
    assert set(got.json()) == {"error", "error_details", "message"}


def test_the_public_twins_need_none(server: Standin, session: requests.Session) -> None:
    got = session.get(f"{server.url}{ROOT}/market/products/BTC-USD")
    assert got.json()["product_id"] == "BTC-USD"
    assert got.headers["Cache-Control"] == "public, max-age=14400"
    assert session.get(f"{server.url}{ROOT}/time").json()["epochSeconds"] == str(int(NOW.timestamp()))
    assert got.headers["Date"] == "Tue, 12 Mar 2024 10:20:30 GMT"
    assert "x-ratelimit-remaining" in got.headers


def candles(session: requests.Session, server: Standin, **query: Any) -> requests.Response:
    given = {"start": "1710201600", "end": "1710205200", "granularity": "ONE_MINUTE", **query}
    return session.get(f"{server.url}{ROOT}/market/products/BTC-USD/candles", params=given)


def test_candles_come_newest_first_and_as_text(server: Standin, session: requests.Session) -> None:
    rows = candles(session, server).json()["candles"]
    starts = [int(row["start"]) for row in rows]
    assert starts == list(range(1710205200, 1710201600 - 60, -60))
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert candles(session, server, limit=5).json()["candles"] == rows[:5]


def test_the_candle_that_runs_is_served_and_nothing_after_it(server: Standin, session: requests.Session) -> None:
    now = int(NOW.timestamp())
    rows = candles(session, server, start=str(now - 600), end=str(now + 6000)).json()["candles"]
    assert int(rows[0]["start"]) == now - 30
    assert rows[0]["high"] == rows[0]["low"] == rows[0]["close"]
    hour = candles(session, server, start=str(now - 7200), end=str(now + 7200), granularity="ONE_HOUR").json()[
        "candles"
    ]
    assert int(hour[0]["start"]) == 1710237600
    assert hour[0]["close"] == rows[0]["close"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"end": str(1710201600 + 350 * 60)}, "less than 350"),
        ({"end": "1710201599"}, "start and end"),
        ({"granularity": "ONE_WEEK"}, "granularity argument is invalid"),
        ({"start": "yesterday"}, "start and end"),
    ],
)
def test_bad_parameters(server: Standin, session: requests.Session, query: dict[str, str], words: str) -> None:
    got = candles(session, server, **query)
    assert got.status_code == 400
    assert words in got.json()["message"]
    assert got.json()["error"] == "INVALID_ARGUMENT"


def test_350_candles_are_the_most(server: Standin, session: requests.Session) -> None:
    got = candles(session, server, end=str(1710201600 + 349 * 60)).json()["candles"]
    assert len(got) == 350


@pytest.mark.parametrize("has_headers", [True, False])
def test_the_limit(session: requests.Session, has_headers: bool) -> None:
    with make_coinbase(Market(), now=lambda: NOW, rate=(3, 0.5), has_rate_headers=has_headers) as server:
        got = [session.get(f"{server.url}{ROOT}/time") for _ in range(4)]
        assert [answer.status_code for answer in got] == [200, 200, 200, 429]
        assert got[2].headers["x-ratelimit-remaining"] == "0"
        assert got[3].json()["errors"][0]["id"] == "rate_limit_exceeded"
        assert ("retry-after" in got[3].headers) is has_headers


def test_the_real_limits_are_held_on_request(session: requests.Session) -> None:
    with make_coinbase(Market(), now=lambda: NOW, limits=True) as server:
        got = [session.get(f"{server.url}{ROOT}/time").status_code for _ in range(12)]
    assert got == [200] * 10 + [429] * 2
