"""Fields of orders that only some kinds have, or that only some of Lean's generations write."""

import json
from typing import Any

import pytest
from backtest.recorded import BARE

from leanrig.backtest.compare_orders import compare_orders
from leanrig.backtest.result_json import read_orders
from leanrig.model.result import Order

ORDER = {
    "id": 1,
    "type": 11,
    "quantity": 5.0,
    "price": 10.0,
    "status": 3,
    "symbol": {"value": "IBM", "id": "IBM R735QTJ8XC9X"},
    "createdTime": "2024-03-07T21:00:00Z",
    "trailingAmount": 0.05,
    "trailingAsPercentage": True,
    "stopPrice": 9.5,
    "properties": {"timeInForce": {}},
}
DAY = {"timeInForce": {"$type": "QuantConnect.Orders.TimeInForces.DayTimeInForce"}}
DATE = {
    "timeInForce": {
        "$type": "QuantConnect.Orders.TimeInForces.GoodTilDateTimeInForce, QuantConnect.Common",
        "Expiry": "2024-03-29T00:00:00",
    }
}


def order(**fields: Any) -> Order:
    (found,) = read_orders([ORDER | fields])
    return found


def test_what_a_trailing_stop_carries_is_read() -> None:
    found = order()
    assert (found.kind, found.trailing_amount, found.trailing_as_percentage) == ("trailing_stop", 0.05, True)
    assert order(type=0, trailingAmount=None, trailingAsPercentage=None).trailing_amount is None


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"timeInForce": {}}, "good_til_canceled"),
        (DAY, "day"),
        (DATE, "good_til_date 2024-03-29T00:00:00"),
        ({"TimeInForce": DAY["timeInForce"]}, "day"),
        ({}, ""),
        (None, ""),
        (["OrderProperties"], ""),
    ],
)
def test_time_in_force_is_read(properties: Any, said: str) -> None:
    assert order(properties=properties).time_in_force == said


@pytest.mark.parametrize(
    ("fields", "what", "right"),
    [
        ({"trailingAmount": 0.06}, "trailing amount", "0.06"),
        ({"trailingAsPercentage": False}, "trailing as percentage", "False"),
        ({"triggerPrice": 9.0}, "trigger price", "9"),
        ({"properties": DAY}, "time in force", "day"),
        ({"properties": DATE}, "time in force", "good_til_date 2024-03-29T00:00:00"),
    ],
)
def test_one_that_differs_is_named(fields: dict[str, Any], what: str, right: str) -> None:
    part = compare_orders([order()], [order(**fields)])
    assert not part.is_equal
    (difference,) = part.differences
    assert difference.what == f"order 1 (IBM): {what}"
    assert difference.right == right


def test_a_trailing_amount_has_the_tolerance_of_prices() -> None:
    assert compare_orders([order()], [order(trailingAmount=0.05 + 1e-14)], tolerance=1e-9).is_equal


def test_a_side_that_does_not_say_the_time_in_force_is_no_difference() -> None:
    assert compare_orders([order()], [order(properties=None)]).is_equal
    left = [order(id=number, quantity=float(number)) for number in (1, 2, 3)]
    right = [order(id=number, quantity=float(number), properties=None) for number in (1, 3)]
    part = compare_orders(left, right)
    assert (part.equal, part.total) == (2, 3)
    assert part.differences[1].what == "order 2 (IBM): missing on one side"


def test_real_leans_orders_say_both() -> None:
    raw = json.loads((BARE / "BareOrderTypes" / "result.json").read_text())["orders"]
    found = read_orders(raw)
    trailing = [item for item in found if item.kind == "trailing_stop"]
    amounts = [item["trailingAmount"] for item in raw if item["type"] == 11]
    assert [item.trailing_amount for item in trailing] == amounts
    assert amounts
    assert {"good_til_canceled", "day"} == {item.time_in_force for item in found}
    assert any(item.trigger_price for item in found if item.kind == "limit_if_touched")
