"""The words that Lean's fill models leave in events and errors."""

from typing import Any

from leanrig.engine.number import text

__all__ = [
    "at",
    "favorable_gap",
    "never_closes",
    "no_market_data",
    "no_quote",
    "no_subscription",
    "no_trade",
    "stale_prices",
    "stale_quote",
    "unfavorable_gap",
]


def at(asset: Any, moment: Any) -> str:
    """A moment of the exchange with its zone."""
    day = f"{moment.month:02}/{moment.day:02}/{moment.year:04}"
    return f"{day} {moment.hour:02}:{moment.minute:02}:{moment.second:02} {asset.exchange.hours.zone}"


def stale_prices(asset: Any, prices: Any) -> str:
    return f"Warning: fill at stale price ({at(asset, prices.end_time)})"


def stale_quote(asset: Any, moment: Any, kind: str) -> str:
    return f"Warning: fill at stale price ({at(asset, moment)}), using {kind} data."


def no_quote(asset: Any, moment: Any, kind: str) -> str:
    return f"Warning: No quote information available at {at(asset, moment)}, order filled using {kind} data"


def no_trade(asset: Any) -> str:
    return f"Warning: No trade information available at {at(asset, asset.local_time)}, order filled using Quote data"


def favorable_gap(asset: Any, bar: Any) -> str:
    return _gap(asset, bar, "a favorable")


def unfavorable_gap(asset: Any, bar: Any) -> str:
    return _gap(asset, bar, "an unfavorable")


def _gap(asset: Any, bar: Any, kind: str) -> str:
    price = text(bar.exact_open)
    return f"Due to {kind} gap at {at(asset, bar.end_time)}, order filled using the open price ({price})"


def never_closes(asset: Any) -> str:
    return f"Market never closes for this symbol {asset.symbol}, can no submit a orderType order."


def no_subscription(asset: Any) -> str:
    return f"Cannot perform fill for {asset.symbol} because no data subscription were found."


def no_market_data(asset: Any, side: str, types: set[type] | None = None) -> str:
    """`side` is ask or bid."""
    names = "" if types is None else f" SubscribedTypes: [{','.join(kind.__name__ for kind in types)}]"
    return f"Cannot get {side} price to perform fill for {asset.symbol} because no market data was found.{names}"
