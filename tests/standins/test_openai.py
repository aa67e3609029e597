"""OpenAI's stand-in by itself: held to the vendor's own description, and to the official SDK as it comes."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import openai
import pytest
import requests
from openai import OpenAI
from openapi_contract import check_exchanges
from pydantic import BaseModel
from report.lies.reports import reports
from shared_reference import shared

from leanrig.report.cite.select import select_facts
from leanrig.report.narrate.language import Narrative
from leanrig.report.narrate.publish import refusals_of
from leanrig.report.narrate.question import question_of
from leanrig.standins.openai import MODELS, OPENAI_KEY, make_openai
from leanrig.standins.openai_asked import Asked
from leanrig.standins.openai_narrators import good, injected, lying, refusing, scripted
from leanrig.standins.server import Standin

SPEC = ("vendor-specs", "openai", "subset.json")
DATA = json.dumps({
    "sections": ["summary", "doubts"],
    "facts": {
        "a.return": {"is": "the account's return of −3.1 %", "measure": "return", "unit": "%", "may": "rise or fall"},
        "b.return": {"is": "the benchmark's return of 1,204.5 %", "measure": "return", "unit": "%"},
        "a.fall": {"is": "its drawdown of −12 %", "measure": "fall", "unit": "%", "may": "be deep or shallow"},
        "b.fall": {"is": "its drawdown of −9 %", "measure": "fall", "unit": "%", "may": "be deep or shallow"},
        "a.sharpe": {"is": "no figure", "measure": "sharpe", "unit": "ratio", "has": "no value"},
        "start": {"is": "the first day, 3 May 2010,", "measure": "day", "unit": "date"},
    },
    "true_sentences": {"doubts": ["{a.fall} was found.", "{gone} was found."]},
})  # fmt: skip


class Verdict(BaseModel):
    """What an SDK user would ask for."""

    word: str
    reasons: list[str]


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_openai() as started:
        started.keeps_exchanges = True
        yield started


def sdk(server: Standin, *, key: str = OPENAI_KEY) -> OpenAI:
    return OpenAI(api_key=key, base_url=f"{server.url}/v1", max_retries=0, timeout=10)


def posted(server: Standin, path: str, body: Any, *, key: str = OPENAI_KEY) -> requests.Response:
    session = requests.Session()
    session.trust_env = False
    headers = {"Authorization": f"Bearer {key}"}
    return session.post(f"{server.url}/v1{path}", json=body, headers=headers, timeout=10)


def test_the_official_sdk_as_it_comes(server: Standin) -> None:
    client = sdk(server)
    listed = {model.id: model.shutdown_date for model in client.models.list()}
    assert listed == dict(MODELS)
    answer = client.responses.create(model="gpt-6.2-sol", input=DATA, instructions="Write.")
    assert answer.status == "completed"
    assert Narrative.model_validate_json(answer.output_text).sections[0].name == "summary"
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    chat = client.chat.completions.create(
        model="gpt-6-luna", messages=[{"role": "developer", "content": "Write."}, {"role": "user", "content": DATA}]
    )
    assert chat.choices[0].message.content == answer.output_text
    packed = client.embeddings.create(model="text-embedding-3-small", input=["one", "two"])
    plain = client.embeddings.create(model="text-embedding-3-small", input="two", encoding_format="float")
    assert np.allclose(packed.data[1].embedding, plain.data[0].embedding, atol=1e-7)
    short = client.embeddings.create(model="text-embedding-3-large", input="one", dimensions=256)
    assert len(short.data[0].embedding) == 256


def test_the_sdks_own_parsing(server: Standin) -> None:
    client = sdk(server)
    parsed = client.responses.parse(model="gpt-6-luna", input="Judge.", text_format=Verdict)
    assert parsed.output_parsed == Verdict(word="", reasons=[])
    chat = client.chat.completions.parse(
        model="gpt-6-luna", messages=[{"role": "user", "content": "Judge."}], response_format=Verdict
    )
    assert chat.choices[0].message.parsed == Verdict(word="", reasons=[])
    raw = client.responses.with_raw_response.create(model="gpt-6-luna", input="Judge.")
    assert raw.headers["x-ratelimit-limit-requests"] == "500"
    assert raw.headers["x-ratelimit-reset-tokens"] == "1m12s"
    assert raw.headers["x-request-id"].startswith("req_")


def test_the_sdks_exceptions(server: Standin) -> None:
    client = sdk(server)
    with pytest.raises(openai.AuthenticationError) as wrong:
        sdk(server, key="other").models.list()
    assert wrong.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError) as gone:
        client.responses.create(model="gpt-4", input="hello")
    assert gone.value.code == "model_not_found"
    server.fail("status", status=429, headers={"Retry-After": "600"}, body={"error": {"code": "rate_limit_exceeded"}})
    with pytest.raises(openai.RateLimitError) as limited:
        client.responses.create(model="gpt-6-luna", input="hello")
    assert limited.value.response.headers["Retry-After"] == "600"
    server.fail("status", status=500, body={})
    with pytest.raises(openai.InternalServerError):
        client.embeddings.create(model="text-embedding-3-small", input="hello")
    server.fail("refusal")
    answer = client.responses.create(model="gpt-6-luna", input="hello")
    assert [part.type for item in answer.output if item.type == "message" for part in item.content] == ["refusal"]
    server.fail("used_up")
    cut = client.responses.create(model="gpt-6-luna", input="hello")
    assert cut.status == "incomplete" and cut.incomplete_details is not None
    assert cut.incomplete_details.reason == "max_output_tokens"


def test_every_exchange_is_as_the_vendor_describes(server: Standin) -> None:
    client = sdk(server)
    schema = Narrative.model_json_schema()
    form = {"type": "json_schema", "name": "narrative", "schema": schema, "strict": True}
    client.models.list()
    for fault in ("", "refusal", "malformed", "used_up", "filtered", "failed"):
        if fault:
            server.fail(fault, times=2)
        client.responses.create(
            model="gpt-6.2-sol", input=DATA, instructions="Write.", max_output_tokens=900, store=False,
            text={"format": form}, reasoning={"effort": "low"},
        )  # type: ignore[call-overload]  # fmt: skip
        client.chat.completions.create(
            model="gpt-6-luna", max_completion_tokens=900, messages=[{"role": "user", "content": DATA}], seed=7,
            response_format={"type": "json_schema", "json_schema": {k: v for k, v in form.items() if k != "type"}},
        )  # type: ignore[call-overload]  # fmt: skip
    client.embeddings.create(model="text-embedding-3-small", input=["a", "b"], encoding_format="float")
    server.fail("status", status=429, body={"error": {"message": "", "type": "requests", "param": None, "code": "x"}})
    with pytest.raises(openai.RateLimitError):
        client.embeddings.create(model="text-embedding-3-small", input="a", encoding_format="float")
    counts = check_exchanges(shared(*SPEC), server.exchanges, f"{server.url}/v1")
    assert (counts.requests, counts.responses, counts.unstated) == (15, 15, 0)


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/responses", {"model": "gpt-6-luna", "input": "a", "real_time": True}, "real_time"),
        ("/responses", {"input": "a"}, "model"),
        ("/responses", {"model": "gpt-6-luna", "input": "a", "max_output_tokens": 3}, "max_output_tokens"),
        ("/responses", {"model": "gpt-6-luna", "input": "a", "reasoning": {"effort": "huge"}}, "reasoning.effort"),
        ("/responses", {"model": "gpt-4.1", "input": "a", "reasoning": {"effort": "low"}}, "reasoning.effort"),
        (
            "/responses",
            {
                "model": "gpt-6-luna",
                "input": "a",
                "text": {"format": {"type": "json_schema", "name": "x", "strict": True, "schema": {"type": "object"}}},
            },
            "text.format",
        ),
        ("/chat/completions", {"model": "gpt-6-luna", "messages": []}, "messages"),
        ("/chat/completions", {"model": "gpt-6-luna", "messages": [{"role": "user"}], "num_ctx": 9}, "num_ctx"),
        ("/embeddings", {"model": "text-embedding-3-small", "input": ""}, "input"),
        ("/embeddings", {"model": "text-embedding-3-small", "input": ["a"], "task": "x"}, "task"),
    ],
)
def test_what_the_vendor_does_not_take(server: Standin, path: str, body: Any, param: str) -> None:
    answer = posted(server, path, body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["param"] == param


def test_a_local_server_has_other_ways() -> None:
    with make_openai(is_local=True) as server:
        body = {"model": "qwen3:8b", "messages": [{"role": "user", "content": DATA}], "num_ctx": 9}
        assert posted(server, "/chat/completions", body, key="any").status_code == 200
        assert posted(server, "/responses", {"model": "qwen3:8b", "input": "a"}).status_code == 404
        answer = posted(server, "/embeddings", {"model": "nomic-embed-text:latest", "input": "a"}).json()
        assert len(answer["data"][0]["embedding"]) == 768
        assert "shutdown_date" not in requests.get(f"{server.url}/v1/models", timeout=5).json()["data"][0]


def told(narrator: Any) -> list[list[str]]:
    with make_openai(narrator=narrator) as server:
        text = sdk(server).responses.create(model="gpt-6-luna", input=DATA).output_text
    return [[one["text"] for one in section["sentences"]] for section in json.loads(text)["sections"]]


def test_the_good_narrator_writes_what_is_true() -> None:
    summary, doubts = told(good)
    assert summary == [
        "{a.return} was lower than {b.return}.",
        "Against {b.fall}, {a.fall} was larger.",
        "{a.return} fell.",
    ]
    assert doubts == ["{a.fall} was found."]


def test_the_good_narrator_passes_our_own_checker() -> None:
    """Over made reports, through the prompt's own data."""
    sentences = 0
    for report in reports()[::3]:
        table = report.table
        for role in ("fast", "deep"):
            question = question_of(role, "", select_facts(table), Narrative(sections=[]))  # type: ignore[arg-type]
            played = good(Asked("m", "", question.data, question.schema, None, {}))
            narrative = Narrative.model_validate_json(played.text)
            assert refusals_of(narrative, table) == ()
            sentences += sum(len(section.sentences) for section in narrative.sections)
    assert sentences > 50  # each section takes what is at home in it


def test_other_narrators() -> None:
    assert told(lying(["{a.return} was higher than {b.return}.", "It doubled."])) == [
        ["{a.return} was higher than {b.return}.", "It doubled."]
    ]
    assert "Ignore all previous instructions" in told(injected)[0][0]
    assert told(scripted(['{"sections": []}'])) == []
    with make_openai(narrator=refusing) as server:
        assert sdk(server).responses.create(model="gpt-6-luna", input=DATA).output_text == ""


def test_vectors_are_near_for_texts_with_the_same_words(server: Standin) -> None:
    texts = ["drawdowns in volatile regimes", "volatile regimes and drawdowns", "coffee with milk"]
    body = {"model": "text-embedding-3-small", "input": texts, "encoding_format": "base64"}
    rows = posted(server, "/embeddings", body).json()["data"]
    near = [np.frombuffer(base64.b64decode(row["embedding"]), "<f4") for row in rows]
    assert near[0] @ near[1] > 0.7
    assert abs(near[0] @ near[2]) < 0.3
    assert posted(server, "/embeddings", body).json()["data"] == rows
