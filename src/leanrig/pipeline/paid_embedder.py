"""Embeddings by a vendor's model (or by a local server where there is no key), as the memory wants them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from leanrig.errors import VendorFailed
from leanrig.providers.http.place import state_folder
from leanrig.providers.openai.connect import embedder_of
from leanrig.settings import Settings
from leanrig.store.memory.embedder import Vectors

__all__ = ["PaidEmbedder"]

_WIDTHS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}


class PaidEmbedder:
    """One model; how wide its vectors are is asked once where it is not known."""

    def __init__(self, settings: Settings, *, state: Path | None = None) -> None:
        self._embedder = embedder_of(settings, state=state or state_folder())
        self._who = "OpenAI" if settings.openai_key() is not None else "local server"
        self._width = _WIDTHS.get(self._embedder.model, 0)

    @property
    def name(self) -> str:
        """Model, who runs it, and width."""
        return f"{self._embedder.model} ({self._who}), {self.width} wide"

    @property
    def width(self) -> int:
        """Numbers in each vector."""
        self._width = self._width or self._embedder.embed(["width"]).width
        return self._width

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, each of length 1."""
        if not texts:
            return np.empty((0, self.width), dtype=np.float32)
        found = np.array(self._embedder.embed(texts).vectors, dtype=np.float32)
        if found.shape != (len(texts), self.width):
            raise VendorFailed(
                f"{self._embedder.model} sent vectors of {found.shape[-1]} numbers, not {self.width}",
                where=self._who,
                cure="memory.embedder: local",
            )
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: Vectors = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
        return unit

    def ask(self, text: str) -> Vectors:
        """Return the vector of a question."""
        vector: Vectors = self.embed([text])[0]
        return vector
