"""When a warm-up begins, and what is streamed in it."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType, TickType
from leanrig.engine.feed.pages import QuotePage, Times, TradePage
from leanrig.engine.feed.stream import BarStream
from leanrig.engine.history.requests import Options, by_count, start_of_count, wall_us
from leanrig.engine.history.window import start_of_bars
from leanrig.engine.hours.zones import to_local, to_us

__all__ = ["streams_with_warm_up", "warm_up_start_us"]


def warm_up_start_us(algorithm: Any) -> int | None:
    """The moment at which the warm-up begins; None where none was asked for.

    Bars are counted over trading time, for each security at its own resolution, and the earliest start counts; a span
    is taken off the calendar. The clock must stand at the start date.
    """
    if algorithm._lean_warm_up_bars is not None:
        return _start_of_bars(algorithm, algorithm._lean_warm_up_bars)
    if algorithm._lean_warm_up_span is not None:
        return wall_us(algorithm, algorithm.start_date - algorithm._lean_warm_up_span)
    return None


def _start_of_bars(algorithm: Any, count: int) -> int:
    resolution = algorithm.settings.warmup_resolution
    symbols = [security.symbol for security in algorithm.securities.total]
    requests = by_count(algorithm, symbols, None, count, Options(resolution=resolution))
    if requests:
        return min(request.start_us for request in requests)
    chosen = algorithm.universe_settings.resolution if resolution is None else resolution
    early = to_us(algorithm.start_date, algorithm.zone) - count * span_us(chosen)
    starts = [_start_of_universe(algorithm, universe, count) for universe in algorithm.universe_manager.values()]
    return min([early, *starts])


def _start_of_universe(algorithm: Any, universe: Any, count: int) -> int:
    """Where so many bars of a universe's own resolution begin."""
    config, hours = universe.configuration, universe.hours
    chosen = algorithm.settings.warmup_resolution
    strict = algorithm.settings.daily_precise_end_time and config.type in (TradeBar, QuoteBar)
    local = start_of_bars(
        hours,
        to_local(algorithm.now_us, hours.zone),
        span_us(config.resolution if chosen is None else chosen),
        count,
        extended=False,
        data_zone=config.data_zone,
        strict=strict and not hours.is_market_always_open,
    )
    return to_us(local, hours.zone)


def streams_with_warm_up(
    algorithm: Any, security: Any, config: SubscriptionDataConfig, start_us: int, end_us: int, step_us: int
) -> list[BarStream]:
    """The streams of a subscription; bars of another resolution up to the start date where the warm-up asks for it."""
    feed, resolution = algorithm._lean_feed, algorithm.settings.warmup_resolution
    begin_us = to_us(algorithm.start_date, algorithm.zone)
    streams: list[BarStream] = feed.streams(security, config, start_us, end_us, step_us)
    if start_us >= begin_us or config.is_custom_data or config.resolution is Resolution.TICK:
        return streams
    if resolution is None or resolution is config.resolution:
        early = _before_the_first(streams[0], begin_us)
        if early is None:
            return streams
        pages = chain([early], feed.pages(config, start_us, end_us, step_us))
        return [BarStream(config, security, pages), *streams[1:]]
    pivot_us = begin_us
    before: Iterator[Any] = iter(())
    warm = _at(config, resolution)
    if _is_valid(warm):
        # A day of the usual bars before the start is read, so that there is something to repeat at the start.
        day = start_of_count(algorithm, config, Resolution.DAILY, 1, extended=False, end_us=begin_us)
        pivot_us = max(day, start_us)
        step = span_us(resolution) if config.fill_data_forward else 0
        before = _pages(feed.pages(warm, start_us, begin_us, step), after_us=0, until_us=begin_us)
    usual = _pages(feed.pages(config, pivot_us, end_us, step_us), after_us=begin_us - 1, until_us=end_us + 1)
    return [BarStream(config, security, chain(before, usual)), *streams[1:]]


def _before_the_first(stream: BarStream, begin_us: int) -> TradePage | QuotePage | None:
    """A copy of the first bar that ends at the start date, where that bar begins there and nothing came before it.

    Lean reads the warm-up and the run apart; the warm-up's last row, the one that begins where the warm-up ends, is
    what the run's part repeats first. The copy reaches the algorithm's slice and, being a copy, sets no price.
    """
    page = stream.page
    if page is None or not stream.config.fill_data_forward or not isinstance(page, (TradePage, QuotePage)):
        return None
    length = page.times.end[0] - page.times.start[0]
    if page.emit[0] - length != begin_us:
        return None
    copy, filled = _part(page, 0, 1), np.ones(1, dtype=np.bool_)
    copy.times = Times(copy.times.emit - length, copy.times.start - length, copy.times.end - length, filled)
    if isinstance(copy, TradePage):
        copy.volume = copy.volume.blank(filled)
        copy.exact_volume = copy.volume.exact
    return copy


def _at(config: SubscriptionDataConfig, resolution: Resolution) -> SubscriptionDataConfig:
    return SubscriptionDataConfig(
        QuoteBar if config.tick_type is TickType.QUOTE else TradeBar,
        config.symbol,
        resolution,
        data_zone=config.data_zone,
        exchange_zone=config.exchange_zone,
        fill_data_forward=config.fill_data_forward,
        extended_market_hours=config.extended_market_hours,
        is_internal_feed=config.is_internal_feed,
        tick_type=config.tick_type,
        data_normalization_mode=config.data_normalization_mode,
    )


def _is_valid(config: SubscriptionDataConfig) -> bool:
    """There are no daily and hourly quotes of shares."""
    coarse = config.resolution in (Resolution.DAILY, Resolution.HOUR)
    return not (config.security_type is SecurityType.EQUITY and coarse and config.tick_type is TickType.QUOTE)


def _pages(pages: Iterator[Any], *, after_us: int, until_us: int) -> Iterator[Any]:
    """Leave out rows outside of (after, until]."""
    for page in pages:
        first, last = bisect_right(page.emit, after_us), bisect_right(page.emit, until_us)
        if last > first:
            yield page if last - first == len(page) else _part(page, first, last)


def _part(page: TradePage | QuotePage, first: int, last: int) -> TradePage | QuotePage:
    rows = np.arange(first, last, dtype=np.int64)
    times = page.times.take(rows)
    if isinstance(page, QuotePage):
        return QuotePage(page.symbol, times, bid=page._bid.take(rows), ask=page._ask.take(rows))
    prices = {name: getattr(page, name).take(rows) for name in ("open", "high", "low", "close", "volume")}
    return TradePage(page.symbol, times, **prices)
