"""The stand-ins' server: real HTTP, faults when asked for, nothing else."""

from collections.abc import Iterator

import pytest
import requests

from leanrig.standins.server import Reply, Route, Standin


@pytest.fixture
def server() -> Iterator[Standin]:
    with Standin("made", [Route("GET", "/v1/{name}/rows", lambda _, parts: Reply({"name": parts["name"]}))]) as started:
        yield started


@pytest.fixture
def session() -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    return made


def test_routes_and_unknown_paths(server: Standin, session: requests.Session) -> None:
    assert session.get(f"{server.url}/v1/X:BTCUSD/rows").json() == {"name": "X:BTCUSD"}
    assert session.get(f"{server.url}/v1/rows").status_code == 404
    assert server.url.startswith("http://127.0.0.1:")


def test_a_status_comes_as_often_as_planned(server: Standin, session: requests.Session) -> None:
    server.fail("status", status=429, times=2, headers={"Retry-After": "1.5"})
    got = [session.get(f"{server.url}/v1/a/rows") for _ in range(3)]
    assert [answer.status_code for answer in got] == [429, 429, 200]
    assert got[0].headers["Retry-After"] == "1.5"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("cut", requests.exceptions.ChunkedEncodingError),
        ("broken_gzip", requests.exceptions.ContentDecodingError),
        ("hang_up", requests.exceptions.ConnectionError),
    ],
)
def test_faults_on_the_wire_reach_the_client(
    server: Standin, session: requests.Session, kind: str, error: type[Exception]
) -> None:
    server.fail(kind)
    with pytest.raises(error):
        session.get(f"{server.url}/v1/a/rows")
    assert session.get(f"{server.url}/v1/a/rows").status_code == 200


def test_another_process_may_plan_faults(server: Standin, session: requests.Session) -> None:
    assert session.post(f"{server.url}/_sandbox/faults", json={"kind": "html", "after": 1}).status_code == 204
    assert session.get(f"{server.url}/v1/a/rows").json() == {"name": "a"}
    assert session.get(f"{server.url}/v1/a/rows").text.startswith("<html>")


def test_keys_are_left_out_of_what_is_kept(server: Standin, session: requests.Session) -> None:
    server.keeps_exchanges = True
    session.get(
        f"{server.url}/v1/a/rows?x=1&x=2", headers={"Authorization": "Bearer canary", "APCA-API-KEY-ID": "canary"}
    )
    (kept,) = server.exchanges
    assert "canary" not in repr(kept)
    assert (kept.template, kept.query) == ("/v1/{name}/rows", (("x", "1"), ("x", "2")))
