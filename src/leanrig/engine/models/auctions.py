"""The trades of a share's opening and closing auctions among its ticks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import TickType
from leanrig.engine.number import ZERO

__all__ = ["AuctionTrade", "closing_trade", "opening_trade"]

# Bits of a tick's sale condition: the official price, the auction's prints.
_OPENING = 1 << 26 | 1 << 6
_CLOSING = 1 << 24 | 1 << 7
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AuctionTrade:
    """What was found: price (0 for a quote), its time, a message; or that it is too early to give up."""

    exact_price: Decimal = ZERO
    end: datetime | None = None
    message: str = ""
    too_early: bool = False


def opening_trade(asset: Any) -> AuctionTrade:
    """The first trade with an opening flag on the primary exchange; a minute after the open, the last tick."""
    ticks = asset.cache.get_all(Tick)
    trades = _trades(ticks, asset)
    tick = next((trade for trade in trades if _is_flagged(trade, asset, _OPENING)), None)
    if tick is not None:
        return _found(tick, "")
    message = "No trade with the OfficialOpen or OpeningPrints flag within the 1-minute timeout."
    tick = trades[-1] if trades else ticks[-1] if ticks else None
    midnight = asset.local_time.replace(hour=0, minute=0, second=0, microsecond=0)
    first = asset.exchange.hours.next_open(midnight, False)
    if tick is not None and first.date() == midnight.date() and tick.end_time - first < _MINUTE:
        return AuctionTrade(message=message, too_early=True)
    return _found(tick, message)


def closing_trade(asset: Any, close: datetime, *, extended: bool) -> AuctionTrade:
    """The last trade with a closing flag on the primary exchange; else the last tick (a minute on, if extended)."""
    ticks = asset.cache.get_all(Tick)
    trades = sorted((tick for tick in ticks if tick.tick_type is TickType.TRADE), key=lambda tick: tick.end_us)
    tick = next((trade for trade in reversed(trades) if _is_flagged(trade, asset, _CLOSING)), None)
    if tick is not None:
        return _found(tick, "")
    tick = trades[-1] if trades else ticks[-1] if ticks else None
    if not extended:
        message = "No trade with the OfficialClose or ClosingPrints flag for data that does not include "
        return _found(tick, message + "extended market hours.")
    message = "No trade with the OfficialClose or ClosingPrints flag within the 1-minute timeout."
    if tick is not None and tick.end_time - close < _MINUTE:
        return AuctionTrade(message=message, too_early=True)
    return _found(tick, message)


def _trades(ticks: list[Any], asset: Any) -> list[Any]:
    """Trades of the regular session by time."""
    opened = [
        tick for tick in ticks if tick.tick_type is TickType.TRADE and asset.exchange.date_time_is_open(tick.time)
    ]
    return sorted(opened, key=lambda tick: tick.end_us)


def _is_flagged(tick: Any, asset: Any, flags: int) -> bool:
    primary = getattr(asset.primary_exchange, "code", asset.primary_exchange)
    return bool(tick.sale_condition.strip() and tick.exchange_code == primary and tick.parsed_sale_condition & flags)


def _found(tick: Any, message: str) -> AuctionTrade:
    if message:
        message += f" Fill with last {'' if tick is None else tick.tick_type.to_string()} data."
    if tick is None:
        return AuctionTrade(message=message)
    return AuctionTrade(tick.exact_value if tick.tick_type is TickType.TRADE else ZERO, tick.end_time, message)
