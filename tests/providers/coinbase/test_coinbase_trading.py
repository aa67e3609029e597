"""Accounts and orders at the stand-in: what is sent, what comes back, what is never sent twice."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from leanrig.errors import BadInput
from leanrig.providers.coinbase.asked import Limit, Market, Side, StopLimit
from leanrig.providers.coinbase.trading import (
    OrderRefused,
    accounts,
    cancel,
    fills,
    find_order,
    order,
    orders,
    place,
)
from leanrig.providers.coinbase.wire import Wire
from leanrig.providers.failures import BadAnswer, KeyRefused, NotEntitled, Refused, UnknownSymbol, Unreachable
from leanrig.standins.server import Standin


@pytest.fixture(params=["ES256", "EdDSA"])
def wire(connect: Any, request: pytest.FixtureRequest) -> Iterator[Wire]:
    yield connect(request.param).wire


@pytest.fixture
def one(connect: Any) -> Wire:
    return connect("ES256").wire


def buy(wire: Wire, name: str, order: Any = None, **changes: Any) -> Any:
    given = {"product_id": "BTC-USD", "side": Side.BUY, "order": order or Market(quote_size=Decimal(1000))}
    return place(wire, client_order_id=name, **{**given, **changes})


def money(wire: Wire) -> dict[str, tuple[Decimal, Decimal]]:
    return {one.currency: (one.available, one.hold) for one in accounts(wire)}


def test_a_market_order_is_filled_at_the_markets_price(wire: Wire) -> None:
    before = money(wire)
    placed = buy(wire, "first")
    assert (placed.client_order_id, placed.product_id, placed.side) == ("first", "BTC-USD", "BUY")
    done = order(wire, placed.order_id)
    assert (done.status, done.kind, done.is_open) == ("FILLED", "MARKET", False)
    assert done.configuration == "market_market_ioc"
    (fill,) = fills(wire, order_ids=[placed.order_id])
    assert fill.price == done.filled_price
    assert fill.size == done.filled_size
    assert fill.fee == done.fees > 0
    assert Decimal(999) < done.filled_value + done.fees <= Decimal(1000)
    after = money(wire)
    assert after["BTC"][0] - before["BTC"][0] == done.filled_size
    assert before["USD"][0] - after["USD"][0] == done.filled_value + done.fees
    assert after["USD"][1] == 0


def test_a_name_that_is_sent_again_buys_nothing_more(one: Wire) -> None:
    first, again = buy(one, "same"), buy(one, "same")
    assert first == again
    assert len(orders(one)) == len(fills(one)) == 1


@pytest.mark.parametrize("fault", ["hang_up", "cut", "status"])
def test_an_order_whose_answer_was_lost_is_taken_once(one: Wire, server: Standin, fault: str) -> None:
    """The order got through and its answer did not; or a gateway gave up."""
    server.fail(fault, path="/orders$", status=504 if fault == "status" else 0)
    placed = buy(one, "lost")
    assert [found.client_order_id for found in orders(one)] == ["lost"]
    assert find_order(one, "lost", product_id="BTC-USD") == order(one, placed.order_id)
    assert find_order(one, "never", product_id="BTC-USD") is None


def test_a_name_of_another_order_is_refused(one: Wire) -> None:
    buy(one, "taken")
    with pytest.raises(OrderRefused, match="another order") as caught:
        buy(one, "taken", product_id="ETH-USD")
    assert caught.value.reason == "DUPLICATE_CLIENT_ORDER_ID"


def test_a_refusal_for_a_known_name_leads_to_the_order_that_is_there(one: Wire, server: Standin) -> None:
    placed = buy(one, "known")
    body = {"success": False, "error_response": {"new_order_failure_reason": "DUPLICATE_CLIENT_ORDER_ID", "error": ""}}
    server.fail("status", status=200, path="/orders$", body=body, times=2)
    assert buy(one, "known") == placed
    with pytest.raises(OrderRefused):
        buy(one, "not known")


def test_a_limit_order_waits_holds_and_is_cancelled(wire: Wire) -> None:
    before = money(wire)
    placed = buy(wire, "low", Limit(base_size=Decimal("0.01"), limit_price=Decimal("1000.00")))
    assert order(wire, placed.order_id).is_open
    held = money(wire)["USD"]
    assert held[1] == Decimal("10.06")
    assert held[0] + held[1] == before["USD"][0]
    assert cancel(wire, [placed.order_id]) == {placed.order_id: ""}
    assert order(wire, placed.order_id).status == "CANCELLED"
    assert order(wire, placed.order_id).why == "User requested cancel"
    assert money(wire) == before
    assert cancel(wire, [placed.order_id, "nope"]) == {
        placed.order_id: "DUPLICATE_CANCEL_REQUEST",
        "nope": "UNKNOWN_CANCEL_ORDER",
    }


def test_a_limit_above_the_market_fills_at_the_market_and_gives_the_rest_back(one: Wire) -> None:
    placed = buy(one, "high", Limit(base_size=Decimal("0.01"), limit_price=Decimal("900000.00")))
    done = order(one, placed.order_id)
    assert done.status == "FILLED"
    assert done.filled_price is not None
    assert done.filled_price < 900_000
    assert money(one)["USD"] == (Decimal(100_000) - done.filled_value - done.fees, 0)
    with pytest.raises(OrderRefused, match="POST_ONLY"):
        buy(one, "post", Limit(base_size=Decimal("0.01"), limit_price=Decimal("900000.00"), post_only=True))


def test_a_stop_limit_order_waits_for_its_price(one: Wire) -> None:
    stop = StopLimit(
        base_size=Decimal("0.5"), limit_price=Decimal("900.00"), stop_price=Decimal("1000.00"), is_rising=False
    )
    placed = buy(one, "stop", stop, side=Side.SELL)
    assert (order(one, placed.order_id).kind, order(one, placed.order_id).is_open) == ("STOP_LIMIT", True)
    assert money(one)["BTC"] == (Decimal("1.0"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"order": Market(quote_size=Decimal(1_000_000))}, "INSUFFICIENT_FUND"),
        ({"order": Market(base_size=Decimal(3)), "side": Side.SELL}, "INSUFFICIENT_FUND"),
        ({"product_id": "NOPE-USD"}, "INVALID_PRODUCT_ID"),
        ({"order": Market(base_size=Decimal("0.000000001"))}, "INVALID_SIZE_PRECISION"),
        ({"order": Limit(base_size=Decimal(1), limit_price=Decimal("1.001"))}, "INVALID_PRICE_PRECISION"),
    ],
)
def test_what_is_refused_with_status_200_is_a_failure(one: Wire, asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(OrderRefused) as caught:
        buy(one, "bad", **asked)
    assert caught.value.reason == reason
    assert caught.value.exit_code == 4
    assert "nothing was bought or sold" in str(caught.value)
    assert orders(one) == ()


def test_pages_hold_every_account_order_and_fill_once(one: Wire, server: Standin) -> None:
    names = [f"order {n}" for n in range(7)]
    for name in names:
        buy(one, name, Market(quote_size=Decimal(10)))
    requests = server.requests
    assert [found.client_order_id for found in orders(one, page_size=3)] == names[::-1]
    assert server.requests - requests == 3
    assert len({fill.trade_id for fill in fills(one, page_size=2)}) == 7
    assert [account.currency for account in accounts(one, page_size=2)] == ["USD", "BTC", "ETH", "USDC", "EUR"]
    assert orders(one, statuses=["OPEN"]) == fills(one, product_ids=["ETH-USD"]) == ()


@pytest.mark.parametrize("ask", [accounts, orders])
def test_pages_without_end_are_an_error(one: Wire, server: Standin, ask: Any) -> None:
    buy(one, "one")
    server.fail("endless_next", times=50)
    with pytest.raises(BadAnswer, match="without end"):
        ask(one)
    assert server.requests < 10


def test_nothing_of_the_account_is_answered_from_a_copy(one: Wire, server: Standin) -> None:
    before = money(one)
    buy(one, "now", Market(quote_size=Decimal(10)))
    assert money(one) != before
    server.fail("status", status=503, times=50)
    for ask in (lambda: accounts(one), lambda: orders(one), lambda: fills(one), lambda: order(one, "x")):
        with pytest.raises(Unreachable):
            ask()


def test_who_may_not(connect: Any, one: Wire) -> None:
    with pytest.raises(KeyRefused, match="holder of a key"):
        accounts(connect().wire)
    reader = connect("view").wire
    assert len(accounts(reader)) == 5
    with pytest.raises(NotEntitled, match="scopes"):
        buy(reader, "no")
    with pytest.raises(UnknownSymbol):
        order(one, "nope")


def test_answers_of_another_shape_are_refused(one: Wire, server: Standin) -> None:
    server.fail("status", status=200, path="/orders$", body={"success_response": {"order_id": "x"}})
    with pytest.raises(BadAnswer, match="success"):
        buy(one, "odd")
    server.fail("status", status=200, path="/orders$", body={"success": True, "success_response": None})
    with pytest.raises(BadAnswer, match="order_id"):
        buy(one, "odd")
    server.fail("wrong_schema")
    with pytest.raises(BadAnswer, match="uuid"):
        accounts(one)
    server.fail("renamed")
    with pytest.raises(BadAnswer, match="'accounts'"):
        accounts(one)


@pytest.mark.parametrize(
    "bad",
    [
        Market,
        lambda: Market(base_size=Decimal(1), quote_size=Decimal(1)),
        lambda: Market(base_size=Decimal(0)),
        lambda: Market(quote_size=Decimal("NaN")),
        lambda: Limit(base_size=Decimal(-1), limit_price=Decimal(1)),
        lambda: StopLimit(base_size=Decimal(1), limit_price=Decimal(1), stop_price=Decimal("inf"), is_rising=True),
    ],
)
def test_orders_that_make_no_sense_are_never_made(bad: Any) -> None:
    with pytest.raises(BadInput):
        bad()


def test_sizes_are_written_out(one: Wire, server: Standin) -> None:
    server.keeps_exchanges = True
    buy(one, "small", Market(base_size=Decimal("1E-3")))
    assert b'"base_size":"0.001"' in server.exchanges[-1].body.replace(b" ", b"")
    with pytest.raises(BadInput, match="client_order_id"):
        buy(one, " ")
    with pytest.raises(Refused):
        server.fail("status", status=400, path="/orders$", body={"error": "INVALID_ARGUMENT", "message": "no"})
        buy(one, "other")
