"""Runs, their texts and the texts' vectors in one file that is open for moments only."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.model.recalled import RecalledRun, RunHeading
from leanrig.store.memory.embedder import Embedder, Vectors
from leanrig.store.memory.embedders import keep, purge, waiting
from leanrig.store.memory.file import PATIENCE_S, opened
from leanrig.store.memory.looking import Centred, Look, Place, centred_in, headings_in, look_in, said_in
from leanrig.store.memory.rows import insert, run_rows, text_rows

__all__ = ["Memory"]

_BATCH = 64


def _silent(words: str) -> None:
    """Take a sentence that nobody wants to hear."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The file at `path`. It is a cache: everything in it comes from the artifacts folder.

    `told` takes a sentence where the file could not be used and a new one was made.
    """

    path: Path
    told: Callable[[str], None] = _silent
    patience_s: float = PATIENCE_S

    def stamps(self) -> dict[str, str]:
        """Return the state in which each run is known, by folder."""
        with self._open() as db:
            return dict(db.execute("SELECT folder, stamp FROM runs").fetchall())

    def remember(self, runs: Sequence[RecalledRun], *, is_gone: Callable[[str], bool] | None = None) -> int:
        """Keep runs in place of what was known of them, forget those that are gone; return how many were forgotten."""
        with self._open() as db:
            known = [folder for (folder,) in db.execute("SELECT folder FROM runs").fetchall()]
            gone = [folder for folder in known if is_gone is not None and is_gone(folder)]
            replaced = [*gone, *(run.heading.folder for run in runs)]
            if replaced:
                for table in ("runs", "texts"):
                    db.execute(f"DELETE FROM {table} WHERE list_contains(?, folder)", [replaced])  # noqa: S608
                insert(db, "runs", run_rows(runs))
                insert(db, "texts", text_rows(runs))
                purge(db)
            return len(gone)

    def embed(self, embedder: Embedder, *, progress: Callable[[float], None] | None = None) -> int:
        """Embed what has no vector of this embedder yet; return how many texts that were, equal ones counted once.

        What is done is kept batch by batch; the file is not open while the embedder works.
        """
        done = 0
        while todo := self._waiting(embedder):
            for place in range(0, len(todo), _BATCH):
                batch = todo[place : place + _BATCH]
                vectors = embedder.embed([gist for _, gist in batch])
                with self._open() as db:
                    keep(db, embedder, [digest for digest, _ in batch], vectors)
                done += len(batch)
                if progress is not None:
                    progress((place + len(batch)) / len(todo))
        return done

    def headings(self) -> dict[str, RunHeading]:
        """Return all runs by folder."""
        with self._open() as db:
            return headings_in(db)

    def look(self, embedder: Embedder, question: Vectors, words: Iterable[str]) -> Look:
        """Return what there is of a question."""
        with self._open() as db:
            return look_in(db, embedder, question, words)

    def said(self, places: Iterable[Place]) -> dict[Place, tuple[str, str, str]]:
        """Return kind, section and words of texts."""
        with self._open() as db:
            return said_in(db, places)

    def centred(self, embedder: Embedder) -> Centred:
        """Return every text with its vector."""
        with self._open() as db:
            return centred_in(db, embedder)

    def _open(self) -> AbstractContextManager[Any]:
        return opened(self.path, told=self.told, patience_s=self.patience_s)

    def _waiting(self, embedder: Embedder) -> list[tuple[str, str]]:
        with self._open() as db:
            return waiting(db, embedder)
