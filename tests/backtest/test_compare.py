"""What two result folders have in common: planted differences are found and named, what is volatile is not."""

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backtest.recorded import as_lean_folder
from shared_reference import shared

from leanrig.backtest.compare import compare_folders
from leanrig.backtest.compare_left_out import LEFT_OUT
from leanrig.backtest.compare_orders import compare_orders
from leanrig.backtest.result_json import read_orders
from leanrig.errors import BadInput
from leanrig.model.comparison import Comparison
from leanrig.model.result import Order

NAME = "BareSignalRows"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real Lean's answer to one of the bare strategies, as its launcher leaves it."""
    return as_lean_folder(NAME, tmp_path_factory.mktemp("a") / NAME)


@pytest.fixture
def other(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "other"))


def changed(folder: Path, change: Callable[[dict[str, Any]], object], *, name: str = f"{NAME}.json") -> None:
    path = folder / name
    found = json.loads(path.read_text())
    change(found)
    path.write_text(json.dumps(found))


def compared(left: Path, right: Path, **options: float) -> Comparison:
    (found,) = compare_folders([left, right], **options)
    return found


def parts(found: Comparison) -> dict[str, tuple[int, int]]:
    return {part.name: (part.equal, part.total) for part in found.parts}


def test_a_run_is_equal_to_its_copy(folder: Path, other: Path) -> None:
    found = compared(folder, other)
    assert found.is_equal
    assert found.first is None
    assert parts(found) == {
        "orders": (8, 8),
        "equity": (341, 341),
        "statistics": (28, 28),
        "ending": (9, 9),
        "inputs": (0, 0),
    }
    assert "left no record" in found.parts[-1].note


def rename_machine(result: dict[str, Any]) -> None:
    result["state"] |= {"Hostname": "elsewhere", "StartTime": "2030-01-01T00:00:00Z", "EndTime": "2030-01-01T00:01:00Z"}
    result["algorithmConfiguration"]["name"] = "local"
    for order in result["orders"].values():
        order["brokerId"] = ["broker-77"]


def test_what_changes_from_run_to_run_is_left_out(folder: Path, other: Path) -> None:
    changed(other, rename_machine)
    (other / f"{NAME}-order-events.json").write_text(
        (other / f"{NAME}-order-events.json").read_text().replace(f'"{NAME}', '"another-id')
    )
    assert compared(folder, other).is_equal
    assert {"Hostname", "brokerId", "algorithmId"} <= set(LEFT_OUT)


def test_the_casing_of_old_lean_is_the_same_run(folder: Path, other: Path) -> None:
    def pascal(result: dict[str, Any]) -> None:
        result["Orders"] = {
            number: {key[0].upper() + key[1:]: value for key, value in order.items()}
            for number, order in result.pop("orders").items()
        }

    changed(other, pascal)
    assert compared(folder, other).is_equal


def remove_order(result: dict[str, Any]) -> None:
    del result["orders"]["3"]


def swap_orders(result: dict[str, Any]) -> None:
    orders = result["orders"]
    orders["3"], orders["4"] = orders["4"] | {"id": 3}, orders["3"] | {"id": 4}


def swap_events(folder: Path) -> None:
    """Give the events of two orders that changed places their new numbers."""
    path = folder / f"{NAME}-order-events.json"
    events = json.loads(path.read_text())
    swapped = {3: 4, 4: 3}
    path.write_text(json.dumps([item | {"orderId": swapped.get(item["orderId"], item["orderId"])} for item in events]))


def raise_fee(events: Any) -> None:
    next(item for item in events if item["orderId"] == 4 and item["status"] == "filled")["orderFeeAmount"] = 1.25


def change_equity(result: dict[str, Any]) -> None:
    result["charts"]["Strategy Equity"]["series"]["Equity"]["values"][100][-1] += 0.01


ORDER_FIELDS = {
    "quantity": ("quantity", 7.0, "quantity"),
    "price": ("price", 1.5, "price"),
    "tag": ("tag", "another reason", "tag"),
    "type": ("type", 0, "type"),
    "status": ("status", 5, "status"),
    "time": ("createdTime", "2010-01-01T00:00:00Z", "time"),
    "symbol": ("symbol", {"value": "MSFT", "id": "MSFT R735QTJ8XC9X"}, "symbol"),
    "limit price": ("limitPrice", 12.5, "limit price"),
}


@pytest.mark.parametrize("case", ORDER_FIELDS)
def test_a_field_of_an_order_is_named_with_both_sides_and_its_time(case: str, folder: Path, other: Path) -> None:
    field, value, word = ORDER_FIELDS[case]
    changed(other, lambda result: result["orders"]["5"].update({field: value}))
    found = compared(folder, other)
    assert not found.is_equal
    assert parts(found)["orders"] == (7, 8)
    assert found.first is not None
    assert found.first.what == f"order 5 (AAPL): {word}"
    assert found.first.left != found.first.right
    assert found.first.time is not None
    assert f"{found.first.time:%Y-%m}" == "2010-03"


def test_a_removed_order_is_named_and_the_others_stay_equal(folder: Path, other: Path) -> None:
    changed(other, remove_order)
    found = compared(folder, other)
    orders = found.parts[0]
    assert (orders.equal, orders.total) == (7, 8)
    count, missing = orders.differences
    assert (count.what, count.left, count.right) == ("number of orders", "8", "7")
    assert missing.what == "order 3 (AAPL): missing on one side"
    assert missing.right == "–"
    back = compared(other, folder).parts[0].differences[1]
    assert (back.what, back.left) == (missing.what, "–")
    assert count.time == missing.time == back.time is not None


def test_the_same_orders_in_another_sequence_are_named(folder: Path, other: Path) -> None:
    changed(other, swap_orders)
    swap_events(other)
    orders = compared(folder, other).parts[0]
    assert (orders.equal, orders.total) == (6, 8)
    assert [item.what for item in orders.differences] == [
        "order 3 (AAPL): another sequence",
        "order 4 (AAPL): another sequence",
    ]


@pytest.mark.parametrize("number", range(1, 9))
def test_whichever_order_is_removed_it_is_named(number: int, folder: Path, other: Path) -> None:
    changed(other, lambda result: result["orders"].pop(str(number)))
    for sides in ((folder, other), (other, folder)):
        orders = compared(*sides).parts[0]
        assert (orders.equal, orders.total) == (7, 8)
        assert [item.what for item in orders.differences[1:]] == [f"order {number} (AAPL): missing on one side"]


def orders_of(words: str) -> tuple[Order, ...]:
    """Return an order a letter, equal letters being equal orders; one with a digit behind it has another quantity."""
    found = re.findall(r"([a-z])(\d?)", words)
    raw = [{"id": n, "tag": tag, "quantity": int(more or 0)} for n, (tag, more) in enumerate(found, 1)]
    return read_orders(raw)


SEQUENCES = {
    "one moved to the end": ("abcde", "bcdea", (0, 5), {"another sequence"}),
    "reversed": ("abcd", "dcba", (0, 4), {"another sequence"}),
    "one of two equal ones removed": ("aab", "ab", (2, 3), {"missing on one side"}),
    "two removed and one changed": ("abcdef", "acd9f", (3, 6), {"missing on one side", "quantity"}),
    "removed here, another there": ("abcd", "bcde", (3, 5), {"missing on one side"}),
    "all others": ("abc", "xyz", (0, 3), {"tag"}),
    "none on one side": ("abc", "", (0, 3), {"missing on one side"}),
}


@pytest.mark.parametrize("case", SEQUENCES)
def test_sequences_are_told_apart_from_gaps(case: str) -> None:
    left, right, counts, words = SEQUENCES[case]
    for sides in ((left, right), (right, left)):
        part = compare_orders(*(orders_of(side) for side in sides))
        assert (part.equal, part.total) == counts
        named = {item.what.partition(": ")[2] for item in part.differences if ":" in item.what}
        assert named == words


def test_ten_thousand_orders_that_all_differ_take_no_minute() -> None:
    left, right = (read_orders([{"id": n, "tag": f"{word}{n}"} for n in range(1, 10_001)]) for word in "ab")
    began = time.monotonic()
    part = compare_orders(left, right)
    assert (part.equal, part.total, len(part.differences)) == (0, 10_000, 100)
    assert time.monotonic() - began < 20


def test_a_changed_fee_is_named(folder: Path, other: Path) -> None:
    changed(other, raise_fee, name=f"{NAME}-order-events.json")
    found = compared(folder, other)
    assert found.first is not None
    assert (found.first.what, found.first.left, found.first.right) == ("order 4 (AAPL): event 2, fee", "0", "1.25")
    assert parts(found)["equity"] == (341, 341)


def test_an_event_that_is_not_there_is_counted(folder: Path, other: Path) -> None:
    changed(other, lambda events: events.pop(), name=f"{NAME}-order-events.json")
    found = compared(folder, other)
    assert [item.what for item in found.parts[0].differences] == ["order 8 (AAPL): number of events"]


def test_a_changed_sample_of_equity_is_named_with_its_time(folder: Path, other: Path) -> None:
    changed(other, change_equity)
    found = compared(folder, other)
    assert parts(found)["equity"] == (340, 341)
    assert parts(found)["orders"] == (8, 8)
    assert found.first is not None
    assert found.first.what == "equity"
    assert found.first.time is not None
    assert (found.first.left.split()[-1], found.first.right.split()[-1]) == ("106298.391", "106298.401")


def test_a_missing_sample_of_equity_is_one_difference(folder: Path, other: Path) -> None:
    changed(other, lambda result: result["charts"]["Strategy Equity"]["series"]["Equity"]["values"].pop(50))
    assert parts(compared(folder, other))["equity"] == (340, 341)


def test_a_statistic_is_named_and_minus_nothing_is_nothing(folder: Path, other: Path) -> None:
    changed(folder, lambda result: result["statistics"].update({"Alpha": "0"}))
    changed(other, lambda result: result["statistics"].update({"Alpha": "-0", "Sharpe Ratio": "9"}))
    (only,) = compared(folder, other).parts[2].differences
    assert (only.what, only.right) == ("Sharpe Ratio", "9")


def test_the_order_list_hash_counts_as_a_statistic(folder: Path, other: Path) -> None:
    (other / "log.txt").write_text("2026-01-01T00:00:00Z TRACE:: STATISTICS:: OrderListHash 0123456789abcdef\n")
    (only,) = compared(folder, other).parts[2].differences
    assert (only.what, only.right) == ("OrderListHash", "0123456789abcdef")


def test_tolerance_is_for_prices_fees_and_equity_only(folder: Path, other: Path) -> None:
    def nudge(result: dict[str, Any]) -> None:
        for order in result["orders"].values():
            order["price"] *= 1 + 1e-9
        change_equity(result)

    changed(other, nudge)
    assert parts(compared(folder, other))["orders"] == (2, 8)  # the refused ones have no price
    near = compared(folder, other, tolerance=1e-6)
    assert near.is_equal
    assert "no tolerance" in near.parts[2].note
    changed(other, lambda result: result["orders"]["5"].update({"quantity": result["orders"]["5"]["quantity"] + 1e-7}))
    far = compared(folder, other, tolerance=1e-6)
    assert far.first is not None
    assert far.first.what == "order 5 (AAPL): quantity"


def test_three_runs_are_held_against_the_first(folder: Path, other: Path, tmp_path: Path) -> None:
    third = Path(shutil.copytree(folder, tmp_path / "third"))
    changed(other, remove_order)
    found = compare_folders([folder, other, third])
    assert [(item.left.name, item.right.name, item.is_equal) for item in found] == [("A", "B", False), ("A", "C", True)]


def test_a_run_without_a_result_differs_from_one_with_it(folder: Path, other: Path) -> None:
    (other / f"{NAME}.json").write_text('{"rollingWindow": {')
    found = compared(folder, other)
    ending = found.parts[3]
    assert (ending.differences[0].left, ending.differences[0].right) == ("there", "cut off")
    with pytest.raises(BadInput, match="none of these runs left a result"):
        compare_folders([other, other])


def test_what_is_no_run_is_bad_input(folder: Path, other: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such result folder"):
        compare_folders([folder, tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="left by a run"):
        compare_folders([folder, tmp_path / "empty"])
    with pytest.raises(BadInput, match="two or three"):
        compare_folders([folder])
    (other / "run.json").write_text("{")
    with pytest.raises(BadInput, match="record of the run"):
        compare_folders([folder, other])


@pytest.mark.parametrize("case", ["success", "signals-from-store", "orders-invalid", "bankruptcy"])
def test_real_leans_own_folders_are_read_and_equal_themselves(case: str) -> None:
    sample = shared("lean-results", "samples", case)
    found = compared(sample, sample)
    assert found.is_equal
    assert found.left.engine == "Lean v2.5.0.0"
    assert found.parts[0].total > 0
    assert found.parts[1].total > 0


def test_real_leans_endings_are_told_apart() -> None:
    whole, broken = (shared("lean-results", "samples", case) for case in ("success", "exception-in-on-data"))
    ending = compared(whole, broken).parts[3]
    assert {"status", "runtime error"} <= {item.what for item in ending.differences}
