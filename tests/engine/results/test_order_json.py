"""Orders as JSON and their hash, against what real Lean wrote."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine.recorded_orders import is_ordinary, order_of
from engine.recorded_runs import regression_runs
from shared_reference import shared

from leanrig.engine.results.json_text import indented
from leanrig.engine.results.order_json import order_json, order_list_hash, orders_json

_HASHED = ("success", "signals-from-store", "orders-refused-by-broker-model", "orders-invalid", "exception-in-on-data")
# Scales that submission prices of one run have in common; runs that mix them cannot be told from the file.
_PLACES = (0, 4, 5, 11, 13)


def _result_of(folder: Path) -> tuple[str, dict[str, Any]]:
    path = next(p for p in folder.glob("*.json") if (p.parent / f"{p.stem}-summary.json").exists())
    text = path.read_text(encoding="utf-8")
    return text, json.loads(text, parse_float=Decimal)


@pytest.mark.parametrize("case", _HASHED)
def test_hash_of_lean_s_own_result_folders(case: str) -> None:
    folder = shared("lean-results", "samples", case)
    _, result = _result_of(folder)
    line = next(line for line in (folder / "log.txt").read_text().splitlines() if "OrderListHash" in line)
    ours = {int(number): order_of(order) for number, order in result["orders"].items()}
    assert order_list_hash(ours) == line.split()[-1]


@pytest.mark.parametrize("case", _HASHED)
def test_orders_are_written_byte_for_byte(case: str) -> None:
    text, result = _result_of(shared("lean-results", "samples", case))
    ours = indented(orders_json([order_of(order) for order in result["orders"].values()]), "  ")
    begin = text.index('"orders": ') + len('"orders": ')
    assert text[begin : begin + len(ours)] == ours
    assert text[begin + len(ours) :].startswith(",\n")


def test_hash_of_no_orders_is_the_hash_of_nothing() -> None:
    assert order_list_hash({}) == "d41d8cd98f00b204e9800998ecf8427e"


def test_hash_of_recorded_runs() -> None:
    found: Counter[str] = Counter()
    for run in regression_runs():
        if not all(is_ordinary(order) for order in run.orders.values()) or not run.result["order_list_hash"]:
            continue
        found["runs"] += 1
        hashes = (
            order_list_hash({int(n): order_of(order, places=places) for n, order in run.orders.items()})
            for places in _PLACES
        )
        found["equal"] += run.result["order_list_hash"] in hashes
        found["with orders"] += bool(run.orders)
    assert found["with orders"] > 100
    # The others mix prices of several scales, which the recorded files have lost.
    assert found["equal"] / found["runs"] > 0.8


def _same(one: Any, other: Any) -> bool:
    """Equal; numbers to the 16 digits that the files have kept."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= abs(other) * Decimal("1e-15")
    return bool(one == other)


def test_every_recorded_order_has_our_members_in_our_order() -> None:
    different = []
    for run in regression_runs():
        for number, order in run.orders.items():
            if is_ordinary(order):
                ours = order_json(order_of(order))
                apart = [name for name in order if not _same(ours.get(name), order[name])]
                if list(ours) != list(order) or apart:
                    different.append(f"{run.name} {number}: {[(name, ours[name], order[name]) for name in apart]}")
    assert different == []
