"""What goes wrong on the way, and what the user is told; keys are in nothing that is kept or said."""

import logging
import traceback
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jwt
import pytest

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.coinbase.asked import Market, Side
from leanrig.providers.coinbase.trading import accounts, place
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

BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
DAYS = date(2024, 3, 1), date(2024, 3, 9)
HTML = "<html><body>Scheduled maintenance</body></html>"
LIMITED = {"errors": [{"id": "rate_limit_exceeded", "message": "You have exceeded the rate limit"}]}


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "status", "status": 401, "body": "Unauthorized\n"}, KeyRefused),
        ({"kind": "status", "status": 403, "body": {"error": "PERMISSION_DENIED", "message": "no"}}, NotEntitled),
        ({"kind": "status", "status": 404, "body": {"error": "NOT_FOUND", "message": "no"}}, UnknownSymbol),
        ({"kind": "status", "status": 400, "body": {"error": "INVALID_ARGUMENT", "message": "no"}}, Refused),
        ({"kind": "status", "status": 429, "body": LIMITED, "headers": {"retry-after": "0.01"}}, RateLimited),
        ({"kind": "status", "status": 429, "body": LIMITED}, RateLimited),
        ({"kind": "status", "status": 500, "body": HTML}, Unreachable),
        ({"kind": "status", "status": 503, "body": ""}, Unreachable),
        ({"kind": "html"}, BadAnswer),
        ({"kind": "cut"}, BadAnswer),
        ({"kind": "broken_gzip"}, BadAnswer),
        ({"kind": "hang_up"}, Unreachable),
        ({"kind": "wrong_schema"}, BadAnswer),
        ({"kind": "null"}, BadAnswer),
        ({"kind": "not_a_number"}, BadAnswer),
        ({"kind": "renamed"}, BadAnswer),
        ({"kind": "status", "status": 200, "body": []}, BadAnswer),
    ],
)
def test_each_fault_has_its_class_and_is_over_when_the_vendor_is_well(
    connect: Any, server: Standin, fault: dict[str, Any], kind: type[Exception]
) -> None:
    provider = connect("ES256")
    server.fail(**{"times": 2, "path": "candles", **fault})
    with pytest.raises(kind) as caught:
        provider.bars(BTC, Resolution.DAILY, *DAYS)
    assert type(caught.value) is kind
    assert "coinbase" in str(caught.value).lower()
    assert provider.held_bars(BTC, Resolution.DAILY, *DAYS) is None
    server.faults.clear()
    assert len(provider.bars(BTC, Resolution.DAILY, *DAYS).bars) == 9


def test_a_bad_field_is_named_with_its_symbol(connect: Any, server: Standin) -> None:
    server.fail("wrong_schema")
    with pytest.raises(BadAnswer, match=r"'close' in candles of BTC-USD"):
        connect().bars(BTC, Resolution.DAILY, *DAYS)


def test_candles_of_another_range_are_refused(connect: Any, server: Standin) -> None:
    candle = {"start": "1500000000", "low": "1", "high": "1", "open": "1", "close": "1", "volume": "1"}
    server.fail("status", status=200, body={"candles": [candle]})
    with pytest.raises(BadAnswer, match="another range"):
        connect().bars(BTC, Resolution.DAILY, *DAYS)
    candle["start"] = "1709251200"  # 2024-03-01
    server.fail("status", status=200, body={"candles": [candle, {**candle, "start": "1709164800"}]})
    got = connect(fresh_s=0).bars(BTC, Resolution.DAILY, *DAYS)
    assert (len(got.bars), got.provenance.details["outside_range_dropped"]) == (1, "1")
    server.fail("status", status=200, body={"candles": [{**candle, "start": "1709251201"}]})
    with pytest.raises(BadAnswer, match="between two of their lengths"):
        connect(fresh_s=0).bars(BTC, Resolution.DAILY, *DAYS)


def test_every_try_is_signed_anew(connect: Any, server: Standin) -> None:
    """The stand-in takes no token twice; here the first answer is lost after it took the token."""
    server.fail("hang_up", path="candles")
    assert len(connect("EdDSA").bars(BTC, Resolution.DAILY, *DAYS).bars) == 9
    assert server.requests == 2


@pytest.mark.parametrize("kind", ["ES256", "EdDSA"])
def test_keys_are_in_nothing_that_is_kept_or_said(
    connect: Any, server: Standin, keys: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    key = keys[kind]
    provider = connect(kind)
    said = [repr(provider), repr(provider.wire), repr(provider.wire.private), repr(key)]
    provider.bars(BTC, Resolution.DAILY, *DAYS)
    accounts(provider.wire)
    for status in (400, 401, 403, 429, 500):
        echo = {"message": f"bad key {key.name} {key.secret} and token {token_of(key)}"}
        server.fail("status", status=status, body=echo, times=2)
        with pytest.raises(Exception) as caught:
            place(
                provider.wire,
                client_order_id="x",
                product_id="BTC-USD",
                side=Side.BUY,
                order=Market(quote_size=Decimal(10)),
            )
        server.faults.clear()
        said += traceback.format_exception(caught.value)
    said += [record.getMessage() for record in caplog.records]
    kept = [path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert kept
    for canary in (key.name, key.secret.splitlines()[1] if "\n" in key.secret else key.secret, "eyJ"):
        assert not [text for text in said if canary in text]
        assert not [data for data in kept if canary.encode() in data]


def token_of(key: Any) -> str:
    return jwt.encode({"sub": key.name}, "secret" * 8, "HS256")
