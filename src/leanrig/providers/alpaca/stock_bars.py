"""Bars of stocks: `/v2/stocks/bars` in https://docs.alpaca.markets/reference"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pandas as pd

from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.resolution import Resolution
from leanrig.providers.alpaca.bar_page import BarPage, read_bar_page
from leanrig.providers.alpaca.ends import finished, session_days, session_hours, session_minutes
from leanrig.providers.alpaca.feeds import Part, delayed, other_end, stamp
from leanrig.providers.alpaca.paging import follow, most_pages
from leanrig.providers.alpaca.tidy import joined
from leanrig.providers.alpaca.wire import Fetched, Query, Wire
from leanrig.providers.failures import NotEntitled

__all__ = ["LIMIT", "Gathered", "StockRange", "held_parts", "stock_frame", "stock_parts"]

LIMIT = 10_000
"""Bars in one page, over all symbols."""

_PATH = "/v2/stocks/bars"
_TIMEFRAMES = {Resolution.MINUTE: "1Min", Resolution.HOUR: "1Min", Resolution.DAILY: "1Day"}
_BARS_A_DAY = {Resolution.MINUTE: 1440, Resolution.HOUR: 1440, Resolution.DAILY: 1}


@dataclass(frozen=True, slots=True)
class StockRange:
    """What is wanted: tickers, resolution and New York's days, both included.

    `as_of` is the day whose ticker is meant, "-" for the ticker alone; None for today.
    """

    tickers: tuple[str, ...]
    resolution: Resolution
    start: date
    end: date
    as_of: date | str | None = None

    def query(self, part: Part) -> Query:
        """Return the request's query, the same for the same range."""
        end: Query = {"end": stamp(part.end)} if part.end else {}
        as_of: Query = {"asof": str(self.as_of)} if self.as_of else {}
        return {
            "symbols": ",".join(self.tickers),
            "timeframe": _TIMEFRAMES[self.resolution],
            "start": stamp(part.start),
            **end,
            "limit": LIMIT,
            "adjustment": "raw",
            "feed": part.feed,
            **as_of,
            "sort": "asc",
        }

    @property
    def most(self) -> int:
        """How many pages this can be at the very most."""
        days = (self.end - self.start).days + 2
        count = len(self.tickers)
        return most_pages(days * _BARS_A_DAY[self.resolution] * count, LIMIT, count)


@dataclass(slots=True)
class Gathered:
    """The pages of one part, and until when they know: the vendor's own clock at the first page, less the delay."""

    part: Part
    pages: list[Fetched[BarPage]]
    notes: list[str] = field(default_factory=list)

    @property
    def answered_at(self) -> datetime:
        """When the vendor answered, by its own clock where it said."""
        return min(got.answer.vendor_time or got.answer.received_at for got in self.pages).astimezone(UTC)

    @property
    def known_until(self) -> datetime:
        """The last moment that these bars know of."""
        return self.answered_at - self.part.delay


def stock_parts(wire: Wire, wanted: StockRange, parts: Sequence[Part]) -> list[Gathered]:
    """Ask for every part; SIP that is refused as too recent is asked again without its last 15 minutes."""
    gathered = []
    for part in parts:
        try:
            gathered.append(Gathered(part, _followed(wire.data, wanted, part) or []))
        except NotEntitled as error:
            if part.feed != "sip" or part.end is None or "recent sip" not in str(error).lower():
                raise
            late = delayed(part)
            note = "the account may not read SIP of the last 15 minutes: it was asked without them"
            gathered.append(Gathered(late, _followed(wire.data, wanted, late) or [], [note]))
    return gathered


def held_parts(wire: Wire, wanted: StockRange, parts: Sequence[Part]) -> list[Gathered] | None:
    """Return every part from copies alone, in the form in which it was asked then; None where one is missing."""
    gathered = []
    for part in parts:
        for form in (part, other_end(part, wanted.end)):
            pages = _followed(wire.held, wanted, form)
            if pages is not None:
                gathered.append(Gathered(form, pages))
                break
        else:
            return None
    return gathered


def stock_frame(gathered: Sequence[Gathered], wanted: StockRange, ticker: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return one ticker's bars, and what was done to them.

    Of the moments that two feeds have, the first part's stand; a later part only adds what the first does not know.
    """
    frames: list[pd.DataFrame] = []
    counts = {"duplicates_dropped": 0, "duplicates_differing": 0, "unsorted_pages": 0, "unfinished_dropped": 0}
    known_until: datetime | None = None
    for one in gathered:
        tidied = joined([got.page.bars[ticker] for got in one.pages if ticker in got.page.bars])
        days = wanted.resolution is Resolution.DAILY
        made = (session_days if days else session_minutes)(tidied.bars, wanted.start, wanted.end)
        made, unfinished = finished(made, one.known_until)
        if known_until is not None:
            made = made[made.index > pd.Timestamp(known_until)]
        known_until = max(one.known_until, known_until or one.known_until)
        frames.append(made)
        counts["duplicates_dropped"] += tidied.same
        counts["duplicates_differing"] += tidied.differing
        counts["unsorted_pages"] += not tidied.was_sorted
        counts["unfinished_dropped"] += unfinished
    bars = pd.concat([made for made in frames if len(made)] or frames[:1]) if frames else _nothing()
    if wanted.resolution is Resolution.HOUR and known_until is not None:
        bars, unfinished = finished(session_hours(bars, wanted.start, wanted.end), known_until)
        counts["unfinished_dropped"] += unfinished
    return bars, {name: str(count) for name, count in counts.items()}


def _followed(
    ask: Callable[..., Fetched[BarPage] | None], wanted: StockRange, part: Part
) -> list[Fetched[BarPage]] | None:
    return follow(ask, _PATH, wanted.query(part), read_bar_page, most=wanted.most)


def _nothing() -> pd.DataFrame:
    index = pd.DatetimeIndex([], tz="UTC", name="end_time").as_unit("us")
    return pd.DataFrame({name: pd.Series(dtype="float64") for name in BAR_COLUMNS}, index=index)
