"""Runs and texts as rows of the memory's tables."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from leanrig.model.recalled import RecalledRun, RunHeading
from leanrig.store.memory.words import words_of

__all__ = ["HEADING", "heading_of", "insert", "run_rows", "text_rows"]

HEADING = "folder, started, title, recipe, symbols, judgement, verdict, sharpe, growth, drawdown"
_STRINGS = pa.list_(pa.string())


def heading_of(row: tuple[Any, ...]) -> RunHeading:
    """Return the heading in a row with the columns of `HEADING`."""
    folder, started, title, recipe, symbols, *others = row
    return RunHeading(folder, started, title, recipe, tuple(symbols), *others)


def insert(db: Any, table: str, rows: pa.Table, *, besides: str = "") -> None:
    """Add rows to a table."""
    db.register("incoming", rows)
    db.execute(f"INSERT INTO {table} SELECT * FROM incoming {besides}")  # noqa: S608
    db.unregister("incoming")


def run_rows(runs: Sequence[RecalledRun]) -> pa.Table:
    """Return the headings as rows of `runs`."""
    heads = [run.heading for run in runs]
    return pa.table(
        {
            "folder": _texts(head.folder for head in heads),
            "stamp": _texts(run.stamp for run in runs),
            "started": _texts(head.started for head in heads),
            "title": _texts(head.title for head in heads),
            "recipe": _texts(head.recipe for head in heads),
            "symbols": pa.array([list(head.symbols) for head in heads], _STRINGS),
            "judgement": _texts(head.judgement for head in heads),
            "verdict": _texts(head.verdict for head in heads),
            "sharpe": _numbers(head.sharpe for head in heads),
            "growth": _numbers(head.growth for head in heads),
            "drawdown": _numbers(head.drawdown for head in heads),
        }
    )


def text_rows(runs: Sequence[RecalledRun]) -> pa.Table:
    """Return the texts as rows of `texts`, each with the words that it is found by."""
    rows = [(run.heading.folder, place, text) for run in runs for place, text in enumerate(run.texts)]
    return pa.table(
        {
            "folder": _texts(folder for folder, _, _ in rows),
            "place": pa.array([place for _, place, _ in rows], pa.int32()),
            "kind": _texts(text.kind for _, _, text in rows),
            "section": _texts(text.section for _, _, text in rows),
            "text": _texts(text.text for _, _, text in rows),
            "gist": _texts(text.gist for _, _, text in rows),
            "hash": _texts(text.hash for _, _, text in rows),
            "words": pa.array([sorted(words_of(f"{text.text} {text.gist}")) for _, _, text in rows], _STRINGS),
        }
    )


def _texts(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def _numbers(values: Iterable[float | None]) -> pa.Array:
    return pa.array(list(values), pa.float64())
