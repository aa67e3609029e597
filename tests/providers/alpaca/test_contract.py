"""Everything that we send, and everything that the stand-in answers, is as the vendor's own description says."""

from datetime import date
from typing import Any

import pytest
import requests
from openapi_contract import check_exchanges
from shared_reference import shared

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.assets import asset, assets
from leanrig.providers.alpaca.market_days import clock, market_days
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
IBM = Symbol.parse("IBM", SecurityType.EQUITY)
META = Symbol.parse("META", SecurityType.EQUITY)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
KEYS = {"APCA-API-KEY-ID": "PKCANARYCANARYCANARY", "APCA-API-SECRET-KEY": "canary+secret/with=signs"}
TODAY = date(2024, 6, 14)


@pytest.fixture
def kept(server: Standin) -> Standin:
    server.keeps_exchanges = True
    return server


def test_the_data_host(provider: AlpacaProvider, make_provider: Any, kept: Standin, monkeypatch: Any) -> None:
    monkeypatch.setattr("leanrig.providers.alpaca.stock_bars.LIMIT", 700)
    for resolution in (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY):
        make_provider(recent="iex").bars_of_many([AAPL, IBM], resolution, date(2024, 6, 13), TODAY)
        provider.bars(BTC, resolution, date(2024, 6, 13), TODAY)
    make_provider(feed="sip").bars(AAPL, Resolution.DAILY, date(2024, 6, 12), TODAY)
    provider.bars_of_many([META], Resolution.DAILY, date(2022, 6, 6), date(2022, 6, 10), as_of=date(2022, 6, 10))
    provider.bars_of_many([META], Resolution.DAILY, date(2022, 6, 6), date(2022, 6, 10), as_of="-")
    provider.events(AAPL, date(2020, 1, 1), TODAY)
    provider.events(META, date(2020, 1, 1), TODAY)
    provider.auctions([AAPL, IBM], date(2024, 6, 3), TODAY)
    provider.auctions([AAPL], date(2024, 6, 3), date(2024, 6, 12))
    counts = check_exchanges(shared("vendor-specs", "alpaca", "market-data-subset.json"), kept.exchanges, kept.url)
    assert counts.requests == counts.responses == len(kept.exchanges) == 19


def test_the_smallest_questions(provider: AlpacaProvider, make_provider: Any, kept: Standin) -> None:
    provider.ping()
    make_provider(api_key=None, api_secret=None).ping()
    assert provider.knows(BTC)
    counts = check_exchanges(shared("vendor-specs", "alpaca", "market-data-subset.json"), kept.exchanges, kept.url)
    assert (counts.requests, counts.responses) == (3, 3)


def test_the_trading_host(provider: AlpacaProvider, kept: Standin) -> None:
    asset(provider.wire, AAPL)
    assets(provider.wire)
    assets(provider.wire, SecurityType.CRYPTO)
    market_days(provider.wire, date(2024, 7, 1), date(2024, 7, 5))
    clock(provider.wire)
    counts = check_exchanges(shared("vendor-specs", "alpaca", "trading-subset.json"), kept.exchanges, kept.url)
    assert (counts.requests, counts.responses) == (5, 5)


def test_account_and_orders(kept: Standin) -> None:
    with requests.Session() as session:
        session.headers.update(KEYS)
        session.trust_env = False
        for path in ("/v2/account", "/v2/positions"):
            assert session.get(kept.url + path).status_code == 200
        order = {"symbol": "AAPL", "qty": "2", "side": "buy", "type": "limit", "limit_price": "150"}
        order |= {"time_in_force": "gtc", "client_order_id": "one"}
        made = session.post(f"{kept.url}/v2/orders", json=order).json()
        coin = {"symbol": "BTC/USD", "notional": "100", "side": "buy", "type": "market", "time_in_force": "ioc"}
        assert session.post(f"{kept.url}/v2/orders", json=coin).status_code == 200
        assert session.get(f"{kept.url}/v2/orders/{made['id']}").json() == made
        found = session.get(f"{kept.url}/v2/orders:by_client_order_id", params={"client_order_id": "one"})
        assert found.json() == made
        assert len(session.get(f"{kept.url}/v2/orders", params={"status": "all", "limit": 10}).json()) == 2
        assert session.delete(f"{kept.url}/v2/orders/{made['id']}").status_code == 204
        assert session.delete(f"{kept.url}/v2/orders").status_code == 207
    counts = check_exchanges(shared("vendor-specs", "alpaca", "trading-subset.json"), kept.exchanges, kept.url)
    assert (counts.requests, counts.responses, counts.unstated) == (9, 9, 0)
