"""Brings Lean's folder up to what the store holds, writing only what changed.

`data/[SYMBOL]/[TIMEFRAME]/lean.json` says what Lean's files were made from: the hashes of the parquet files, and of the
company's events. It is written after the files; a process that ends in between leaves it as it was, and the next sync
makes the same files again.
"""

from collections.abc import Iterable
from pathlib import Path

from leanrig.files import write_bytes
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.store.lean_format import LeanFile, lean_files, reference_texts
from leanrig.store.parquet_store import ParquetStore

__all__ = ["sync_lean"]

NAME = "lean.json"


def sync_lean(store: ParquetStore, symbol: Symbol, resolution: Resolution, data_folder: Path) -> list[Path]:
    """Write what changed and return those files.

    Raises
    ------
    Missing
        If the store has no such bars.
    """
    whole = store.read(symbol, resolution)
    written = _written(lean_files(whole), data_folder)
    for path, text in reference_texts(whole).items():
        written += _if_changed(data_folder / path, text.encode())
    return written


def _written(files: Iterable[LeanFile], data_folder: Path) -> list[Path]:
    return [path for file in files for path in _if_changed(data_folder / file.path, file.content(data_folder))]


def _if_changed(path: Path, data: bytes) -> list[Path]:
    if path.exists() and path.read_bytes() == data:
        return []
    return [write_bytes(path, data)]
