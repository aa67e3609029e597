"""A table of vectors for each embedder: whoever asks one of them cannot so much as see another's."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from leanrig.store.memory.embedder import Embedder, Vectors
from leanrig.store.memory.rows import insert

__all__ = ["ELSEWHERE", "keep", "purge", "table_of", "waiting"]

# What has nothing to do with any run. Models differ in how like they find two such texts: closeness counts from there.
ELSEWHERE = {
    f"elsewhere-{number}": text
    for number, text in enumerate(
        (
            "The soup needs more salt and a little lemon.",
            "She painted the garden fence green last spring.",
            "The orchestra rehearses in the old church.",
            "Our dog is afraid of thunder.",
            "The river was frozen until the middle of March.",
            "He learned to swim when he was six.",
        )
    )
}


def table_of(db: Any, embedder: Embedder) -> str:
    """Return the name of this embedder's table, which is made where there is none yet."""
    found = db.execute("SELECT number, width FROM embedders WHERE name = ?", [embedder.name]).fetchall()
    if not found:
        ((number,),) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM embedders").fetchall()
        db.execute("INSERT INTO embedders VALUES (?, ?, ?)", [embedder.name, embedder.width, number])
        db.execute(f"CREATE TABLE vectors_{number} (hash VARCHAR PRIMARY KEY, vector FLOAT[{embedder.width}])")
        return f"vectors_{number}"
    ((number, width),) = found
    if width != embedder.width:
        raise ValueError(f"{embedder.name} gave vectors of {width} numbers before, now of {embedder.width}")
    return f"vectors_{number}"


def waiting(db: Any, embedder: Embedder) -> list[tuple[str, str]]:
    """Return hash and gist of every text that has no vector of this embedder yet."""
    known = {digest for (digest,) in db.execute(f"SELECT hash FROM {table_of(db, embedder)}").fetchall()}  # noqa: S608
    gists = dict(db.execute("SELECT hash, any_value(gist) FROM texts GROUP BY hash ORDER BY hash").fetchall())
    wanted = ELSEWHERE | gists if gists else {}
    return [(digest, gist) for digest, gist in wanted.items() if digest not in known]


def keep(db: Any, embedder: Embedder, hashes: Sequence[str], vectors: Vectors) -> None:
    """Keep vectors under their texts' hashes; one that is there already stays."""
    flat = pa.array(np.ascontiguousarray(vectors, dtype=np.float32).ravel(), type=pa.float32())
    rows = pa.table({"hash": list(hashes), "vector": pa.FixedSizeListArray.from_arrays(flat, embedder.width)})
    insert(db, table_of(db, embedder), rows, besides="ON CONFLICT DO NOTHING")


def purge(db: Any) -> None:
    """Drop vectors, of whichever embedder, whose text no run has any more."""
    for (number,) in db.execute("SELECT number FROM embedders").fetchall():
        db.execute(
            f"DELETE FROM vectors_{number} WHERE hash NOT IN (SELECT hash FROM texts) AND NOT hash LIKE 'elsewhere-%'"  # noqa: S608
        )
