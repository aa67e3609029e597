"""Coins: without a key, in UTC's days, however the vendor cuts its own."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.failures import KeyRefused
from leanrig.standins.server import Reply, Route, Standin

BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
ETH = Symbol.parse("ETHUSD", SecurityType.CRYPTO)
AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
EURUSD = Symbol.parse("EURUSD", SecurityType.FOREX)
VENUE = {"venue": "alpaca", "share": 0.02}
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}


@pytest.fixture
def keyless(make_provider: Callable[..., AlpacaProvider]) -> AlpacaProvider:
    return make_provider(api_key=None, api_secret=None)


def test_without_a_key_there_are_coins_alone(keyless: AlpacaProvider) -> None:
    assert [keyless.serves(kind) for kind in SecurityType] == [False, True, False]
    assert len(keyless.bars(BTC, Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 3)).bars) == 24
    with pytest.raises(KeyRefused, match="needs a key"):
        keyless.bars(AAPL, Resolution.DAILY, date(2024, 6, 3), date(2024, 6, 3))
    with pytest.raises(KeyRefused, match="no bars of forex"):
        keyless.knows(EURUSD)
    keyless.ping()


@pytest.mark.parametrize(
    ("resolution", "rule"), [(Resolution.MINUTE, "min"), (Resolution.HOUR, "h"), (Resolution.DAILY, "D")]
)
def test_bars_are_the_markets_own(
    provider: AlpacaProvider, expected: Callable[..., pd.DataFrame], resolution: Resolution, rule: str
) -> None:
    days = date(2024, 3, 9), date(2024, 3, 16)  # longer than a page of minutes; New York's clocks change in it
    got = provider.bars(BTC, resolution, *days).bars
    minutes = expected("BTCUSD", str(days[0]), str(days[1]), **VENUE)
    wanted = minutes.shift(freq="-1min").resample(rule).agg(HOW)
    assert (got.index - pd.Timedelta(1, rule)).tolist() == wanted.index.tolist()
    assert got.iloc[:, :4].to_numpy().tolist() == wanted.iloc[:, :4].to_numpy().tolist()
    assert got["volume"].to_numpy() == pytest.approx(wanted["volume"].to_numpy())


def test_the_unfinished_are_left_out(provider: AlpacaProvider) -> None:
    ends = {
        Resolution.MINUTE: "2024-06-14T17:42Z",
        Resolution.HOUR: "2024-06-14T17:00Z",
        Resolution.DAILY: "2024-06-14T00:00Z",
    }
    for resolution, end in ends.items():
        got = provider.bars(BTC, resolution, date(2024, 6, 12), date(2024, 6, 14))
        assert got.bars.index[-1] == pd.Timestamp(end)
        assert got.provenance.details["unfinished_dropped"] == "1"


def test_many_pairs_share_pages(provider: AlpacaProvider) -> None:
    days = Resolution.MINUTE, date(2024, 6, 1), date(2024, 6, 6)
    many = provider.bars_of_many([ETH, BTC], *days)
    assert many[ETH].bars.equals(provider.bars(ETH, *days).bars)
    assert many[BTC].bars.equals(provider.bars(BTC, *days).bars)
    assert len(many[BTC].bars) == 6 * 1440


def test_minutes_without_a_trade_are_kept_and_counted(
    make_provider: Callable[..., AlpacaProvider],
) -> None:
    row = {"t": "2024-06-03T00:00:00Z", "o": 10.5, "h": 10.5, "l": 10.5, "c": 10.5, "v": 0, "n": 0, "vw": 0}
    traded = {**row, "t": "2024-06-03T00:01:00Z", "v": 0.5, "n": 1, "vw": 10.5}
    body = {"bars": {"BTC/USD": [row, traded]}, "next_page_token": None}
    route = Route("GET", "/v1beta3/crypto/{loc}/bars", lambda request, parts: Reply(body))
    with Standin("quiet", [route]) as quiet:
        got = make_provider(data_url=quiet.url).bars(BTC, Resolution.MINUTE, date(2024, 6, 3), date(2024, 6, 3))
    assert got.bars["volume"].tolist() == [0.0, 0.5]
    assert got.provenance.details["bars_without_a_trade"] == "1"


def test_labels_tell_what_it_is(provider: AlpacaProvider) -> None:
    known = provider.bars(BTC, Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 3)).provenance
    assert (known.vendor, known.feed, known.adjustment) == ("alpaca", "crypto us", "raw")
    assert known.label.endswith(" · sandbox, simulated") and "one venue" in known.label
    assert known.as_of == datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)


def test_unknown_pairs(provider: AlpacaProvider) -> None:
    doge = Symbol.parse("DOGEUSD", SecurityType.CRYPTO)
    assert provider.knows(BTC) and not provider.knows(doge)
    assert provider.bars(doge, Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 3)).bars.empty
    assert provider.events(BTC, date(2024, 1, 1), date(2024, 6, 1)).actions == ()
