"""Coinbase's own SDK, in an environment of its own, against our stand-in: it sees what our client sees."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jwt
import pytest
from openapi_contract import check_exchanges
from pydantic import SecretStr
from shared_reference import shared
from stacks import Stack, python_of

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.coinbase.connect import coinbase_provider
from leanrig.providers.coinbase.reference import products
from leanrig.providers.coinbase.tokens import signer
from leanrig.providers.coinbase.trading import accounts, fills, orders
from leanrig.standins.coinbase import SandboxKey, make_coinbase, new_key
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

pytestmark = pytest.mark.stack

SDK = Stack("coinbase sdk", ("coinbase-advanced-py==1.8.4",))
NOW = datetime(2024, 3, 12, 10, 20, 30, tzinfo=UTC)
KEYS = {kind: new_key(kind) for kind in ("ES256", "EdDSA")}  # type: ignore[arg-type]
ROOT = "/api/v3/brokerage"
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)

# https is written into the SDK: the adapter says http instead.
SCRIPT = """
import json, sys
from coinbase import jwt_generator
from coinbase.rest import RESTClient
from requests.adapters import HTTPAdapter

class Loopback(HTTPAdapter):
    def send(self, request, **options):
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, **options)

host, name, secret = json.load(sys.stdin)
client = RESTClient(api_key=name, api_secret=secret, base_url=host, timeout=10)
client.session.trust_env = False
client.session.mount("https://", Loopback())

def plain(answer):
    return answer.to_dict()

day = {"start": "1710115200", "end": "1710135000"}
uri = jwt_generator.format_jwt_uri("GET", "/api/v3/brokerage/accounts")
stop = {"limit_price": "900", "stop_price": "1000", "stop_direction": "STOP_DIRECTION_STOP_DOWN"}
out = {
    "jwt": jwt_generator.build_rest_jwt(uri, name, secret),
    "minutes": plain(client.get_candles("BTC-USD", granularity="ONE_MINUTE", **day)),
    "public": plain(client.get_public_candles("BTC-USD", granularity="ONE_MINUTE", **day)),
    "product": plain(client.get_product("BTC-USD")),
    "products": plain(client.get_products(product_ids=["BTC-USD", "ETH-USD"])),
    "time": plain(client.get_unix_time()),
    "market": plain(client.market_order_buy("sdk 1", "BTC-USD", quote_size="100")),
    "again": plain(client.market_order_buy("sdk 1", "BTC-USD", quote_size="100")),
    "limit": plain(client.limit_order_gtc_buy("sdk 2", "BTC-USD", base_size="0.01", limit_price="1000")),
    "stop": plain(client.stop_limit_order_gtc_sell("sdk 3", "BTC-USD", base_size="0.01", **stop)),
    "refused": plain(client.market_order_sell("sdk 4", "BTC-USD", base_size="50")),
}
out["one"] = plain(client.get_order(out["limit"]["success_response"]["order_id"]))
out["cancelled"] = plain(client.cancel_orders([out["limit"]["success_response"]["order_id"]]))
out["orders"] = plain(client.list_orders(limit=2))
out["fills"] = plain(client.get_fills())
out["accounts"] = plain(client.get_accounts(limit=3))
out["more accounts"] = plain(client.get_accounts(limit=3, cursor=out["accounts"]["cursor"]))
json.dump(out, sys.stdout)
"""


@pytest.fixture(params=["ES256", "EdDSA"])
def key(request: pytest.FixtureRequest) -> SandboxKey:
    return KEYS[request.param]


@pytest.fixture
def server(key: SandboxKey) -> Iterator[Standin]:
    with make_coinbase(Market(), keys=[key], now=lambda: NOW) as started:
        yield started


def asked(server: Standin, key: SandboxKey) -> Any:
    """What the SDK got, as JSON."""
    told = json.dumps([server.url.removeprefix("http://"), key.name, key.secret])
    done = subprocess.run(
        [python_of(SDK), "-c", SCRIPT], input=told, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_sdk_sees_what_we_see(server: Standin, key: SandboxKey, tmp_path: Path) -> None:
    got = asked(server, key)
    provider = coinbase_provider(
        state=tmp_path,
        api_key=SecretStr(key.name),
        api_secret=SecretStr(key.secret),
        base_url=server.url,
        limits=False,
    )
    bars = provider.bars(BTC, Resolution.MINUTE, date(2024, 3, 11), date(2024, 3, 11)).bars
    assert got["minutes"] == got["public"]
    theirs = {int(row["start"]) + 60: row for row in got["minutes"]["candles"]}
    ours = bars.iloc[: len(theirs)]
    assert [moment.timestamp() for moment in ours.index] == sorted(theirs)
    for name in ours.columns:
        assert ours[name].tolist() == [float(theirs[end][name]) for end in sorted(theirs)]
    assert [found.product_id for found in products(provider.wire)] == [
        row["product_id"] for row in got["products"]["products"]
    ]
    assert got["product"]["price"] == str(products(provider.wire)[0].price)
    _same_account(got, provider.wire)


def test_the_sdks_exchanges_are_as_described(server: Standin, key: SandboxKey) -> None:
    server.keeps_exchanges = True
    asked(server, key)
    named = [exchange for exchange in server.exchanges if "/market/" not in exchange.path]
    counts = check_exchanges(
        shared("vendor-specs", "coinbase", "advanced-trade-excerpt.json"), named, server.url, beyond=[f"{ROOT}/time"]
    )
    assert (counts.requests, counts.responses, counts.outside) == (14, 14, 1)


def _same_account(got: Any, wire: Any) -> None:
    assert got["market"]["success_response"] == got["again"]["success_response"]
    assert got["refused"]["error_response"]["error"] == "INSUFFICIENT_FUND"
    assert got["one"]["order"]["status"] == "OPEN"
    assert got["cancelled"]["results"][0]["success"] is True
    whole = orders(wire)
    assert [one.client_order_id for one in whole] == ["sdk 3", "sdk 2", "sdk 1"]
    assert [one.status for one in whole] == ["OPEN", "CANCELLED", "FILLED"]
    assert [row["order_id"] for row in got["orders"]["orders"]] == [one.order_id for one in whole[:2]]
    (fill,) = fills(wire)
    assert [(row["trade_id"], Decimal(row["price"])) for row in got["fills"]["fills"]] == [(fill.trade_id, fill.price)]
    rows = got["accounts"]["accounts"] + got["more accounts"]["accounts"]
    assert {row["currency"]: Decimal(row["available_balance"]["value"]) for row in rows} == {
        account.currency: account.available for account in accounts(wire)
    }


def test_the_sdk_signs_the_same_claims(server: Standin, key: SandboxKey) -> None:
    theirs = asked(server, key)["jwt"]
    sign = signer(SecretStr(key.name), SecretStr(key.secret))
    ours = sign("GET", "https://api.coinbase.com/api/v3/brokerage/accounts")["Authorization"].removeprefix("Bearer ")
    algorithms = ["ES256", "EdDSA"]
    claims = [jwt.decode(token, key.public, algorithms) for token in (ours, theirs)]
    lasting = [claim["exp"] - claim["nbf"] for claim in claims]
    assert lasting == [120, 120]
    assert abs(claims[0]["nbf"] - claims[1]["nbf"]) < 30
    for claim in claims:
        del claim["exp"], claim["nbf"]
    assert claims[0] == claims[1]
    headers = [jwt.get_unverified_header(token) for token in (ours, theirs)]
    nonces = [header.pop("nonce") for header in headers]
    assert headers[0] == headers[1]
    assert nonces[0] != nonces[1]
