"""Perplexity's stand-in by itself: as strict as the vendor, held to its description, read by its own SDK."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from openapi_contract import check_exchanges
from pydantic import SecretStr
from shared_reference import shared
from stacks import Stack, python_of

from leanrig.providers.perplexity.agent import ask_agent
from leanrig.providers.perplexity.connect import perplexity_wire
from leanrig.providers.perplexity.filters import Filters
from leanrig.providers.perplexity.search import search
from leanrig.standins.perplexity import PERPLEXITY_KEY, make_perplexity
from leanrig.standins.server import Standin

NOW = datetime(2026, 11, 25, 15, 7, 30, tzinfo=UTC)
SDK = Stack("perplexity sdk", ("perplexityai==0.46.1",))
QUESTION = {"model": "perplexity/sonar", "input": "How is AAPL doing?", "tools": [{"type": "web_search"}]}
SENTIMENT = {
    "type": "object",
    "properties": {
        "label": {"type": "string"},
        "sentence": {"type": "string"},
        "sources": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["label", "sentence", "sources"],
    "additionalProperties": False,
}
SCRIPT = """
import json, sys
import perplexity
from perplexity import Perplexity

url, key, question = json.load(sys.stdin)
client = Perplexity(api_key=key, base_url=url, max_retries=0)
found = client.search.create(query="AAPL stock market news", max_results=3, search_recency_filter="week")
answer = client.responses.create(**question)
try:
    client.search.create(query="AAPL", extra_body={"real_time": True})
except perplexity.BadRequestError as error:
    refused = error.body
try:
    Perplexity(api_key="wrong", base_url=url, max_retries=0).search.create(query="AAPL")
except perplexity.AuthenticationError as error:
    unknown = error.status_code
json.dump({
    "pages": [[page.title, page.url, page.snippet, page.date] for page in found.results],
    "text": answer.output_text,
    "status": answer.status,
    "sources": [[row.id, row.url] for item in answer.output if item.type == "search_results" for row in item.results],
    "refused": refused,
    "unknown": unknown,
}, sys.stdout)
"""


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_perplexity(now=lambda: NOW) as started:
        started.keeps_exchanges = True
        yield started


def post(server: Standin, path: str, body: Any, key: str = PERPLEXITY_KEY) -> requests.Response:
    session = requests.Session()
    session.trust_env = False
    return session.post(f"{server.url}{path}", json=body, headers={"Authorization": f"Bearer {key}"}, timeout=10)


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/search", {"query": "AAPL", "real_time": True}, "real_time"),
        ("/search", {"max_results": 3}, "query"),
        ("/search", {"query": ""}, "query"),
        ("/search", {"query": "AAPL", "max_results": 21}, "max_results"),
        ("/search", {"query": "AAPL", "max_results": True}, "max_results"),
        ("/search", {"query": "AAPL", "search_recency_filter": "minute"}, "search_recency_filter"),
        ("/search", {"query": "AAPL", "search_after_date_filter": "2026-11-01"}, "search_after_date_filter"),
        ("/search", {"query": "AAPL", "search_domain_filter": ["a.example"] * 21}, "search_domain_filter"),
        ("/v1/agent", {**QUESTION, "temperature": 0}, "temperature"),
        ("/v1/agent", {**QUESTION, "model": "perplexity/none"}, "model"),
        ("/v1/agent", {"input": "x"}, "model"),
        ("/v1/agent", {**QUESTION, "tools": [{"type": "web_search", "depth": 3}]}, "tools[0].depth"),
        ("/v1/agent", {**QUESTION, "tools": [{"type": "web_search", "filters": {"x": 1}}]}, "tools[0].filters.x"),
        ("/v1/responses", {**QUESTION, "max_steps": 11}, "max_steps"),
        ("/v1/responses", {**QUESTION, "response_format": {"type": "json_schema", "json_schema": {"name": "x"}}},
         "response_format.json_schema.schema"),
    ],
)  # fmt: skip
def test_what_the_vendor_does_not_take_is_a_400_that_names_it(
    server: Standin, path: str, body: dict[str, Any], param: str
) -> None:
    answer = post(server, path, body)
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "message": answer.json()["error"]["message"], "type": "invalid_request", "code": 400, "param": param,
    }  # fmt: skip
    assert param in answer.json()["error"]["message"] or param in ("model", "query")


def test_a_wrong_key_and_too_many_requests() -> None:
    with make_perplexity(now=lambda: NOW, rate=(2, 60)) as server:
        assert post(server, "/search", {"query": "AAPL"}, key="wrong").status_code == 401
        assert [post(server, "/search", {"query": "AAPL"}).status_code for _ in range(3)] == [200, 200, 429]
        refused = post(server, "/search", {"query": "AAPL"})
        assert refused.headers["X-RateLimit-Remaining"] == "0"
        assert 0 < float(refused.headers["X-RateLimit-Reset"]) <= 60


def test_the_web_is_narrowed_as_asked(server: Standin) -> None:
    def hosts(**more: Any) -> list[str]:
        rows = post(server, "/search", {"query": "AAPL news", **more}).json()["results"]
        return [row["url"].split("/")[2] for row in rows]

    assert len(hosts()) == 5
    assert hosts(search_domain_filter=["wire.example"]) == ["wire.example"]
    assert "wire.example" not in hosts(search_domain_filter=["-wire.example"])
    assert hosts(search_after_date_filter="11/25/2026") == []
    assert len(hosts(search_after_date_filter="11/24/2026", max_results=2)) == 2


def test_every_exchange_is_as_the_vendor_describes_it(server: Standin) -> None:
    body = {"query": ["AAPL news", "BTCUSD news"], "max_results": 20, "search_recency_filter": "week"}
    assert post(server, "/search", body).status_code == 200
    form = {"type": "json_schema", "json_schema": {"name": "sentiment", "schema": SENTIMENT, "strict": True}}
    for question in (QUESTION, {**QUESTION, "response_format": form}, {"model": "perplexity/sonar", "input": "x"}):
        assert post(server, "/v1/agent", question).status_code == 200
    server.fail("failed", path="/v1/agent")
    assert post(server, "/v1/agent", QUESTION).json()["status"] == "failed"
    assert requests.get(f"{server.url}/v1/models", timeout=10, proxies={"http": ""}).json()["object"] == "list"
    spec = shared("vendor-specs", "perplexity", "subset.json")
    counts = check_exchanges(spec, server.exchanges, server.url)
    assert (counts.requests, counts.responses, counts.unstated) == (6, 6, 0)


@pytest.mark.stack
def test_the_vendors_sdk_reads_what_our_client_reads(server: Standin, tmp_path: Any) -> None:
    told = json.dumps([server.url, PERPLEXITY_KEY, QUESTION])
    done = subprocess.run(
        [python_of(SDK), "-c", SCRIPT], input=told, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    wire = perplexity_wire(state=tmp_path, api_key=SecretStr(PERPLEXITY_KEY), base_url=server.url, rates=())
    ours = search(wire, "AAPL stock market news", filters=Filters(recency="week"), most=3).value
    assert theirs["pages"] == [[page.title, page.url, page.snippet, page.date] for page in ours]
    reply = ask_agent(wire, str(QUESTION["input"]), filters=Filters()).value
    assert (theirs["text"], theirs["status"]) == (reply.text, "completed")
    assert theirs["sources"] == [[number, page.url] for number, page in reply.pages.items()]
    assert theirs["refused"]["error"]["param"] == "real_time"
    assert theirs["unknown"] == 401
