"""Polygon's stand-in by itself: what a client without our help would see."""

import base64
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pandas as pd
import pytest
import requests
from pydantic import SecretStr
from stacks import Stack, python_of

from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.resolution import Resolution
from leanrig.providers.polygon.connect import polygon_provider
from leanrig.providers.symbols import parse_symbol
from leanrig.standins.market import Market
from leanrig.standins.polygon import make_polygon
from leanrig.standins.server import Standin

NOW = datetime(2024, 6, 12, 15, 7, 30, tzinfo=UTC)
KEY = "sandbox-polygon-key"
MARKET = Market()
AGGS = "/v2/aggs/ticker"
SDK = Stack("massive sdk", ("massive==2.9.1",))


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_polygon(MARKET, now=lambda: NOW) as started:
        yield started


def asked(server: Standin, path: str, *, key: str = KEY, **query: Any) -> requests.Response:
    session = requests.Session()
    session.trust_env = False
    url = path if path.startswith("http") else f"{server.url}{path}"
    return session.get(url, params=query, headers={"Authorization": f"Bearer {key}"}, timeout=10)


def all_pages(server: Standin, path: str, **query: Any) -> tuple[list[dict[str, Any]], int]:
    body = asked(server, path, **query).json()
    rows, pages = list(body.get("results", [])), 1
    while "next_url" in body:
        body = asked(server, body["next_url"]).json()
        rows, pages = [*rows, *body.get("results", [])], pages + 1
    return rows, pages


def test_both_ways_of_giving_the_key(server: Standin) -> None:
    path = "/v1/marketstatus/upcoming"
    assert asked(server, path, key="wrong").status_code == 401
    assert asked(server, path, key="wrong").json()["status"] == "ERROR"
    assert asked(server, path, key="", apiKey=KEY).status_code == 200


def test_a_limit_counts_base_bars(server: Standin) -> None:
    path = f"{AGGS}/X:BTCUSD/range/1/hour/2024-03-01/2024-03-01"
    first = asked(server, path, limit=150).json()
    # 150 minutes are two hours and a half; the half is left to the next page.
    assert (first["queryCount"], first["resultsCount"], len(first["results"])) == (150, 2, 2)
    assert "cursor=" in first["next_url"]
    assert KEY not in first["next_url"]
    rows, pages = all_pages(server, path, limit=150)
    assert len(rows) == 24
    assert pages == 12
    assert rows == asked(server, path, limit=50_000).json()["results"]


@pytest.mark.parametrize("timespan", ["minute", "hour", "day"])
@pytest.mark.parametrize("ticker", ["AAPL", "X:BTCUSD", "C:EURUSD"])
def test_pages_of_any_size_and_direction_hold_the_same_bars(server: Standin, ticker: str, timespan: str) -> None:
    path = f"{AGGS}/{ticker}/range/1/{timespan}/2024-03-07/2024-03-12"  # over the change to summer time
    whole = asked(server, path, limit=50_000).json()["results"]
    limit = {"minute": 777, "hour": 400, "day": 2}[timespan]
    rows, pages = all_pages(server, path, limit=limit)
    assert (rows, pages > 1) == (whole, True)
    turned, _ = all_pages(server, path, limit=limit, sort="desc")
    assert turned == whole[::-1]
    assert [row["t"] for row in whole] == sorted({row["t"] for row in whole})


def test_windows_of_five_minutes(server: Standin) -> None:
    path = f"{AGGS}/X:BTCUSD/range/{{}}/minute/2024-03-01/2024-03-01"
    ones, fives = (asked(server, path.format(n)).json()["results"] for n in (1, 5))
    assert len(fives) == 288
    assert fives[0]["h"] == max(row["h"] for row in ones[:5])
    assert (fives[0]["o"], fives[0]["c"]) == (ones[0]["o"], ones[4]["c"])


def test_prices_before_a_split_are_adjusted_by_default(server: Standin) -> None:
    path = f"{AGGS}/AAPL/range/1/day/2024-06-07/2024-06-10"
    raw = asked(server, path, adjusted="false").json()["results"]
    adjusted = asked(server, path).json()
    assert adjusted["adjusted"] is True
    assert adjusted["results"][0]["c"] == pytest.approx(raw[0]["c"] / 4)
    assert adjusted["results"][0]["v"] == pytest.approx(raw[0]["v"] * 4)
    assert adjusted["results"][1] == raw[1]


def test_the_unfinished_bar_is_served_as_far_as_it_is_known(server: Standin) -> None:
    rows = asked(server, f"{AGGS}/X:BTCUSD/range/1/minute/2024-06-12/2024-06-12").json()["results"]
    last = rows[-1]
    assert last["t"] == int(datetime(2024, 6, 12, 15, 7, tzinfo=UTC).timestamp() * 1000)
    assert last["o"] == last["h"] == last["l"] == last["c"]
    assert "DELAYED" not in asked(server, f"{AGGS}/AAPL/range/1/day/2024-06-12/2024-06-12").text


def test_nobody_and_nothing(server: Standin) -> None:
    for path in (f"{AGGS}/NOSUCH/range/1/day/2024-01-01/2024-02-01", f"{AGGS}/AAPL/range/1/day/2024-03-09/2024-03-10"):
        body = asked(server, path).json()
        assert (body["resultsCount"], "results" in body) == (0, False)
    missing = asked(server, "/v3/reference/tickers/NOSUCH")
    assert (missing.status_code, missing.json()["status"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"{AGGS}/AAPL/range/1/day/2024-02-01/2024-01-01", {}),
        (f"{AGGS}/AAPL/range/1/day/soon/2024-01-01", {}),
        (f"{AGGS}/AAPL/range/1/fortnight/2024-01-01/2024-02-01", {}),
        (f"{AGGS}/AAPL/range/0/day/2024-01-01/2024-02-01", {}),
        (f"{AGGS}/AAPL/range/1/day/2024-01-01/2024-02-01", {"limit": 50_001}),
        (f"{AGGS}/AAPL/range/1/day/2024-01-01/2024-02-01", {"cursor": "%%%"}),
        ("/v2/aggs/grouped/locale/global/market/crypto/today", {}),
    ],
)
def test_bad_parameters(server: Standin, path: str, query: dict[str, Any]) -> None:
    got = asked(server, path, **query)
    assert got.status_code == 400
    assert set(got.json()) == {"status", "request_id", "error"}


def test_days_to_come_are_refused_as_the_vendor_does(server: Standin) -> None:
    got = asked(server, f"{AGGS}/AAPL/range/1/day/2024-08-01/2024-08-02")
    assert (got.status_code, got.json()["status"]) == (403, "NOT_AUTHORIZED")


def test_one_request_too_many() -> None:
    with make_polygon(MARKET, now=lambda: NOW, limits=True) as server:
        got = [asked(server, "/v1/marketstatus/upcoming") for _ in range(7)]
    assert [one.status_code for one in got] == [200] * 5 + [429] * 2
    assert "maximum requests" in got[5].json()["error"]
    assert got[6].content == b""
    assert not [name for name in got[5].headers if "retry" in name.lower() or "ratelimit" in name.lower()]


def test_lists_go_by_pages_too(server: Standin) -> None:
    path = "/v3/reference/dividends"
    whole = asked(server, path, ticker="AAPL", limit=1000, order="asc").json()["results"]
    rows, pages = all_pages(server, path, ticker="AAPL", limit=7, order="asc")
    assert (rows, pages) == (whole, 5)
    bounds = {"ex_dividend_date.gte": "2024-01-01", "ex_dividend_date.lt": "2024-11-09", "ticker": "AAPL"}
    some, _ = all_pages(server, path, limit=2, order="asc", **bounds)
    assert [row["ex_dividend_date"] for row in some] == ["2024-02-09", "2024-05-09", "2024-08-09"]


def test_a_cursor_holds_the_rest_of_the_query(server: Standin) -> None:
    path = f"{AGGS}/X:BTCUSD/range/1/minute/2024-03-01/2024-03-01"
    url = asked(server, path, limit=100, adjusted="false").json()["next_url"]
    text = base64.urlsafe_b64decode(url.split("cursor=")[1] + "==").decode()
    assert text == "adjusted=false&limit=100&sort=asc"
    names = [row["ticker"] for row in all_pages(server, "/v3/reference/tickers", market="fx", limit=1)[0]]
    assert names == ["C:EURUSD", "C:USDJPY"]
    assert "apiKey" not in url


def test_a_full_page_is_made_quickly(server: Standin) -> None:
    path = f"{AGGS}/X:BTCUSD/range/1/minute/2024-03-01/2024-04-04"
    asked(server, path, limit=50)
    began = time.process_time()
    got = asked(server, path, limit=50_000)
    assert got.content.count(b'"vw"') == 50_000
    assert time.process_time() - began < 1.0  # about 0.2 s of processor time where nothing else runs


_SCRIPT = """
import json, sys
from massive import RESTClient
client = RESTClient(api_key="sandbox-polygon-key", base=sys.argv[1], retries=0)
def bars(ticker, span, start, end, limit):
    found = client.list_aggs(ticker, 1, span, start, end, adjusted=False, sort="asc", limit=limit)
    return [[a.timestamp, a.open, a.high, a.low, a.close, a.volume] for a in found]
details = client.get_ticker_details("AAPL")
print(json.dumps({
    "days": bars("AAPL", "day", "2024-01-02", "2024-06-10", 50000),
    "hours": bars("X:BTCUSD", "hour", "2024-03-01", "2024-03-31", 7000),
    "minutes": bars("C:EURUSD", "minute", "2024-03-07", "2024-03-12", 1000),
    "fb": bars("FB", "day", "2022-06-01", "2022-06-20", 50000),
    "nobody": bars("NOSUCH", "day", "2022-06-01", "2022-06-20", 50000),
    "splits": [[s.execution_date, s.split_from, s.split_to] for s in client.list_splits(ticker="AAPL", limit=1)],
    "dividends": [[d.ex_dividend_date, d.cash_amount] for d in client.list_dividends(ticker="AAPL", limit=5)],
    "name": details.name, "market": details.market,
    "names": [[e["date"], e["ticker_change"]["ticker"]] for e in client.get_ticker_events("META").events],
    "holidays": [[h.date, h.exchange, h.status, h.close] for h in client.get_market_holidays()],
    "crypto": [[g.ticker, g.close] for g in client.get_grouped_daily_aggs(
        "2024-06-11", adjusted=False, locale="global", market_type="crypto")],
    "tickers": [t.ticker for t in client.list_tickers(market="stocks", limit=2)],
}))
"""


@pytest.mark.stack
def test_the_vendors_own_client_gets_what_ours_gets(server: Standin, tmp_path: Any) -> None:
    python = python_of(SDK)
    ran = subprocess.run([python, "-c", _SCRIPT, server.url], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr[-2000:]
    theirs = orjson.loads(ran.stdout.splitlines()[-1])
    ours = polygon_provider(
        state=tmp_path, api_key=SecretStr(KEY), plan="paid", base_url=server.url, rates=(), now=lambda: NOW
    )
    aapl, btc, eur = (parse_symbol(text) for text in ("AAPL", "BTCUSD", "EURUSD"))
    asked_for = {
        "days": ours.bars(aapl, Resolution.DAILY, date(2024, 1, 2), date(2024, 6, 10)),
        "hours": ours.bars(btc, Resolution.HOUR, date(2024, 3, 1), date(2024, 3, 31)),
        "minutes": ours.bars(eur, Resolution.MINUTE, date(2024, 3, 7), date(2024, 3, 12)),
    }
    for name, got in asked_for.items():
        frame = pd.DataFrame(theirs[name], columns=["start", *BAR_COLUMNS])
        assert (frame[list(BAR_COLUMNS)].to_numpy() == got.bars.to_numpy()).all(), name
    starts = pd.to_datetime([row[0] for row in theirs["hours"]], unit="ms", utc=True)
    assert list(starts + pd.Timedelta(hours=1)) == list(asked_for["hours"].bars.index)
    assert (len(theirs["fb"]), theirs["nobody"]) == (6, [])
    events = ours.events(aapl, date(2018, 1, 1), date(2027, 1, 1)).actions
    assert {(day, of / to) for day, of, to in theirs["splits"]} == {
        (one.ex_date.isoformat(), one.split_factor) for one in events if one.split_factor != 1
    }
    assert dict(theirs["dividends"]) == {one.ex_date.isoformat(): one.dividend for one in events if one.dividend}
    assert (theirs["name"], theirs["market"]) == ("Apple Inc.", "stocks")
    assert theirs["names"] == [["2022-06-11", "META"], ["2018-01-01", "FB"]]
    assert len(theirs["holidays"]) == len(ours.closures())
    closes = ours.crypto_day(date(2024, 6, 11)).bars["close"]
    assert {ticker.removeprefix("X:"): close for ticker, close in theirs["crypto"]} == closes.to_dict()
    assert theirs["tickers"] == ["AAPL", "IBM", "META", "MSFT", "SPY"]


def test_the_script_is_run_by_another_interpreter() -> None:
    """The vendor's package is no dependency of ours."""
    found = subprocess.run([sys.executable, "-c", "import massive"], capture_output=True, check=False)
    assert found.returncode != 0
