"""The tag that ties an order to the signal row it rests on: `<stamp> <regime> <strength>`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from leanrig.model.result import Order

__all__ = ["Tag", "ahead_of_their_row", "tag_of"]

_TAG = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([a-z_]+) (-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Tag:
    """The row that an order names."""

    stamp: datetime
    regime: str
    strength: float


def tag_of(order: Order) -> Tag | None:
    """Return the row that an order's tag names; None for a tag of another form."""
    found = _TAG.fullmatch(order.tag)
    if not found:
        return None
    return Tag(datetime.fromisoformat(found[1]).replace(tzinfo=UTC), found[2], float(found[3]))


def ahead_of_their_row(orders: tuple[Order, ...]) -> list[Order]:
    """Return the orders that were created before the row they rest on was known: they look ahead."""
    return [
        order
        for order in orders
        if (tag := tag_of(order)) is not None and order.created is not None and order.created < tag.stamp
    ]
