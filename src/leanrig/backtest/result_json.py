"""Lean's result JSON of every generation: PascalCase, camelCase, kebab-case events, all forms of points. Pure."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from leanrig.model.result import (
    Analysis,
    Chart,
    ClosedTrade,
    Configuration,
    Order,
    OrderEvent,
    Series,
    State,
)

__all__ = [
    "as_fields",
    "as_mapping",
    "read_analysis",
    "read_charts",
    "read_configuration",
    "read_numbers",
    "read_order_events",
    "read_orders",
    "read_state",
    "read_texts",
    "read_trades",
]

_ORDER_KINDS = (
    "market", "limit", "stop_market", "stop_limit", "market_on_open", "market_on_close", "option_exercise",
    "limit_if_touched", "combo_market", "combo_limit", "combo_leg_limit", "trailing_stop",
)  # fmt: skip
_ORDER_STATES = {
    0: "new", 1: "submitted", 2: "partially_filled", 3: "filled", 5: "canceled", 6: "none", 7: "invalid",
    8: "cancel_pending", 9: "update_submitted",
}  # fmt: skip
_SECURITY_TYPES = (
    "base", "equity", "option", "commodity", "forex", "future", "cfd", "crypto", "future_option", "index",
    "index_option", "crypto_future",
)  # fmt: skip
_SERIES_KINDS = (
    "line",
    "scatter",
    "candle",
    "bar",
    "flag",
    "stacked_area",
    "pie",
    "treemap",
    "",
    "heatmap",
    "scatter_3d",
)


def as_fields(value: Any) -> dict[str, Any]:
    """Return an object's members by their camelCase names, whichever case they were written in.

    Only for members of Lean's classes; keys that are names (of charts, statistics, parameters) must stay as they are.
    """
    return {_camel(key): item for key, item in as_mapping(value).items()}


def as_mapping(value: Any) -> dict[str, Any]:
    """Return an object's members; the cloud writes an empty object as `[]`, a failed run as null."""
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def read_texts(value: Any) -> dict[str, str]:
    """Return names and their texts."""
    return {key: "" if item is None else str(item) for key, item in as_mapping(value).items()}


def read_numbers(value: Any) -> dict[str, float]:
    """Return members that are numbers or texts of numbers; others are left out."""
    found = {key: _number(item) for key, item in as_fields(value).items()}
    return {key: number for key, number in found.items() if not math.isnan(number)}


def read_state(value: Any) -> State:
    """Return how the run ended; the cloud ends its words with a full stop."""
    state = as_fields(value)
    count = _number(state.get("orderCount"))
    return State(
        status=_text(state.get("status")).rstrip("."),
        runtime_error=_text(state.get("runtimeError")),
        stack_trace=_text(state.get("stackTrace")),
        started=_time(state.get("startTime")),
        ended=_time(state.get("endTime")),
        order_count=None if math.isnan(count) else int(count),
    )


def read_configuration(value: Any) -> Configuration | None:
    """Return what the algorithm asked for; None where the file has nothing of it."""
    found = as_fields(value)
    if not found:
        return None
    return Configuration(
        name=_text(found.get("name")),
        currency=_text(found.get("accountCurrency")),
        brokerage=_whole(found.get("brokerage")),
        account_type=_whole(found.get("accountType")),
        parameters=read_texts(found.get("parameters")),
        start=_time(found.get("startDate")),
        end=_time(found.get("endDate")),
        days_per_year=_whole(found.get("tradingDaysPerYear")),
    )


def read_charts(value: Any) -> dict[str, Chart]:
    """Return the charts; a series without points (the cloud's lists) has none."""
    return {name: _chart(name, as_fields(chart)) for name, chart in as_mapping(value).items()}


def read_orders(value: Any, events: Iterable[OrderEvent] = ()) -> tuple[Order, ...]:
    """Return the orders by their number, each with its events; from an object by number or from a list."""
    events_by_order: dict[int, list[OrderEvent]] = {}
    for event in events:
        events_by_order.setdefault(event.order_id, []).append(event)
    items = value.values() if isinstance(value, Mapping) else value or ()
    orders = (_order(as_fields(item), events_by_order) for item in items)
    return tuple(sorted(orders, key=lambda order: order.id))


def read_order_events(value: Any) -> tuple[OrderEvent, ...]:
    """Return the events in the order of the file."""
    return tuple(_event(as_fields(item)) for item in value or ())


def read_trades(value: Any) -> tuple[ClosedTrade, ...]:
    """Return the closed trades."""
    return tuple(_trade(as_fields(item)) for item in value or ())


def read_analysis(value: Any) -> tuple[Analysis, ...]:
    """Return Lean's own remarks; files of before they existed have none."""
    found = []
    for item in value or ():
        remark = as_fields(item)
        sample = remark.get("sample", remark.get("context"))
        solutions = tuple(str(text) for text in remark.get("solutions") or ())
        found.append(Analysis(_text(remark.get("name")), _text(remark.get("issue")), _sample(sample), solutions))
    return tuple(found)


def _chart(name: str, chart: Mapping[str, Any]) -> Chart:
    found = as_mapping(chart.get("series"))
    return Chart(name, {key: _series(key, as_fields(series)) for key, series in found.items()})


def _series(name: str, series: Mapping[str, Any]) -> Series:
    kind = _whole(series.get("seriesType")) or 0
    points = [point for item in series.get("values") or () if (point := _point(item)) is not None]
    candles = tuple(point[1] for point in points if len(point[1]) == 4)
    return Series(
        name=name,
        unit=_text(series.get("unit")),
        kind=_SERIES_KINDS[kind] if kind < len(_SERIES_KINDS) else "",
        times=tuple(point[0] for point in points),
        values=tuple(point[1][-1] for point in points),
        candles=candles if len(candles) == len(points) else (),
    )


def _point(item: Any) -> tuple[int, tuple[float, ...]] | None:
    """Read `[t, v]`, `[t, o, h, l, c]`, `{"x": t, "y": v}` or a candle with names."""
    if isinstance(item, Mapping):
        point = as_fields(item)
        time = _number(point.get("x", point.get("time", point.get("t"))))
        names = ("open", "high", "low", "close") if "close" in point else ("y",)
        values = tuple(_number(point.get(name)) for name in names)
    elif isinstance(item, list) and len(item) in (2, 3, 5):
        time, values = _number(item[0]), tuple(_number(part) for part in item[1:])
    else:
        return None
    return None if math.isnan(time) else (int(time), values)


def _order(order: Mapping[str, Any], events_by_order: Mapping[int, list[OrderEvent]]) -> Order:
    number = _whole(order.get("id")) or 0
    seen = as_fields(order.get("orderSubmissionData"))
    symbol = as_fields(order.get("symbol"))
    kind = _whole(order.get("type"))
    security = _whole(order.get("securityType"))
    return Order(
        id=number,
        symbol=_text(symbol.get("value")),
        symbol_id=_text(symbol.get("id")),
        security_type=_SECURITY_TYPES[security] if security is not None and security < len(_SECURITY_TYPES) else "",
        kind=_ORDER_KINDS[kind] if kind is not None and kind < len(_ORDER_KINDS) else _snake(_text(order.get("type"))),
        status=_status(order.get("status")),
        quantity=_number(order.get("quantity")),
        price=_number(order.get("price")),
        currency=_text(order.get("priceCurrency")),
        created=_time(order.get("createdTime")) or _time(order.get("time")),
        filled=_time(order.get("lastFillTime")),
        cancelled=_time(order.get("canceledTime")),
        tag=_text(order.get("tag")),
        last_price=_number(seen.get("lastPrice")),
        limit_price=_optional(order.get("limitPrice")),
        stop_price=_optional(order.get("stopPrice")),
        events=tuple(events_by_order.get(number, ())),
        trigger_price=_optional(order.get("triggerPrice")),
        trailing_amount=_optional(order.get("trailingAmount")),
        trailing_as_percentage=_flag(order.get("trailingAsPercentage")),
        time_in_force=_time_in_force(as_fields(order.get("properties")).get("timeInForce")),
    )


def _time_in_force(value: Any) -> str:
    """Read the class that Lean names, with the date that one of them has; without a name it is Lean's default."""
    if not isinstance(value, Mapping):
        return ""
    found = as_fields(value)
    name = _text(found.get("$type")).partition(",")[0].rpartition(".")[2].removesuffix("TimeInForce")
    return f"{_snake(name) or 'good_til_canceled'} {_text(found.get('expiry'))}".strip()


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _event(event: Mapping[str, Any]) -> OrderEvent:
    return OrderEvent(
        order_id=_whole(event.get("orderId")) or 0,
        number=_whole(event.get("orderEventId")) or 0,
        time=datetime.fromtimestamp(_number(event.get("time")), UTC),
        status=_status(event.get("status")),
        fill_price=_zero(event.get("fillPrice")),
        fill_quantity=_zero(event.get("fillQuantity")),
        fee=_zero(event.get("orderFeeAmount")),
        fee_currency=_text(event.get("orderFeeCurrency")),
        message=_text(event.get("message")),
    )


def _trade(trade: Mapping[str, Any]) -> ClosedTrade:
    symbols = trade.get("symbols") or [trade.get("symbol")]
    entered = _time(trade.get("entryTime"))
    exited = _time(trade.get("exitTime"))
    if entered is None or exited is None:
        raise ValueError("a closed trade has no entry or exit time")
    return ClosedTrade(
        symbols=tuple(_symbol(symbol) for symbol in symbols),
        is_long=(_whole(trade.get("direction")) or 0) == 0,
        quantity=_number(trade.get("quantity")),
        entered=entered,
        entry_price=_number(trade.get("entryPrice")),
        exited=exited,
        exit_price=_number(trade.get("exitPrice")),
        profit=_number(trade.get("profitLoss")),
        fees=_zero(trade.get("totalFees")),
        mae=_number(trade.get("mae")),
        mfe=_number(trade.get("mfe")),
        duration=_duration(_text(trade.get("duration"))) or exited - entered,
        order_ids=tuple(int(number) for number in trade.get("orderIds") or ()),
    )


def _symbol(value: Any) -> str:
    return _text(as_fields(value).get("value")) if isinstance(value, Mapping) else _text(value)


def _status(value: Any) -> str:
    number = _whole(value) if not isinstance(value, str) else None
    return _ORDER_STATES.get(number, "") if number is not None else _snake(_text(value))


def _camel(key: str) -> str:
    if key.isupper():  # `ID`
        return key.lower()
    first, *rest = key.split("-")
    return first[:1].lower() + first[1:] + "".join(part[:1].upper() + part[1:] for part in rest)


def _snake(text: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in text).lstrip("_")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _sample(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _number(value: Any) -> float:
    """Return a number or the number that a text shows (`"1.95 %"`, `"$-3.44"`); NaN where there is none."""
    if isinstance(value, bool) or value is None:
        return math.nan
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(str(value).replace(",", "").replace("$", "").replace("%", "").strip())
    except ValueError:
        return math.nan


def _zero(value: Any) -> float:
    number = _number(value)
    return 0.0 if math.isnan(number) else number


def _optional(value: Any) -> float | None:
    number = _number(value)
    return None if math.isnan(number) else number


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if math.isnan(number) else int(number)


def _time(value: Any) -> datetime | None:
    """Read an ISO time or one with a space, UTC; Lean's empty date (year one) is none."""
    if not isinstance(value, str) or not value:
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    return None if time.year == 1 else time.replace(tzinfo=time.tzinfo or UTC)


def _duration(text: str) -> timedelta | None:
    """Read `d.hh:mm:ss[.fraction]`, days left out below one."""
    days, dot, clock = text.partition(".") if text.find(".") < text.find(":") else ("0", "", text)
    try:
        hours, minutes, seconds = (clock if dot or ":" in text else "").split(":")
        return timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    except ValueError:
        return None
