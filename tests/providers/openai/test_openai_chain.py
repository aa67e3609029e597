"""From the settings to an answer: OpenAI, else a local server, else a clear word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from providers.openai.made import NOW, question_of

from leanrig.errors import Missing
from leanrig.providers.openai import local
from leanrig.providers.openai.chain import NobodyAnswered, first_answer
from leanrig.providers.openai.connect import (
    embedder_of,
    ledger_of,
    model_warnings,
    models_of,
    roles_of,
    writers_of,
)
from leanrig.providers.openai.local import find_local
from leanrig.settings import Settings, load_settings
from leanrig.standins.openai import OPENAI_KEY, make_openai
from leanrig.standins.server import Standin


@pytest.fixture(autouse=True)
def nobody_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "LOCAL_URLS", ("http://127.0.0.1:9/v1",))


def settings_of(root: Path, *, key: str = "", **openai: Any) -> Settings:
    given = load_settings(root, {"OPENAI_API_KEY": key} if key else {})
    return given.model_copy(update={"openai": given.openai.model_copy(update={"timeout_s": 3.0} | openai)})


@pytest.fixture
def both(server: Standin, local_server: Standin, tmp_path: Path) -> Iterator[Settings]:
    yield settings_of(tmp_path, key=OPENAI_KEY, url=f"{server.url}/v1", local_url=f"{local_server.url}/v1")


def test_openai_goes_first(both: Settings, tmp_path: Path) -> None:
    answer, failures = first_answer(question_of(), writers_of(both, state=tmp_path))
    assert (answer.writer, failures) == ("OpenAI", ())
    assert ledger_of(both, state=tmp_path).today().calls == 1


def test_the_local_server_answers_where_openai_does_not(both: Settings, server: Standin, tmp_path: Path) -> None:
    server.fail("status", status=429, headers={"Retry-After": "600"}, body={}, times=9)
    answer, failures = first_answer(question_of(), writers_of(both, state=tmp_path))
    assert answer.writer == "local server"
    assert [str(failure) for failure in failures] == [
        "OpenAI: OpenAI was asked too often; it asks to come back in 10 min (429)"
    ]


def test_a_spent_day_goes_on_without_openai(both: Settings, server: Standin, tmp_path: Path) -> None:
    poor = both.model_copy(update={"openai": both.openai.model_copy(update={"daily_limit_usd": 0.0001})})
    answer, (failure,) = first_answer(question_of(), writers_of(poor, state=tmp_path))
    assert answer.writer == "local server"
    assert "spending limit" in str(failure)
    assert server.requests == 0


def test_without_a_key_and_without_a_server(tmp_path: Path) -> None:
    writers = writers_of(settings_of(tmp_path), state=tmp_path)
    assert writers == ()
    with pytest.raises(NobodyAnswered) as caught:
        first_answer(question_of(), writers)
    assert "OPENAI_API_KEY" in caught.value.cure
    assert models_of(settings_of(tmp_path), state=tmp_path) is None
    with pytest.raises(Missing, match="embeddings"):
        embedder_of(settings_of(tmp_path), state=tmp_path)


def test_all_fail(both: Settings, server: Standin, local_server: Standin, tmp_path: Path) -> None:
    writers = writers_of(both, state=tmp_path)
    server.fail("refusal")
    local_server.fail("malformed")
    with pytest.raises(NobodyAnswered) as caught:
        first_answer(question_of(), writers)
    assert [failure.writer for failure in caught.value.failures] == ["OpenAI", "local server"]
    assert "declined" in caught.value.what and "no JSON" in caught.value.what


def test_a_server_that_was_named_and_is_down_is_told(server: Standin, tmp_path: Path) -> None:
    given = settings_of(tmp_path, local_url="http://127.0.0.1:9/v1")
    with pytest.raises(NobodyAnswered, match="local server: local server refuses the connection"):
        first_answer(question_of(), writers_of(given, state=tmp_path))


def test_the_usual_places_are_looked_at(local_server: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "LOCAL_URLS", ("http://127.0.0.1:9/v1", f"{local_server.url}/v1"))
    found = find_local("auto", state=tmp_path)
    assert found is not None
    assert (found.writing, found.embedding) == (("qwen3:8b",), ("nomic-embed-text:latest",))
    assert find_local("", state=tmp_path) is None
    answer, _ = first_answer(question_of(), writers_of(settings_of(tmp_path), state=tmp_path))
    assert answer.model == "qwen3:8b"
    assert embedder_of(settings_of(tmp_path), state=tmp_path).embed(["a"]).width == 768
    asked = local_server.requests
    assert writers_of(settings_of(tmp_path, local_url=""), state=tmp_path) == ()
    assert local_server.requests == asked


def test_another_program_at_the_usual_place_is_passed_over(
    server: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "LOCAL_URLS", (f"{server.url}/v1",))
    server.fail("html")
    assert find_local("auto", state=tmp_path) is None


def test_a_local_model_that_is_named(local_server: Standin, tmp_path: Path) -> None:
    given = settings_of(tmp_path, local_url=f"{local_server.url}/v1", local_model="llama9")
    with pytest.raises(NobodyAnswered) as caught:
        first_answer(question_of(), writers_of(given, state=tmp_path))
    assert "has no model llama9" in caught.value.what
    assert "openai.local_model" in caught.value.cure


def test_the_defaults_live_in_the_vendors_own_list(tmp_path: Path) -> None:
    from typing import get_args

    from openai.types import ChatModel, EmbeddingModel

    roles = dict(roles_of(Settings()))
    assert {roles["openai.deep"], roles["openai.fast"]} <= set(get_args(ChatModel))
    assert roles["openai.embedding"] in get_args(EmbeddingModel)
    with make_openai() as server:
        given = settings_of(tmp_path, key=OPENAI_KEY, url=f"{server.url}/v1")
        models = models_of(given, state=tmp_path)
        assert models is not None
        assert set(roles.values()) <= {model.name for model in models.known() if model.shutdown is None}


def test_models_that_go_are_warned_about_for_one_question_a_day(server: Standin, tmp_path: Path) -> None:
    given = settings_of(tmp_path, key=OPENAI_KEY, url=f"{server.url}/v1", fast="gpt-5-mini")
    for _ in range(2):
        (warning,) = model_warnings(given, state=tmp_path, now=lambda: NOW)
        assert warning.startswith("openai.fast: gpt-5-mini will be shut down on 2026-12-11; set it to gpt-6.2-sol")
    assert server.requests == 1
    assert model_warnings(settings_of(tmp_path), state=tmp_path) == ()
    server.stop()
    assert model_warnings(given, state=tmp_path / "other", now=lambda: NOW) == ()
