"""Every recorded body of the vendor's own SDK that is about our endpoints is read."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shared_reference import shared

from leanrig.providers.alpaca.actions import read_actions
from leanrig.providers.alpaca.assets import read_asset, read_assets
from leanrig.providers.alpaca.auctions import read_auctions
from leanrig.providers.alpaca.bar_page import read_bar_page
from leanrig.providers.alpaca.market_days import read_clock, read_days
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.answer import Answer

READERS: dict[str, Callable[[Answer], Any]] = {
    "historical_stock_data__test_get_bars": read_bar_page,
    "historical_stock_data__test_multisymbol_get_bars": read_bar_page,
    "historical_option_data__test_get_bars": read_bar_page,  # the same form as bars of stocks
    "historical_option_data__test_multisymbol_get_bars": read_bar_page,
    "historical_crypto_data__test_get_crypto_bars": read_bar_page,
    "corporate_actions__test_get_corporate_actions": read_actions,
    "asset_routes__test_get_asset": read_asset,
    "asset_routes__test_get_all_assets": read_assets,
}


def answer(body: Any) -> Answer:
    return Answer("alpaca", 200, json.dumps(body).encode(), datetime(2024, 1, 2, tzinfo=UTC))


def fixtures() -> list[tuple[Path, Callable[[Answer], Any]]]:
    folder = shared("vendor-specs", "alpaca", "fixtures-alpaca-py")
    found = []
    for path in sorted(folder.glob("test_*.json")):
        name = path.stem.removeprefix("test_")
        fits = [read for prefix, read in READERS.items() if name.startswith(prefix)]
        found += [(path, fits[0])] if fits else []
    return found


def test_every_fixture_is_read() -> None:
    rows = 0
    for path, read in fixtures():
        body = json.loads(path.read_text())
        page = read(answer(body))
        if read is read_bar_page:
            assert {symbol: len(bars) for symbol, bars in page.bars.items()} == {
                symbol: len(bars) for symbol, bars in body["bars"].items()
            }
            rows += sum(map(len, page.bars.values()))
            for symbol, bars in body["bars"].items():
                closes = [float(bar["c"]) for bar in bars]
                assert page.bars[symbol].values[3].tolist() == closes
                assert [str(at)[:19] + "Z" for at in page.bars[symbol].starts] == [bar["t"] for bar in bars]
    assert len(fixtures()) == 15
    assert rows == 14


def test_events_of_the_fixtures() -> None:
    folder = shared("vendor-specs", "alpaca", "fixtures-alpaca-py")
    first = read_actions(
        answer(json.loads((folder / "test_corporate_actions__test_get_corporate_actions.json").read_text()))
    )
    by_ticker = {step.ticker: step for step in first.steps}
    assert (by_ticker["MNTS"].factor, by_ticker["SRE"].factor) == (50.0, 0.5)
    assert (by_ticker["FCF"].ex_date, by_ticker["FCF"].cash) == (date(2023, 5, 4), 0.125)
    assert [(one.old, one.new, one.first_day) for one in first.renamings] == [("BSAQ", "VFS", date(2023, 8, 15))]
    assert first.next_token


def examples(spec: str, path: str) -> list[Any]:
    """Bodies that the vendor's description itself gives for an answer, by its examples."""
    whole = json.loads(shared("vendor-specs", "alpaca", spec).read_text())
    content = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return [one["value"] for one in content.get("examples", {}).values()]


def test_examples_of_the_description_are_read() -> None:
    market = "market-data-api.json"
    found = [read_auctions(answer(body)) for body in examples(market, "/v2/stocks/auctions")]
    day = found[0].days["AAPL"][0]
    assert (day.day, day.official_close("NASDAQ"), day.official_close("P")) == (date(2022, 10, 12), 138.34, 138.36)
    assert day.official_open("Q") == 138.99
    assert day.opening[0].at == datetime(2022, 10, 12, 13, 30, 0, 188390, tzinfo=UTC)
    for path in ("/v2/stocks/bars", "/v1beta3/crypto/{loc}/bars"):
        for body in examples(market, path):
            assert sum(map(len, read_bar_page(answer(body)).bars.values())) == 1


def test_examples_of_schemas_are_read() -> None:
    schemas = json.loads(shared("vendor-specs", "alpaca", "trading-api.json").read_text())["components"]["schemas"]
    clock = read_clock(answer(schemas["legacy_clock"]["example"]))
    assert clock.is_open and clock.next_close == datetime(2025, 6, 24, 20, 0, tzinfo=UTC)
    properties = schemas["legacy_calendar_day"]["properties"]
    days = read_days(answer([{name: one["example"] for name, one in properties.items()}]))
    assert (days[0].day, days[0].open, days[0].settles) == (
        date(2025, 1, 2), datetime(2025, 1, 2, 14, 30, tzinfo=UTC), date(2025, 1, 3),
    )  # fmt: skip
    asset = read_asset(answer(schemas["Assets"]["x-examples"]["example-1"]))
    assert (asset.symbol, asset.fractionable, asset.name) == ("AAPL", True, "Apple Inc. Common Stock")


ROW = {"t": "2024-01-02T14:30:00Z", "o": 1, "h": 2.5, "l": 1, "c": 2, "v": 7, "n": 1, "vw": 1.5}


@pytest.mark.parametrize(
    "body",
    [
        {"bars": {"AAPL": [ROW]}},  # no token: whether there is more cannot be known
        {"next_page_token": None},
        {"bars": [ROW], "next_page_token": None},
        {"bars": {"AAPL": {}}, "next_page_token": None},
        {"bars": {"AAPL": [[1, 2]]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "c": "2"}]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "c": True}]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "v": None}]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "t": 1704205800}]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "t": "yesterday"}]}, "next_page_token": None},
        {"bars": {"AAPL": [{**ROW, "t": "2024-13-02T14:30:00Z"}]}, "next_page_token": None},
        {"bars": {"AAPL": [ROW]}, "next_page_token": 7},
        {"message": "internal error"},
        [],
    ],
)
def test_other_bodies_are_no_pages(body: Any) -> None:
    with pytest.raises(BadAnswer, match="alpaca's answer cannot be read"):
        read_bar_page(answer(body))


def test_null_is_no_bars_and_fractions_of_seconds_are_read() -> None:
    assert read_bar_page(answer({"bars": None, "next_page_token": None})).bars == {}
    rows = [ROW, {**ROW, "t": "2024-01-02T09:31:00.5-05:00"}]
    page = read_bar_page(answer({"bars": {"AAPL": rows}, "next_page_token": ""}))
    assert page.next_token is None
    starts = pd.DatetimeIndex(page.bars["AAPL"].starts)
    assert starts.tolist() == [pd.Timestamp("2024-01-02T14:30:00"), pd.Timestamp("2024-01-02T14:31:00.5")]
    assert np.isfinite(page.bars["AAPL"].values).all()
