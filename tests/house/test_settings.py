"""Settings: the user's own words are understood, everything else is refused by name."""

import re
from pathlib import Path

import pytest
from shared_reference import shared

from leanrig.errors import BadInput, Missing
from leanrig.settings import load_settings


def write(root: Path, text: str) -> Path:
    path = root / "leanrig.yaml"
    path.write_text(text)
    path.chmod(0o600)
    return root


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert settings.crypto_fx == "polygon"
    assert settings.alpaca.paper
    assert settings.polygon_key() is None
    assert settings.openai_key() is None


def test_the_users_document_pasted_unchanged_is_read(tmp_path: Path) -> None:
    document = shared("user", "external-integrations.md").read_text()
    fragments = re.findall(r"```yaml\n(.*?)```", document, re.DOTALL)
    assert len(fragments) >= 4
    settings = load_settings(write(tmp_path, "\n".join(fragments)), {})
    assert settings.crypto_fx == "polygon"
    assert settings.alpaca.enabled
    assert settings.alpaca.paper
    assert settings.coinbase.enabled
    assert settings.telegram.allowed_user_ids == (123456789,)
    assert settings.telegram.rate_limit_seconds == 30
    with pytest.raises(Missing, match="key file"):
        settings.polygon_key()
    (tmp_path / "polygon_key.txt").write_text("abcdef\n")
    key = settings.polygon_key()
    assert key is not None
    assert key.get_secret_value() == "abcdef"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cripto_fx: polygon", "did you mean crypto_fx"),
        ("alpaca: {api_kee: x}", "did you mean alpaca.api_key"),
        ("zzz: 1", "known keys"),
        ("telegram: {rate_limit_seconds: -1}", "telegram.rate_limit_seconds"),
        ("alpaca: {enabled: perhaps}", "alpaca.enabled"),
        ("crypto_fx: polygon\ncrypto_fx: alpaca", "twice"),
        ("alpaca: {enabled: true", "settings cannot be read"),
        ("- a\n- b", "no list of keys"),
    ],
)
def test_bad_settings_are_refused_with_a_cure(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_settings(write(tmp_path, text), {})
    assert says in str(caught.value)
    assert "leanrig.yaml" in caught.value.where


def test_a_secret_never_shows_in_an_error_or_a_repr(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        load_settings(write(tmp_path, "alpaca: {api_key: [S3CRET], paper: true}"), {})
    assert "S3CRET" not in str(caught.value)
    assert caught.value.__cause__ is None
    settings = load_settings(write(tmp_path, "api_key: S3CRET\nalpaca: {api_secret: T0PS3CRET}"), {})
    assert "S3CRET" not in repr(settings)


def test_a_key_in_the_file_itself_is_warned_about(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "api_key: abcdef123"), {})
    assert any("polygon_key.txt" in warning for warning in settings.warnings)
    key = settings.polygon_key()
    assert key is not None
    assert key.get_secret_value() == "abcdef123"


def test_a_file_that_others_can_read_is_warned_about(tmp_path: Path) -> None:
    write(tmp_path, "crypto_fx: alpaca")
    (tmp_path / "leanrig.yaml").chmod(0o644)
    assert any("chmod 600" in warning for warning in load_settings(tmp_path, {}).warnings)


def test_the_environment_wins(tmp_path: Path) -> None:
    write(tmp_path, "api_key: from_file\nalpaca: {api_key: file_key}")
    settings = load_settings(tmp_path, {"MASSIVE_API_KEY": "from_env", "APCA_API_KEY_ID": "env_key"})
    key = settings.polygon_key()
    assert key is not None
    assert key.get_secret_value() == "from_env"
    assert settings.alpaca.api_key is not None
    assert settings.alpaca.api_key.get_secret_value() == "env_key"


@pytest.mark.parametrize("line_end", ["\\\\n", "\\n"])
def test_coinbase_keys_get_real_line_ends(tmp_path: Path, line_end: str) -> None:
    body = line_end.join(["-----BEGIN EC PRIVATE KEY-----", "abc", "-----END EC PRIVATE KEY-----"])
    settings = load_settings(write(tmp_path, f'coinbase: {{api_secret: "{body}"}}'), {})
    assert settings.coinbase.api_secret is not None
    assert settings.coinbase.api_secret.get_secret_value().splitlines()[1] == "abc"


def test_openai_key_comes_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "open_ai.txt").write_text("sk-test\n")
    key = load_settings(tmp_path, {}).openai_key()
    assert key is not None
    assert key.get_secret_value() == "sk-test"
    assert load_settings(tmp_path, {"OPENAI_API_KEY": "sk-env"}).openai_key() != key


def test_where_a_key_was_found_is_told_and_the_key_is_not(tmp_path: Path) -> None:
    (tmp_path / "polygon_key.txt").write_text("canary-file\n")
    settings = load_settings(write(tmp_path, "alpaca: {api_key: canary-id, api_secret: canary-word}"), {})
    found = settings.key("api_key")
    assert found is not None
    assert (found.secret.get_secret_value(), found.where) == ("canary-file", "file polygon_key.txt")
    assert "canary" not in repr(found)
    own = settings.key("alpaca.api_key")
    assert own is not None
    assert own.where == "leanrig.yaml"
    above = load_settings(tmp_path, {"POLYGON_API_KEY": "canary-env"}).key("api_key")
    assert above is not None
    assert (above.secret.get_secret_value(), above.where) == ("canary-env", "environment POLYGON_API_KEY")
    assert settings.key("coinbase.api_key") is None


def test_a_documents_sample_is_no_key(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, 'alpaca: {api_key: "PK...", api_secret: "B19B..."}'), {})
    assert settings.key("alpaca.api_key") is None


def test_a_key_may_lie_in_the_systems_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real backend that keeps its entries in a file, as a machine without a desktop has."""
    keyring = pytest.importorskip("keyring")
    file_backend = pytest.importorskip("keyrings.alt.file").PlaintextKeyring()
    file_backend.file_path = str(tmp_path / "keyring_pass.cfg")
    before = keyring.get_keyring()
    keyring.set_keyring(file_backend)
    try:
        settings = load_settings(write(tmp_path, "api_key: keyring:polygon"), {})
        with pytest.raises(Missing, match="no polygon") as caught:
            settings.key("api_key")
        assert caught.value.cure == "keyring set leanrig polygon"
        keyring.set_password("leanrig", "polygon", "canary-ring")
        found = settings.key("api_key")
    finally:
        keyring.set_keyring(before)
    assert found is not None
    assert (found.secret.get_secret_value(), found.where) == ("canary-ring", "keyring (leanrig, polygon)")


def test_crypto_fx_says_who_is_asked_first_unless_a_chain_does(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "crypto_fx: coinbase"), {})
    assert settings.order_for("crypto") == ("coinbase", "polygon", "alpaca")
    assert settings.order_for("forex") == ("polygon",)
    assert settings.order_for("equity") == ("polygon", "alpaca")
    settings = load_settings(write(tmp_path, "crypto_fx: coinbase\nchain: {crypto: [alpaca]}"), {})
    assert settings.order_for("crypto") == ("alpaca",)


@pytest.mark.parametrize(
    "text", ["chain: {crypto: []}", "chain: {equity: [alpaca, alpaca]}", "chain: {forex: [nobody]}"]
)
def test_a_chain_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        load_settings(write(tmp_path, text), {})
