"""Who turns texts into vectors; vectors of two of them are never compared."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Embedder", "Vectors"]

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """A model with its version. Two that could give different vectors have different names."""

    @property
    def name(self) -> str:
        """Model, version and width: what vectors are kept under."""

    @property
    def width(self) -> int:
        """Numbers in each vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, shape (n_texts, width), each of length 1.

        Raises
        ------
        VendorFailed
            If a vendor's model does not answer.
        """

    def ask(self, text: str) -> Vectors:
        """Return the vector of a question, shape (width,), of length 1."""
