"""The section `openai`, its key and its addresses."""

from pathlib import Path

import pytest

from leanrig.errors import BadInput, Missing
from leanrig.settings import ModelPrice, Settings, load_settings


def written(root: Path, text: str) -> Settings:
    (root / "leanrig.yaml").write_text(f"openai: {text}\n")
    return load_settings(root, {})


def test_the_defaults() -> None:
    section = Settings().openai
    assert (section.deep, section.fast, section.embedding) == ("gpt-6.2-sol", "gpt-6-luna", "text-embedding-3-small")
    assert (section.daily_limit_usd, section.local_url) == (1.00, "auto")


def test_what_may_be_set(tmp_path: Path) -> None:
    section = written(
        tmp_path, "{deep: m, deep_effort: '', prices: {m: {input: 3, output: 12.5}}, local_url: 'off'}"
    ).openai
    assert (section.deep, section.deep_effort, section.local_url) == ("m", "", "")
    assert section.prices == {"m": ModelPrice(input=3, output=12.5)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{depp: x}", "did you mean openai.deep"),
        ("{daily_limit_usd: -1}", "openai.daily_limit_usd"),
        ("{daily_limit_usd: .inf}", "openai.daily_limit_usd"),
        ("{daily_limit_usd: .nan}", "openai.daily_limit_usd"),
        ("{deep_effort: huge}", "openai.deep_effort"),
        ("{deep: ''}", "openai.deep"),
        ("{prices: {m: {input: -1}}}", "openai.prices.m.input"),
        ("{prices: {m: {input: 1, cost: 2}}}", "openai.prices.m.cost"),
        ("{prices: 3}", "openai.prices"),
        ("{timeout_s: 0}", "openai.timeout_s"),
    ],
)
def test_what_may_not(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        written(tmp_path, text)
    assert words in str(caught.value)


def test_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "leanrig.yaml").write_text("openai: {url: 'https://a.example/v1'}\n")
    other = {"OPENAI_BASE_URL": "https://b.example/v1", "LEANRIG_LOCAL_MODEL_URL": "off"}
    assert load_settings(tmp_path, {}).openai.url == "https://a.example/v1"
    assert load_settings(tmp_path, other).openai.url == "https://b.example/v1"
    assert load_settings(tmp_path, other).openai.local_url == ""
    ours = other | {"LEANRIG_OPENAI_URL": "https://c.example/v1"}
    assert load_settings(tmp_path, ours).openai.url == "https://c.example/v1"


def test_where_the_key_was_found(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}).key("openai_api_key") is None
    assert load_settings(tmp_path, {"OPENAI_API_KEY": "sk-..."}).openai_key() is None  # a document's sample
    (tmp_path / "open_ai.txt").write_text("sk-canary-file\n")
    found = load_settings(tmp_path, {}).key("openai_api_key")
    assert found is not None
    assert (found.where, found.secret.get_secret_value()) == ("file open_ai.txt", "sk-canary-file")
    from_environment = load_settings(tmp_path, {"OPENAI_API_KEY": "sk-canary-env"})
    named = from_environment.key("openai_api_key")
    assert named is not None
    assert named.where == "environment OPENAI_API_KEY"
    assert [secret.get_secret_value() for secret in from_environment.secrets()] == ["sk-canary-env"]
    assert "canary" not in repr(from_environment)
    with pytest.raises(Missing):
        load_settings(tmp_path, {"OPENAI_API_KEY": "other.txt"}).openai_key()
