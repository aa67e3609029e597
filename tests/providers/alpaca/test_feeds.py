"""Which tape answers, and that a person is told which."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.feeds import parts_of
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.failures import NotEntitled
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
NOW = datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)
TODAY = date(2024, 6, 14)
Make = Callable[..., AlpacaProvider]


@pytest.fixture
def queries(server: Standin) -> Iterator[Callable[[], list[dict[str, str]]]]:
    server.keeps_exchanges = True
    yield lambda: [dict(one.query) for one in server.exchanges]


def test_old_days_are_sip_to_their_end(make_provider: Make, queries: Callable[[], list[dict[str, str]]]) -> None:
    known = make_provider().bars(AAPL, Resolution.DAILY, date(2024, 6, 3), date(2024, 6, 4)).provenance
    assert (known.feed, known.label) == ("sip", "SIP · sandbox, simulated")
    assert "left_out" not in known.details
    asked = queries()[0]
    assert (asked["start"], asked["end"]) == ("2024-06-03T04:00:00Z", "2024-06-05T03:59:59Z")
    assert (asked["adjustment"], asked["feed"], asked["limit"]) == ("raw", "sip", "10000")


def test_today_the_vendor_says_where_sip_ends(make_provider: Make, queries: Callable[[], list[dict[str, str]]]) -> None:
    known = make_provider().bars(AAPL, Resolution.MINUTE, TODAY, TODAY).provenance
    assert (known.feed, known.label) == ("sip", "SIP, 15 min delayed · sandbox, simulated")
    assert "last 15 minutes" in known.details["left_out"]
    assert "end" not in queries()[0]


def test_the_last_minutes_come_from_iex_when_asked_for(
    make_provider: Make, expected: Callable[..., pd.DataFrame]
) -> None:
    got = make_provider(recent="iex").bars(AAPL, Resolution.MINUTE, date(2024, 6, 13), TODAY)
    cutoff = pd.Timestamp("2024-06-14T17:27:30Z")
    sip = expected("AAPL", "2024-06-13", "2024-06-14")
    iex = expected("AAPL", "2024-06-14", "2024-06-14", venue="iex", share=0.025)
    wanted = pd.concat([sip[sip.index <= cutoff], iex[(iex.index > cutoff) & (iex.index <= pd.Timestamp(NOW))]])
    pd.testing.assert_frame_equal(got.bars, wanted, check_names=False, check_index_type=False, check_freq=False)
    assert got.bars.index[-1] == pd.Timestamp("2024-06-14T17:42Z")
    assert got.provenance.feed == "sip+iex"
    assert got.provenance.label.startswith("SIP, 15 min delayed; then IEX only (about 2.5 % of volume)")


def test_iex_alone_is_named(make_provider: Make) -> None:
    got = make_provider(feed="iex").bars(AAPL, Resolution.MINUTE, TODAY, TODAY)
    assert got.bars.index[-1] == pd.Timestamp("2024-06-14T17:42Z")
    assert (got.provenance.feed, got.provenance.label[:8]) == ("iex", "IEX only")


def test_sip_that_is_refused_is_asked_again_without_its_last_minutes(
    make_provider: Make, queries: Callable[[], list[dict[str, str]]]
) -> None:
    got = make_provider(feed="sip").bars(AAPL, Resolution.MINUTE, TODAY, TODAY)
    assert got.bars.equals(make_provider().bars(AAPL, Resolution.MINUTE, TODAY, TODAY).bars)
    assert "may not read SIP of the last 15 minutes" in got.provenance.details["note"]
    assert got.provenance.label == "SIP, 15 min delayed · sandbox, simulated"
    assert ["end" in asked for asked in queries()] == [True, False]


def test_a_clock_that_runs_ahead_costs_a_request_and_no_bar(
    make_provider: Make, queries: Callable[[], list[dict[str, str]]]
) -> None:
    ahead = make_provider(now=lambda: NOW + timedelta(days=1)).bars(AAPL, Resolution.MINUTE, TODAY, TODAY)
    assert ["end" in asked for asked in queries()] == [True, False]
    assert ahead.bars.equals(make_provider().bars(AAPL, Resolution.MINUTE, TODAY, TODAY).bars)
    assert ahead.provenance.as_of == NOW


def test_a_clock_that_runs_behind_asks_as_before(make_provider: Make) -> None:
    behind = make_provider(now=lambda: NOW - timedelta(hours=3)).bars(AAPL, Resolution.MINUTE, TODAY, TODAY)
    assert behind.bars.index[-1] == pd.Timestamp("2024-06-14T17:27Z")


def test_other_refusals_stay_refusals(make_provider: Make, server: Standin) -> None:
    server.fail("status", status=403, body={"message": "subscription does not permit boats"})
    with pytest.raises(NotEntitled, match="does not permit boats"):
        make_provider(feed="sip").bars(AAPL, Resolution.MINUTE, TODAY, TODAY)


def test_who_has_a_data_plan_gets_the_present(market: object, make_provider: Make) -> None:
    from pydantic import SecretStr

    from leanrig.standins.alpaca import KEY_ID, SECRET, make_alpaca

    with make_alpaca(market, now=lambda: NOW, plan="plus") as rich:  # type: ignore[arg-type]
        keys = {"api_key": SecretStr(KEY_ID), "api_secret": SecretStr(SECRET)}
        found = make_provider(plan="plus", data_url=rich.url, trading_url=rich.url, **keys)
        got = found.bars(AAPL, Resolution.MINUTE, TODAY, TODAY)
    assert got.bars.index[-1] == pd.Timestamp("2024-06-14T17:42Z")
    assert got.provenance.label == "SIP · sandbox, simulated" and "left_out" not in got.provenance.details


@pytest.mark.parametrize("hours", [-30, -1, 0, 1, 30])
@pytest.mark.parametrize("recent", [None, "iex"])
def test_parts_cover_the_range_once(hours: int, recent: str | None) -> None:
    now = datetime(2024, 6, 14, 4, 0, tzinfo=UTC) + timedelta(hours=hours)  # around New York's midnight
    parts = parts_of(TODAY, TODAY, feed="auto", plan="basic", recent=recent, now=now)  # type: ignore[arg-type]
    assert all(part.start >= datetime(2024, 6, 14, 4, tzinfo=UTC) for part in parts)
    assert [part.feed for part in parts if part.end is None] in ([], ["sip"])
    if hours < 0:
        assert parts == []
    if hours == 30:
        assert [part.delay for part in parts] == [timedelta(0)] and parts[0].end is not None


def test_a_copy_is_found_again_on_the_day_after(make_provider: Make, server: Standin) -> None:
    make = lambda later: make_provider(now=lambda: NOW + timedelta(hours=later))  # noqa: E731
    today = make(0).bars(AAPL, Resolution.HOUR, TODAY, TODAY)
    asked = server.requests
    held = make(20).held_bars(AAPL, Resolution.HOUR, TODAY, TODAY)
    assert held is not None and held.bars.equals(today.bars)
    assert held.provenance.as_of == today.provenance.as_of
    assert make(0).held_bars(AAPL, Resolution.HOUR, date(2024, 6, 13), TODAY) is None
    assert server.requests == asked
