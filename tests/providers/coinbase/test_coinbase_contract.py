"""Every exchange with the stand-in against Coinbase's own description: our requests strictly, its answers openly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openapi_contract import check_exchanges
from shared_reference import shared

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.coinbase.asked import Limit, Market, Side, StopLimit
from leanrig.providers.coinbase.reference import exchange_rates, product, products, server_time
from leanrig.providers.coinbase.trading import OrderRefused, accounts, cancel, fills, order, orders, place
from leanrig.providers.failures import Refused, UnknownSymbol
from leanrig.standins.server import Standin

BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
BEYOND = (
    "/api/v3/brokerage/market/products",
    "/api/v3/brokerage/market/products/{product_id}",
    "/api/v3/brokerage/market/products/{product_id}/candles",
    "/api/v3/brokerage/time",
    "/v2/exchange-rates",
)


def everything(provider: Any) -> None:
    """Ask for all that we ask for, and for what is refused."""
    wire = provider.wire
    for resolution in (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY):
        provider.bars(BTC, resolution, date(2024, 3, 11), date(2024, 3, 12))
    provider.ping()
    product(wire, "BTC-USD")
    products(wire)
    products(wire, ["BTC-USD", "ETH-USD"])
    accounts(wire, page_size=2)
    placed = [
        place(wire, client_order_id=f"order {n}", product_id="BTC-USD", side=Side.BUY, order=kind).order_id
        for n, kind in enumerate(
            [
                Market(quote_size=Decimal("10.50")),
                Market(base_size=Decimal("0.001")),
                Limit(base_size=Decimal("0.01"), limit_price=Decimal(900)),
                StopLimit(
                    base_size=Decimal("0.01"), limit_price=Decimal(900_000), stop_price=Decimal(800_000), is_rising=True
                ),
            ]
        )
    ]
    orders(wire, page_size=2)
    orders(wire, product_ids=["BTC-USD"], statuses=["OPEN", "FILLED"])
    fills(wire, page_size=1, order_ids=placed, product_ids=["BTC-USD"])
    for order_id in placed:
        order(wire, order_id)
    cancel(wire, placed)
    with pytest.raises(OrderRefused):
        place(wire, client_order_id="x", product_id="BTC-USD", side=Side.SELL, order=Market(base_size=Decimal(99)))
    with pytest.raises(UnknownSymbol):
        product(wire, "NOPE-USD")
    with pytest.raises(UnknownSymbol):
        order(wire, "nope")
    with pytest.raises(Refused):
        http, url = wire.market("/products/BTC-USD/candles")
        http.get(url, {"start": "0", "end": "86400", "granularity": "ONE_MINUTE"})


@pytest.mark.parametrize("kind", ["ES256", "EdDSA"])
def test_every_exchange_with_a_key_is_as_described(connect: Any, server: Standin, kind: str) -> None:
    server.keeps_exchanges = True
    everything(connect(kind))
    server.keeps_exchanges = False
    spec = shared("vendor-specs", "coinbase", "advanced-trade-excerpt.json")
    good = [exchange for exchange in server.exchanges if exchange.status == 200]
    bad = [exchange for exchange in server.exchanges if exchange.status != 200]
    counts = check_exchanges(spec, good, server.url)
    assert counts.requests == counts.responses == len(good) == 30
    # Real failures say `error_details`; the description does not.
    failures = check_exchanges(spec, bad, server.url, open_objects=True)
    assert failures.requests == failures.responses == len(bad) == 3


def test_the_public_twins_are_as_their_signed_ones(connect: Any, server: Standin) -> None:
    """The description leaves the twins out: they are checked as if they were the signed addresses."""
    server.keeps_exchanges = True
    provider = connect()
    for resolution in (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY):
        provider.bars(BTC, resolution, date(2024, 3, 11), date(2024, 3, 12))
    product(provider.wire, "BTC-USD")
    products(provider.wire)
    server_time(provider.wire)
    exchange_rates(provider.wire)
    exchanges = [_signed(exchange) for exchange in server.exchanges]
    counts = check_exchanges(
        shared("vendor-specs", "coinbase", "advanced-trade-excerpt.json"), exchanges, server.url, beyond=BEYOND
    )
    assert (counts.requests, counts.responses, counts.outside) == (10, 10, 2)


def _signed(exchange: Any) -> Any:
    path = exchange.path.replace("/brokerage/market/", "/brokerage/")
    return replace(exchange, path=path, template=exchange.template.replace("/brokerage/market/", "/brokerage/"))
