"""doctor's lines on language models, against stand-ins on loopback."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from leanrig.health.finding import Finding, State
from leanrig.health.models import models
from leanrig.pipeline.model_looks import models_look
from leanrig.providers.openai import local
from leanrig.settings import load_settings
from leanrig.standins.openai import OPENAI_KEY, make_openai

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(local, "LOCAL_URLS", ("http://127.0.0.1:9/v1",))


def looked(root: Path, *, reach: bool = True, **environment: str) -> tuple[Finding, Finding]:
    settings = load_settings(root, environment)
    openai, ours = models(models_look(settings, now=lambda: NOW), now=NOW, reach=reach)
    return openai, ours


def test_without_anything_the_rules_write(tmp_path: Path) -> None:
    openai, ours = looked(tmp_path)
    assert (openai.state, openai.detail) == (State.ABSENT, "no key: the rules write alone")
    assert "open_ai.txt" in openai.cure
    assert (ours.state, ours.detail) == (State.ABSENT, "none answers on this machine")


def test_all_is_well(tmp_path: Path) -> None:
    with make_openai() as server, make_openai(is_local=True) as ollama:
        (tmp_path / "open_ai.txt").write_text(OPENAI_KEY)
        asked = partial(looked, LEANRIG_OPENAI_URL=f"{server.url}/v1", LEANRIG_LOCAL_MODEL_URL=f"{ollama.url}/v1")
        openai, ours = asked(tmp_path)
        assert openai.state is State.GOOD
        assert openai.detail.startswith("key from file open_ai.txt; answers in 0.")
        assert openai.detail.endswith("; all models that are set live; 0.00 of 1.00 USD spent today")
        assert openai.cure == ""
        assert ours.detail == f"{ollama.url}/v1; qwen3:8b, nomic-embed-text:latest"
        before = server.requests, ollama.requests
        assert "not called" in asked(tmp_path, reach=False)[0].detail
        assert (server.requests, ollama.requests) == before


@pytest.mark.parametrize(
    ("deep", "state", "words", "cure"),
    [
        ("gpt-4.1", State.GOOD, "gpt-4.1 will be shut down on 2027-01-14", "set it to gpt-6.2-sol"),
        ("gpt-4", State.ABSENT, "gpt-4 is not among the account's models", "set it to gpt-6.2-sol"),
    ],
)
def test_models_that_go_or_are_gone(tmp_path: Path, deep: str, state: State, words: str, cure: str) -> None:
    (tmp_path / "leanrig.yaml").write_text(f"openai: {{deep: {deep}}}\n")
    with make_openai() as server:
        found, _ = looked(tmp_path, LEANRIG_OPENAI_URL=f"{server.url}/v1", OPENAI_API_KEY=OPENAI_KEY)
    assert found.state is state
    assert words in found.detail
    assert cure in found.cure


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"OPENAI_API_KEY": "sk-canary-wrong"}, "OpenAI refuses the key"),
        ({"OPENAI_API_KEY": "missing_key.txt"}, "the key file is not there"),
        ({"OPENAI_API_KEY": "sk-canary", "LEANRIG_OPENAI_URL": "http://192.0.2.1/v1"}, "https"),
        ({"OPENAI_API_KEY": "sk-canary", "LEANRIG_OPENAI_URL": "http://127.0.0.1:9/v1"}, "nothing listens there"),
    ],
)
def test_what_is_wrong_has_a_cure(tmp_path: Path, environment: dict[str, Any], words: str) -> None:
    with make_openai() as server:
        found, _ = looked(tmp_path, **({"LEANRIG_OPENAI_URL": f"{server.url}/v1"} | environment))
    assert found.state is State.ABSENT
    assert words in found.detail
    assert found.cure
    assert "canary" not in found.detail + found.cure
