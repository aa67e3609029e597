"""Bars of coins, without a key: `/v1beta3/crypto/us/bars` in https://docs.alpaca.markets/reference

Days are built from hours: the vendor's own day began at midnight in Chicago until the middle of 2025, and at midnight
UTC since. Minutes in which nobody traded come with the middle of the quotes as prices and a volume of 0.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.providers.alpaca.bar_page import BarPage, read_bar_page
from leanrig.providers.alpaca.ends import finished, frame, grouped
from leanrig.providers.alpaca.feeds import stamp
from leanrig.providers.alpaca.paging import follow, most_pages
from leanrig.providers.alpaca.stock_bars import LIMIT
from leanrig.providers.alpaca.tidy import joined
from leanrig.providers.alpaca.wire import Fetched, Query

__all__ = ["answered_at", "coin_frame", "coin_pages"]

_TIMEFRAMES = {Resolution.MINUTE: "1Min", Resolution.HOUR: "1Hour", Resolution.DAILY: "1Hour"}
_BARS_A_DAY = {Resolution.MINUTE: 1440, Resolution.HOUR: 24, Resolution.DAILY: 24}


def coin_pages(
    ask: Callable[..., Fetched[BarPage] | None],
    pairs: list[str],
    resolution: Resolution,
    days: tuple[date, date],
    *,
    location: str = "us",
) -> list[Fetched[BarPage]] | None:
    """Return the pages of UTC's days, both included; None where a copy is missing."""
    start, end = days
    query: Query = {
        "symbols": ",".join(pairs),
        "timeframe": _TIMEFRAMES[resolution],
        "start": stamp(_midnight(start)),
        "end": stamp(_midnight(end + timedelta(days=1)) - timedelta(seconds=1)),
        "limit": LIMIT,
        "sort": "asc",
    }
    most = most_pages(((end - start).days + 1) * _BARS_A_DAY[resolution] * len(pairs), LIMIT, len(pairs))
    return follow(ask, f"/v1beta3/crypto/{location}/bars", query, read_bar_page, most=most)


def answered_at(pages: list[Fetched[BarPage]]) -> datetime:
    """When the vendor answered the first page, by its own clock where it said."""
    return min(got.answer.vendor_time or got.answer.received_at for got in pages).astimezone(UTC)


def coin_frame(pages: list[Fetched[BarPage]], pair: str, resolution: Resolution) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return one pair's finished bars, and what was done to them."""
    tidied = joined([got.page.bars[pair] for got in pages if pair in got.page.bars])
    length = np.timedelta64(1, "m" if resolution is Resolution.MINUTE else "h")
    made = frame(tidied.bars, tidied.bars.starts + length)
    if resolution is Resolution.DAILY:
        made = grouped(made, pd.DatetimeIndex(made.index).tz_localize(None).ceil("D").to_numpy("M8[us]"))
    made, unfinished = finished(made, answered_at(pages))
    return made, {
        "duplicates_dropped": str(tidied.same),
        "duplicates_differing": str(tidied.differing),
        "unsorted_pages": str(int(not tidied.was_sorted)),
        "unfinished_dropped": str(unfinished),
        "bars_without_a_trade": str(int((made["volume"] == 0).sum())),
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
