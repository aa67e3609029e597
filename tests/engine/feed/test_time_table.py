"""What arrives when: every slice of real Lean's recorded time tables, from its data folder."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from leanrig.engine.algorithm.assets import data_types_of
from leanrig.engine.data.config import SubscriptionDataConfig, span_us
from leanrig.engine.data.slices import Slice
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType
from leanrig.engine.feed.data_feed import DataFeed
from leanrig.engine.feed.timeline import NEVER, Timeline
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol, SymbolCache
from tests.shared_reference import shared

KINDS = {
    "e": (SecurityType.EQUITY, "usa"),
    "f": (SecurityType.FOREX, "oanda"),
    "c": (SecurityType.CRYPTO, "coinbase"),
    "i": (SecurityType.INDEX, "usa"),
}
D, H, M, S, T = Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE, Resolution.SECOND, Resolution.TICK
NO_FILL, EXTENDED = {"fill_data_forward": False}, {"extended_market_hours": True}
# First and last date, then what the algorithm of the recording subscribed to.
CASES = {
    "equity_daily_july4": ((2013, 6, 28), (2013, 7, 9), [("e", "SPY", D, {}), ("e", "AAPL", D, {})]),
    "equity_daily_july4_not_precise": ((2013, 6, 28), (2013, 7, 9), [("e", "SPY", D, {})]),
    "equity_daily_no_ff": ((2013, 6, 28), (2013, 7, 9), [("e", "SPY", D, NO_FILL)]),
    "equity_daily_ext": ((2013, 7, 2), (2013, 7, 5), [("e", "SPY", D, EXTENDED)]),
    "equity_hour_july4": ((2013, 7, 2), (2013, 7, 8), [("e", "SPY", H, {})]),
    "equity_hour_july4_ext": ((2013, 7, 3), (2013, 7, 5), [("e", "SPY", H, EXTENDED)]),
    "equity_hour_july4_no_ff": ((2013, 7, 3), (2013, 7, 5), [("e", "SPY", H, NO_FILL)]),
    "equity_hour_black_friday": ((2013, 11, 27), (2013, 12, 2), [("e", "SPY", H, {})]),
    "equity_hour_daily_dst_spring": ((2014, 3, 7), (2014, 3, 10), [("e", "SPY", H, {}), ("e", "AAPL", D, {})]),
    "equity_hour_daily_dst_utc": ((2014, 3, 7), (2014, 3, 10), [("e", "SPY", H, {}), ("e", "AAPL", D, {})]),
    "equity_minute_xmas": ((2015, 12, 23), (2015, 12, 28), [("e", "GOOG", M, {})]),
    "equity_minute_xmas_no_ff": ((2015, 12, 23), (2015, 12, 28), [("e", "GOOG", M, NO_FILL)]),
    "equity_minute_xmas_ext": ((2015, 12, 23), (2015, 12, 28), [("e", "GOOG", M, EXTENDED)]),
    "equity_minute_xmas_ext_no_ff": ((2015, 12, 23), (2015, 12, 28), [("e", "GOOG", M, EXTENDED | NO_FILL)]),
    "equity_second": ((2013, 10, 7), (2013, 10, 7), [("e", "SPY", S, {})]),
    "equity_tick": ((2013, 10, 7), (2013, 10, 7), [("e", "IBM", T, {})]),
    "equity_tick_ext": ((2013, 10, 7), (2013, 10, 7), [("e", "IBM", T, EXTENDED)]),
    "forex_hour_weekend_dst": ((2014, 3, 6), (2014, 3, 11), [("f", "EURUSD", H, {})]),
    "forex_hour_weekend_dst_no_ff": ((2014, 3, 6), (2014, 3, 11), [("f", "EURUSD", H, NO_FILL)]),
    "forex_hour_autumn": ((2013, 11, 1), (2013, 11, 4), [("f", "EURUSD", H, {})]),
    "crypto_minute": ((2018, 4, 4), (2018, 4, 4), [("c", "BTCUSD", M, {})]),
    "crypto_daily": ((2018, 3, 9), (2018, 3, 13), [("c", "BTCUSD", D, {})]),
    "crypto_second": ((2016, 10, 8), (2016, 10, 8), [("c", "BTCUSD", S, {})]),
    "index_daily_hour": ((2021, 1, 4), (2021, 1, 8), [("i", "SPX", D, {}), ("i", "SPX", H, {})]),
    "index_minute_july3": ((2023, 6, 30), (2023, 7, 4), [("i", "SPX", M, {})]),
    "mixed": (
        (2014, 6, 5),
        (2014, 6, 9),
        [("e", "AAPL", M, {}), ("e", "SPY", D, {}), ("e", "IBM", H, {}), ("f", "EURUSD", H, {})],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_slice_has_the_rows_that_lean_had(case):
    recorded = json.loads(shared("lean-results", "golden", "time-table", f"time_table_{case}.json").read_text())
    zone = "UTC" if case.endswith("dst_utc") else "America/New_York"
    groups = _grouped(_rows(case, zone))
    for expected in recorded["rows"]:
        key = (expected["kind"], expected["symbol"].split(" ")[0], expected["date"])
        found = groups.pop(key, [])
        assert len(found) == expected["count"], key
        assert sum(row[6] for row in found if len(row) > 6) == expected["fill_forward_count"], key
        _same(found[:5], expected["first"], key)
        _same(found[max(5, len(found) - 5) :], expected["last"], key)
    assert not groups


def _rows(case, zone):
    first, last, wanted = CASES[case]
    settings = SimpleNamespace(daily_precise_end_time=not case.endswith("not_precise"))
    feed = DataFeed(shared("lean-data"), settings)
    configs = [config for entry in wanted for config in _configs(feed, *entry)]
    step = min((span_us(config.resolution) for config in configs if config.resolution is not T), default=0)
    start, end = to_us(datetime(*first), zone), to_us(datetime(*last) + timedelta(days=1), zone) - 1
    timeline = Timeline()
    for config in configs:
        for stream in feed.streams(None, config, start, end, step):
            timeline.add(stream)
    for moment, points in timeline.moments(NEVER - 1):
        slice_ = Slice(moment, zone, points)
        yield from _of_slice(slice_)


def _configs(feed, kind, ticker, resolution, options):
    security_type, market = KINDS[kind]
    symbol = Symbol.create(ticker, security_type, market)
    SymbolCache.set(ticker, symbol)
    data_zone, hours = feed.market(symbol)
    for data_type, tick_type in data_types_of(security_type, resolution):
        yield SubscriptionDataConfig(
            data_type,
            symbol,
            resolution,
            data_zone=data_zone,
            exchange_zone=hours.zone,
            tick_type=tick_type,
            data_normalization_mode=DataNormalizationMode.ADJUSTED,
            **options,
        )


def _of_slice(slice_):
    utc = datetime.fromtimestamp(slice_.moment_us / 1e6, UTC)
    moment = (str(slice_.time), str(utc))

    def row(kind, point, *values):
        times = (str(point.time), str(point.end_time))
        return (kind, point.symbol.value, *moment, *times, bool(point.is_fill_forward), *values)

    for pair in slice_.bars:
        yield row("TradeBar", pair.value, pair.value.close, pair.value.volume)
    for pair in slice_.quote_bars:
        yield row("QuoteBar", pair.value, pair.value.close, pair.value.last_bid_size)
    for pair in slice_.ticks:
        for tick in pair.value:
            yield row("Tick", tick, tick.price, tick.quantity)
    for pair in slice_.dividends:
        yield row("Dividend", pair.value, pair.value.distribution)
    for pair in slice_.splits:
        yield row("Split", pair.value, pair.value.split_factor)
    if slice_.count == 0:
        yield ("empty", "", *moment)


def _grouped(rows):
    groups = {}
    for row in rows:
        groups.setdefault((row[0], row[1], row[2][:10]), []).append(row)
    return groups


def _same(found, expected, key):
    for mine, theirs in zip(found, expected, strict=True):
        assert mine[2:4] == tuple(theirs[:2]), key
        if key[0] == "empty":
            continue
        assert mine[4:7] == (theirs[6], theirs[7], theirs[9]), key
        assert list(mine[7:]) == theirs[10 : 10 + len(mine[7:])], key
