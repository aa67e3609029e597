"""Embeddings by OpenAI, asked of a stand-in over a socket: under their own name, and only where the settings say so."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pipeline.made_runs import write
from pipeline.planted_runs import planted
from pipeline.test_memory import Counting, dump

from leanrig.pipeline.memory import embedder_of, memory_of, remember
from leanrig.pipeline.search import Asked, search
from leanrig.settings import Settings, load_settings
from leanrig.standins.openai import OPENAI_KEY, make_openai
from leanrig.standins.server import Standin
from leanrig.store.memory.local import LocalEmbedder


@pytest.fixture
def server() -> Iterator[Standin]:
    with make_openai() as started:
        yield started


def settings(root: Path, server: Standin, embedder: str) -> Settings:
    (root / "leanrig.yaml").write_text(f"memory:\n  embedder: {embedder}\n")
    return load_settings(root, {"OPENAI_API_KEY": OPENAI_KEY, "OPENAI_BASE_URL": f"{server.url}/v1"})


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANRIG_STATE", str(tmp_path / "state"))


def test_a_vendor_embeds_only_where_the_settings_name_it(tmp_path: Path, server: Standin) -> None:
    for word in ("auto", "local"):
        assert isinstance(embedder_of(settings(tmp_path, server, word)), LocalEmbedder)
    assert server.requests == 0


def test_its_vectors_are_kept_under_its_name_and_searched_alone(tmp_path: Path, server: Standin) -> None:
    artifacts = tmp_path / "artifacts"
    runs, answers = planted(11, 40)
    for run in {id(run): run for run in [*answers["fees ate the gains"], *runs[:6]]}.values():
        write(artifacts, run)
    memory, embedder = memory_of(artifacts, pytest.fail), embedder_of(settings(tmp_path, server, "openai"))
    assert embedder.name == "text-embedding-3-small (OpenAI), 1536 wide"
    remember(artifacts, memory, Counting("another"))
    done = remember(artifacts, memory, embedder)
    assert done.changed == 0
    assert done.embedded > 10
    asked = server.requests
    found = search(memory, embedder, Asked("fees ate the gains", limit=1))
    assert server.requests == asked + 1
    assert found.embedder == embedder.name
    assert found.found[0].text.startswith("Fees took")
    rows = dump(artifacts)
    assert [row[:2] for row in rows["embedders"]] == [("another", 8), (embedder.name, 1536)]
    lengths = np.linalg.norm([row[1] for row in rows["vectors_2"]], axis=1)
    assert lengths == pytest.approx(np.ones(len(lengths)), abs=1e-5)
