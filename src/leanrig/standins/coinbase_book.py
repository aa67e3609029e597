"""Accounts and orders of the stand-in: kept in memory, filled at the made-up market's price, gone when it stops.

Market orders, and limit orders that the market has reached, fill at once and whole. All others stay open.
"""

# ruff: noqa: ARG002 (all handlers have one shape)

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from werkzeug.wrappers import Request

from leanrig.standins.coinbase_bodies import KINDS, account_body, fill_body, order_body, refused_body, text
from leanrig.standins.coinbase_prices import Prices, invalid
from leanrig.standins.server import Reply

__all__ = ["Book"]

_START = {"USD": Decimal("100000"), "BTC": Decimal("1.5"), "ETH": Decimal(20), "USDC": Decimal(0), "EUR": Decimal(0)}
_TAKER, _MAKER = Decimal("0.006"), Decimal("0.004")
_COIN, _CENT = Decimal("0.00000001"), Decimal("0.01")


class _Refusal(Exception):
    """Why an order is not taken, in the vendor's word."""


class Book:
    """One user's account."""

    def __init__(self, prices: Prices, now: Callable[[], datetime]) -> None:
        self._prices = prices
        self._now = now
        self._available = dict(_START)
        self._hold = dict.fromkeys(_START, Decimal(0))
        self._orders: dict[str, dict[str, Any]] = {}
        self._fills: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def accounts(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET /accounts`."""
        with self._lock:
            rows = [
                account_body(name, self._available[name], self._hold[name], self._stamp()) for name in self._available
            ]
        page, cursor = _page(rows, request, 49)
        return Reply({"accounts": page, "has_next": bool(cursor), "cursor": cursor, "size": len(page)})

    def create(self, request: Request, parts: dict[str, str]) -> Reply:
        """`POST /orders`: a name that is known creates nothing and brings the old order back."""
        body = request.get_json(silent=True)
        needed = ("client_order_id", "product_id", "side", "order_configuration")
        if not isinstance(body, dict) or not all(body.get(name) for name in needed):
            return invalid("client_order_id, product_id, side and order_configuration are required")
        with self._lock:
            known = next((o for o in self._orders.values() if o["client_order_id"] == body["client_order_id"]), None)
            try:
                order = known or self._taken(body)
            except _Refusal as refusal:
                return Reply(refused_body(str(refusal), body["order_configuration"]))
        names = ("order_id", "product_id", "side", "client_order_id")
        taken = {name: order[name] for name in names}
        return Reply({"success": True, "success_response": taken, "order_configuration": order["order_configuration"]})

    def cancel(self, request: Request, parts: dict[str, str]) -> Reply:
        """`POST /orders/batch_cancel`."""
        ids = (request.get_json(silent=True) or {}).get("order_ids")
        if not ids:
            return invalid("order_ids is required")
        with self._lock:
            return Reply({"results": [self._cancelled(order_id) for order_id in ids]})

    def order(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET /orders/historical/{order_id}`."""
        found = self._orders.get(parts["order_id"])
        if found is None:
            words = "order with this orderID was not found"
            return Reply({"error": "NOT_FOUND", "error_details": words, "message": words}, 404)
        return Reply({"order": found})

    def orders(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET /orders/historical/batch`, the newest first."""
        with self._lock:
            rows = list(self._orders.values())[::-1]
        rows = _filtered(rows, request, order_ids="order_id", product_ids="product_id", order_status="status")
        page, cursor = _page(rows, request, 1000)
        return Reply({"orders": page, "sequence": "0", "has_next": bool(cursor), "cursor": cursor})

    def fills(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET /orders/historical/fills`, the newest first; the cursor alone tells of more."""
        with self._lock:
            rows = self._fills[::-1]
        rows = _filtered(rows, request, order_ids="order_id", product_ids="product_id", trade_ids="trade_id")
        page, cursor = _page(rows, request, 100)
        return Reply({"fills": page, "cursor": cursor})

    def _taken(self, body: dict[str, Any]) -> dict[str, Any]:
        """Check an order, book it, and fill it where it meets the market."""
        product_id, side, configuration = body["product_id"], body["side"], body["order_configuration"]
        if product_id not in self._prices:
            raise _Refusal("INVALID_PRODUCT_ID")
        if side not in ("BUY", "SELL"):
            raise _Refusal("INVALID_SIDE")
        form = next(iter(configuration), "")
        if form not in KINDS or len(configuration) != 1:
            raise _Refusal("UNSUPPORTED_ORDER_CONFIGURATION")
        asked = configuration[form]
        market = Decimal(str(self._prices.price(product_id)))
        price = _step(asked, "limit_price", _CENT, "INVALID_PRICE_PRECISION") or market
        size = _size(asked, price)
        is_in_reach = form == "market_market_ioc" or (
            form == "limit_limit_gtc" and (price >= market if side == "BUY" else price <= market)
        )
        if is_in_reach and asked.get("post_only"):
            raise _Refusal("INVALID_LIMIT_PRICE_POST_ONLY")
        self._hold_back(product_id, side, size, price)
        order = order_body(body, form, stamp=self._stamp(), is_in_quote=bool(asked.get("quote_size")))
        self._orders[order["order_id"]] = order
        if is_in_reach:
            self._filled(order, size, price, market)
        else:
            order["outstanding_hold_amount"] = text(self._held(side, size, price)[1])
        return order

    def _filled(self, order: dict[str, Any], size: Decimal, limit: Decimal, market: Decimal) -> None:
        """Fill an order whole at the market's price; what was held for a worse price or fee is given back."""
        side, (base, quote) = order["side"], order["product_id"].split("-")
        value = (size * market).quantize(_CENT)
        fee = (value * _TAKER).quantize(_CENT)
        self._free(order["product_id"], side, size, limit)
        bought, paid = (base, quote) if side == "BUY" else (quote, base)
        self._available[bought] += size if side == "BUY" else value - fee
        self._available[paid] -= value + fee if side == "BUY" else size
        now = self._stamp()
        order |= {
            "status": "FILLED",
            "completion_percentage": "100",
            "filled_size": text(size),
            "average_filled_price": text(market),
            "number_of_fills": "1",
            "filled_value": text(value),
            "total_fees": text(fee),
            "total_value_after_fees": text(value + fee if side == "BUY" else value - fee),
            "settled": True,
            "last_fill_time": now,
        }
        self._fills.append(fill_body(order, size=size, price=market, fee=fee, stamp=now))

    def _cancelled(self, order_id: str) -> dict[str, Any]:
        order = self._orders.get(order_id)
        reason = ""
        if order is None:
            reason = "UNKNOWN_CANCEL_ORDER"
        elif order["status"] == "FILLED":
            reason = "ORDER_IS_FULLY_FILLED"
        elif order["status"] == "CANCELLED":
            reason = "DUPLICATE_CANCEL_REQUEST"
        else:
            asked = next(iter(order["order_configuration"].values()))
            price = Decimal(str(asked["limit_price"]))
            self._free(order["product_id"], order["side"], _size(asked, price), price)
            order |= {"status": "CANCELLED", "outstanding_hold_amount": "0", "cancel_message": "User requested cancel"}
        word = reason or "UNKNOWN_CANCEL_FAILURE_REASON"
        return {"success": not reason, "failure_reason": word, "order_id": order_id}

    def _held(self, side: str, size: Decimal, price: Decimal) -> tuple[int, Decimal]:
        """Which half of the pair an order binds, and how much of it."""
        return (1, (size * price * (1 + _TAKER)).quantize(_CENT)) if side == "BUY" else (0, size)

    def _hold_back(self, product_id: str, side: str, size: Decimal, price: Decimal) -> None:
        half, amount = self._held(side, size, price)
        currency = product_id.split("-")[half]
        if self._available[currency] < amount:
            raise _Refusal("INSUFFICIENT_FUND")
        self._available[currency] -= amount
        self._hold[currency] += amount

    def _free(self, product_id: str, side: str, size: Decimal, price: Decimal) -> None:
        half, amount = self._held(side, size, price)
        currency = product_id.split("-")[half]
        self._available[currency] += amount
        self._hold[currency] -= amount

    def _stamp(self) -> str:
        return f"{self._now().astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _size(asked: dict[str, Any], price: Decimal) -> Decimal:
    """Coins that an order is for; money includes the fee."""
    size = _step(asked, "base_size", _COIN, "INVALID_SIZE_PRECISION")
    money = _step(asked, "quote_size", _CENT, "INVALID_SIZE_PRECISION")
    if size is None and money is not None:
        size = (money / (price * (1 + _TAKER))).quantize(_COIN, ROUND_DOWN)
    if size is None or size <= 0 or size * price < 1:
        raise _Refusal("INVALID_REQUEST")
    return size


def _step(asked: dict[str, Any], name: str, step: Decimal, reason: str) -> Decimal | None:
    if not asked.get(name):
        return None
    try:
        value = Decimal(str(asked[name]))
    except ArithmeticError:
        raise _Refusal("INVALID_REQUEST") from None
    if value % step:
        raise _Refusal(reason)
    return value


def _filtered(rows: list[dict[str, Any]], request: Request, **fields: str) -> list[dict[str, Any]]:
    for name, field in fields.items():
        wanted = request.args.getlist(name)
        rows = [row for row in rows if not wanted or row[field] in wanted]
    return rows


def _page(rows: list[dict[str, Any]], request: Request, default: int) -> tuple[list[dict[str, Any]], str]:
    """One page, and the cursor of the next, "" where this is the last."""
    cursor = request.args.get("cursor", "")
    at = int(cursor) if cursor.isdecimal() else 0
    after = at + max(1, request.args.get("limit", default, int))
    return rows[at:after], str(after) if after < len(rows) else ""
