"""The key goes to the vendor's host, in a header, and nowhere else."""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from leanrig.errors import LeanrigError
from leanrig.model.resolution import Resolution
from leanrig.providers.http.client import Http
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.polygon.wire import Wire
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.server import Standin

BTC = parse_symbol("BTCUSD")
DAYS = (date(2024, 1, 1), date(2024, 3, 1))
Connect = Callable[..., PolygonProvider]
CANARY = "canary-f31c9a-polygon"


@pytest.mark.parametrize("fault", ["", "wrong_schema", "html", "foreign_next", "refused_in_200", "error_in_200"])
def test_no_trace_of_the_key_is_left(
    polygon: PolygonProvider, server: Standin, state: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.keeps_exchanges = True
    said = ""
    if fault:
        server.fail(fault)
    try:
        polygon.bars(BTC, Resolution.MINUTE, *DAYS)
    except LeanrigError as error:
        said = f"{error!r}{error}{error.__context__!r}{error.__cause__!r}"
    assert bool(said) == bool(fault)
    assert CANARY not in said + caplog.text + repr(server.exchanges) + repr(vars(polygon))
    files = [path for path in state.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_a_key_in_a_next_address_is_not_sent_on(server: Standin, state: Path) -> None:
    server.keeps_exchanges = True
    seen = []

    def read(body: object) -> tuple[object, str]:
        seen.append(body)
        start = f"{server.url}/v3/reference/tickers?limit=1&apiKey=canary-in-url&api_key=x"
        return body, start if len(seen) == 1 else ""

    http = Http("polygon", account="public", state=state, sign=lambda *_: {"Authorization": f"Bearer {CANARY}"})
    pages = list(Wire(http, server.url, "paid").pages("/v3/reference/tickers", {}, read, about="x", most=5))
    assert len(pages) == 2
    assert [one.query for one in server.exchanges] == [(), (("limit", "1"),)]


@pytest.mark.parametrize("host", ["api.massive.com", "api.polygon.io"])
def test_a_next_address_at_the_vendor_is_asked_of_our_own_host(server: Standin, state: Path, host: str) -> None:
    """Behind a proxy or a stand-in the vendor's own host must not get this key."""
    server.keeps_exchanges = True
    addresses = iter([f"https://{host}/v3/reference/tickers?limit=2", ""])
    http = Http("polygon", account="public", state=state, sign=lambda *_: {"Authorization": f"Bearer {CANARY}"})
    wire = Wire(http, server.url, "paid")
    list(wire.pages("/v3/reference/tickers", {}, lambda body: (body, next(addresses)), about="x", most=5))
    assert [one.query for one in server.exchanges] == [(), (("limit", "2"),)]


def test_keys_are_not_sent_without_encryption(connect: Connect) -> None:
    with pytest.raises(LeanrigError, match="https") as caught:
        connect(base_url="http://api.massive.com", api_key=SecretStr(CANARY)).ping()
    assert CANARY not in str(caught.value)
