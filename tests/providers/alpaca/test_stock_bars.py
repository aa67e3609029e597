"""Stocks: regular hours, ends that look ahead nowhere, raw prices, as the market behind the stand-in has them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
META = Symbol.parse("META", SecurityType.EQUITY)
FB = Symbol.parse("FB", SecurityType.EQUITY)
IBM = Symbol.parse("IBM", SecurityType.EQUITY)
MSFT = Symbol.parse("MSFT", SecurityType.EQUITY)
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}


def same(got: pd.DataFrame, wanted: pd.DataFrame) -> None:
    assert got.index.name == "end_time" and str(got.index.dtype) == "datetime64[us, UTC]"
    pd.testing.assert_frame_equal(got, wanted, check_names=False, check_index_type=False, check_freq=False)


@pytest.mark.parametrize(
    ("first", "last", "early"),
    [
        ("2024-03-08", "2024-03-12", ()),  # the clocks change on Sunday
        ("2023-11-03", "2023-11-06", ()),  # and back
        ("2023-11-22", "2023-11-27", ("2023-11-24",)),  # Thanksgiving, and 13:00 on the day after
    ],
)
def test_minutes_hours_and_days_are_the_regular_ones(
    provider: AlpacaProvider,
    expected: Callable[..., pd.DataFrame],
    hours: Callable[[pd.DataFrame], pd.DataFrame],
    first: str,
    last: str,
    early: tuple[str, ...],
) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    minutes = expected("AAPL", first, last, early=early)
    same(provider.bars(AAPL, Resolution.MINUTE, *days).bars, minutes)
    same(provider.bars(AAPL, Resolution.HOUR, *days).bars, hours(minutes))
    daily = provider.bars(AAPL, Resolution.DAILY, *days).bars
    by_day = minutes.groupby(minutes.index.tz_convert("America/New_York").date)
    assert daily.index.tolist() == by_day.apply(lambda of_day: of_day.index[-1]).tolist()
    prices = ["open", "high", "low", "close"]
    assert daily[prices].to_numpy().tolist() == by_day.agg(HOW)[prices].to_numpy().tolist()
    assert (daily["volume"].to_numpy() > by_day["volume"].sum().to_numpy()).all()  # the tape's, of the whole day
    assert "after the close" in provider.bars(AAPL, Resolution.DAILY, *days).provenance.details["volume"]


def test_what_is_known_ends_fifteen_minutes_ago(provider: AlpacaProvider, server: Standin) -> None:
    got = provider.bars(AAPL, Resolution.MINUTE, date(2024, 6, 14), date(2024, 6, 14))
    assert got.bars.index[-1] == pd.Timestamp("2024-06-14T17:27Z")  # of the minute that began at 17:27 a half is known
    assert got.provenance.details["unfinished_dropped"] == "1"
    assert got.provenance.as_of == datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)
    today = provider.bars(AAPL, Resolution.DAILY, date(2024, 6, 13), date(2024, 6, 14))
    assert today.bars.index.tolist() == [pd.Timestamp("2024-06-13T20:00Z")]
    assert today.provenance.details["unfinished_dropped"] == "1"


def test_an_hour_is_there_once_its_last_minute_is_known(provider: AlpacaProvider) -> None:
    got = provider.bars(AAPL, Resolution.HOUR, date(2024, 6, 14), date(2024, 6, 14)).bars
    assert [f"{end:%H:%M}" for end in got.index] == ["14:00", "15:00", "16:00", "17:00"]


def test_days_without_a_session_are_empty(provider: AlpacaProvider) -> None:
    for resolution in (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY):
        got = provider.bars(AAPL, resolution, date(2024, 5, 25), date(2024, 5, 27)).bars  # Memorial Day's weekend
        assert got.empty and str(got.index.dtype) == "datetime64[us, UTC]"
        assert list(got.columns) == ["open", "high", "low", "close", "volume"]


def test_days_to_come_are_empty_and_ask_nobody(provider: AlpacaProvider, server: Standin) -> None:
    got = provider.bars(AAPL, Resolution.MINUTE, date(2024, 6, 17), date(2024, 6, 18))
    assert got.bars.empty and server.requests == 0
    assert got.provenance.as_of == datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)


def test_a_split_stays_in_raw_prices(provider: AlpacaProvider) -> None:
    got = provider.bars(AAPL, Resolution.DAILY, date(2024, 6, 7), date(2024, 6, 10)).bars
    assert got["close"].iloc[0] / got["open"].iloc[1] == pytest.approx(4, rel=0.1)


def test_pages_share_symbols_and_lose_nothing(provider: AlpacaProvider, server: Standin) -> None:
    symbols = [MSFT, AAPL, IBM]
    days = date(2024, 5, 28), date(2024, 6, 7)
    server.keeps_exchanges = True
    many = provider.bars_of_many(symbols, Resolution.MINUTE, *days)
    pages = [one for one in server.exchanges if one.template == "/v2/stocks/bars"]
    assert len(pages) == 3  # 9 sessions of 16 hours, three times: 25,920 rows
    for symbol in symbols:
        assert many[symbol].bars.equals(provider.bars(symbol, Resolution.MINUTE, *days).bars)
        assert len(many[symbol].bars) == 9 * 390


@pytest.mark.parametrize("limit", [1, 7, 390, 960])
def test_no_bar_is_lost_or_doubled_at_any_edge(
    provider: AlpacaProvider, monkeypatch: pytest.MonkeyPatch, expected: Callable[..., pd.DataFrame], limit: int
) -> None:
    monkeypatch.setattr("leanrig.providers.alpaca.stock_bars.LIMIT", limit)
    resolution = Resolution.DAILY if limit < 300 else Resolution.MINUTE
    got = provider.bars_of_many([AAPL, IBM], resolution, date(2024, 6, 3), date(2024, 6, 5))
    for symbol in (AAPL, IBM):
        minutes = expected(symbol.ticker, "2024-06-03", "2024-06-05")
        if resolution is Resolution.MINUTE:
            same(got[symbol].bars, minutes)
        assert got[symbol].provenance.details["duplicates_dropped"] == "0"
        assert len(got[symbol].bars) == (3 if resolution is Resolution.DAILY else 1170)


def test_a_renamed_share_is_found_under_the_name_of_the_day(provider: AlpacaProvider) -> None:
    days = Resolution.DAILY, date(2022, 6, 6), date(2022, 6, 10)
    now, gone = provider.bars(META, *days), provider.bars(FB, *days)
    assert len(now.bars) == 5 and len(gone.bars) == 3
    assert gone.bars.equals(now.bars.iloc[:3])
    then = provider.bars_of_many([FB], *days, as_of=date(2022, 6, 1))[FB]
    assert then.bars.equals(now.bars)
    alone = provider.bars_of_many([META], *days, as_of="-")[META]
    assert alone.bars.equals(now.bars.iloc[3:])


def test_what_cannot_be_asked(provider: AlpacaProvider) -> None:
    coin = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
    with pytest.raises(BadInput, match="second bars"):
        provider.bars(AAPL, Resolution.SECOND, date(2024, 6, 3), date(2024, 6, 4))
    with pytest.raises(BadInput, match="before it begins"):
        provider.bars(AAPL, Resolution.DAILY, date(2024, 6, 4), date(2024, 6, 3))
    with pytest.raises(BadInput, match="of one kind"):
        provider.bars_of_many([AAPL, coin], Resolution.DAILY, date(2024, 6, 3), date(2024, 6, 4))


def test_a_chunk_is_about_one_page(provider: AlpacaProvider, server: Standin) -> None:
    for resolution, start in ((Resolution.MINUTE, date(2024, 5, 1)), (Resolution.HOUR, date(2024, 5, 1))):
        days = provider.chunk_days(AAPL, resolution)
        before = server.requests
        end = start + pd.Timedelta(days=days - 1).to_pytimedelta()
        got = provider.bars(AAPL, resolution, start, end)
        assert server.requests - before <= 1 and len(got.bars) > 60
        assert provider.requests_for(AAPL, resolution, 10 * days) == 10
