"""Bars through the whole way: provider, HTTP, stand-in, held against the market itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.failures import UnknownSymbol
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
ETH = Symbol.parse("ETHUSD", SecurityType.CRYPTO)


def traded(market: Market, ticker: str, first: date, last: date) -> pd.DataFrame:
    """The market's own minutes, indexed by their start."""
    listing = market.listing(ticker)
    assert listing is not None
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    bars = market.minutes(listing, start, end, venue="coinbase")
    columns = {name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume")}
    return pd.DataFrame(columns, index=pd.to_datetime(bars.start_ms, unit="ms", utc=True))


def grouped(minutes: pd.DataFrame, rule: str) -> pd.DataFrame:
    how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    return minutes.resample(rule, label="right", closed="left").agg(how).dropna()


def same(got: pd.DataFrame, wanted: pd.DataFrame) -> None:
    assert list(got.columns) == ["open", "high", "low", "close", "volume"]
    assert got.index.equals(wanted.index.as_unit("us"))
    np.testing.assert_array_equal(got.iloc[:, :4].to_numpy(), wanted.iloc[:, :4].to_numpy())
    np.testing.assert_allclose(got["volume"], wanted["volume"], rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", ["", "ES256", "EdDSA"])
def test_minutes_are_the_markets_own_over_page_edges(connect: Any, market: Market, server: Standin, kind: str) -> None:
    got = connect(kind).bars(BTC, Resolution.MINUTE, date(2024, 3, 9), date(2024, 3, 10))
    minutes = traded(market, "BTCUSD", date(2024, 3, 9), date(2024, 3, 10))
    same(got.bars, minutes.set_axis(minutes.index + pd.Timedelta(minutes=1)))
    assert len(got.bars) == 2880
    assert server.requests == 9
    assert str(got.bars.index.tz) == "UTC"
    assert got.bars.index.name == "end_time"


def test_hours_and_days_over_many_pages(connect: Any, market: Market) -> None:
    first, last = date(2023, 12, 20), date(2024, 1, 20)
    minutes = traded(market, "BTCUSD", first, last)
    provider = connect()
    same(provider.bars(BTC, Resolution.HOUR, first, last).bars, grouped(minutes, "h"))
    same(provider.bars(BTC, Resolution.DAILY, first, last).bars, grouped(minutes, "D"))


def test_two_years_of_days_have_no_seam(connect: Any) -> None:
    provider = connect()
    days = provider.bars(BTC, Resolution.DAILY, date(2022, 1, 1), date(2023, 12, 31)).bars
    assert days.index.equals(pd.date_range("2022-01-02", "2024-01-01", tz="UTC").as_unit("us").rename("end_time"))
    assert provider.requests_for(BTC, Resolution.DAILY, 730) == 3


def test_minutes_without_a_trade_are_missing_and_no_bar_is_made_up(connect: Any, market: Market) -> None:
    day = date(2024, 3, 5)
    provider = connect()
    got = provider.bars(ETH, Resolution.MINUTE, day, day).bars
    whole = traded(market, "ETHUSD", day, day)
    assert 5 <= 1440 - len(got) <= 30
    same(got, whole.loc[got.index - pd.Timedelta(minutes=1)].set_axis(got.index))
    hours = provider.bars(ETH, Resolution.HOUR, day, day).bars
    same(hours, grouped(got.set_axis(got.index - pd.Timedelta(minutes=1)), "h"))


def test_the_unfinished_bar_is_left_out_and_counted(connect: Any) -> None:
    # The vendor's present moment is 2024-03-12 10:20:30.
    today = date(2024, 3, 12)
    provider = connect()
    minute = provider.bars(BTC, Resolution.MINUTE, today, today)
    assert minute.bars.index[-1] == pd.Timestamp("2024-03-12 10:20", tz="UTC")
    assert len(minute.bars) == 620
    assert minute.provenance.details["unfinished_dropped"] == "1"
    assert minute.provenance.as_of == datetime(2024, 3, 12, 10, 20, 30, tzinfo=UTC)
    hour = provider.bars(BTC, Resolution.HOUR, today, today)
    assert hour.bars.index[-1] == pd.Timestamp("2024-03-12 10:00", tz="UTC")
    daily = provider.bars(BTC, Resolution.DAILY, date(2024, 3, 11), today)
    assert list(daily.bars.index) == [pd.Timestamp("2024-03-12", tz="UTC")]


def test_a_bar_that_ends_at_this_second_is_finished(connect: Any, clock: Any) -> None:
    clock.moment = datetime(2024, 3, 12, 10, 0, tzinfo=UTC)
    got = connect().bars(BTC, Resolution.HOUR, date(2024, 3, 12), date(2024, 3, 12)).bars
    assert got.index[-1] == pd.Timestamp(clock.moment)


def test_the_vendors_future_is_not_asked_for(connect: Any, server: Standin) -> None:
    got = connect().bars(BTC, Resolution.MINUTE, date(2024, 3, 12), date(2024, 3, 20))
    assert server.requests == 2
    assert len(got.bars) == 620


def test_days_before_the_first_trade_are_empty(connect: Any) -> None:
    got = connect().bars(BTC, Resolution.HOUR, date(2016, 5, 1), date(2016, 5, 3))
    assert got.bars.empty
    assert list(got.bars.columns) == ["open", "high", "low", "close", "volume"]
    assert str(got.bars.index.tz) == "UTC"


def test_what_it_says_of_itself(connect: Any) -> None:
    provider = connect("ES256")
    known = provider.bars(BTC, Resolution.DAILY, date(2024, 1, 1), date(2024, 1, 5)).provenance
    assert (known.vendor, known.adjustment) == ("coinbase", "raw")
    assert known.label == "Coinbase spot · sandbox, simulated"
    assert known.details["pages"] == "1"
    assert [provider.serves(kind) for kind in SecurityType] == [False, True, False]
    assert provider.knows(BTC)
    assert not provider.knows(Symbol.parse("NOPEUSD", SecurityType.CRYPTO))
    assert not provider.knows(Symbol.parse("AAPL", SecurityType.EQUITY))
    assert provider.events(BTC, date(2024, 1, 1), date(2024, 1, 5)).actions == ()


@pytest.mark.parametrize("resolution", [Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY])
def test_a_chunk_takes_as_many_requests_as_it_says(connect: Any, server: Standin, resolution: Resolution) -> None:
    provider = connect()
    days = provider.chunk_days(BTC, resolution)
    first = date(2024, 3, 1) - timedelta(days=days)
    provider.bars(BTC, resolution, first, first + timedelta(days=days - 1))
    assert server.requests == provider.requests_for(BTC, resolution, days)


def test_what_cannot_be_asked_for(connect: Any, server: Standin) -> None:
    provider = connect()
    for symbol, resolution in [
        (Symbol.parse("AAPL", SecurityType.EQUITY), Resolution.DAILY),
        (BTC, Resolution.SECOND),
        (Symbol.parse("BTCXYZ", SecurityType.CRYPTO), Resolution.DAILY),
    ]:
        with pytest.raises(BadInput):
            provider.bars(symbol, resolution, date(2024, 1, 1), date(2024, 1, 2))
    with pytest.raises(BadInput, match="after"):
        provider.bars(BTC, Resolution.DAILY, date(2024, 1, 2), date(2024, 1, 1))
    assert server.requests == 0


@pytest.mark.parametrize("kind", ["", "ES256"])
def test_an_unknown_symbol_is_said_to_be_one(connect: Any, server: Standin, kind: str) -> None:
    nope = Symbol.parse("NOPEUSD", SecurityType.CRYPTO)
    with pytest.raises(UnknownSymbol):
        connect(kind).bars(nope, Resolution.DAILY, date(2024, 1, 1), date(2024, 1, 2))
    server.fail(
        "status", status=400, path="candles", body={"error": "INVALID_ARGUMENT", "message": "ProductID is invalid"}
    )
    with pytest.raises(UnknownSymbol, match="NOPE-USD"):
        connect(kind).bars(nope, Resolution.DAILY, date(2024, 1, 1), date(2024, 1, 2))


def test_copies_answer_when_nobody_else_does(connect: Any, server: Standin, clock: Any) -> None:
    provider = connect("ES256")
    first, last = date(2024, 3, 11), date(2024, 3, 14)
    assert provider.held_bars(BTC, Resolution.MINUTE, first, last) is None
    asked = provider.bars(BTC, Resolution.MINUTE, first, last)
    requests = server.requests
    clock.moment += timedelta(hours=5)
    held = provider.held_bars(BTC, Resolution.MINUTE, first, last)
    assert server.requests == requests
    pd.testing.assert_frame_equal(held.bars, asked.bars)
    assert held.provenance.as_of == asked.provenance.as_of
    assert held.provenance.details["source"] == "cache"
    assert (
        connect("ES256", fresh_s=0).held_bars(BTC, Resolution.MINUTE, first, last).provenance.details["source"]
        == "stale"
    )
    assert provider.held_bars(BTC, Resolution.MINUTE, date(2024, 3, 10), last) is None


def test_a_copy_of_a_day_that_ran_still_is_the_end_of_what_is_held(connect: Any, clock: Any) -> None:
    """Yesterday's page, fetched at noon, must not stand before today's as if nobody had traded in between."""
    provider = connect()
    clock.moment = datetime(2024, 3, 11, 2, 0, tzinfo=UTC)
    provider.bars(BTC, Resolution.MINUTE, date(2024, 3, 11), date(2024, 3, 11))
    clock.moment = datetime(2024, 3, 12, 10, 0, tzinfo=UTC)
    got = provider.held_bars(BTC, Resolution.MINUTE, date(2024, 3, 11), date(2024, 3, 12))
    assert got.bars.index[-1] == pd.Timestamp("2024-03-11 02:00", tz="UTC")
    assert got.provenance.as_of == datetime(2024, 3, 11, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "details"),
    [
        ("duplicate", {"duplicates_dropped": "2", "duplicates_differing": "0"}),
        ("unsorted", {"duplicates_dropped": "0"}),
        ("differing", {"duplicates_dropped": "2", "duplicates_differing": "2"}),
    ],
)
def test_pages_are_put_in_order(connect: Any, server: Standin, fault: str, details: dict[str, str]) -> None:
    days = date(2024, 3, 1), date(2024, 3, 9)
    right = connect().bars(BTC, Resolution.DAILY, *days).bars
    server.fail(fault)
    got = connect("ES256").bars(BTC, Resolution.DAILY, *days)
    assert got.provenance.details.items() >= details.items()
    assert got.bars.index.equals(right.index)
    changed = (got.bars != right).any(axis=1)
    assert int(changed.sum()) == (2 if fault == "differing" else 0)
    if fault == "differing":
        assert got.bars["close"].iloc[-1] == pytest.approx(right["close"].iloc[-1] * 1.1, abs=0.01)


def test_an_empty_page_is_an_empty_range(connect: Any, server: Standin) -> None:
    server.fail("empty")
    assert connect().bars(BTC, Resolution.DAILY, date(2024, 3, 1), date(2024, 3, 9)).bars.empty
