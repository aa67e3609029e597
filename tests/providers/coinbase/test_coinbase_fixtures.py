"""Recorded bodies, and the vendor's own examples: every one that is about what we ask for can be read."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from shared_reference import shared

from leanrig.providers.coinbase.candles import read_page
from leanrig.providers.coinbase.orders import account_of, fill_of, order_of
from leanrig.providers.coinbase.parse import Fields
from leanrig.providers.coinbase.reference import read_product, read_products
from leanrig.providers.http.answer import Answer


def each(name: str, read: Callable[[Fields], Any]) -> Callable[[Answer], Any]:
    def read_all(answer: Answer) -> Any:
        return [read(row) for row in Fields(answer.json(), name).rows(name)]

    return read_all


READERS: dict[str, Callable[[Answer], Any]] = {
    "nautilus/http_accounts": each("accounts", account_of),
    "nautilus/http_candles": lambda answer: read_page(answer, "BTC-USD"),
    "nautilus/http_fills": each("fills", fill_of),
    "nautilus/http_order": lambda answer: [order_of(Fields(answer.json(), "order").inner("order"))],
    "nautilus/http_orders_list": each("orders", order_of),
    "nautilus/http_product": read_product,
    "nautilus/http_products": read_products,
    "nautilus/http_products_future": read_products,
    "jkorf/GetAccounts": each("accounts", account_of),
    "jkorf/GetKlines": lambda answer: read_page(answer, "ETH-USDT"),
    "jkorf/GetOrder": lambda answer: [order_of(Fields(answer.json(), "order").inner("order"))],
    "jkorf/GetOrders": each("orders", order_of),
    "jkorf/GetSymbols": read_products,
    "jkorf/GetUserTrades": each("fills", fill_of),
}
# An answer to a POST: read by the tests of trading from the same bodies.
POSTS = {"jkorf/PlaceOrder", "jkorf/CancelOrders"}


def body(name: str) -> Any:
    folder, file = name.split("/")
    found = json.loads(shared("vendor-specs", "coinbase", f"fixtures-{folder}", f"{file}.json").read_text())
    return found["body"] if folder == "jkorf" else found


def answer(content: Any) -> Answer:
    return Answer("coinbase", 200, json.dumps(content).encode(), datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize("name", READERS)
def test_every_recorded_body_is_read(name: str) -> None:
    assert READERS[name](answer(body(name)))


def test_none_about_our_addresses_is_left_out() -> None:
    """Order previews, edits, books, trades, futures, portfolios and conversions are not asked for."""
    ours = {"accounts", "candles", "fills", "orders", "order", "products", "product_id", "success_response", "results"}
    not_ours = {"jkorf/EditOrder", "jkorf/ClosePosition"}
    found = set()
    for folder in ("nautilus", "jkorf"):
        for path in shared("vendor-specs", "coinbase", f"fixtures-{folder}").glob("*.json"):
            name = f"{folder}/{path.stem}"
            if ours & set(body(name)):
                found.add(name)
    assert found - not_ours == READERS.keys() | POSTS
    assert len(READERS) == 14


def test_their_values_come_through() -> None:
    candles = read_page(answer(body("nautilus/http_candles")), "BTC-USD")
    assert candles.starts.tolist() == [1712192400, 1712188800]
    np.testing.assert_array_equal(candles.values[0], [66312.4, 66331.99, 66055.14, 66181.6, 355.82896243])
    opened, filled = READERS["nautilus/http_orders_list"](answer(body("nautilus/http_orders_list")))
    assert (opened.is_open, opened.last_fill, opened.filled_price) == (True, None, None)
    assert (filled.is_open, filled.filled_price, filled.fees) == (False, Decimal("3076.92"), Decimal("0.50"))
    assert filled.last_fill == datetime(2024, 1, 15, 10, 5, tzinfo=UTC)
    bitcoin, dollars = READERS["nautilus/http_accounts"](answer(body("nautilus/http_accounts")))
    assert (bitcoin.available, bitcoin.hold) == (Decimal("1.23456789"), Decimal("0.00500000"))
    assert dollars.currency == "USD"
    pair, alias = read_products(answer(body("nautilus/http_products")))[0]
    assert (pair.alias, alias.alias, pair.most_size) == ("", "BTC-USD", Decimal(3400))
    assert READERS["nautilus/http_fills"](answer(body("nautilus/http_fills")))[0].time == datetime(
        2024, 1, 15, 10, 30, tzinfo=UTC
    )


def test_answers_to_orders_are_read(connect: Any, server: Any) -> None:
    """The documentation's example says success and names a failure beside it: success counts."""
    from leanrig.providers.coinbase.asked import Market, Side
    from leanrig.providers.coinbase.trading import cancel, place

    wire = connect("ES256").wire
    server.fail("status", status=200, body=body("jkorf/PlaceOrder"))
    placed = place(wire, client_order_id="a", product_id="BTC-USD", side=Side.BUY, order=Market(quote_size=Decimal(10)))
    assert placed.order_id == "11111-00000-000000"
    server.fail("status", status=200, body=body("jkorf/CancelOrders"))
    assert cancel(wire, ["0000-00000"]) == {"0000-00000": ""}
