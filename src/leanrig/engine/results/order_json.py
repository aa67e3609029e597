"""Orders and their events as Lean writes them, and the hash over a run's orders."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderType
from leanrig.engine.naming import DotnetEnum, pascal
from leanrig.engine.number import ZERO, normalize, smart_round
from leanrig.engine.orders.money import NULL_CURRENCY
from leanrig.engine.results.json_text import compact, iso_time
from leanrig.engine.results.performance_json import symbol_json

__all__ = ["event_json", "order_json", "order_list_hash", "orders_json"]

# Members of the order's own class come before those that all orders have.
_OWN: dict[OrderType, tuple[str, ...]] = {
    OrderType.LIMIT: ("limitPrice", "type"),
    OrderType.STOP_MARKET: ("stopPrice", "type"),
    OrderType.STOP_LIMIT: ("stopPrice", "stopTriggered", "limitPrice", "type"),
    OrderType.TRAILING_STOP: ("trailingAmount", "trailingAsPercentage", "type", "stopPrice"),
    OrderType.LIMIT_IF_TOUCHED: ("type", "triggerPrice", "limitPrice", "triggerTouched"),
}
_PRICES = {
    "limitPrice": "exact_limit_price",
    "stopPrice": "exact_stop_price",
    "triggerPrice": "exact_trigger_price",
    "trailingAmount": "exact_trailing_amount",
}
_FLAGS = {
    "stopTriggered": "stop_triggered",
    "triggerTouched": "trigger_touched",
    "trailingAsPercentage": "trailing_as_percentage",
}
_TIMES = {
    "lastFillTime": "last_fill_us",
    "lastUpdateTime": "last_update_us",
    "canceledTime": "canceled_us",
}


def order_list_hash(orders: Mapping[int, Any]) -> str:
    """The md5 by which Lean's regressions compare orders: all of them by id, prices rounded as in charts."""
    texts = (compact(order_json(orders[number], hashed=True)) for number in sorted(orders))
    return hashlib.md5(",".join(texts).encode(), usedforsecurity=False).hexdigest()


def order_json(order: Any, *, hashed: bool = False) -> dict[str, Any]:
    """An order's members in Lean's order.

    Parameters
    ----------
    order
        Any order of ours.
    hashed
        With rounded prices and .NET's names inside the properties, as the hash wants them.
    """
    rounded = smart_round if hashed else _unchanged
    price = rounded(order.exact_price)
    result: dict[str, Any] = {}
    for name in _OWN.get(order.type, ("type",)):
        if name == "type":
            result[name] = int(order.type)
        elif name in _FLAGS:
            result[name] = bool(getattr(order, _FLAGS[name], False))
        else:
            result[name] = rounded(getattr(order, _PRICES[name]) or ZERO)
    result |= {
        "id": order.id,
        "contingentId": order.contingent_id,
        "brokerId": list(order.broker_id),
        "symbol": symbol_json(order.symbol),
        "price": price,
        "priceCurrency": order.price_currency,
        "time": iso_time(order.time_us),
        "createdTime": iso_time(order.time_us),
    }
    for name, field in _TIMES.items():
        moment = getattr(order, field)
        if moment is not None:
            result[name] = iso_time(moment)
    result |= {"quantity": order.exact_quantity, "status": int(order.status)}
    if order.tag is not None:
        result["tag"] = order.tag
    submitted = order.order_submission_data
    result |= {
        "properties": _properties(order.properties, hashed=hashed),
        "securityType": int(order.security_type),
        "direction": int(order.direction),
        "value": order.exact_quantity * normalize(price),
        "orderSubmissionData": submitted and {
            "bidPrice": submitted.exact_bid_price,
            "askPrice": submitted.exact_ask_price,
            "lastPrice": submitted.exact_last_price,
        },
        "isMarketable": _is_marketable(order, result.get("limitPrice")),
        "priceAdjustmentMode": int(order.price_adjustment_mode),
    }  # fmt: skip
    return result


def _unchanged(value: Decimal) -> Decimal:
    return value


def _is_marketable(order: Any, limit: Decimal | None) -> bool:
    """Whether the order could have filled at the prices of its submission; limits are compared as they are written."""
    if order.type is not OrderType.LIMIT:
        return order.type in (OrderType.MARKET, OrderType.COMBO_MARKET)
    submitted = order.order_submission_data
    if submitted is None or limit is None:
        return False
    if order.exact_quantity > 0:
        return bool(limit >= submitted.exact_ask_price)
    return bool(order.exact_quantity < 0 and limit <= submitted.exact_bid_price)


def _properties(properties: Any, *, hashed: bool) -> dict[str, Any]:
    """Members of a broker's own properties first, then what all have."""
    spelled = pascal if hashed else _camel
    own = {name: value for name, value in vars(type(properties)).items() if _is_member(name, value)}
    own |= {name: value for name, value in vars(properties).items() if name not in ("time_in_force", "exchange")}
    result = {spelled(name): _member(value) for name, value in own.items() if not name.startswith("_")}
    result["timeInForce"] = _time_in_force(properties.time_in_force)
    exchange = getattr(properties, "exchange", None)
    if exchange is not None:
        result["Exchange" if hashed else "exchange"] = {
            spelled(name): _member(getattr(exchange, name)) for name in ("code", "name", "market", "security_types")
        }
    return result


def _camel(name: str) -> str:
    spelled = pascal(name)
    return spelled[:1].lower() + spelled[1:]


def _is_member(name: str, value: object) -> bool:
    return not name.startswith("_") and not callable(value) and (value is None or isinstance(value, (bool, int, str)))


def _member(value: Any) -> Any:
    if isinstance(value, DotnetEnum):
        return int(value)
    if isinstance(value, (list, tuple)):
        return [_member(item) for item in value]
    return value


def _time_in_force(kind: Any) -> dict[str, str]:
    name = next((base.__name__ for base in type(kind).__mro__ if base.__module__.startswith("leanrig.")), "")
    if name in ("GoodTilCanceledTimeInForce", "TimeInForce", ""):
        return {}
    result = {"$type": f"QuantConnect.Orders.TimeInForces.{name}"}
    expiry = getattr(kind, "expiry", None)
    if isinstance(expiry, datetime):
        result["Expiry"] = expiry.replace(tzinfo=None).isoformat()
    return result


def event_json(event: Any, algorithm_id: str) -> dict[str, Any]:
    """An order event as in `<id>-order-events.json`; members without content are left out."""
    symbol = symbol_json(event.symbol)
    result: dict[str, Any] = {
        "id": f"{algorithm_id}-{event.order_id}-{event.id}",
        "algorithmId": algorithm_id,
        "orderId": event.order_id,
        "orderEventId": event.id,
        "symbol": symbol["id"],
        "symbolValue": symbol["value"],
        "symbolPermtick": event.symbol.id.symbol,
        "time": event.time_us / 1_000_000,
        "status": _lower_first(event.status.to_string()),
    }
    fee = event.order_fee.value
    if fee.currency != NULL_CURRENCY:
        result |= {"orderFeeAmount": fee.exact_amount, "orderFeeCurrency": fee.currency}
    result |= {
        "fillPrice": event.exact_fill_price,
        "fillPriceCurrency": event.fill_price_currency,
        "fillQuantity": event.exact_fill_quantity,
        "direction": _lower_first(event.direction.to_string()),
    }
    if event.message:
        result["message"] = event.message
    result |= {"isAssignment": event.is_assignment, "quantity": event.exact_quantity}
    if event.exact_stop_price is not None:
        result["stopPrice"] = event.exact_stop_price
    if event.exact_limit_price is not None:
        result["limitPrice"] = event.exact_limit_price
    if event.is_in_the_money:
        result["isInTheMoney"] = True
    return result


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def orders_json(orders: Iterable[Any]) -> dict[str, Any]:
    """Orders by id."""
    return {str(order.id): order_json(order) for order in sorted(orders, key=lambda order: order.id)}
