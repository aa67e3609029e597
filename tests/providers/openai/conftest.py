"""A stand-in of OpenAI, and everything that asks it, over real sockets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from providers.openai.made import NOW, asker_of, writer_of

from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.writer import LocalWriter, OpenAiWriter
from leanrig.standins.openai import make_openai
from leanrig.standins.server import Standin

ACCOUNT = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS")
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture(autouse=True)
def nothing_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ACCOUNT, *PROXIES):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_openai() as started:
        started.keeps_exchanges = True
        yield started


@pytest.fixture
def local_server() -> Iterator[Standin]:
    with make_openai(is_local=True) as started:
        started.keeps_exchanges = True
        yield started


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path, limit_usd=1.00, now=lambda: NOW)


@pytest.fixture
def writer(server: Standin, ledger: Ledger, tmp_path: Path) -> OpenAiWriter:
    return writer_of(server, ledger, tmp_path)


@pytest.fixture
def local_writer(local_server: Standin, ledger: Ledger, tmp_path: Path) -> LocalWriter:
    return LocalWriter(asker_of(local_server.url, tmp_path, key=None), ledger, model="qwen3:8b")


@pytest.fixture
def served(ledger: Ledger, tmp_path: Path) -> Iterator[Callable[..., OpenAiWriter]]:
    """Make a writer before a server with other ways."""
    started: list[Standin] = []

    def make(**options: Any) -> OpenAiWriter:
        started.append(make_openai(**options).start())
        return writer_of(started[-1], ledger, tmp_path)

    yield make
    for one in started:
        one.stop()
