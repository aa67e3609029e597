"""Keys: where they come from, and how they stay out of everything that is written or shown."""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from leanrig.errors import BadInput, Missing

__all__ = [
    "FoundKey",
    "find_key",
    "is_placeholder",
    "key_from_text",
    "mode_warning",
    "pem",
    "read_key_file",
    "redacted",
]

_LOOKS_LIKE_FILE = re.compile(r".*\.(txt|key|pem)|.*[/\\].*\.\w+", re.IGNORECASE)
_SHOWN = "***"
_KEYRING = "keyring:"
_SERVICE = "leanrig"


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key, and the place it was found in words that may be shown."""

    secret: SecretStr
    where: str


def find_key(value: SecretStr, root: Path, *, name: str, origin: str) -> FoundKey:
    """Return the key that a setting is or points to: itself, a key file below `root`, or `keyring:NAME`.

    Raises
    ------
    Missing
        If the file, the keyring package or the entry is not there.
    """
    text = value.get_secret_value().strip()
    if text.startswith(_KEYRING):
        return FoundKey(_from_keyring(text.removeprefix(_KEYRING), name), f"keyring ({_SERVICE}, {text[8:]})")
    key, path = key_from_text(text, root)
    if path is None:
        assert key is not None
        return FoundKey(key, origin)
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    if "pem" in path.suffix or "secret" in name:
        return FoundKey(_read_whole(path), f"file {shown}")
    return FoundKey(read_key_file(path), f"file {shown}")


def _from_keyring(entry: str, name: str) -> SecretStr:
    try:
        import keyring
    except ImportError:
        raise Missing(
            f"{name} names the keyring, and the package is not here", cure='pip install "leanrig[keyring]"'
        ) from None
    try:
        found = keyring.get_password(_SERVICE, entry)
    except keyring.errors.KeyringError as error:
        raise Missing(f"the keyring does not open: {type(error).__name__}", where=name, cure="unlock it") from None
    if not found:
        raise Missing(f"the keyring has no {entry}", where=name, cure=f"keyring set {_SERVICE} {entry}")
    return SecretStr(found)


def _read_whole(path: Path) -> SecretStr:
    """A private key spans several lines."""
    try:
        return SecretStr(path.read_text(encoding="utf-8-sig").strip())
    except FileNotFoundError:
        raise Missing("the key file is not there", where=str(path), cure=f"put the key into {path.name}") from None


def key_from_text(text: str, root: Path) -> tuple[SecretStr | None, Path | None]:
    """Return the key itself, or the key file that `text` names (relative to `root`)."""
    if _LOOKS_LIKE_FILE.fullmatch(text) and not text.startswith("organizations/"):
        return None, root / text
    return SecretStr(text), None


def read_key_file(path: Path) -> SecretStr:
    """Return the one key in `path`; raise `Missing` where there is no file and `BadInput` where it is no key."""
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except FileNotFoundError:
        raise Missing(
            "the key file is not there", where=str(path), cure=f"put the key alone into {path.name}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "the key file cannot be read", where=str(path), cure="check its permissions and that it is text"
        ) from error
    if not text or len(text.split()) != 1:
        raise BadInput(
            "the key file must hold one key and nothing else", where=str(path), cure="put the key alone on one line"
        )
    return SecretStr(text)


def pem(text: str) -> SecretStr:
    r"""Return a PEM key with real line ends, whether it came with them or with `\n` in letters."""
    return SecretStr(text.replace("\\n", "\n").strip())


def is_placeholder(secret: SecretStr) -> bool:
    """Whether the value is a sample out of a document ("PK...") and no key."""
    return secret.get_secret_value().strip().endswith("...")


def mode_warning(path: Path) -> str | None:
    """Return what is wrong with the mode of a file that holds keys, or None."""
    mode = path.stat().st_mode
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        return f"{path} can be read by others on this machine: chmod 600 {path}"
    return None


def redacted(text: str, secrets: list[SecretStr]) -> str:
    """Return `text` with every secret of four characters or more taken out."""
    for secret in sorted(secrets, key=lambda s: -len(s.get_secret_value())):
        value = secret.get_secret_value()
        if len(value) >= 4:
            text = text.replace(value, _SHOWN)
    return text
