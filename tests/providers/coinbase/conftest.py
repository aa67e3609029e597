"""A stand-in for Coinbase at a moment of its own, and providers that ask it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from leanrig.providers.coinbase.connect import coinbase_provider
from leanrig.providers.coinbase.provider import CoinbaseProvider
from leanrig.providers.http.client import Patience
from leanrig.standins.coinbase import SandboxKey, make_coinbase, new_key
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

MARKET = Market()
KEYS = {"ES256": new_key("ES256"), "EdDSA": new_key("EdDSA"), "view": new_key("ES256", can_trade=False)}
QUICK = Patience(timeout_s=5, attempts=2, deadline_s=10, first_wait_s=0.01, longest_wait_s=0.05)

Connect = Callable[..., CoinbaseProvider]


class Clock:
    """The stand-in's present moment, to be set."""

    def __init__(self) -> None:
        self.moment = datetime(2024, 3, 12, 10, 20, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def market() -> Market:
    return MARKET


@pytest.fixture
def keys() -> dict[str, SandboxKey]:
    return KEYS


@pytest.fixture
def server(clock: Clock) -> Iterator[Standin]:
    with make_coinbase(MARKET, keys=tuple(KEYS.values()), now=clock) as started:
        yield started


@pytest.fixture
def connect(server: Standin, tmp_path: Path) -> Connect:
    """Return a maker of providers: `connect()` without a key, `connect("ES256")`, `connect("EdDSA")`."""

    def made(kind: str = "", *, patience: Patience = QUICK, **options: float | bool) -> CoinbaseProvider:
        key = KEYS.get(kind)
        return coinbase_provider(
            state=tmp_path / "state",
            api_key=SecretStr(key.name) if key else None,
            api_secret=SecretStr(key.secret) if key else None,
            base_url=server.url,
            patience=patience,
            **{"limits": False, **options},  # type: ignore[arg-type]
        )

    return made
