"""A stand-in with a clock that stands still on a Friday in the middle of the session, and a provider before it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import SecretStr

from leanrig.providers.alpaca.connect import alpaca_provider
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.providers.http.client import Patience
from leanrig.standins.alpaca import make_alpaca
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

NOW = datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)
KEY, SECRET = "PKCANARYCANARYCANARY", "canary+secret/with=signs"
HASTY = Patience(timeout_s=3, attempts=2, deadline_s=5, first_wait_s=0.01, longest_wait_s=0.02)

MakeProvider = Callable[..., AlpacaProvider]
Expected = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def market() -> Market:
    return Market()


@pytest.fixture
def server(market: Market) -> Iterator[Standin]:
    with make_alpaca(market, now=lambda: NOW, api_key=KEY, api_secret=SECRET) as started:
        yield started


@pytest.fixture
def make_provider(server: Standin, tmp_path: Path) -> MakeProvider:
    def make(**options: Any) -> AlpacaProvider:
        given = {
            "state": tmp_path / "state",
            "api_key": SecretStr(KEY),
            "api_secret": SecretStr(SECRET),
            "data_url": server.url,
            "trading_url": server.url,
            "patience": HASTY,
            "now": lambda: NOW,
        }
        return alpaca_provider(**{**given, **options})

    return make


@pytest.fixture
def provider(make_provider: MakeProvider) -> AlpacaProvider:
    return make_provider()


@pytest.fixture
def expected(market: Market) -> Expected:
    """Bars straight from the market: minutes of the given days, with what closes early named by hand."""

    def frame(ticker: str, first: str, last: str, *, early: tuple[str, ...] = (), **seen: Any) -> pd.DataFrame:
        listing = market.listing(ticker)
        zone = "UTC" if ticker == "BTCUSD" else "America/New_York"
        start = pd.Timestamp(first, tz=zone)
        end = pd.Timestamp(last, tz=zone) + pd.DateOffset(days=1)
        made = market.minutes(listing, start.to_pydatetime(), end.to_pydatetime(), **seen)
        ends = pd.to_datetime(made.start_ms + 60_000, unit="ms", utc=True)
        names = ("open", "high", "low", "close", "volume")
        bars = pd.DataFrame({name: getattr(made, name) for name in names}, index=ends)
        if ticker == "BTCUSD":
            return bars
        local = bars.index.tz_convert(zone)
        minute = local.hour * 60 + local.minute
        closes = pd.Series(16 * 60, index=bars.index).mask(local.strftime("%Y-%m-%d").isin(early), 13 * 60)
        return bars[(minute > 9 * 60 + 30) & (minute <= closes.to_numpy())]

    return frame


@pytest.fixture
def hours() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Hours of regular minutes, by pandas: at whole hours of the clock."""

    def made(minutes: pd.DataFrame) -> pd.DataFrame:
        how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
        return minutes.resample("h", closed="right", label="right").agg(how).dropna()

    return made
