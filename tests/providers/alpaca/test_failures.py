"""What goes wrong between Alpaca and us, as a person sees it; keys are in none of it."""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from leanrig.errors import VendorFailed
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.failures import (
    BadAnswer,
    KeyRefused,
    NotEntitled,
    RateLimited,
    Refused,
    UnknownSymbol,
    Unreachable,
)
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
DAYS = Resolution.MINUTE, date(2024, 6, 11), date(2024, 6, 12)
KEY, SECRET = "PKCANARYCANARYCANARY", "canary+secret/with=signs"
Make = Callable[..., AlpacaProvider]


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, {"message": "unauthorized."}, KeyRefused, "unauthorized"),
        (403, {"message": "forbidden."}, KeyRefused, "forbidden"),  # the data host's word for a wrong key
        (403, {"message": "subscription does not permit querying OPRA data"}, NotEntitled, "OPRA"),
        (400, {"message": "invalid symbol: A+B"}, UnknownSymbol, "A\\+B"),
        (400, {"message": "end should not be before start"}, Refused, "before start"),
        (404, {"message": "not found"}, UnknownSymbol, "not found"),
        (422, {"message": "invalid timeframe"}, Refused, "invalid timeframe"),
        (429, {"message": "too many requests."}, RateLimited, "429|limit|often"),
        (500, {"message": "internal server error occurred"}, Unreachable, "500"),
        (502, "<html>Bad gateway</html>", Unreachable, "502"),
        (504, {}, Unreachable, "504"),
    ],
)
def test_every_status_has_its_failure(
    provider: AlpacaProvider, server: Standin, status: int, body: object, kind: type[VendorFailed], words: str
) -> None:
    server.fail("status", status=status, body=body, times=9)
    with pytest.raises(kind, match=words) as caught:
        provider.bars(AAPL, *DAYS)
    assert type(caught.value) is kind
    assert caught.value.cure


@pytest.mark.parametrize("fault", ["cut", "broken_gzip", "hang_up"])
def test_a_broken_wire_is_tried_again(provider: AlpacaProvider, server: Standin, fault: str) -> None:
    server.fail(fault)
    assert len(provider.bars(AAPL, *DAYS).bars) == 780


@pytest.mark.parametrize("fault", ["html", "wrong_schema", "text_prices", "null_prices", "endless_next"])
def test_bad_answers_are_told_and_not_kept(provider: AlpacaProvider, server: Standin, fault: str) -> None:
    server.fail(fault, times=9)
    with pytest.raises(BadAnswer) as caught:
        provider.bars(AAPL, *DAYS)
    assert "alpaca" in str(caught.value)
    server.faults.clear()
    if fault != "endless_next":  # its pages are good by themselves
        assert provider.held_bars(AAPL, *DAYS) is None
        assert len(provider.bars(AAPL, *DAYS).bars) == 780


def test_a_wrong_schema_names_field_and_symbol(provider: AlpacaProvider, server: Standin) -> None:
    server.fail("null_prices", times=9)
    with pytest.raises(BadAnswer, match="'h'") as caught:
        provider.bars(AAPL, *DAYS)
    assert caught.value.where == "AAPL"


def test_pages_without_end_end(provider: AlpacaProvider, server: Standin) -> None:
    server.fail("endless_next", times=10_000)
    with pytest.raises(BadAnswer, match="no end"):
        provider.bars(AAPL, *DAYS)
    assert server.requests <= 3


@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        ("duplicate", {"duplicates_dropped": "2"}),
        ("unsorted", {"unsorted_pages": "1"}),
    ],
)
def test_doubled_and_unsorted_bars_come_right(
    provider: AlpacaProvider, make_provider: Make, server: Standin, tmp_path: Path, fault: str, counted: dict[str, str]
) -> None:
    clean = provider.bars(AAPL, *DAYS)
    server.fail(fault)
    got = make_provider(state=tmp_path / "other").bars(AAPL, *DAYS)
    assert got.bars.equals(clean.bars)
    assert counted.items() <= got.provenance.details.items()


def test_of_two_versions_of_a_bar_the_later_stands(
    provider: AlpacaProvider, make_provider: Make, server: Standin, tmp_path: Path
) -> None:
    clean = provider.bars(BTC, *DAYS).bars
    server.fail("corrected")
    got = make_provider(state=tmp_path / "other").bars(BTC, *DAYS)
    assert got.provenance.details["duplicates_differing"] == "1"
    assert got.bars.iloc[:-1].equals(clean.iloc[:-1])
    assert got.bars["volume"].iloc[-1] == pytest.approx(clean["volume"].iloc[-1] + 1)
    assert got.bars["close"].iloc[-1] == clean["high"].iloc[-1]


def test_an_empty_page_is_an_empty_frame(provider: AlpacaProvider, server: Standin) -> None:
    server.fail("empty")
    assert provider.bars(AAPL, *DAYS).bars.empty


def test_revised_prices_are_given_as_they_are(
    provider: AlpacaProvider, make_provider: Make, server: Standin, tmp_path: Path
) -> None:
    clean = provider.bars(AAPL, *DAYS).bars
    server.fail("revised")
    got = make_provider(state=tmp_path / "other").bars(AAPL, *DAYS).bars
    assert got["close"].to_numpy() == pytest.approx(clean["close"].to_numpy() * 1.01, rel=1e-4)


def test_both_hosts_refuse_a_wrong_key(make_provider: Make) -> None:
    stranger = make_provider(api_key=SecretStr("PKSOMEBODY"), api_secret=SecretStr("else"))
    for ask in (stranger.ping, lambda: stranger.bars(AAPL, *DAYS), lambda: stranger.knows(AAPL)):
        with pytest.raises(KeyRefused):
            ask()


def test_the_ping_is_never_from_a_copy(provider: AlpacaProvider, server: Standin) -> None:
    provider.ping()
    server.fail("status", status=401, body={"message": "unauthorized."})
    with pytest.raises(KeyRefused):
        provider.ping()


def test_stale_bars_are_found_when_the_vendor_is_down(make_provider: Make, server: Standin) -> None:
    fresh = make_provider(fresh_s=0).bars(AAPL, *DAYS)
    server.fail("status", status=503, times=9)
    with pytest.raises(Unreachable):
        make_provider(fresh_s=0).bars(AAPL, *DAYS)
    held = make_provider(fresh_s=0).held_bars(AAPL, *DAYS)
    assert held is not None and held.bars.equals(fresh.bars)


def test_both_hosts_share_one_limit(tmp_path: Path) -> None:
    from leanrig.providers.alpaca.connect import alpaca_wire

    keys = {"api_key": SecretStr(KEY), "api_secret": SecretStr(SECRET)}
    basic = alpaca_wire(state=tmp_path, **keys)
    assert basic.http is basic.trading_http
    assert basic.http.account == alpaca_wire(state=tmp_path, paper=False, **keys).trading_http.account
    assert [(one.rate.count, one.rate.seconds) for one in basic.http.standing().windows] == [(200, 60)]
    assert alpaca_wire(state=tmp_path, limits=False, **keys).http.standing().windows == ()
    plus = alpaca_wire(state=tmp_path, plan="plus", **keys)
    assert plus.trading_http.account == basic.http.account != plus.http.account
    assert (basic.data_url, basic.trading_url) == ("https://data.alpaca.markets", "https://paper-api.alpaca.markets")
    assert alpaca_wire(state=tmp_path, paper=False).trading_url == "https://api.alpaca.markets"


def test_keys_are_nowhere(
    provider: AlpacaProvider, server: Standin, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said = [repr(provider), repr(provider.wire)]
    with caplog.at_level(logging.DEBUG):
        provider.bars(AAPL, *DAYS)
        provider.events(AAPL, date(2024, 1, 1), date(2024, 6, 1))
        for status in (401, 403, 429, 500):
            server.fail("status", status=status, times=2, body={"message": f"no key {KEY} {SECRET}"})
            with pytest.raises(VendorFailed) as caught:
                provider.bars(AAPL, Resolution.DAILY, date(2024, 6, 3), date(2024, 6, 4))
            said += [
                str(caught.value),
                repr(caught.value),
                repr(caught.value.__cause__),
                repr(caught.value.__context__),
            ]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for canary in (KEY, SECRET):
        assert not any(canary in text for text in [*said, caplog.text])
        assert not any(canary.encode() in data for data in files)
