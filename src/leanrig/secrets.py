"""Keys: where they come from, and how they stay out of everything that is written or shown."""

import re
import stat
from pathlib import Path

from pydantic import SecretStr

from leanrig.errors import BadInput, Missing

__all__ = ["is_placeholder", "key_from_text", "mode_warning", "pem", "read_key_file", "redacted"]

_LOOKS_LIKE_FILE = re.compile(r".*\.(txt|key|pem)|.*[/\\].*\.\w+", re.IGNORECASE)
_SHOWN = "***"


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
