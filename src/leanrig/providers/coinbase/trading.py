"""Accounts and orders at Coinbase: small functions that do one thing each. Nothing here decides to trade.

Answers are never kept and never taken from a copy. Coinbase's pages: docs.cdp.coinbase.com, Advanced Trade, "List
accounts", "Create order", "Cancel orders", "List orders", "List fills".
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from leanrig.errors import BadInput
from leanrig.providers.coinbase.asked import Limit, Market, Side, StopLimit
from leanrig.providers.coinbase.orders import Account, Fill, Order, Placed, account_of, fill_of, order_of
from leanrig.providers.coinbase.parse import Fields, whole
from leanrig.providers.coinbase.wire import Wire
from leanrig.providers.failures import BadAnswer, Refused

__all__ = ["OrderRefused", "accounts", "cancel", "fills", "find_order", "order", "orders", "place"]

T = TypeVar("T")
_Query = Mapping[str, str | int | Sequence[str]]

_MOST_PAGES = 1000
_TAKEN = "DUPLICATE_CLIENT_ORDER_ID"
_DONE = "UNKNOWN_CANCEL_FAILURE_REASON"


class OrderRefused(Refused):
    """Coinbase did not take an order, though it answered with status 200; `reason` is its own word."""

    def __init__(self, what: str, *, reason: str, where: str = "", cure: str = "") -> None:
        super().__init__(what, where=where, cure=cure)
        self.reason = reason


def accounts(wire: Wire, *, page_size: int = 250) -> tuple[Account, ...]:
    """Return all accounts, one a currency."""
    return tuple(account_of(row) for row in _rows(wire, "/accounts", {"limit": page_size}, "accounts"))


def place(
    wire: Wire, *, client_order_id: str, product_id: str, side: Side, order: Market | Limit | StopLimit
) -> Placed:
    """Send one order, and return Coinbase's name for it.

    Parameters
    ----------
    client_order_id
        Names the order for ever: sent again, nothing new is bought, and the order of before comes back. That makes it
        safe to try again after a time-out, and here it is.

    Raises
    ------
    OrderRefused
        If Coinbase would not take it, or has another order under that name.
    Unreachable, BadAnswer
        After the last try: the order may stand all the same; `find_order` tells.
    """
    if not client_order_id.strip():
        raise BadInput("an order needs a client_order_id", cure="give each order a name of its own")
    http, url = wire.account("/orders")
    body = {
        "client_order_id": client_order_id,
        "product_id": product_id,
        "side": str(side),
        "order_configuration": order.configuration,
    }
    answer = whole(http.send("POST", url, body=body, is_idempotent=True), "a new order")
    if not isinstance(answer.content.get("success"), bool):
        raise answer.bad("success", "true or false")
    placed = _placed(answer) if answer.flag("success") else _taken_before(wire, answer, client_order_id)
    if (placed.product_id, placed.side) != (product_id, str(side)):
        raise OrderRefused(
            f"Coinbase has another order under this name: {placed.side} {placed.product_id}",
            reason=_TAKEN,
            where=client_order_id,
            cure="give each order a client_order_id of its own",
        )
    return placed


def order(wire: Wire, order_id: str) -> Order:
    """Return one order as it stands; raise `UnknownSymbol` where Coinbase has none of that name."""
    http, url = wire.account(f"/orders/historical/{order_id}")
    return order_of(whole(http.get(url, cache=False), "an order").inner("order"))


def orders(
    wire: Wire, *, product_ids: Sequence[str] = (), statuses: Sequence[str] = (), page_size: int = 250
) -> tuple[Order, ...]:
    """Return orders, newest first, of those products and in those states, or all."""
    return tuple(_orders(wire, product_ids, statuses, page_size))


def find_order(wire: Wire, client_order_id: str, *, product_id: str) -> Order | None:
    """Return the order that was sent under `client_order_id`, None where none was."""
    found = _orders(wire, (product_id,), (), 250)
    return next((one for one in found if one.client_order_id == client_order_id), None)


def cancel(wire: Wire, order_ids: Sequence[str]) -> dict[str, str]:
    """Cancel orders, and return for each "" where that was taken, else Coinbase's word for why not.

    A second try of the same call does nothing new, but its word may then be that there is nothing left to cancel.
    """
    http, url = wire.account("/orders/batch_cancel")
    body = {"order_ids": list(order_ids)}
    answer = whole(http.send("POST", url, body=body, is_idempotent=True), "cancelled orders")
    return {
        row.word("order_id"): "" if row.flag("success") else row.maybe("failure_reason") or _DONE
        for row in answer.rows("results")
    }


def fills(
    wire: Wire, *, order_ids: Sequence[str] = (), product_ids: Sequence[str] = (), page_size: int = 100
) -> tuple[Fill, ...]:
    """Return fills, newest first, of those orders and products, or all."""
    query = _chosen({"limit": page_size}, order_ids=order_ids, product_ids=product_ids)
    return tuple(fill_of(row) for row in _rows(wire, "/orders/historical/fills", query, "fills", has_flag=False))


def _orders(wire: Wire, product_ids: Sequence[str], statuses: Sequence[str], page_size: int) -> Iterator[Order]:
    query = _chosen({"limit": page_size}, product_ids=product_ids, order_status=statuses)
    return map(order_of, _rows(wire, "/orders/historical/batch", query, "orders"))


def _chosen(query: _Query, **lists: Sequence[str]) -> _Query:
    return {**query, **{name: list(values) for name, values in lists.items() if values}}


def _rows(wire: Wire, path: str, query: _Query, name: str, *, has_flag: bool = True) -> Iterator[Fields]:
    """Walk the pages: by `has_next` where there is one, else until the cursor or the page is empty."""
    http, url = wire.account(path)
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        page = whole(http.get(url, query, cache=False), name)
        rows = page.rows(name)
        yield from rows
        cursor = page.maybe("cursor")
        if not cursor or not (page.flag("has_next") if has_flag else rows):
            return
        if cursor in seen:
            break
        seen.add(cursor)
        query = {**query, "cursor": cursor}
    raise BadAnswer(f"coinbase sent pages of {name} without end", cure="try again later")


def _placed(answer: Fields) -> Placed:
    taken = answer.inner("success_response")
    return Placed(
        taken.word("order_id"), taken.maybe("client_order_id"), taken.maybe("product_id"), taken.maybe("side")
    )


def _taken_before(wire: Wire, answer: Fields, client_order_id: str) -> Placed:
    """Raise what the answer says, unless the order is there already: then an earlier try got through."""
    refusal = answer.inner("error_response")
    words = [refusal.maybe(name) for name in ("new_order_failure_reason", "error", "preview_failure_reason")]
    reason = next((word for word in words if word and not word.startswith("UNKNOWN_")), "UNKNOWN_FAILURE_REASON")
    if reason == _TAKEN:
        for one in _orders(wire, (), (), 250):
            if one.client_order_id == client_order_id:
                return Placed(one.order_id, client_order_id, one.product_id, one.side)
    said = refusal.maybe("message") or refusal.maybe("error_details")
    raise OrderRefused(
        f"Coinbase did not take the order: {reason}" + (f" ({said})" if said else ""),
        reason=reason,
        where=client_order_id,
        cure="correct size, price or funds; nothing was bought or sold",
    )
