"""Bodies that the vendor's own SDK is tested with, and the vendor's own description of its paths."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import exchange_calendars
import numpy as np
import pandas as pd
from openapi_contract import check_exchanges
from shared_reference import shared

from leanrig.model.resolution import Resolution
from leanrig.providers.polygon.actions import merged, read_dividends, read_splits
from leanrig.providers.polygon.columns import read_page
from leanrig.providers.polygon.frames import framed
from leanrig.providers.polygon.market_days import read_market_days, surprises
from leanrig.providers.polygon.names import read_changes
from leanrig.providers.polygon.provider import PolygonProvider
from leanrig.providers.polygon.reference import read_ticker
from leanrig.providers.polygon.snapshot import frame_by_ticker, read_grouped
from leanrig.providers.polygon.wire import rows_of
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.server import Standin

NAMES = "/vX/reference/tickers/{id}/events"


def body(path: str) -> Any:
    return json.loads(shared("vendor-specs", "polygon", "fixtures", path).read_text())


def test_every_fixture_about_our_endpoints_is_read() -> None:
    root = shared("vendor-specs", "polygon", "fixtures")
    readers: dict[str, Callable[[Any], object]] = {
        "v1/marketstatus/upcoming": lambda found: read_market_days(found, "fixture"),
        "v2/aggs/ticker/AAPL": lambda found: read_page(found, "fixture"),
        "v2/aggs/grouped": lambda found: read_grouped(found, "fixture"),
        "v3/reference/tickers/AAPL": lambda found: read_ticker(found, "fixture"),
        "v3/reference/tickers.json": lambda found: [read_ticker({"results": row}, "x") for row in rows_of(found, "x")],
        "v3/reference/tickers&": lambda found: [read_ticker({"results": row}, "x") for row in rows_of(found, "x")],
        "v3/reference/splits": lambda found: read_splits(found, "fixture"),
        "v3/reference/dividends": lambda found: read_dividends(found, "fixture"),
        "vX/reference/tickers/META/events": lambda found: read_changes(found, "META"),
    }
    counts = dict.fromkeys(readers, 0)
    for path in sorted(root.rglob("*.json")):
        for start, read in readers.items():
            if path.relative_to(root).as_posix().startswith(start):
                assert read(json.loads(path.read_text())), path
                counts[start] += 1
    assert counts == {
        "v1/marketstatus/upcoming": 1,
        "v2/aggs/ticker/AAPL": 3,
        "v2/aggs/grouped": 1,
        "v3/reference/tickers/AAPL": 2,
        "v3/reference/tickers.json": 1,
        "v3/reference/tickers&": 1,
        "v3/reference/splits": 1,
        "v3/reference/dividends": 1,
        "vX/reference/tickers/META/events": 1,
    }


def test_real_days_of_a_stock_end_at_the_close_on_both_sides_of_summer_time() -> None:
    columns, next_url = read_page(body("v2/aggs/ticker/AAPL/range/1/day/2005-04-01/2005-04-04.json"), "fixture")
    days = date(2005, 4, 1), date(2005, 4, 4)
    now = datetime(2020, 1, 1, tzinfo=UTC)
    made = framed(columns, parse_symbol("AAPL"), Resolution.DAILY, *days, known_until=now)
    calendar = exchange_calendars.get_calendar("XNYS", start="2005-01-01", end="2005-12-31")
    closes = [calendar.session_close(day) for day in ("2005-04-01", "2005-04-04")]
    assert list(made.bars.index) == closes
    assert made.bars["close"].tolist() == [1.4604, 1.4675]
    assert (next_url, made.left_out) == ("", {})


def test_real_names_splits_and_dividends() -> None:
    changes = read_changes(body("vX/reference/tickers/META/events&types=ticker_change.json"), "META")
    assert [(one.first_day.isoformat(), one.ticker) for one in changes] == [
        ("2012-05-18", "FB"),
        ("2022-06-11", "META"),
    ]
    splits, _ = read_splits(body("v3/reference/splits.json"), "fixture")
    assert splits[0].split_factor == 0.05
    assert all(one.dividend > 0 for one in merged(read_dividends(body("v3/reference/dividends.json"), "fixture")[0]))


def test_real_market_days_agree_with_the_calendar_package() -> None:
    days = read_market_days(body("v1/marketstatus/upcoming.json"), "fixture")
    calendar = exchange_calendars.get_calendar("XNYS", start="2022-01-01", end="2023-12-31")
    for one in (one for one in days if one.exchange == "NYSE"):
        stamp = pd.Timestamp(one.day)
        assert calendar.is_session(stamp) == (one.status == "early-close")
        if one.closes is not None:
            assert calendar.session_close(stamp) == one.closes
    assert surprises(days) == ()


def test_the_stocks_of_a_real_grouped_day() -> None:
    frame = frame_by_ticker(
        *read_grouped(body("v2/aggs/grouped/locale/us/market/stocks/2005-04-04&adjusted=true.json"), "x")
    )
    assert frame.loc["GIK"].tolist() == [9.99, 10.02, 9.9, 10.02, 895345.0]
    assert np.isfinite(frame.to_numpy()).all()


def test_every_exchange_keeps_to_the_vendors_description(
    polygon: PolygonProvider, server: Standin, state: Path
) -> None:
    spec = shared("vendor-specs", "polygon", "subset.json")
    server.keeps_exchanges = True
    aapl, meta, btc, eur = (parse_symbol(text) for text in ("AAPL", "META", "BTCUSD", "EURUSD"))
    days = date(2024, 2, 29), date(2024, 3, 1)
    for symbol in (aapl, btc, eur):
        for resolution in (Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY):
            polygon.bars(symbol, resolution, *days)
    polygon.bars(btc, Resolution.HOUR, date(2023, 11, 1), days[1])  # in four pages
    polygon.bars(meta, Resolution.DAILY, date(2022, 6, 1), date(2022, 7, 1))
    for symbol in (aapl, meta):
        polygon.events(symbol, date(2019, 1, 1), days[1])
    for symbol in (aapl, btc, eur, parse_symbol("NOSUCH")):
        polygon.knows(symbol)
    polygon.ping()
    polygon.closures()
    polygon.crypto_day(days[1])
    counts = check_exchanges(spec, server.exchanges, server.url, beyond={NAMES}, also_query={"cursor"})
    # One answer has a status that the description leaves out: 404 of the ticker that there is not.
    assert (counts.requests, counts.responses, counts.unstated) == (counts.requests, counts.requests - 1, 1)
    assert counts.requests >= 25
    assert counts.outside == 2
