"""A stand-in for Polygon at a moment of its own, and providers that ask it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from leanrig.providers.http.client import Patience
from leanrig.providers.polygon.connect import polygon_provider
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.standins.market import Market
from leanrig.standins.polygon import make_polygon
from leanrig.standins.server import Standin

KEY = "canary-f31c9a-polygon"
MARKET = Market()
QUICK = Patience(timeout_s=5, attempts=2, deadline_s=10, first_wait_s=0.01, longest_wait_s=0.05)

Connect = Callable[..., PolygonProvider]
Start = Callable[..., Standin]


class Clock:
    """The stand-in's present moment, to be set."""

    def __init__(self) -> None:
        self.moment = datetime(2024, 6, 12, 15, 7, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def market() -> Market:
    return MARKET


@pytest.fixture
def serve(clock: Clock) -> Iterator[Start]:
    """Return what starts a stand-in; all are stopped in the end."""
    started: list[Standin] = []

    def begin(**options: object) -> Standin:
        standin = make_polygon(MARKET, api_key=KEY, now=clock, **options).start()  # type: ignore[arg-type]
        started.append(standin)
        return standin

    yield begin
    for standin in started:
        standin.stop()


@pytest.fixture
def server(serve: Start) -> Standin:
    return serve()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def connect(server: Standin, state: Path, clock: Clock) -> Connect:
    def made(**options: object) -> PolygonProvider:
        url = options.pop("base_url", None) or server.url
        given = {"api_key": SecretStr(KEY), "plan": "paid", "base_url": url, "rates": (), "now": clock}
        return polygon_provider(state=state, patience=QUICK, **(given | options))  # type: ignore[arg-type]

    return made


@pytest.fixture
def polygon(connect: Connect) -> PolygonProvider:
    return connect()
