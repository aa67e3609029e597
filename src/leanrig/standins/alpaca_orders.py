"""Account, positions and orders of Alpaca's stand-in: orders are checked, kept and cancelled, never filled."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.wrappers import Request

from leanrig.standins.alpaca_reference import find_asset
from leanrig.standins.market import Market
from leanrig.standins.server import Reply, Route

__all__ = ["order_routes"]

_TYPES = ("market", "limit", "stop", "stop_limit", "trailing_stop")
_COIN_TYPES = ("market", "limit", "stop_limit")
_TIMES = ("day", "gtc", "opg", "cls", "ioc", "fok")
_COIN_TIMES = ("gtc", "ioc")
_NEEDS = {"limit": ("limit_price",), "stop": ("stop_price",), "stop_limit": ("limit_price", "stop_price")}
_OPEN = ("accepted", "new")
_CASH = "100000"
_ZERO = (
    "accrued_fees", "initial_margin", "maintenance_margin", "last_maintenance_margin", "sma", "long_market_value",
    "short_market_value", "daytrading_buying_power",
)  # fmt: skip
_IN_CASH = (
    "cash", "equity", "last_equity", "portfolio_value", "non_marginable_buying_power", "buying_power",
    "regt_buying_power", "options_buying_power",
)  # fmt: skip
_EMPTY = (
    "filled_at", "expired_at", "canceled_at", "failed_at", "replaced_at", "replaced_by", "replaces",
    "filled_avg_price", "legs", "hwm",
)  # fmt: skip


def order_routes(market: Market, now: Callable[[], datetime]) -> list[Route]:
    """Return the routes of the account, each with its own empty book."""
    book = _Book(market, now)
    return [
        Route("GET", "/v2/account", book.account),
        Route("GET", "/v2/positions", book.positions),
        Route("GET", "/v2/positions/{symbol_or_asset_id}", book.position),
        Route("POST", "/v2/orders", book.place),
        Route("GET", "/v2/orders", book.list),
        Route("DELETE", "/v2/orders", book.cancel_all),
        Route("GET", "/v2/orders:by_client_order_id", book.by_client_order_id),
        Route("GET", "/v2/orders/{order_id}", book.one),
        Route("DELETE", "/v2/orders/{order_id}", book.cancel),
    ]


class _Unprocessable(Exception):
    """A parameter that the vendor refuses with 422."""


class _Book:
    def __init__(self, market: Market, now: Callable[[], datetime]) -> None:
        self._market = market
        self._now = now
        self._orders: dict[str, dict[str, Any]] = {}

    def account(self, _: Request, __: dict[str, str]) -> Reply:
        """A margin account that holds cash alone."""
        zero, cash = dict.fromkeys(_ZERO, "0"), dict.fromkeys(_IN_CASH, _CASH)
        flags = dict.fromkeys(
            ("account_blocked", "trading_blocked", "transfers_blocked", "trade_suspended_by_user"), False
        )
        return Reply(
            {
                "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, "account")),
                "account_number": "PASANDBOX",
                "status": "ACTIVE",
                "crypto_status": "ACTIVE",
                "currency": "USD",
                "multiplier": "1",
                "shorting_enabled": False,
                "created_at": "2024-01-02T15:00:00Z",
                **zero,
                **cash,
                **flags,
            }
        )

    def positions(self, _: Request, __: dict[str, str]) -> Reply:
        """Nothing is ever filled, so nothing is held."""
        return Reply([])

    def position(self, _: Request, __: dict[str, str]) -> Reply:
        """Nothing is held."""
        return Reply({"code": 40410000, "message": "position does not exist"}, 404)

    def place(self, request: Request, _: dict[str, str]) -> Reply:
        """Check an order and keep it."""
        asked = request.get_json(silent=True)
        try:
            order = self._order(asked if isinstance(asked, dict) else {})
        except _Unprocessable as wrong:
            return Reply({"code": 42210000, "message": str(wrong)}, 422)
        if any(one["client_order_id"] == order["client_order_id"] for one in self._orders.values()):
            return Reply({"code": 40010001, "message": "client_order_id must be unique"}, 422)
        cost = Decimal(order["notional"] or 0) or Decimal(order["qty"]) * Decimal(order["limit_price"] or 0)
        if order["side"] == "buy" and cost > Decimal(_CASH):
            return Reply({"code": 40310000, "message": "insufficient buying power"}, 403)
        self._orders[order["id"]] = order
        return Reply(order)

    def list(self, request: Request, _: dict[str, str]) -> Reply:
        """Open ones unless others are asked for, the newest first."""
        status = request.args.get("status", "open")
        symbols = [one for one in request.args.get("symbols", "").split(",") if one]
        found = [
            one
            for one in reversed(self._orders.values())
            if (status == "all" or (one["status"] in _OPEN) == (status == "open"))
            and (not symbols or one["symbol"] in symbols)
        ]
        if request.args.get("direction") == "asc":
            found.reverse()
        return Reply(found[: int(request.args.get("limit", "50"))])

    def by_client_order_id(self, request: Request, _: dict[str, str]) -> Reply:
        """The order that was sent under the caller's own id."""
        wanted = request.args.get("client_order_id")
        found = next((one for one in self._orders.values() if one["client_order_id"] == wanted), None)
        return Reply(found) if found else _no_order(wanted)

    def one(self, _: Request, parts: dict[str, str]) -> Reply:
        """One order."""
        found = self._orders.get(parts["order_id"])
        return Reply(found) if found else _no_order(parts["order_id"])

    def cancel(self, _: Request, parts: dict[str, str]) -> Reply:
        """Cancel an open order."""
        found = self._orders.get(parts["order_id"])
        if found is None:
            return _no_order(parts["order_id"])
        if found["status"] not in _OPEN:
            return Reply({"code": 42210000, "message": f'order is already in "{found["status"]}" state'}, 422)
        self._cancel(found)
        return Reply(b"", 204)

    def cancel_all(self, _: Request, __: dict[str, str]) -> Reply:
        """Cancel every open order."""
        found = [one for one in self._orders.values() if one["status"] in _OPEN]
        for order in found:
            self._cancel(order)
        return Reply([{"id": order["id"], "status": 200} for order in found], 207)

    def _cancel(self, order: dict[str, Any]) -> None:
        order |= {"status": "canceled", "canceled_at": self._stamp(), "updated_at": self._stamp()}

    def _order(self, asked: dict[str, Any]) -> dict[str, Any]:
        asset = find_asset(self._market, str(asked.get("symbol", "")))
        if asset is None:
            raise _Unprocessable(f'asset "{asked.get("symbol", "")}" not found')
        _check_words(asked, is_coin=asset["class"] == "crypto")
        kind, stamp = asked["type"], self._stamp()
        if (asked.get("qty") is None) == (asked.get("notional") is None):
            raise _Unprocessable("qty or notional is required, and not both")
        if asked.get("notional") is not None and kind != "market":
            raise _Unprocessable("notional is for market orders only")
        prices = ("qty", "notional", "limit_price", "stop_price", "trail_price", "trail_percent")
        numbers = {name: _number(asked, name) for name in prices}
        for name in _NEEDS.get(kind, ()):
            if numbers[name] is None:
                raise _Unprocessable(f"{kind} orders require {name}")
        if kind == "trailing_stop" and (numbers["trail_price"] is None) == (numbers["trail_percent"] is None):
            raise _Unprocessable("trailing_stop orders require one of trail_price and trail_percent")
        return {
            "id": str(uuid.uuid4()),
            "client_order_id": str(asked.get("client_order_id") or uuid.uuid4()),
            "created_at": stamp,
            "updated_at": stamp,
            "submitted_at": stamp,
            **dict.fromkeys(_EMPTY),
            "asset_id": asset["id"],
            "symbol": asset["symbol"],
            "asset_class": asset["class"],
            **numbers,
            "filled_qty": "0",
            "order_class": asked.get("order_class") or "",
            "order_type": kind,
            "type": kind,
            "side": asked["side"],
            "time_in_force": asked["time_in_force"],
            "status": "accepted",
            "extended_hours": bool(asked.get("extended_hours", False)),
        }

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _check_words(asked: dict[str, Any], *, is_coin: bool) -> None:
    allowed = {
        "type": _COIN_TYPES if is_coin else _TYPES,
        "time_in_force": _COIN_TIMES if is_coin else _TIMES,
        "side": ("buy", "sell"),
    }
    for name, words in allowed.items():
        if asked.get(name) not in words:
            raise _Unprocessable(f"invalid {name}")
    if asked.get("order_class") not in (None, "", "simple"):
        raise _Unprocessable("the sandbox takes simple orders only")
    if len(str(asked.get("client_order_id") or "")) > 128:
        raise _Unprocessable("client_order_id must be no more than 128 characters")


def _number(asked: dict[str, Any], name: str) -> str | None:
    """The vendor takes numbers as text or as numbers, and answers with text."""
    if asked.get(name) is None:
        return None
    try:
        found = Decimal(str(asked[name]))
    except InvalidOperation:
        raise _Unprocessable(f"{name} must be a number") from None
    if not found.is_finite() or found <= 0:
        raise _Unprocessable(f"{name} must be > 0")
    return f"{found.normalize():f}"


def _no_order(name: str | None) -> Reply:
    return Reply({"code": 40410000, "message": f"order not found for {name}"}, 404)
