"""A server of language models on this machine: looked for where Ollama and llama.cpp listen, or where the user says."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from leanrig.errors import VendorFailed
from leanrig.providers.http.rates import Patience
from leanrig.providers.openai.asking import Asker
from leanrig.providers.openai.models import KnownModel, Models
from leanrig.providers.openai.wire import client_of

__all__ = ["LOCAL_URLS", "LocalServer", "find_local"]

LOCAL_URLS = ("http://127.0.0.1:11434/v1", "http://127.0.0.1:8080/v1")
"""Ollama's and llama.cpp's."""

_LOOK_S = 1.5
_ONCE = Patience(timeout_s=_LOOK_S, attempts=1, deadline_s=_LOOK_S)


@dataclass(frozen=True, slots=True)
class LocalServer:
    """Where it listens and what it has."""

    url: str
    models: tuple[KnownModel, ...]

    @property
    def writing(self) -> tuple[str, ...]:
        """The models that may write: all that are not named for embeddings."""
        return tuple(model.name for model in self.models if "embed" not in model.name.lower())

    @property
    def embedding(self) -> tuple[str, ...]:
        """The models that make vectors."""
        return tuple(model.name for model in self.models if "embed" in model.name.lower())


def find_local(url: str, *, state: Path) -> LocalServer | None:
    """Return the server at `url`, or with "auto" the first that answers on this machine; None where there is none.

    Raises
    ------
    VendorFailed
        If a server that was named does not answer.
    """
    if not url:
        return None
    if url != "auto":
        return _look(url, state)
    for usual in filter(_listens, LOCAL_URLS):
        try:
            return _look(usual, state)
        except VendorFailed:
            continue
    return None


def _listens(url: str) -> bool:
    """Whether anybody does there: the SDK need not be loaded to find nobody."""
    parts = urlsplit(url)
    with suppress(OSError), socket.create_connection((parts.hostname, parts.port), timeout=_LOOK_S):
        return True
    return False


def _look(url: str, state: Path) -> LocalServer:
    client = client_of("local", url, key=None, state=state, timeout_s=_LOOK_S)
    asker = Asker("local server", client, patience=_ONCE)
    return LocalServer(url, Models(asker, state / "openai" / "local-models.json").asked())
