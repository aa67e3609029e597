"""Products, rates between currencies and the clock."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from leanrig.errors import BadInput
from leanrig.providers.coinbase.connect import coinbase_provider
from leanrig.providers.coinbase.reference import exchange_rates, product, products, server_time
from leanrig.providers.failures import BadAnswer, KeyRefused, Refused, UnknownSymbol
from leanrig.standins.coinbase import make_coinbase
from leanrig.standins.server import Standin


@pytest.mark.parametrize("kind", ["", "ES256", "EdDSA"])
def test_products(connect: Any, kind: str) -> None:
    wire = connect(kind).wire
    bitcoin = product(wire, "BTC-USD")
    assert (bitcoin.base, bitcoin.quote, bitcoin.status, bitcoin.can_trade) == ("BTC", "USD", "online", True)
    assert (bitcoin.price_step, bitcoin.size_step) == (Decimal("0.01"), Decimal("0.00000001"))
    assert bitcoin.price is not None
    assert bitcoin.price % bitcoin.price_step == 0
    assert [found.product_id for found in products(wire)] == ["BTC-USD", "ETH-USD"]
    assert [found.product_id for found in products(wire, ["ETH-USD"])] == ["ETH-USD"]
    with pytest.raises(UnknownSymbol, match="NOPE-USD not supported"):
        product(wire, "NOPE-USD")


def test_rates_need_no_key_and_hang_together(connect: Any, server: Standin) -> None:
    wire = connect("ES256").wire
    server.keeps_exchanges = True
    dollar, bitcoin = exchange_rates(wire), exchange_rates(wire, "BTC")
    assert (dollar.base, dollar.rates["USD"], bitcoin.rates["BTC"]) == ("USD", 1, 1)
    assert float(dollar.rates["BTC"] * bitcoin.rates["USD"]) == pytest.approx(1, abs=1e-4)
    assert bitcoin.rates["USD"] == product(wire, "BTC-USD").price
    assert "Authorization" not in server.exchanges[0].headers
    with pytest.raises(Refused, match="Currency is invalid"):
        exchange_rates(wire, "XXX")
    server.fail("status", status=200, body={"data": {"currency": "USD", "rates": {"BTC": "many"}}})
    with pytest.raises(BadAnswer, match="'BTC'"):
        exchange_rates(wire, "EUR")


def test_its_clock(connect: Any, clock: Any, server: Standin) -> None:
    assert server_time(connect().wire) == clock.moment
    server.fail("status", status=200, body={"iso": None})
    with pytest.raises(BadAnswer, match="iso"):
        server_time(connect().wire)


@pytest.mark.parametrize("kind", ["", "ES256", "EdDSA"])
def test_ping_asks_past_the_copies(connect: Any, server: Standin, kind: str) -> None:
    provider = connect(kind)
    provider.ping()
    provider.ping()
    assert server.requests == 2
    assert provider.seconds_for(10) < 10


def test_a_refused_token_is_told_from_a_wrong_clock(tmp_path: Path, market: Any, keys: Any) -> None:
    def ahead() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=20)

    key = keys["EdDSA"]
    with make_coinbase(market, keys=[key], now=ahead, token_clock=ahead) as server:
        provider = coinbase_provider(
            state=tmp_path, api_key=SecretStr(key.name), api_secret=SecretStr(key.secret), base_url=server.url
        )
        with pytest.raises(KeyRefused, match=r"clock is off by 1[12]\d\d s"):
            provider.ping()
    with make_coinbase(market, keys=[keys["ES256"]]) as server:
        provider = coinbase_provider(
            state=tmp_path, api_key=SecretStr(key.name), api_secret=SecretStr(key.secret), base_url=server.url
        )
        with pytest.raises(KeyRefused, match="refuses the key"):
            provider.ping()


def test_all_limits_hold_at_once(tmp_path: Path, market: Any, connect: Any) -> None:
    for kind, a_second in (("", 10), ("ES256", 30)):
        left = connect(kind, limits=True).standing()
        assert [window.left for window in left.windows] == [a_second, 10_000]
        assert left.budget_left == 100_000
    with make_coinbase(market, limits=True) as server:
        wire = coinbase_provider(state=tmp_path / "paced", base_url=server.url).wire
        began = time.monotonic()
        for _ in range(12):
            server_time(wire)
        assert time.monotonic() - began >= 1.0
        assert server.requests == 12


def test_half_a_key_and_open_addresses_are_refused(tmp_path: Path, keys: Any) -> None:
    name, secret = SecretStr(keys["ES256"].name), SecretStr(keys["ES256"].secret)
    with pytest.raises(BadInput, match="one half"):
        coinbase_provider(state=tmp_path, api_key=name)
    with pytest.raises(BadInput, match="one half"):
        coinbase_provider(state=tmp_path, api_secret=secret)
    with pytest.raises(BadInput, match="https"):
        coinbase_provider(state=tmp_path, api_key=name, api_secret=secret, base_url="http://api.coinbase.com")
