"""Our client against the stand-in: what is asked, what is kept, the hour's budget, and each way of failing."""

import json
import multiprocessing
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openapi_contract import check_exchanges
from pydantic import SecretStr
from shared_reference import shared

from leanrig.errors import BadInput, LeanrigError
from leanrig.model.narration import Question
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.failures import BadAnswer, KeyRefused, RateLimited, Refused, Unreachable
from leanrig.providers.http.client import Patience, Rate
from leanrig.providers.perplexity.agent import ask_agent
from leanrig.providers.perplexity.connect import perplexity_wire
from leanrig.providers.perplexity.failures import (
    AnswerCancelled,
    AnswerFailed,
    AnswerIncomplete,
    AnswerRefused,
    NoSource,
)
from leanrig.providers.perplexity.filters import Filters
from leanrig.providers.perplexity.questions import cross_asset, market_news, sentiment
from leanrig.providers.perplexity.search import search
from leanrig.providers.perplexity.wire import Wire
from leanrig.providers.perplexity.writer import PerplexityWriter
from leanrig.standins.perplexity import PERPLEXITY_KEY, make_perplexity
from leanrig.standins.server import Standin

NOW = datetime(2026, 11, 25, 15, 7, 30, tzinfo=UTC)
QUICK = Patience(timeout_s=1, attempts=2, deadline_s=3, first_wait_s=0.01, longest_wait_s=0.02, queue_s=1)
AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_perplexity(now=lambda: NOW) as started:
        started.keeps_exchanges = True
        yield started


def wire_to(url: str, state: Path, *, key: str = PERPLEXITY_KEY, rates: tuple[Rate, ...] = ()) -> Wire:
    return perplexity_wire(state=state, api_key=SecretStr(key), base_url=url, rates=rates, patience=QUICK)


@pytest.fixture
def wire(server: Standin, tmp_path: Path) -> Wire:
    return wire_to(server.url, tmp_path)


def sent(server: Standin) -> list[dict[str, Any]]:
    return [json.loads(exchange.body) for exchange in server.exchanges]


def test_what_is_asked_is_in_the_vendors_words(server: Standin, wire: Wire) -> None:
    market_news(wire, AAPL, recency="day", domains=("wire.example",))
    search(wire, "AAPL", filters=Filters(after=date(2026, 1, 2), before=date(2026, 11, 30)), most=20)
    sentiment(wire, BTC)
    cross_asset(wire, "Do AAPL and coins move together?", [AAPL, BTC])
    news, dated, opinion, across = sent(server)
    assert news["query"] == "AAPL stock market news"
    assert (news["search_recency_filter"], news["search_domain_filter"]) == ("day", ["wire.example"])
    assert (dated["search_after_date_filter"], dated["search_before_date_filter"]) == ("01/02/2026", "11/30/2026")
    assert opinion["tools"] == [{"type": "web_search", "filters": {"search_recency_filter": "week"}}]
    assert opinion["response_format"]["json_schema"]["strict"] is True
    assert "AAPL (stock), BTCUSD (cryptocurrency)" in across["input"]
    counts = check_exchanges(shared("vendor-specs", "perplexity", "subset.json"), server.exchanges, server.url)
    assert (counts.requests, counts.responses) == (4, 4)


def test_an_opinion_has_its_sources_and_an_answer_too(wire: Wire) -> None:
    found = sentiment(wire, AAPL).value
    assert found.label == "mixed"
    assert [page.url.split("/")[2] for page in found.pages] == ["desk.example", "ledger.example", "letters.example"]
    said = cross_asset(wire, "Do AAPL and coins move together?", [AAPL, BTC]).value
    assert [len(statement.pages) for statement in said] == [1, 1, 1]


def test_a_copy_answers_for_a_quarter_of_an_hour_and_says_its_age(server: Standin, wire: Wire) -> None:
    first = market_news(wire, AAPL)
    again = market_news(wire, AAPL)
    assert (first.source, again.source, server.requests) == ("vendor", "cache", 1)
    assert (again.value, again.received_at) == (first.value, first.received_at)
    search(wire, "AAPL stock market news", filters=Filters(recency="week"), most=5, fresh_s=0)
    assert server.requests == 2
    server.stop()
    old = search(wire, "AAPL stock market news", filters=Filters(recency="week"), most=5, fresh_s=0)
    assert (old.source, old.value) == ("stale", first.value)


@pytest.mark.parametrize(
    ("play", "kind"),
    [
        ("failed", AnswerFailed),
        ("cancelled", AnswerCancelled),
        ("incomplete", AnswerIncomplete),
        ("malformed", AnswerRefused),
        ("refusing", AnswerRefused),
        ("no_sources", NoSource),
        ("html", BadAnswer),
        ("cut", BadAnswer),
        ("hang_up", Unreachable),
    ],
)
def test_each_failure_has_its_kind_and_nothing_of_it_is_kept(
    server: Standin, wire: Wire, play: str, kind: type[LeanrigError]
) -> None:
    server.fail(play, times=9)
    with pytest.raises(kind) as caught:
        sentiment(wire, AAPL)
    assert caught.value.cure
    server.faults.clear()
    if play not in ("malformed", "refusing", "no_sources"):
        assert sentiment(wire, AAPL).source == "vendor"


def test_a_search_in_another_form_is_no_answer(server: Standin, wire: Wire) -> None:
    server.fail("malformed")
    with pytest.raises(BadAnswer, match="another form"):
        market_news(wire, AAPL)


def test_a_slow_answer_ends_in_time(server: Standin, wire: Wire) -> None:
    server.fail("slow", times=9, seconds=20)
    began = time.monotonic()
    with pytest.raises((Unreachable, BadAnswer)):
        market_news(wire, AAPL)
    assert time.monotonic() - began < 6


def test_what_the_vendor_refuses_is_said_in_its_words(server: Standin, wire: Wire, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"400.*Invalid model 'perplexity/gone'"):
        ask_agent(wire, "AAPL", model="perplexity/gone")
    with pytest.raises(KeyRefused, match="refuses the key"):
        market_news(wire_to(server.url, tmp_path, key="another-canary"), AAPL)
    server.fail("status", status=429, times=9, headers={"Retry-After": "600"})
    began = time.monotonic()
    with pytest.raises(RateLimited) as caught:
        market_news(wire, AAPL)
    assert "in 10 min" in caught.value.cure
    assert time.monotonic() - began < 2


def ask_some(url: str, state: Path, first: int, count: int, answered: Any) -> None:
    wire = wire_to(url, state, rates=(Rate(6, 3600),))
    for number in range(first, first + count):
        try:
            search(wire, f"AAPL {number}")
            answered.put("answered")
        except RateLimited as error:
            answered.put(f"{error.what}; {error.cure}")


def test_the_hours_budget_holds_over_processes_and_is_not_waited_for(server: Standin, tmp_path: Path) -> None:
    answered: Any = multiprocessing.Queue()
    children = [
        multiprocessing.Process(target=ask_some, args=(server.url, tmp_path, 10 * number, 4, answered))
        for number in range(2)
    ]
    began = time.monotonic()
    for child in children:
        child.start()
    told = [answered.get(timeout=20) for _ in range(8)]
    for child in children:
        child.join()
    assert time.monotonic() - began < 15
    assert told.count("answered") == 6
    assert server.requests == 6
    refused = {text for text in told if text != "answered"}
    assert refused == {
        "the limit of perplexity (6 an hour) leaves no turn within the time of this call; try again in 60 min"
    }


def test_the_default_budget_is_a_hundred_an_hour(server: Standin, tmp_path: Path) -> None:
    wire = perplexity_wire(state=tmp_path, api_key=SecretStr(PERPLEXITY_KEY), base_url=server.url)
    market_news(wire, AAPL)
    left = {window.rate.seconds: window.left for window in wire.standing().windows}
    assert left[3600] == 99


def test_nobody_waits_for_the_next_hour(server: Standin, tmp_path: Path) -> None:
    wire = perplexity_wire(state=tmp_path, api_key=SecretStr(PERPLEXITY_KEY), base_url=server.url, queries_per_hour=1)
    market_news(wire, AAPL)
    began = time.monotonic()
    with pytest.raises(RateLimited, match="1 an hour"):
        market_news(wire, BTC)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"recency": "minute"},
        {"recency": "day", "after": date(2026, 1, 1)},
        {"after": date(2026, 2, 1), "before": date(2026, 1, 1)},
        {"domains": ("a.example",) * 21},
        {"domains": ("https://a.example/x",)},
    ],
)
def test_filters_that_the_vendor_would_refuse_are_refused_here(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Filters(**wrong)


@pytest.mark.parametrize(("query", "most"), [("", 5), ("x" * 1_001, 5), ("AAPL", 0), ("AAPL", 21)])
def test_a_query_that_is_none_is_refused_here(server: Standin, wire: Wire, query: str, most: int) -> None:
    with pytest.raises(BadInput):
        search(wire, query, most=most)
    assert server.requests == 0


def test_as_a_writer_it_searches_nothing(server: Standin, wire: Wire) -> None:
    question = Question("fast", "Summarise.", "<<ab>>\nRevenue rose 4 % to $90 million.\n<</ab>>", {}, "summary", 300)
    answer = PerplexityWriter(wire).answer(question)
    assert json.loads(answer.text)["sentences"][0]["quotation"] == "Revenue rose 4 % to $90 million."
    assert (answer.writer, answer.model) == ("Perplexity", "perplexity/sonar")
    assert answer.tokens.cost is not None
    assert "tools" not in sent(server)[0]


def test_no_key_is_written_or_shown(server: Standin, wire: Wire, tmp_path: Path) -> None:
    server.fail("status", status=500, times=9, body={"error": f"bad key {PERPLEXITY_KEY}"})
    with pytest.raises(Unreachable) as caught:
        market_news(wire, AAPL)
    assert PERPLEXITY_KEY not in f"{caught.value!s} {wire!r}"
    assert all(PERPLEXITY_KEY.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
