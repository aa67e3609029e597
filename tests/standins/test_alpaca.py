"""Alpaca's stand-in answers as the vendor does, and serves nothing that was not known yet."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from leanrig.standins.alpaca import KEY_ID, SECRET, make_alpaca
from leanrig.standins.market import Market
from leanrig.standins.server import Standin

KEYS = {"APCA-API-KEY-ID": KEY_ID, "APCA-API-SECRET-KEY": SECRET}
Get = Callable[..., requests.Response]


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 14, 17, 42, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def server(hand: Hand) -> Iterator[Standin]:
    with make_alpaca(Market(), now=hand, plan="plus") as started:
        yield started


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        made.trust_env = False
        made.headers.update(KEYS)
        yield made


@pytest.fixture
def get(server: Standin, session: requests.Session) -> Get:
    def asked(path: str, **query: Any) -> requests.Response:
        return session.get(server.url + path, params=query, timeout=20)

    return asked


def bars(get: Get, **query: Any) -> list[dict[str, Any]]:
    given = {"symbols": "AAPL", "timeframe": "1Min", "start": "2024-06-14T13:30:00Z"} | query
    return get("/v2/stocks/bars", **given).json()["bars"].get(given["symbols"], [])


def test_nothing_later_than_now_is_served(get: Get, hand: Hand) -> None:
    before = bars(get)
    assert before[-1]["t"] == "2024-06-14T17:42:00Z"
    assert before[-1]["o"] == before[-1]["h"] == before[-1]["l"] == before[-1]["c"]
    hand.now += timedelta(minutes=5)
    after = bars(get)
    assert after[: len(before) - 1] == before[:-1]
    assert after[len(before) - 1]["o"] == before[-1]["o"]
    assert after[len(before) - 1]["v"] > before[-1]["v"] > 0
    assert len(after) == len(before) + 5


def test_days_grow_as_they_pass(get: Get, hand: Hand) -> None:
    query = {"timeframe": "1Day", "start": "2024-06-13"}
    noon = bars(get, **query)
    hand.now += timedelta(hours=8)
    night = bars(get, **query)
    assert [bar["t"] for bar in noon] == ["2024-06-13T04:00:00Z", "2024-06-14T04:00:00Z"]
    assert noon[0] == night[0] and noon[1]["o"] == night[1]["o"] and noon[1]["v"] < night[1]["v"]
    hand.now = datetime(2024, 6, 14, 13, 0, tzinfo=UTC)
    assert bars(get, **query) == night[:1]


def test_without_a_data_plan_sip_ends_a_quarter_of_an_hour_ago(hand: Hand, session: requests.Session) -> None:
    with make_alpaca(Market(), now=hand) as basic:
        query = {"symbols": "AAPL", "timeframe": "1Min", "start": "2024-06-14T17:00:00Z"}
        ask = lambda **more: session.get(f"{basic.url}/v2/stocks/bars", params=query | more)  # noqa: E731
        assert ask(feed="sip").json()["bars"]["AAPL"][-1]["t"] == "2024-06-14T17:27:00Z"
        late = ask(feed="sip", end="2024-06-14T17:30:00Z")
        assert (late.status_code, late.json()["message"]) == (
            403, "subscription does not permit querying recent SIP data",
        )  # fmt: skip
        assert ask(feed="iex", end="2024-06-14T18:00:00Z").json()["bars"]["AAPL"][-1]["t"] == "2024-06-14T17:42:00Z"
        assert (
            session.get(f"{basic.url}/v2/stocks/bars/latest", params={"symbols": "AAPL", "feed": "sip"}).status_code
            == 403
        )


@pytest.mark.parametrize("sort", ["asc", "desc"])
@pytest.mark.parametrize("limit", [3, 16, 49, 50, 51, 1000])
def test_pages_join_to_the_whole(get: Get, sort: str, limit: int) -> None:
    query = {"symbols": "IBM,AAPL,NOPE", "timeframe": "1Hour", "start": "2024-06-12", "end": "2024-06-14", "sort": sort}
    whole = get("/v2/stocks/bars", **query, limit=10_000).json()["bars"]
    joined: dict[str, list[Any]] = {}
    token, sizes = "", []
    while token is not None:
        page = get("/v2/stocks/bars", **query, limit=limit, **({"page_token": token} if token else {})).json()
        for symbol, rows in page["bars"].items():
            joined.setdefault(symbol, []).extend(rows)
        sizes.append(sum(map(len, page["bars"].values())))
        token = page["next_page_token"]
    assert joined == whole and list(joined) == ["AAPL", "IBM"]
    assert all(size == limit for size in sizes[:-1]) and sizes[-1] <= limit


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"symbols": ""}, "symbols is required"),
        ({"symbols": "A+B"}, "invalid symbol"),
        ({"timeframe": "60Min"}, "timeframe"),
        ({"timeframe": "1Week"}, "timeframe"),
        ({"limit": "0"}, "limit"),
        ({"limit": "10001"}, "limit"),
        ({"start": "yesterday"}, "start"),
        ({"start": "2024-06-14T13:30:00"}, "zone"),
        ({"sort": "up"}, "sort"),
        ({"feed": "nasdaq"}, "feed"),
        ({"page_token": "none"}, "page token"),
        ({"adjustment": "split"}, "raw"),
        ({"start": "2024-06-15T00:00:00Z"}, "end should not be before start"),
    ],
)
def test_wrong_requests_are_refused(get: Get, query: dict[str, str], words: str) -> None:
    given = {"symbols": "AAPL", "timeframe": "1Min", "start": "2024-06-14T13:30:00Z"} | query
    answer = get("/v2/stocks/bars", **given)
    assert answer.status_code == 400 and words in answer.json()["message"]


def test_keys_are_needed_but_for_coins(server: Standin) -> None:
    with requests.Session() as stranger:
        stranger.trust_env = False
        coins = {"symbols": "BTC/USD", "timeframe": "1Hour", "start": "2024-06-14"}
        assert stranger.get(f"{server.url}/v1beta3/crypto/us/bars", params=coins).status_code == 200
        data = stranger.get(f"{server.url}/v2/stocks/bars")
        trading = stranger.get(f"{server.url}/v2/account")
        wrong = stranger.get(f"{server.url}/v1beta3/crypto/us/bars", params=coins, headers={"APCA-API-KEY-ID": "x"})
    assert (data.status_code, data.json()) == (401, {"message": "unauthorized."})
    assert (trading.status_code, trading.json()["code"]) == (401, 40110000)
    assert wrong.status_code == 401


def test_one_limit_over_both_hosts(hand: Hand, session: requests.Session) -> None:
    with make_alpaca(Market(), now=hand, limits=True, rate=3) as strict:
        data, trading = f"{strict.url}/v2/stocks/bars/latest?symbols=AAPL", f"{strict.url}/v2/clock"
        good = [session.get(one) for one in (data, trading, data)]
        assert [one.headers["X-RateLimit-Remaining"] for one in good] == ["2", "1", "0"]
        bare, told = session.get(data), session.get(trading)
        assert (bare.status_code, bare.json()) == (429, {"message": "too many requests."})
        assert not [name for name in bare.headers if name.lower().startswith(("x-ratelimit", "retry-after"))]
        assert told.status_code == 429 and told.json()["code"] == 42910000
        assert told.headers["X-RateLimit-Limit"] == "3" and told.headers["X-RateLimit-Remaining"] == "0"
        assert int(told.headers["X-RateLimit-Reset"]) == int(hand.now.timestamp()) + 61
        hand.now += timedelta(seconds=61)
        assert session.get(data).status_code == 200


def test_orders_are_kept_by_their_own_id_and_never_filled(server: Standin, session: requests.Session) -> None:
    order = {"symbol": "AAPL", "qty": "2", "side": "buy", "type": "market", "time_in_force": "day"}
    first = session.post(f"{server.url}/v2/orders", json=order | {"client_order_id": "mine"})
    again = session.post(f"{server.url}/v2/orders", json=order | {"client_order_id": "mine"})
    assert (first.status_code, again.status_code) == (200, 422)
    assert "client_order_id must be unique" in again.json()["message"]
    made = first.json()
    assert (made["qty"], made["filled_qty"], made["status"], made["limit_price"]) == ("2", "0", "accepted", None)
    assert session.get(f"{server.url}/v2/positions").json() == []
    assert session.delete(f"{server.url}/v2/orders/{made['id']}").status_code == 204
    assert session.delete(f"{server.url}/v2/orders/{made['id']}").status_code == 422
    assert session.get(f"{server.url}/v2/orders/{made['id']}").json()["status"] == "canceled"
    assert session.get(f"{server.url}/v2/orders").json() == []
    assert len(session.get(f"{server.url}/v2/orders", params={"status": "closed"}).json()) == 1
    unknown = session.get(f"{server.url}/v2/orders:by_client_order_id", params={"client_order_id": "yours"})
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"symbol": "NOPE"}, 422, "not found"),
        ({"side": "hold"}, 422, "side"),
        ({"type": "iceberg"}, 422, "type"),
        ({"time_in_force": "gtd"}, 422, "time_in_force"),
        ({"qty": "-1"}, 422, "qty"),
        ({"qty": "many"}, 422, "qty"),
        ({"qty": None}, 422, "qty or notional"),
        ({"notional": "100"}, 422, "qty or notional"),
        ({"type": "limit"}, 422, "limit_price"),
        ({"type": "stop_limit", "limit_price": "1"}, 422, "stop_price"),
        ({"type": "trailing_stop"}, 422, "trail_price"),
        ({"type": "limit", "limit_price": "100000", "qty": "2"}, 403, "buying power"),
        ({"client_order_id": "x" * 129}, 422, "128"),
        ({"symbol": "BTC/USD", "time_in_force": "day"}, 422, "time_in_force"),
        ({"symbol": "BTC/USD", "time_in_force": "gtc", "type": "stop", "stop_price": "1"}, 422, "type"),
        ({"order_class": "bracket"}, 422, "simple"),
    ],
)
def test_orders_are_checked(
    server: Standin, session: requests.Session, change: dict[str, Any], status: int, words: str
) -> None:
    order = {"symbol": "AAPL", "qty": "2", "side": "buy", "type": "market", "time_in_force": "day"} | change
    answer = session.post(f"{server.url}/v2/orders", json=order)
    assert answer.status_code == status and words in answer.json()["message"]
    assert session.get(f"{server.url}/v2/orders", params={"status": "all"}).json() == []


def test_a_full_page_is_fast(get: Get) -> None:
    query = {"symbols": "BTC/USD", "timeframe": "1Min", "start": "2024-06-01", "limit": 10_000}
    get("/v1beta3/crypto/us/bars", **query)
    best = min(get("/v1beta3/crypto/us/bars", **query).elapsed for _ in range(3))
    assert best < timedelta(seconds=0.5)
