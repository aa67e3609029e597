"""Assets, auctions, calendar and clock."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from exchange_calendars import get_calendar

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.assets import asset, assets
from leanrig.providers.alpaca.market_days import clock, market_days
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.failures import BadAnswer
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
IBM = Symbol.parse("IBM", SecurityType.EQUITY)
NOPE = Symbol.parse("NOPE", SecurityType.EQUITY)
NOW = datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)


def test_an_asset_is_typed(provider: AlpacaProvider) -> None:
    found = asset(provider.wire, AAPL)
    assert found is not None
    assert (found.symbol, found.exchange, found.asset_class) == ("AAPL", "NASDAQ", "us_equity")
    assert found.tradable and found.fractionable and found.shortable and found.is_active
    assert asset(provider.wire, NOPE) is None
    assert provider.knows(AAPL) and not provider.knows(NOPE)


def test_all_assets_of_a_kind(provider: AlpacaProvider) -> None:
    assert {"AAPL", "IBM"} <= {one.symbol for one in assets(provider.wire)}
    coins = assets(provider.wire, SecurityType.CRYPTO)
    assert {"BTC/USD", "ETH/USD"} <= {one.symbol for one in coins}
    assert not any(one.shortable for one in coins)


def test_the_official_close_is_the_daily_bars(provider: AlpacaProvider) -> None:
    days = date(2023, 11, 20), date(2023, 11, 28)  # with a half day
    found = provider.auctions([AAPL, IBM], *days)
    for symbol in (AAPL, IBM):
        daily = provider.bars(symbol, Resolution.DAILY, *days).bars
        exchange = asset(provider.wire, symbol).exchange  # type: ignore[union-attr]
        assert [one.official_close(exchange) for one in found[symbol]] == daily["close"].tolist()
        assert [one.official_open(exchange) for one in found[symbol]] == daily["open"].tolist()
        ends = [one.closing[-1].at.replace(second=0, microsecond=0) for one in found[symbol]]
        assert ends == [moment.to_pydatetime() for moment in daily.index]


def test_auctions_of_another_exchange_are_others(provider: AlpacaProvider) -> None:
    found = provider.auctions([AAPL], date(2024, 6, 12), date(2024, 6, 14))[AAPL]
    assert [one.day for one in found] == [date(2024, 6, 12), date(2024, 6, 13)]  # today's is still to come
    assert found[0].official_close("ARCA") == pytest.approx(found[0].official_close("NASDAQ") + 0.01)
    assert found[0].official_close("NYSE") is None
    assert [one.size for one in found[0].closing if one.condition == "6"] == [900_000]


def test_no_auctions_of_days_to_come(provider: AlpacaProvider, server: Standin) -> None:
    assert provider.auctions([AAPL], date(2024, 6, 17), date(2024, 6, 18)) == {AAPL: ()}
    assert server.requests == 0


def test_auctions_come_page_by_page(provider: AlpacaProvider, monkeypatch: pytest.MonkeyPatch, server: Standin) -> None:
    days = date(2024, 5, 1), date(2024, 5, 31)
    whole = provider.auctions([AAPL, IBM], *days)
    monkeypatch.setattr("leanrig.providers.alpaca.auctions._LIMIT", 5)
    before = server.requests
    assert provider.auctions([AAPL, IBM], *days) == whole
    assert len(whole[AAPL]) == 22 and server.requests - before == 9


def test_the_calendar_is_the_exchanges(provider: AlpacaProvider) -> None:
    found = market_days(provider.wire, date(2023, 1, 1), date(2025, 12, 31))
    calendar = get_calendar("XNYS", start="2023-01-01", end="2025-12-31")
    assert [one.day for one in found] == [day.date() for day in calendar.sessions]
    assert [one.open for one in found] == [moment.to_pydatetime() for moment in calendar.opens]
    assert [one.close for one in found] == [moment.to_pydatetime() for moment in calendar.closes]
    early = {one.day for one in found if one.close - one.open < pd.Timedelta("6h")}
    assert {date(2023, 7, 3), date(2024, 7, 3), date(2024, 11, 29), date(2024, 12, 24)} <= early
    by_day = {one.day: one.settles for one in found}
    assert by_day[date(2024, 7, 3)] == date(2024, 7, 5)


def test_the_clock(provider: AlpacaProvider, server: Standin) -> None:
    found = clock(provider.wire)
    assert found.now == NOW and found.is_open
    assert found.next_close == datetime(2024, 6, 14, 20, 0, tzinfo=UTC)
    assert found.next_open == datetime(2024, 6, 17, 13, 30, tzinfo=UTC)
    clock(provider.wire)
    assert server.requests == 2  # never from a copy


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v2/clock", {"timestamp": "soon", "is_open": True, "next_open": "", "next_close": ""}),
        ("/v2/clock", {"timestamp": "2024-06-14T10:00:00", "is_open": True, "next_open": "", "next_close": ""}),
        ("/v2/clock", [1]),
        ("/v2/calendar", {"date": "2024-06-14"}),
        ("/v2/calendar", [{"date": "2024-06-14", "open": "half past nine", "close": "16:00"}]),
        ("/v2/assets", {"symbol": "AAPL"}),
        ("/v2/assets", [{"symbol": "AAPL", "id": 7}]),
    ],
)
def test_other_shapes_are_no_answers(provider: AlpacaProvider, server: Standin, path: str, body: object) -> None:
    ask = {
        "/v2/clock": lambda: clock(provider.wire),
        "/v2/calendar": lambda: market_days(provider.wire, date(2024, 6, 14), date(2024, 6, 14)),
        "/v2/assets": lambda: assets(provider.wire),
    }[path]
    server.fail("status", status=200, body=body)
    with pytest.raises(BadAnswer, match="alpaca's answer cannot be read"):
        ask()
    assert ask()  # nothing bad was kept
