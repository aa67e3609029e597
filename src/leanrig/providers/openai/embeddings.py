"""Texts to vectors, for search: by OpenAI, or by a local server; each with the name and width of its model."""

import base64
import binascii
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from leanrig.model.narration import Tokens
from leanrig.providers.failures import BadAnswer
from leanrig.providers.openai.asking import Asker, Raw
from leanrig.providers.openai.failures import TimedOut
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.prices import CAUTIOUS, cost_of, price_of, worst_cost
from leanrig.settings import ModelPrice

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["Embedded", "Embedder"]

_MOST_TEXTS = 256
_MOST_BYTES = 400_000
_LONGEST_BYTES = 24_000
"""A text has 8,192 tokens at most; what is longer is embedded by its beginning."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One vector for each text, in their order; vectors of different models are never compared."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
    tokens: Tokens

    @property
    def width(self) -> int:
        """Numbers in each vector."""
        return len(self.vectors[0]) if self.vectors else 0


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")
    index: int
    embedding: list[float] | str


class _Usage(BaseModel):
    model_config = ConfigDict(extra="ignore")
    prompt_tokens: int = 0


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")
    model: str = ""
    data: list[_Row]
    usage: _Usage | None = None


class Embedder:
    """One embedding model at one server; without `is_paid` it costs nothing."""

    def __init__(
        self, asker: Asker, ledger: Ledger, *, model: str, prices: Mapping[str, ModelPrice], is_paid: bool = True
    ) -> None:
        self.model = model
        self._asker, self._ledger = asker, ledger
        self._price = price_of(model, prices) if is_paid else ModelPrice(input=0)
        self._is_paid = is_paid

    def embed(self, texts: Sequence[str]) -> Embedded:
        """Return the vectors, asked for in batches.

        Raises
        ------
        VendorFailed
            If the server fails, the limit is spent, or vectors are missing or of different widths.
        """
        bodies = [self._batch(batch) for batch in _batches(texts)]
        vectors = tuple(vector for batch, _ in bodies for vector in batch)
        if len({len(vector) for vector in vectors}) > 1:
            raise BadAnswer(f"{self._asker.name} sent vectors of different widths", where=self._where)
        sent = sum(tokens for _, tokens in bodies)
        cost = cost_of(self._price, sent=sent, received=0) if self._price is not None else None
        return Embedded(vectors, self.model, Tokens(sent, 0, cost))

    @property
    def _where(self) -> str:
        return f"POST /embeddings, {self.model}"

    def _batch(self, texts: Sequence[str]) -> tuple[list[tuple[float, ...]], int]:
        if not self._is_paid:
            body = self._asked(texts)
            used = body.usage.prompt_tokens if body.usage else 0
            self._ledger.note(writer=self._asker.name, role="embedding", model=self.model, sent=used, received=0)
            return self._vectors(body, len(texts)), used
        size = sum(len(text.encode()) for text in texts)
        worst = worst_cost(self._price or CAUTIOUS, prompt_bytes=size, most_tokens=0)
        number = self._ledger.reserve(writer=self._asker.name, role="embedding", model=self.model, worst=worst)
        try:
            body = self._asked(texts)
        except (TimedOut, BadAnswer):
            raise  # It may be charged: what was put aside stays so.
        except BaseException:
            self._ledger.release(number)
            raise
        used = body.usage.prompt_tokens if body.usage else size
        counted = cost_of(self._price or CAUTIOUS, sent=used, received=0)
        cost = counted if self._price is not None else None
        self._ledger.settle(number, sent=used, received=0, counted=counted, cost=cost)
        return self._vectors(body, len(texts)), used

    def _asked(self, texts: Sequence[str]) -> _Body:
        asked = {"model": self.model, "input": list(texts), "encoding_format": "base64"}
        raw = self._asker.ask(lambda client: _embed(client, asked), where=self._where, model=self.model)
        return _read(raw, self._asker.name, self._where)

    def _vectors(self, body: _Body, count: int) -> list[tuple[float, ...]]:
        rows = {row.index: row.embedding for row in body.data}
        if sorted(rows) != list(range(count)):
            raise BadAnswer(f"{self._asker.name} sent {len(rows)} vectors for {count} texts", where=self._where)
        vectors = [_numbers(rows[place]) for place in range(count)]
        if not all(vectors):
            raise BadAnswer(f"{self._asker.name} sent a vector that cannot be read", where=self._where)
        return vectors


def _numbers(found: list[float] | str) -> tuple[float, ...]:
    """The vector; empty where it cannot be read."""
    if isinstance(found, list):
        return tuple(found)
    try:
        data = base64.b64decode(found, validate=True)
        return struct.unpack(f"<{len(data) // 4}f", data)
    except (binascii.Error, struct.error):
        return ()


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for whole in texts:
        text = _short(whole)
        length = len(text.encode())
        if batch and (len(batch) >= _MOST_TEXTS or size + length > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield batch


def _short(text: str) -> str:
    """The beginning of a text, as long as the vendor takes; an empty one it does not take at all."""
    return text.encode()[:_LONGEST_BYTES].decode(errors="ignore") or " "


def _read(raw: Raw, name: str, where: str) -> _Body:
    try:
        return _Body.model_validate(raw)
    except ValidationError:
        pass
    raise BadAnswer(f"{name} answered with no vectors", where=where, cure="check that the model makes embeddings")


def _embed(client: "OpenAI", asked: dict[str, Any]) -> Any:
    return client.embeddings.with_raw_response.create(**asked)
