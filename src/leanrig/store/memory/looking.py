"""What one look into the memory brings back: all that ranking needs, read in one go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from leanrig.model.recalled import RunHeading
from leanrig.store.memory.embedder import Embedder, Vectors
from leanrig.store.memory.embedders import ELSEWHERE, table_of
from leanrig.store.memory.rows import HEADING, heading_of

__all__ = ["Centred", "Look", "centred_in", "headings_in", "look_in", "said_in"]

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """Runs by folder, and of each text its folder and place.

    `near` has its kind and the cosine similarity to the question, `worded` the words of the question that the text has;
    `nothing` is the similarity of the question to texts that have nothing to do with it.
    """

    runs: Mapping[str, RunHeading]
    near: list[tuple[str, int, str, float]]
    worded: list[tuple[str, int, list[str]]]
    nothing: float


@dataclass(frozen=True, slots=True)
class Centred:
    """Each text's folder, hash, words and vector; from each vector the mean of texts about something else is taken."""

    folders: list[str]
    hashes: list[str]
    texts: list[str]
    vectors: Vectors


def headings_in(db: Any) -> dict[str, RunHeading]:
    """Return all runs by folder."""
    rows = db.execute(f"SELECT {HEADING} FROM runs ORDER BY folder").fetchall()  # noqa: S608
    return {row[0]: heading_of(row) for row in rows}


def look_in(db: Any, embedder: Embedder, question: Vectors, words: Iterable[str]) -> Look:
    """Return what the memory has of a question, among this embedder's vectors alone."""
    table, asked = table_of(db, embedder), sorted(words)
    cosines = f"SELECT hash, array_cosine_similarity(vector, ?::FLOAT[{embedder.width}]) AS cosine FROM {table}"  # noqa: S608
    near = db.execute(
        f"WITH near AS ({cosines}) SELECT folder, place, kind, cosine FROM texts JOIN near USING (hash) ORDER BY ALL",  # noqa: S608
        [question.tolist()],
    ).fetchall()
    nothing = db.execute(
        f"WITH near AS ({cosines}) SELECT avg(cosine) FROM near WHERE list_contains(?, hash)",  # noqa: S608
        [question.tolist(), list(ELSEWHERE)],
    ).fetchall()[0][0]
    worded = db.execute(
        "SELECT folder, place, list_sort(list_intersect(words, ?)) FROM texts WHERE list_has_any(words, ?)"
        " ORDER BY folder, place",
        [asked, asked],
    ).fetchall()
    return Look(headings_in(db), near, worded, nothing or 0.0)


def said_in(db: Any, places: Iterable[Place]) -> dict[Place, tuple[str, str, str]]:
    """Return kind, section and words of texts."""
    wanted = set(places)
    rows = db.execute(
        "SELECT folder, place, kind, section, text FROM texts WHERE list_contains(?, folder)",
        [sorted({folder for folder, _ in wanted})],
    ).fetchall()
    return {(row[0], row[1]): row[2:] for row in rows if (row[0], row[1]) in wanted}


def centred_in(db: Any, embedder: Embedder) -> Centred:
    """Return every text with its vector, seen from where texts about something else lie."""
    table = table_of(db, embedder)
    vectors = dict(db.execute(f"SELECT hash, vector FROM {table}").fetchall())  # noqa: S608
    rows = db.execute("SELECT folder, hash, text FROM texts ORDER BY folder, place").fetchall()
    rows = [row for row in rows if row[1] in vectors]
    shape = (len(rows), embedder.width)
    found = np.array([vectors[digest] for _, digest, _ in rows], dtype=np.float32).reshape(shape)
    away = [vectors[digest] for digest in ELSEWHERE if digest in vectors]
    centre = np.mean(np.array(away, dtype=np.float32), axis=0) if away else np.zeros(embedder.width, np.float32)
    return Centred([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], found - centre)
