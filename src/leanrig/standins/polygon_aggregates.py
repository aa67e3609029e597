"""Aggregates of Polygon's stand-in: windows, adjustment, and pages that count base bars.

A page ends after `limit` minutes (or days) of the base; a window that it cuts in two is left to the next page, whose
address starts there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from werkzeug.wrappers import Request

from leanrig.standins.market import Listing, MinuteBars
from leanrig.standins.polygon_cursor import BadParameter, packed, unpacked
from leanrig.standins.polygon_tape import NEW_YORK, Tape, Tapes, midnight_ms, moment, pieces, zone_of
from leanrig.standins.server import Reply

__all__ = ["Aggregates", "rows"]

_MOST = 50_000
_LENGTHS = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
_PIECES = {"minute": timedelta(days=36), "hour": timedelta(days=36), "day": timedelta(days=366)}


@dataclass(frozen=True, slots=True)
class _Asked:
    ticker: str
    multiplier: int
    timespan: str
    start_ms: int
    end_ms: int
    adjusted: bool
    backwards: bool
    limit: int

    @property
    def length(self) -> int:
        return self.multiplier * _LENGTHS[self.timespan]


class Aggregates:
    """Handlers for bars of one ticker, and of all crypto pairs on one day.

    Parameters
    ----------
    allow
        Looks at the range that is asked for; a reply refuses it.
    envelope
        What every answer has: status and request id.
    """

    def __init__(
        self,
        tapes: Tapes,
        crypto: list[Listing],
        *,
        allow: Callable[[int, int], Reply | None],
        envelope: Callable[[Request], dict[str, Any]],
    ) -> None:
        self._tapes = tapes
        self._crypto = crypto
        self._allow = allow
        self._envelope = envelope

    def of_ticker(self, request: Request, parts: dict[str, str]) -> Reply:
        """Answer `/v2/aggs/ticker/{ticker}/range/...`."""
        asked = self._parsed(request, parts)
        refused = self._allow(asked.start_ms, asked.end_ms)
        if refused is not None:
            return refused
        tapes = self._tapes.of(asked.ticker)
        base, more = self._base(tapes, asked)
        windows, next_ms = _windows(base, asked, more=more)
        if asked.adjusted and tapes:
            windows = _adjusted(windows, tapes[-1].listing)
        body: dict[str, Any] = {
            "ticker": asked.ticker,
            "queryCount": len(base),
            "resultsCount": len(windows),
            "adjusted": asked.adjusted,
        }
        if len(windows):
            body["results"] = rows(windows)
        if next_ms is not None:
            body["next_url"] = _next_url(request, asked, next_ms)
        return Reply(body | self._envelope(request))

    def of_crypto_day(self, request: Request, parts: dict[str, str]) -> Reply:
        """Answer `/v2/aggs/grouped/locale/global/market/crypto/{date}`."""
        start = _day_ms(parts["date"], "date")
        refused = self._allow(start, start + _LENGTHS["day"] - 1)
        if refused is not None:
            return refused
        found = []
        for listing in self._crypto:
            bars = self._tapes.days(Tape(listing, listing.first_day, date.max), start, start + 1)
            # Stamped with the end of its window, unlike all other bars.
            found += [{"T": f"X:{listing.ticker}", **row, "t": row["t"] + _LENGTHS["day"]} for row in rows(bars)]
        body: dict[str, Any] = {
            "queryCount": len(found),
            "resultsCount": len(found),
            "adjusted": request.args.get("adjusted") != "false",
        }
        return Reply(body | ({"results": found} if found else {}) | self._envelope(request))

    def _base(self, tapes: list[Tape], asked: _Asked) -> tuple[MinuteBars, bool]:
        """At most `limit` base bars, and whether there are more."""
        make = self._tapes.days if asked.timespan == "day" else self._tapes.minutes
        found: list[MinuteBars] = []
        count = 0
        for low, high in pieces(asked.start_ms, asked.end_ms + 1, _PIECES[asked.timespan], backwards=asked.backwards):
            for tape in reversed(tapes) if asked.backwards else tapes:
                bars = make(tape, low, high)
                found.append(bars.chosen(np.arange(len(bars))[::-1]) if asked.backwards else bars)
                count += len(bars)
            if count > asked.limit:
                break
        whole = _together(found)
        return whole.chosen(np.arange(min(count, asked.limit))), count > asked.limit

    def _parsed(self, request: Request, parts: dict[str, str]) -> _Asked:
        query = dict(request.args) | unpacked(request.args.get("cursor", ""))
        ticker, timespan = parts["ticker"], parts["timespan"]
        if timespan not in _LENGTHS:
            raise BadParameter(f"this sandbox has no bars of a {timespan}")
        if timespan == "day" and parts["multiplier"] != "1":
            raise BadParameter("this sandbox has no bars of several days")
        multiplier, limit = _whole(parts["multiplier"], "multiplier"), _whole(query.get("limit", "5000"), "limit")
        if not 1 <= limit <= _MOST or multiplier < 1:
            raise BadParameter("'limit' must be from 1 to 50000, 'multiplier' at least 1")
        zone = zone_of(self._crypto[0]) if ":" in ticker else NEW_YORK
        start = _edge(parts["from"], "from", zone, is_end=False)
        end = _edge(parts["to"], "to", zone, is_end=True)
        if start > end:
            raise BadParameter("'to' cannot be before 'from'")
        length = _LENGTHS[timespan] * multiplier
        if timespan != "day":
            start, end = start // length * length, end // length * length + length - 1
        elif parts["from"].isdigit():
            start = midnight_ms(moment(start).astimezone(zone).date(), zone)
        backwards = query.get("sort") == "desc"
        return _Asked(ticker, multiplier, timespan, start, end, query.get("adjusted") != "false", backwards, limit)


def rows(bars: MinuteBars) -> list[dict[str, Any]]:
    """Return bars in the vendor's letters."""
    mean = np.round((bars.high + bars.low + bars.close) / 3, 4)
    columns = (bars.volume, mean, bars.open, bars.close, bars.high, bars.low, bars.start_ms, bars.trades.astype(int))
    lists = (column.tolist() for column in columns)
    return [
        {"v": v, "vw": vw, "o": o, "c": c, "h": h, "l": low, "t": t, "n": n}
        for v, vw, o, c, h, low, t, n in zip(*lists, strict=True)
    ]


def _windows(base: MinuteBars, asked: _Asked, *, more: bool) -> tuple[MinuteBars, int | None]:
    """Whole windows, and where the next page starts (or ends, backwards); None on the last one."""
    if not len(base):
        return base, None
    single = asked.multiplier == 1 and asked.timespan in ("minute", "day")
    keys = base.start_ms if single else base.start_ms // asked.length * asked.length
    made = base if single else _grouped(base, keys, backwards=asked.backwards)
    if not more:
        return made, None
    if single:
        # The next minute, or a moment of the next day, however long this one is.
        step = _LENGTHS["minute"] if asked.timespan == "minute" else _LENGTHS["day"] + _LENGTHS["hour"]
        return made, int(base.start_ms[-1]) + (-1 if asked.backwards else step)
    if len(made) > 1:  # the last window may go on behind the page
        last = int(made.start_ms[-1])
        return made.chosen(np.arange(len(made) - 1)), last + asked.length - 1 if asked.backwards else last
    last = int(made.start_ms[-1])
    return made, last - 1 if asked.backwards else last + asked.length


def _grouped(base: MinuteBars, keys: "np.ndarray[Any, Any]", *, backwards: bool) -> MinuteBars:
    if not backwards:
        return base.grouped(keys)
    turned = base.chosen(np.arange(len(base))[::-1]).grouped(keys[::-1])
    return turned.chosen(np.arange(len(turned))[::-1])


def _adjusted(bars: MinuteBars, listing: Listing) -> MinuteBars:
    """Prices of before a split as if it had been then."""
    factor = np.ones(len(bars))
    for split in listing.splits:
        before = bars.start_ms < midnight_ms(split.ex_date, NEW_YORK)
        factor = np.where(before, factor * split.of / split.to, factor)
    prices = {name: np.round(getattr(bars, name) * factor, 6) for name in ("open", "high", "low", "close")}
    return replace(bars, **prices, volume=bars.volume / factor)


def _next_url(request: Request, asked: _Asked, next_ms: int) -> str:
    """The vendor moves one end of the range and hides the rest of the query in a cursor."""
    sort = "desc" if asked.backwards else "asc"
    cursor = packed({"adjusted": str(asked.adjusted).lower(), "limit": str(asked.limit), "sort": sort})
    first, last = (asked.start_ms, next_ms) if asked.backwards else (next_ms, asked.end_ms)
    path = f"v2/aggs/ticker/{asked.ticker}/range/{asked.multiplier}/{asked.timespan}/{first}/{last}"
    return f"{request.host_url}{path}?cursor={cursor}"


def _edge(text: str, name: str, zone: Any, *, is_end: bool) -> int:
    if text.isdigit():
        return int(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadParameter(f"'{name}' is neither a day nor milliseconds") from None
    return midnight_ms(day + timedelta(days=1), zone) - 1 if is_end else midnight_ms(day, zone)


def _day_ms(text: str, name: str) -> int:
    try:
        return int(datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC).timestamp() * 1000)
    except ValueError:
        raise BadParameter(f"'{name}' is no day") from None


def _whole(text: str, name: str) -> int:
    if not text.isdigit():
        raise BadParameter(f"'{name}' is no whole number")
    return min(int(text), math.floor(1e9))


def _together(parts: list[MinuteBars]) -> MinuteBars:
    if len(parts) == 1:
        return parts[0]
    names = ("start_ms", "open", "high", "low", "close", "volume", "trades")
    empty = [np.empty(0, dtype=np.int64)]
    return MinuteBars(*(np.concatenate([getattr(part, name) for part in parts] or empty) for name in names))
