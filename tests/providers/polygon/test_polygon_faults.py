"""What goes wrong between the vendor and us, and what a person is told of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import SecretStr

from leanrig.errors import LeanrigError
from leanrig.model.resolution import Resolution
from leanrig.providers.failures import (
    BadAnswer,
    KeyRefused,
    NotEntitled,
    RateLimited,
    Refused,
    UnknownSymbol,
    Unreachable,
)
from leanrig.providers.polygon.connect import polygon_provider
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.server import Standin

AAPL, BTC = parse_symbol("AAPL"), parse_symbol("BTCUSD")
MINUTE, HOUR, DAILY = Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY
DAYS = (date(2024, 3, 4), date(2024, 3, 8))
Connect = Callable[..., PolygonProvider]
Serve = Callable[..., Standin]


def told(error: LeanrigError) -> str:
    """All that a person may see."""
    return f"{error!r} {error} {error.__cause__!r} {error.__context__!r}"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ({"kind": "status", "status": 429, "times": 9}, RateLimited, "429"),
        ({"kind": "status", "status": 500, "times": 9}, Unreachable, "500"),
        ({"kind": "status", "status": 503, "times": 9}, Unreachable, "503"),
        ({"kind": "status", "status": 400}, Refused, "400"),
        ({"kind": "html"}, BadAnswer, "HTML"),
        ({"kind": "cut", "times": 9}, LeanrigError, "polygon"),
        ({"kind": "broken_gzip", "times": 9}, LeanrigError, "polygon"),
        ({"kind": "hang_up", "times": 9}, Unreachable, "polygon"),
        ({"kind": "wrong_schema"}, BadAnswer, "a bar without 'c'"),
        ({"kind": "text_number"}, BadAnswer, "'h' that is no number"),
        ({"kind": "null_price"}, BadAnswer, "'l' that is no number"),
        ({"kind": "endless_next", "times": 99}, BadAnswer, "more than the 3 pages"),
        ({"kind": "circular_next", "times": 99}, BadAnswer, "points back"),
        ({"kind": "foreign_next"}, BadAnswer, "another host"),
        ({"kind": "error_in_200"}, Refused, "internal error"),
        ({"kind": "refused_in_200"}, NotEntitled, "paid plan"),
    ],
    ids=lambda value: value.get("status") or value["kind"] if isinstance(value, dict) else "",
)
def test_each_fault_has_its_failure(
    connect: Connect, server: Standin, fault: dict[str, Any], kind: type[LeanrigError], words: str
) -> None:
    # Of pages without end the first ones are good by themselves: they are kept for as long as any.
    polygon = connect(fresh_s=0 if fault["kind"] == "endless_next" else 300)
    server.fail(**fault)
    with pytest.raises(kind, match=words) as caught:
        polygon.bars(BTC, MINUTE, *DAYS)
    assert "polygon" in told(caught.value)
    server.faults.clear()
    # Nothing of it was kept: the next answer is good.
    assert len(polygon.bars(BTC, MINUTE, *DAYS).bars) == 5 * 1440


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"status": "ERROR", "error": "Unknown API Key"}, KeyRefused),
        ({"status": "ERROR", "error": "You've exceeded the maximum requests per minute"}, RateLimited),
        ({"status": "NOT_FOUND", "message": "Ticker not found."}, UnknownSymbol),
        ({"status": "NOT_AUTHORIZED", "message": "You are not entitled to this data."}, NotEntitled),
        ({"status": "ERROR"}, Refused),
        ([], BadAnswer),
        ("", BadAnswer),
    ],
)
def test_errors_with_status_200_are_what_they_say(
    polygon: PolygonProvider, server: Standin, body: Any, kind: type[LeanrigError]
) -> None:
    server.fail("status", status=200, body=body)
    with pytest.raises(kind, match="polygon"):
        polygon.bars(BTC, DAILY, *DAYS)
    assert len(polygon.bars(BTC, DAILY, *DAYS).bars) == 5


def test_a_wrong_field_is_named_with_its_symbol_and_range(polygon: PolygonProvider, server: Standin) -> None:
    server.fail("wrong_schema")
    with pytest.raises(BadAnswer) as caught:
        polygon.bars(BTC, MINUTE, *DAYS)
    assert caught.value.where == "BTCUSD, minute bars from 2024-03-04 to 2024-03-08"


@pytest.mark.parametrize("kind", ["duplicate", "differing_duplicate", "unsorted"])
def test_bars_come_once_and_in_order(polygon: PolygonProvider, server: Standin, kind: str) -> None:
    good = polygon.bars(BTC, HOUR, *DAYS)
    server.fail(kind)
    spoilt = polygon.bars(BTC, HOUR, DAYS[0], date(2024, 3, 9))
    pd.testing.assert_frame_equal(spoilt.bars.loc[: good.bars.index[-1]], good.bars)
    counts = {name: spoilt.provenance.details.get(name) for name in ("repeated", "repeated differently")}
    assert (
        counts
        == {
            "duplicate": {"repeated": "1", "repeated differently": None},
            "differing_duplicate": {"repeated": "1", "repeated differently": "1"},
            "unsorted": {"repeated": None, "repeated differently": None},
        }[kind]
    )


def test_revised_bars_are_what_the_vendor_says_now(connect: Connect, server: Standin) -> None:
    first = connect(fresh_s=0).bars(BTC, HOUR, *DAYS).bars
    server.fail("revised")
    second = connect(fresh_s=0).bars(BTC, HOUR, *DAYS).bars
    assert (second["close"] == first["low"]).all()
    assert (second["open"] == first["open"]).all()


def test_an_empty_page_is_no_failure(polygon: PolygonProvider, server: Standin) -> None:
    server.fail("empty")
    assert polygon.bars(BTC, HOUR, *DAYS).bars.empty


def test_a_wrong_key_is_refused_and_never_shown(server: Standin, connect: Connect) -> None:
    wrong = "canary-wrong-key-77aa"
    with pytest.raises(KeyRefused) as caught:
        connect(api_key=SecretStr(wrong)).bars(BTC, MINUTE, *DAYS)
    assert wrong not in told(caught.value)
    with pytest.raises(KeyRefused):
        connect(api_key=SecretStr(wrong)).ping()


def test_without_a_key_nothing_is_served(state: Path, server: Standin) -> None:
    silent = polygon_provider(state=state, base_url=server.url)
    assert not any(silent.serves(symbol.security_type) for symbol in (AAPL, BTC))


def test_nobody_listens(connect: Connect) -> None:
    with pytest.raises(Unreachable, match="polygon"):
        connect(base_url="http://127.0.0.1:1").bars(BTC, MINUTE, *DAYS)


class TestFreePlan:
    """Two years of history, until yesterday."""

    @pytest.fixture
    def free(self, serve: Serve, connect: Connect) -> PolygonProvider:
        return connect(base_url=serve(plan="free").url, plan="free")

    def test_older_days_are_not_entitled(self, free: PolygonProvider) -> None:
        with pytest.raises(NotEntitled, match="free plan") as caught:
            free.bars(BTC, DAILY, date(2020, 1, 1), date(2020, 2, 1))
        assert "timeframe" in caught.value.what
        assert "later start" in caught.value.cure

    def test_today_is_left_out_and_said_so(self, free: PolygonProvider) -> None:
        got = free.bars(BTC, DAILY, date(2024, 6, 1), date(2024, 6, 30))
        assert got.bars.index[-1] == pd.Timestamp("2024-06-12", tz="UTC")
        assert "2024-06-12 is left out" in got.provenance.details["note"]
        with pytest.raises(NotEntitled):
            free.bars(BTC, DAILY, date(2024, 6, 12), date(2024, 6, 12))

    def test_the_label_says_delayed(self, free: PolygonProvider) -> None:
        got = free.bars(AAPL, DAILY, date(2024, 6, 3), date(2024, 6, 7))
        assert got.provenance.label.startswith("SIP, 15 min delayed")


def test_the_limit_is_the_plans(connect: Connect) -> None:
    free, paid = (connect(plan=plan, rates=None) for plan in ("free", "paid"))
    assert [str(window.rate) for window in free.standing().windows] == ["5 a minute"]
    assert [str(window.rate) for window in paid.standing().windows] == ["90 a second"]
    # The sixth request and those after it wait for the first ones to be a minute old.
    assert 55 <= free.seconds_for(10) <= 75
    assert paid.seconds_for(10) < 20


def test_a_vendor_that_holds_its_limit_is_waited_for(serve: Serve, connect: Connect) -> None:
    server = serve(rate=(2, 0.02))
    got = connect(base_url=server.url).bars(BTC, MINUTE, date(2024, 1, 1), date(2024, 4, 9))
    assert len(got.bars) == 100 * 1440
