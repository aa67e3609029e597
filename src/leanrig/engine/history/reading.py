"""From requests to rows: stretches of pages, data points in time order, slices."""

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from leanrig.engine.data.auxiliary import Delisting, Dividend, Split, SymbolChangedEvent
from leanrig.engine.data.base_data import micros
from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.slices import Slice
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SplitType
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.history.requests import Request
from leanrig.engine.hours.zones import to_local
from leanrig.engine.number import ZERO

__all__ = ["Stretch", "slices", "stretches"]

_EVENTS = (Dividend, Split, Delisting, SymbolChangedEvent)


class Stretch(NamedTuple):
    """Rows `first` to `last` (not included) of a page."""

    page: Any
    first: int
    last: int


class _Source:
    """What a slice wants to know of the subscription of a row."""

    is_event = False

    def __init__(self, config: SubscriptionDataConfig) -> None:
        self.config = config


def stretches(algorithm: Any, request: Request) -> Iterator[Stretch]:
    """Yield the rows of a request whose end is after its start and not after its end."""
    config = request.config
    if request.start_us >= request.end_us:
        return
    if config.type in _EVENTS:
        yield from _events(algorithm, request)
        return
    step = span_us(config.resolution) if config.fill_data_forward else 0
    for page in algorithm._lean_feed.pages(config, request.start_us, request.end_us, step):
        first, last = _within(page, request)
        if last > first:
            algorithm._lean_history_points += last - first
            yield Stretch(page, first, last)


def _within(page: Any, request: Request) -> tuple[int, int]:
    config = request.config
    if config.resolution is Resolution.TICK and not config.is_custom_data:
        return 0, len(page)
    ends = getattr(page, "ends", None)
    if ends is None:
        return bisect_right(page.emit, request.start_us), bisect_right(page.emit, request.end_us)
    start = micros(to_local(request.start_us, config.exchange_zone))
    return bisect_right(ends, start), bisect_right(ends, micros(to_local(request.end_us, config.exchange_zone)))


def _events(algorithm: Any, request: Request) -> Iterator[Stretch]:
    """Corporate events of one kind; the feed gives them beside daily trades."""
    wanted = request.config
    daily = SubscriptionDataConfig(
        TradeBar,
        wanted.symbol,
        Resolution.DAILY,
        data_zone=wanted.data_zone,
        exchange_zone=wanted.exchange_zone,
        fill_data_forward=False,
        data_normalization_mode=wanted.data_normalization_mode,
    )
    for stream in algorithm._lean_feed.streams(None, daily, request.start_us, request.end_us, 0):
        if not stream.is_event:
            continue
        while request.end_us >= stream.next_us:
            event = stream.page.item(stream.row)
            if stream.next_us > request.start_us and type(event) is wanted.type:
                if isinstance(event, Split) and event.type is SplitType.WARNING:
                    # A request for events reads no prices, so that the price of the day before is not known.
                    event = event.clone()
                    event.exact_value = ZERO
                algorithm._lean_history_points += 1
                yield Stretch(ListPage(wanted.symbol, [stream.next_us], [event]), 0, 1)
            stream.step()


def _rows(algorithm: Any, request: Request, place: int) -> Iterator[tuple[int, int, Any]]:
    source = _Source(request.config)
    for page, first, last in stretches(algorithm, request):
        emit = page.emit
        for row in range(first, last):
            yield emit[row], place, (source, page, row)


def slices(algorithm: Any, requests: Iterable[Request]) -> Iterator[Slice]:
    """Yield everything that the requests hold, moment by moment."""
    rows = [_rows(algorithm, request, place) for place, request in enumerate(requests)]
    merged = heapq.merge(*rows, key=lambda row: row[:2])
    for moment, together in groupby(merged, key=lambda row: row[0]):
        yield Slice(moment, algorithm.zone, [row[2] for row in together])
