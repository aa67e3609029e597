"""Bars of the provider are those of the market, worked out here another way: pandas on the market's own minutes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import exchange_calendars
import numpy as np
import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.market import Listing, Market
from leanrig.standins.server import Standin

Connect = Callable[..., PolygonProvider]
Start = Callable[..., Standin]

AAPL, META = parse_symbol("AAPL"), parse_symbol("META")
BTC, EUR = parse_symbol("BTCUSD"), parse_symbol("EURUSD")
MINUTE, HOUR, DAILY = Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
NYSE = exchange_calendars.get_calendar("XNYS", start="2018-01-01", end="2026-12-31")


def listing_of(market: Market, symbol: Symbol) -> Listing:
    found = market.listing(symbol.ticker)
    assert found is not None
    return found


def minutes_of(market: Market, symbol: Symbol, start: date, end: date) -> pd.DataFrame:
    """All minutes of whole UTC days, by their ends."""
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    last = datetime(end.year, end.month, end.day, tzinfo=UTC) + timedelta(days=1)
    bars = market.minutes(listing_of(market, symbol), first, last, venue="polygon")
    index = pd.to_datetime(bars.start_ms, unit="ms", utc=True) + pd.Timedelta(minutes=1)
    return pd.DataFrame({name: getattr(bars, name) for name in BAR_COLUMNS}, index=index)


def session_minutes(market: Market, symbol: Symbol, start: date, end: date) -> pd.DataFrame:
    """Minutes of the regular session, with the session's day and close."""
    every = minutes_of(market, symbol, start, end)
    parts = []
    for day in NYSE.sessions_in_range(pd.Timestamp(start), pd.Timestamp(end)):
        opens, closes = NYSE.session_open(day), NYSE.session_close(day)
        part = every[(every.index > opens) & (every.index <= closes)]
        parts.append(part.assign(closes=closes, day=day))
    return pd.concat(parts)


def same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    assert list(ours.index.astype("int64")) == list(pd.DatetimeIndex(theirs.index).as_unit("us").astype("int64"))
    assert tuple(ours.columns) == BAR_COLUMNS
    np.testing.assert_allclose(ours.to_numpy(), theirs[list(BAR_COLUMNS)].to_numpy(), rtol=0, atol=1e-6)
    assert str(ours.index.dtype) == "datetime64[us, UTC]"
    assert ours.index.name == "end_time"


RANGES = [
    (date(2024, 3, 7), date(2024, 3, 12)),  # summer time begins on the 10th
    (date(2023, 11, 2), date(2023, 11, 7)),  # and ends on the 5th
    (date(2023, 11, 21), date(2023, 11, 27)),  # Thanksgiving, then a close at 13:00
    (date(2024, 6, 6), date(2024, 6, 11)),  # a split of four on the 10th: raw prices fall to a quarter
]


@pytest.mark.parametrize(("start", "end"), RANGES)
def test_minutes_of_stocks_are_the_regular_sessions(
    polygon: PolygonProvider, market: Market, start: date, end: date
) -> None:
    got = polygon.bars(AAPL, MINUTE, start, end)
    same(got.bars, session_minutes(market, AAPL, start, end))
    assert got.provenance.label == "SIP · sandbox, simulated"
    assert got.provenance.adjustment == "raw"


@pytest.mark.parametrize(("start", "end"), RANGES)
def test_hours_of_stocks_end_at_whole_hours_or_the_close(
    polygon: PolygonProvider, market: Market, start: date, end: date
) -> None:
    minutes = session_minutes(market, AAPL, start, end)
    ends = np.minimum(minutes.index.ceil("h"), pd.DatetimeIndex(minutes["closes"]))
    same(polygon.bars(AAPL, HOUR, start, end).bars, minutes.groupby(pd.DatetimeIndex(ends)).agg(HOW))


@pytest.mark.parametrize(("start", "end"), RANGES)
def test_days_of_stocks_end_at_the_close(polygon: PolygonProvider, market: Market, start: date, end: date) -> None:
    minutes = session_minutes(market, AAPL, start, end)
    expected = minutes.groupby("closes").agg(HOW)
    every = minutes_of(market, AAPL, start, end + timedelta(days=1))
    local = (every.index - pd.Timedelta(minutes=1)).tz_convert("America/New_York").tz_localize(None).normalize()
    expected["volume"] = every.groupby(local)["volume"].sum().loc[minutes["day"].unique()].to_numpy()
    got = polygon.bars(AAPL, DAILY, start, end)
    same(got.bars, expected)
    assert "extended hours" in got.provenance.details["volume"]


@pytest.mark.parametrize("symbol", [BTC, EUR], ids=str)
@pytest.mark.parametrize(("resolution", "rule"), [(MINUTE, "min"), (HOUR, "h"), (DAILY, "D")])
def test_pairs_have_utc_days(
    polygon: PolygonProvider, market: Market, symbol: Symbol, resolution: Resolution, rule: str
) -> None:
    start, end = date(2024, 3, 7), date(2024, 3, 12)
    minutes = minutes_of(market, symbol, start, end)
    expected = minutes.resample(rule, closed="right", label="right").agg(HOW).dropna()
    got = polygon.bars(symbol, resolution, start, end)
    same(got.bars, expected)
    if symbol == EUR:
        assert not (got.bars.index - pd.Timedelta(microseconds=1)).day_name().isin(["Saturday"]).any()
        assert got.provenance.label == "Polygon forex aggregate, prices, no quotes · sandbox, simulated"
    else:
        assert got.provenance.label == "Polygon crypto aggregate · sandbox, simulated"


def test_a_bar_that_is_not_over_is_left_out(polygon: PolygonProvider) -> None:
    day = date(2024, 6, 12)
    for symbol, resolution, last in [
        (AAPL, MINUTE, "2024-06-12 15:07"),
        (AAPL, HOUR, "2024-06-12 15:00"),
        (AAPL, DAILY, "2024-06-11 20:00"),
        (BTC, MINUTE, "2024-06-12 15:07"),
        (BTC, HOUR, "2024-06-12 15:00"),
        (BTC, DAILY, "2024-06-12 00:00"),
    ]:
        got = polygon.bars(symbol, resolution, day - timedelta(days=2), day)
        assert got.bars.index[-1] == pd.Timestamp(last, tz="UTC"), (symbol, resolution)
        assert got.provenance.as_of == datetime(2024, 6, 12, 15, 7, 30, tzinfo=UTC)
        if resolution is not HOUR or symbol is not AAPL:
            assert got.provenance.details["unfinished"] == "1"


def test_a_delayed_plan_knows_the_market_until_fifteen_minutes_ago(serve: Start, connect: Connect) -> None:
    server = serve(plan="delayed")
    got = connect(base_url=server.url).bars(AAPL, MINUTE, date(2024, 6, 12), date(2024, 6, 12))
    # It is 15:07:30, so the minute from 14:52 is not whole yet.
    assert got.bars.index[-1] == pd.Timestamp("2024-06-12 14:52", tz="UTC")
    assert got.provenance.label == "SIP, 15 min delayed · sandbox, simulated"
    assert got.provenance.feed == "SIP"


def test_what_has_no_trade_is_empty(polygon: PolygonProvider, server: Standin) -> None:
    nobody = parse_symbol("NOSUCH")
    for symbol, resolution, start, end in [
        (AAPL, MINUTE, date(2024, 3, 9), date(2024, 3, 10)),
        (AAPL, DAILY, date(2024, 3, 9), date(2024, 3, 10)),
        (EUR, MINUTE, date(2024, 3, 9), date(2024, 3, 9)),
        (nobody, DAILY, date(2024, 3, 1), date(2024, 3, 8)),
        (BTC, DAILY, date(2012, 3, 1), date(2012, 3, 8)),
    ]:
        got = polygon.bars(symbol, resolution, start, end)
        assert got.bars.empty
        assert tuple(got.bars.columns) == BAR_COLUMNS
        assert str(got.bars.index.dtype) == "datetime64[us, UTC]"


def test_days_to_come_are_not_asked_for(polygon: PolygonProvider, server: Standin) -> None:
    assert polygon.bars(BTC, DAILY, date(2024, 7, 1), date(2024, 7, 9)).bars.empty
    assert server.requests == 0
    got = polygon.bars(BTC, DAILY, date(2024, 6, 10), date(2024, 7, 9))
    assert [stamp.day for stamp in got.bars.index] == [11, 12]


def test_other_resolutions_are_refused(polygon: PolygonProvider) -> None:
    with pytest.raises(BadInput, match="not asked for second bars"):
        polygon.bars(BTC, Resolution.SECOND, date(2024, 6, 1), date(2024, 6, 2))


def test_pages_join_without_a_bar_lost_or_doubled(polygon: PolygonProvider, market: Market, server: Standin) -> None:
    start, end = date(2024, 1, 1), date(2024, 4, 9)  # 100 days, 144,000 minutes
    minutes = minutes_of(market, BTC, start, end)
    got = polygon.bars(BTC, MINUTE, start, end)
    assert (got.provenance.details["pages"], server.requests) == ("3", 3)
    same(got.bars, minutes)
    # The base bars of hours are minutes too: 50,000 of them end in the middle of an hour.
    got = polygon.bars(BTC, HOUR, start, end)
    assert got.provenance.details["pages"] == "3"
    same(got.bars, minutes.resample("h", closed="right", label="right").agg(HOW))


def test_chunks_are_about_a_page(polygon: PolygonProvider, server: Standin) -> None:
    for symbol in (AAPL, BTC, EUR):
        days = polygon.chunk_days(symbol, MINUTE)
        assert polygon.requests_for(symbol, MINUTE, days) == 1
        assert polygon.requests_for(symbol, MINUTE, days + 1) == 2
        end = date(2024, 6, 9)
        got = polygon.bars(symbol, MINUTE, end - timedelta(days=days - 1), end)
        assert got.provenance.details["pages"] == "1"
        assert len(got.bars) > 17_000  # and one that is worth its request
    assert polygon.requests_for(AAPL, DAILY, 3650) == 1


def test_copies_answer_when_the_vendor_is_gone(connect: Connect, server: Standin, market: Market) -> None:
    first = connect()
    days = (date(2024, 1, 1), date(2024, 2, 20))
    asked = [(BTC, MINUTE, *days), (AAPL, HOUR, *days), (META, DAILY, date(2022, 5, 2), date(2022, 7, 1))]
    fresh = [first.bars(*one) for one in asked]
    url = server.url
    server.stop()
    again = connect(base_url=url)
    for one, before in zip(asked, fresh, strict=True):
        held = again.held_bars(*one)
        pd.testing.assert_frame_equal(held.bars, before.bars)
        assert held.provenance.as_of == before.provenance.as_of
    assert again.held_bars(BTC, MINUTE, date(2024, 1, 2), date(2024, 2, 20)) is None
