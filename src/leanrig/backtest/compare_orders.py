"""Orders of two runs, held against each other in their sequence and field by field; pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from leanrig.backtest.compare_left_out import LEFT_OUT
from leanrig.backtest.compare_text import MOST, is_near, plain, shown
from leanrig.model.comparison import Difference, Part
from leanrig.model.result import Order, OrderEvent

__all__ = ["compare_orders"]

_WORDS = {
    "symbol_id": "symbol",
    "kind": "type",
    "created": "time",
    "filled": "time of the last fill",
    "cancelled": "time of the cancellation",
    "last_price": "last price seen",
    "fill_price": "fill price",
    "fill_quantity": "fill quantity",
    "fee_currency": "fee's currency",
}
_PRICES = {
    "price", "last_price", "limit_price", "stop_price", "trigger_price", "trailing_amount", "fill_price", "fee",
}  # fmt: skip
_WHERE_BOTH_SAY = {"time_in_force"}
"""Not in every generation's files, nor in all of the cloud's answers."""
_Key = tuple[Any, ...]
_ORDER = tuple(field.name for field in fields(Order) if field.name not in LEFT_OUT)
_EVENT = tuple(field.name for field in fields(OrderEvent) if field.name not in LEFT_OUT)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two orders of the same place, or one that the other side has not."""

    place: int
    kind: Literal["same place", "other sequence", "missing"]
    left: Order | None
    right: Order | None


def compare_orders(left: Sequence[Order], right: Sequence[Order], *, tolerance: float = 0.0) -> Part:
    """Return how the orders differ: their count first, then each in its place, all of its fields and events.

    An order that only one side has is named, and the ones behind it are held against each other all the same.
    """
    differences: list[Difference] = []
    if len(left) != len(right):
        first = next(pair for pair in _paired(left, right, tolerance) if not _is_same(pair, tolerance))
        time = (first.left or first.right).created  # type: ignore[union-attr]
        differences.append(Difference("number of orders", str(len(left)), str(len(right)), time))
    equal = total = 0
    for pair in _paired(left, right, tolerance):
        total += 1
        if _is_same(pair, tolerance):
            equal += 1
        elif len(differences) < MOST:
            differences += _differences(pair, tolerance)
    return Part("orders", equal, total, tuple(differences[:MOST]))


def _is_same(pair: _Pair, tolerance: float) -> bool:
    return pair.left is not None and pair.right is not None and not _field_differences(pair.left, pair.right, tolerance)


def _paired(left: Sequence[Order], right: Sequence[Order], tolerance: float) -> Iterator[_Pair]:
    """Yield the orders side by side; one that the other side has not, and will not have, stands alone."""
    unsaid = {name for name in _WHERE_BOTH_SAY if not all(getattr(order, name) for order in (*left, *right))}
    names = [name for name in _ORDER if name not in unsaid]
    lone = _Lone([_key(order, names) for order in left], [_key(order, names) for order in right])
    i = j = 0
    while i < len(left) and j < len(right):
        if not _field_differences(left[i], right[j], tolerance):
            yield _Pair(i + 1, "same place", left[i], right[j])
            i, j = i + 1, j + 1
            continue
        is_lone_left, is_lone_right = lone.left(i, j), lone.right(i, j)
        if is_lone_left == is_lone_right:
            yield _Pair(i + 1, "same place" if is_lone_left else "other sequence", left[i], right[j])
            i, j = i + 1, j + 1
        elif is_lone_left:
            yield _Pair(i + 1, "missing", left[i], None)
            i += 1
        else:
            yield _Pair(j + 1, "missing", None, right[j])
            j += 1
    yield from (_Pair(place + 1, "missing", left[place], None) for place in range(i, len(left)))
    yield from (_Pair(place + 1, "missing", None, right[place]) for place in range(j, len(right)))


class _Lone:
    """Tells which orders have no equal on the other side; of equal ones the surplus is alone, the last ones first."""

    def __init__(self, left: Sequence[_Key], right: Sequence[_Key]) -> None:
        self._keys = left, right
        self._places = _places(left), _places(right)

    def left(self, i: int, j: int) -> bool:
        return self._is_lone(0, self._keys[0][i], j)

    def right(self, i: int, j: int) -> bool:
        return self._is_lone(1, self._keys[1][j], i)

    def _is_lone(self, side: int, key: _Key, since: int) -> bool:
        own, others = self._places[side][key], self._places[1 - side].get(key, [])
        is_to_come = bisect_left(others, since) < len(others)
        return not is_to_come and len(own) > len(others)


def _key(order: Order, names: Sequence[str]) -> _Key:
    """Return everything that is compared of an order, as one value."""
    events = (plain(getattr(event, name)) for event in order.events for name in _EVENT)
    return (*(plain(getattr(order, name)) for name in names), *events)


def _places(keys: Sequence[_Key]) -> dict[_Key, list[int]]:
    found = defaultdict(list)
    for place, key in enumerate(keys):
        found[key].append(place)
    return dict(found)


def _differences(pair: _Pair, tolerance: float) -> list[Difference]:
    order = pair.left or pair.right
    assert order is not None
    name = f"order {pair.place} ({order.symbol})"
    if pair.kind == "same place" and pair.left and pair.right:
        found = _field_differences(pair.left, pair.right, tolerance)
        return [Difference(f"{name}: {what}", shown(a), shown(b), order.created) for what, a, b in found]
    what = f"{name}: {'missing on one side' if pair.kind == 'missing' else 'another sequence'}"
    return [Difference(what, _told(pair.left), _told(pair.right), order.created)]


def _field_differences(left: Order, right: Order, tolerance: float) -> list[tuple[str, Any, Any]]:
    found = _unequal(left, right, _ORDER, tolerance)
    if len(left.events) != len(right.events):
        found.append(("number of events", len(left.events), len(right.events)))
    for number, (a, b) in enumerate(zip(left.events, right.events, strict=False), 1):
        found += [(f"event {number}, {what}", x, y) for what, x, y in _unequal(a, b, _EVENT, tolerance)]
    return found


def _unequal(left: Any, right: Any, names: Sequence[str], tolerance: float) -> list[tuple[str, Any, Any]]:
    pairs = ((name, getattr(left, name), getattr(right, name)) for name in names)
    return [
        (_WORDS.get(name, name.replace("_", " ")), a, b)
        for name, a, b in pairs
        if not (name in _WHERE_BOTH_SAY and "" in (a, b))
        and not is_near(a, b, tolerance=tolerance if name in _PRICES else 0.0)
    ]


def _told(order: Order | None) -> str:
    if order is None:
        return shown(None)
    return f"{shown(order.quantity)} {order.symbol} {order.kind} at {shown(order.created)}, {order.status}"
