"""The stand-in's JSON for products, accounts, orders and fills: numbers as text, null and "" for what is unset."""

import uuid
from decimal import Decimal
from typing import Any

__all__ = [
    "KINDS",
    "account_body",
    "fill_body",
    "number",
    "order_body",
    "product_body",
    "refused_body",
    "text",
]

KINDS = {"market_market_ioc": "MARKET", "limit_limit_gtc": "LIMIT", "stop_limit_stop_limit_gtc": "STOP_LIMIT"}
"""Forms of an order that are taken, and the vendor's word for each."""

_NAMES = {"BTC": "Bitcoin", "ETH": "Ethereum"}
_NAMESPACE = uuid.UUID("6f1d3a52-0000-4000-8000-000000000000")


def product_body(product_id: str, *, price: str, change: str, volume: str, value: str) -> dict[str, Any]:
    """Return a product that trades; `change` is of the last 24 hours in per cent, `value` the volume in dollars."""
    base = product_id.removesuffix("-USD")
    return {
        "product_id": product_id,
        "price": price,
        "price_percentage_change_24h": change,
        "volume_24h": volume,
        "volume_percentage_change_24h": "0",
        "base_increment": "0.00000001",
        "quote_increment": "0.01",
        "quote_min_size": "1",
        "quote_max_size": "150000000",
        "base_min_size": "0.00000001",
        "base_max_size": "3400",
        "base_name": _NAMES.get(base, base),
        "quote_name": "US Dollar",
        "watched": False,
        "is_disabled": False,
        "new": False,
        "status": "online",
        "cancel_only": False,
        "limit_only": False,
        "post_only": False,
        "trading_disabled": False,
        "auction_mode": False,
        "product_type": "SPOT",
        "quote_currency_id": "USD",
        "base_currency_id": base,
        "fcm_trading_session_details": None,
        "mid_market_price": "",
        "alias": "",
        "alias_to": [f"{base}-USDC"],
        "base_display_symbol": base,
        "quote_display_symbol": "USD",
        "view_only": False,
        "price_increment": "0.01",
        "display_name": product_id,
        "product_venue": "CBE",
        "approximate_quote_24h_volume": value,
        "new_at": "2023-01-01T00:00:00Z",
        "market_cap": "",
        "best_bid_price": "",
        "best_ask_price": "",
    }


def account_body(currency: str, available: Decimal, hold: Decimal, stamp: str) -> dict[str, Any]:
    """Return one currency of the account."""
    return {
        "uuid": str(uuid.uuid5(_NAMESPACE, currency)),
        "name": f"{currency} Wallet",
        "currency": currency,
        "available_balance": {"value": text(available), "currency": currency},
        "default": currency == "USD",
        "active": True,
        "created_at": "2021-05-31T09:59:59Z",
        "updated_at": stamp,
        "deleted_at": None,
        "type": "ACCOUNT_TYPE_FIAT" if currency in ("USD", "EUR") else "ACCOUNT_TYPE_CRYPTO",
        "ready": True,
        "hold": {"value": text(hold), "currency": currency},
        "retail_portfolio_id": str(_NAMESPACE),
        "platform": "ACCOUNT_PLATFORM_CONSUMER",
    }


def order_body(body: dict[str, Any], form: str, *, stamp: str, is_in_quote: bool) -> dict[str, Any]:
    """Return an order as it stands before its first fill, with what the vendor leaves empty."""
    is_stop = form.startswith("stop")
    return {
        "order_id": str(uuid.uuid5(_NAMESPACE, body["client_order_id"])),
        "product_id": body["product_id"],
        "user_id": str(_NAMESPACE),
        "order_configuration": body["order_configuration"],
        "side": body["side"],
        "client_order_id": body["client_order_id"],
        "status": "OPEN",
        "time_in_force": "IMMEDIATE_OR_CANCEL" if form == "market_market_ioc" else "GOOD_UNTIL_CANCELLED",
        "created_time": stamp,
        "completion_percentage": "0",
        "filled_size": "0",
        "average_filled_price": "0",
        "fee": "",
        "number_of_fills": "0",
        "filled_value": "0",
        "pending_cancel": False,
        "size_in_quote": is_in_quote,
        "total_fees": "0",
        "size_inclusive_of_fees": is_in_quote,
        "total_value_after_fees": "0",
        "trigger_status": "STOP_PENDING" if is_stop else "INVALID_ORDER_TYPE",
        "order_type": KINDS[form],
        "reject_reason": "REJECT_REASON_UNSPECIFIED",
        "settled": False,
        "product_type": "SPOT",
        "reject_message": "",
        "cancel_message": "",
        "order_placement_source": "RETAIL_ADVANCED",
        "outstanding_hold_amount": "0",
        "is_liquidation": False,
        "last_fill_time": None,
        "edit_history": [],
        "leverage": "",
        "margin_type": "UNKNOWN_MARGIN_TYPE",
        "retail_portfolio_id": str(_NAMESPACE),
        "originating_order_id": "",
        "attached_order_id": "",
        "attached_order_configuration": None,
    }


def fill_body(order: dict[str, Any], *, size: Decimal, price: Decimal, fee: Decimal, stamp: str) -> dict[str, Any]:
    """Return one fill of `order`, whole and at once."""
    return {
        "entry_id": uuid.uuid5(_NAMESPACE, f"entry {order['order_id']}").hex,
        "trade_id": str(uuid.uuid5(_NAMESPACE, f"trade {order['order_id']}")),
        "order_id": order["order_id"],
        "trade_time": stamp,
        "trade_type": "FILL",
        "price": text(price),
        "size": text(size),
        "commission": text(fee),
        "product_id": order["product_id"],
        "sequence_timestamp": stamp,
        "liquidity_indicator": "TAKER",
        "size_in_quote": False,
        "user_id": order["user_id"],
        "side": order["side"],
        "retail_portfolio_id": order["retail_portfolio_id"],
    }


def refused_body(reason: str, configuration: Any) -> dict[str, Any]:
    """Return the answer, with status 200, to an order that is not taken."""
    return {
        "success": False,
        "error_response": {
            "error": reason,
            "message": "The order was not taken",
            "error_details": "",
            "preview_failure_reason": "UNKNOWN_PREVIEW_FAILURE_REASON",
            "new_order_failure_reason": reason,
        },
        "order_configuration": configuration,
    }


def text(value: Decimal) -> str:
    """Return a number as the vendor writes it."""
    return f"{value:f}"


def number(value: float, decimals: int) -> str:
    """Return a price or volume as the vendor writes it: no zeros at the end, no exponent."""
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") or "0"
