"""Texts to vectors: packed or as lists, in batches, counted."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from providers.openai.made import NOW, asker_of

from leanrig.providers.failures import BadAnswer
from leanrig.providers.openai.embeddings import Embedder
from leanrig.providers.openai.failures import ModelGone
from leanrig.providers.openai.ledger import Ledger, SpendingLimit
from leanrig.standins.openai_bodies import vector_of
from leanrig.standins.server import Standin

TEXTS = ["deep drawdowns in volatile regimes", "drawdowns while regimes were volatile", "fees of a quiet year"]


def embedder(server: Standin, ledger: Ledger, state: Path, **more: Any) -> Embedder:
    return Embedder(asker_of(server.url, state), ledger, **({"model": "text-embedding-3-small", "prices": {}} | more))


def likeness(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


def test_vectors_with_their_model_and_width(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    found = embedder(server, ledger, tmp_path).embed(TEXTS)
    assert (found.model, found.width, len(found.vectors)) == ("text-embedding-3-small", 1536, 3)
    assert found.vectors[0] == tuple(float(x) for x in vector_of(TEXTS[0], 1536))
    assert math.isclose(math.hypot(*found.vectors[1]), 1, rel_tol=1e-6)
    assert likeness(found.vectors[0], found.vectors[1]) > 0.4 > likeness(found.vectors[0], found.vectors[2])
    assert json.loads(server.exchanges[0].body)["encoding_format"] == "base64"


def test_the_cost(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    found = embedder(server, ledger, tmp_path).embed(TEXTS)
    assert found.tokens.cost == pytest.approx(found.tokens.sent * 0.02e-6)
    (line,) = ledger.lines(NOW)
    assert (line.role, line.sent, line.received) == ("embedding", found.tokens.sent, 0)
    with pytest.raises(SpendingLimit):
        embedder(server, Ledger(tmp_path / "other", limit_usd=0), tmp_path).embed(TEXTS)


def test_batches_keep_the_order(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    texts = [f"report number {place}" for place in range(600)]
    found = embedder(server, ledger, tmp_path).embed(texts)
    assert server.requests == 3
    assert found.vectors[599] == tuple(float(x) for x in vector_of(texts[599], 1536))
    assert ledger.today().calls == 3


def test_long_and_empty_texts(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    found = embedder(server, ledger, tmp_path).embed(["é" * 100_000, "", *["x" * 24_000] * 20])
    assert len(found.vectors) == 22
    sent = [text for exchange in server.exchanges for text in json.loads(exchange.body)["input"]]
    assert max(len(text.encode()) for text in sent) == 24_000
    assert sent[1] == " "
    assert len(server.exchanges) == 2
    assert embedder(server, ledger, tmp_path).embed([]).vectors == ()


def test_a_local_server_gives_lists_and_costs_nothing(local_server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    asker = asker_of(local_server.url, tmp_path, key=None)
    found = Embedder(asker, ledger, model="nomic-embed-text:latest", prices={}, is_paid=False).embed(TEXTS)
    assert (found.width, found.tokens.cost) == (768, 0.0)
    assert ledger.today().dollars == 0


@pytest.mark.parametrize(
    "data",
    [
        [],
        [{"index": 0, "embedding": [1.0]}, {"index": 2, "embedding": [1.0]}],
        [{"index": 0, "embedding": "###"}, {"index": 1, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0, 2.0]}, {"index": 1, "embedding": [1.0]}],
        "none",
    ],
)
def test_vectors_that_cannot_be_used(server: Standin, ledger: Ledger, tmp_path: Path, data: Any) -> None:
    server.fail("status", status=200, body={"data": data, "model": "m", "usage": {"prompt_tokens": 1}})
    with pytest.raises(BadAnswer):
        embedder(server, ledger, tmp_path).embed(["a", "b"])


def test_a_model_that_is_gone_costs_nothing(server: Standin, ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ModelGone):
        embedder(server, ledger, tmp_path, model="text-embedding-9").embed(TEXTS)
    assert ledger.today().dollars == 0
