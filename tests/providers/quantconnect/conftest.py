"""The cloud's stand-in with a data folder of one share, and the API that asks it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.fetch import fetch
from leanrig.providers.http.client import Patience
from leanrig.providers.quantconnect.connect import quantconnect_api
from leanrig.providers.quantconnect.wire import Api
from leanrig.providers.sample import SampleProvider
from leanrig.standins.quantconnect import TOKEN, USER, CloudStandin

QUICK = Patience(timeout_s=10, attempts=2, deadline_s=10, first_wait_s=0.01, longest_wait_s=0.05)
Connect = Callable[..., Api]


@pytest.fixture(scope="session")
def bars(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lean's data folder with a year of AAPL."""
    folder = tmp_path_factory.mktemp("bars")
    symbols = (Symbol.parse("AAPL", SecurityType.EQUITY, None),)
    days = {"start": date(2012, 1, 3), "end": date(2012, 12, 31), "last_year": 2013}
    fetch(folder, symbols, SampleProvider(), resolution=Resolution.DAILY, **days)  # type: ignore[arg-type]
    return folder


@pytest.fixture
def cloud(tmp_path: Path, bars: Path) -> Iterator[CloudStandin]:
    made = CloudStandin(tmp_path / "cloud", bars)
    made.keeps_exchanges = True
    with made:
        yield made


@pytest.fixture
def connect(tmp_path: Path, cloud: CloudStandin) -> Connect:
    """Return a maker of APIs; the right key where none is given."""

    def made(user_id: int = USER, token: str = TOKEN, patience: Patience = QUICK) -> Api:
        return quantconnect_api(
            state=tmp_path / "state",
            user_id=user_id,
            token=SecretStr(token),
            base_url=cloud.api_url,
            patience=patience,
            waits_s=(0.01, 0.02),
        )

    return made


@pytest.fixture
def api(connect: Connect) -> Api:
    return connect()
