"""Products, candles and rates of the stand-in, out of the made-up market."""

# ruff: noqa: ARG002 (all handlers have one shape)

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from werkzeug.wrappers import Request

from leanrig.model.symbol import SecurityType
from leanrig.standins.coinbase_bodies import number, product_body
from leanrig.standins.market import Listing, Market, MinuteBars
from leanrig.standins.server import Reply

__all__ = ["Prices", "invalid", "no_product"]

_VENUE = "coinbase"
_LENGTHS = {
    "ONE_MINUTE": 60,
    "FIVE_MINUTE": 300,
    "FIFTEEN_MINUTE": 900,
    "THIRTY_MINUTE": 1800,
    "ONE_HOUR": 3600,
    "TWO_HOUR": 7200,
    "FOUR_HOUR": 14_400,
    "SIX_HOUR": 21_600,
    "ONE_DAY": 86_400,
}
_MOST = 350
_MINUTE_S = 60
_DAY_S = 86_400
_QUIET_ONE_IN = 97
_BEFORE_ALL = date(1970, 1, 1)


class Prices:
    """What the exchange knows at `now()`; nothing later is told."""

    def __init__(self, market: Market, now: Callable[[], datetime]) -> None:
        self._now = now
        self._listings = {f"{one.ticker[:-3]}-USD": one for one in market.listings(SecurityType.CRYPTO)}

        @lru_cache(maxsize=64)
        def day_of(product_id: str, day: date) -> MinuteBars:
            listing = self._listings[product_id]
            first = datetime.combine(day, time(), UTC)
            bars = market.minutes(listing, first, first + timedelta(days=1), venue=_VENUE)
            return bars.chosen(_traded(listing, bars))

        @lru_cache(maxsize=20_000)
        def hours_of(product_id: str, day: date) -> MinuteBars:
            return _grouped(day_of(product_id, day), 3600)

        self._day, self._hours = day_of, hours_of

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._listings

    def price(self, product_id: str) -> float:
        """Return the last price that anybody paid."""
        today = self._until_now(product_id, self._now().astimezone(UTC).date())
        if not len(today):
            today = self._day(product_id, self._now().astimezone(UTC).date() - timedelta(days=1))
        return float(today.close[-1])

    def product(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET .../products/{product_id}`."""
        product_id = parts["product_id"]
        return Reply(self._product(product_id)) if product_id in self else no_product(product_id)

    def products(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET .../products`."""
        asked = request.args.getlist("product_ids")
        is_spot = request.args.get("product_type", "SPOT") in ("SPOT", "UNKNOWN_PRODUCT_TYPE")
        chosen = [name for name in self._listings if is_spot and (not asked or name in asked)]
        limit, offset = request.args.get("limit", len(chosen), int), request.args.get("offset", 0, int)
        found = [self._product(name) for name in chosen[offset : offset + limit]]
        return Reply({"products": found, "num_products": len(chosen), "pagination": None})

    def candles(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET .../products/{product_id}/candles`, the newest first."""
        product_id = parts["product_id"]
        if product_id not in self:
            return no_product(product_id)
        length = _LENGTHS.get(request.args.get("granularity", ""))
        if length is None:
            return invalid("granularity argument is invalid")
        try:
            start, end = int(request.args["start"]), int(request.args["end"])
        except (KeyError, ValueError):
            return invalid("start and end argument is invalid")
        if end < start or (end - start) // length + 1 > _MOST:
            return invalid("start and end argument is invalid - number of candles requested should be less than 350")
        bars = self._bars(product_id, start, end, length)
        return Reply({"candles": _rows(bars)[: request.args.get("limit", _MOST, int)]})

    def rates(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET /v2/exchange-rates`."""
        dollars = {"USD": 1.0, "USDC": 1.0, "EUR": 1.1, "GBP": 1.25}
        dollars |= {name.removesuffix("-USD"): self.price(name) for name in self._listings}
        currency = request.args.get("currency", "USD")
        if currency not in dollars:
            return Reply({"errors": [{"id": "invalid_request", "message": "Currency is invalid"}]}, 400)
        worth = {name: f"{dollars[currency] / value:.10f}" for name, value in dollars.items()}
        return Reply({"data": {"currency": currency, "rates": worth}})

    def time(self, request: Request, parts: dict[str, str]) -> Reply:
        """`GET .../time`."""
        now = self._now().astimezone(UTC)
        epoch = now.timestamp()
        iso = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        return Reply({"iso": iso, "epochSeconds": str(int(epoch)), "epochMillis": str(int(epoch * 1000))})

    def _bars(self, product_id: str, start: int, end: int, length: int) -> MinuteBars:
        """Candles that start in `[start, end]` and have begun; the last one as far as it is known."""
        now = self._now().astimezone(UTC)
        first, last = _day(start - start % length), min(_day(end), now.date())
        parts = []
        for day in (first + timedelta(days=n) for n in range(max(0, (last - first).days + 1))):
            if day == now.date():
                parts.append(self._until_now(product_id, day))
            else:
                parts.append(self._hours(product_id, day) if length % 3600 == 0 else self._day(product_id, day))
        whole = _grouped(_joined([*parts, self._day(product_id, _BEFORE_ALL)]), length)
        return whole.chosen((whole.start_ms >= start * 1000) & (whole.start_ms <= end * 1000))

    def _until_now(self, product_id: str, day: date) -> MinuteBars:
        """The day's minutes that have begun; of the one that runs, its opening trade alone."""
        now_ms = int(self._now().timestamp() * 1000)
        bars = self._day(product_id, day)
        bars = bars.chosen(bars.start_ms <= now_ms)
        if not len(bars) or bars.start_ms[-1] + _MINUTE_S * 1000 <= now_ms:
            return bars
        columns = {name: getattr(bars, name).copy() for name in ("open", "high", "low", "close", "volume", "trades")}
        for name in ("high", "low", "close"):
            columns[name][-1] = bars.open[-1]
        columns["volume"][-1] = max(round(float(bars.volume[-1]) / 4, 6), 1e-6)
        columns["trades"][-1] = 1
        return MinuteBars(start_ms=bars.start_ms, **columns)

    def _product(self, product_id: str) -> dict[str, Any]:
        now = int(self._now().timestamp())
        day = self._bars(product_id, now - _DAY_S, now, 3600)
        price, volume = self.price(product_id), float(day.volume.sum())
        change = (price / float(day.open[0]) - 1) * 100
        return product_body(
            product_id, price=number(price, 2), change=number(change, 8), volume=number(volume, 8),
            value=number(volume * price, 2),
        )  # fmt: skip


def no_product(product_id: str) -> Reply:
    """404 in the vendor's own form."""
    words = f"Product {product_id} not supported"
    return Reply({"error": "NOT_FOUND", "error_details": words, "message": words}, 404)


def invalid(words: str) -> Reply:
    """400 in the vendor's own form."""
    return Reply({"error": "INVALID_ARGUMENT", "error_details": words, "message": words}, 400)


def _traded(listing: Listing, bars: MinuteBars) -> np.ndarray:
    """Where anybody traded: of ether about one minute in a hundred is left out, of bitcoin none."""
    if listing.ticker == "BTCUSD":
        return np.ones(len(bars), dtype=bool)
    minutes = bars.start_ms // 60_000
    return np.asarray((minutes * 2_654_435_761 % 2**32) % _QUIET_ONE_IN != 0)


def _grouped(bars: MinuteBars, length_s: int) -> MinuteBars:
    if length_s == _MINUTE_S:
        return bars
    return bars.grouped(bars.start_ms // (length_s * 1000) * (length_s * 1000))


def _joined(parts: list[MinuteBars]) -> MinuteBars:
    names = ("start_ms", "open", "high", "low", "close", "volume", "trades")
    return MinuteBars(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _rows(bars: MinuteBars) -> list[dict[str, str]]:
    columns = zip(
        (bars.start_ms // 1000).tolist(),
        bars.low.tolist(),
        bars.high.tolist(),
        bars.open.tolist(),
        bars.close.tolist(),
        bars.volume.tolist(),
        strict=True,
    )
    rows = [
        {
            "start": str(start),
            "low": number(low, 2),
            "high": number(high, 2),
            "open": number(open_, 2),
            "close": number(close, 2),
            "volume": number(volume, 8),
        }
        for start, low, high, open_, close, volume in columns
    ]
    return rows[::-1]


def _day(epoch_s: int) -> date:
    return datetime.fromtimestamp(epoch_s, UTC).date()
