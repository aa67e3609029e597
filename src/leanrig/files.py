"""Whole or not at all: every file that leanrig leaves behind is written beside its place, synced and renamed."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["staged_folder", "write_bytes", "write_text"]


def write_text(path: Path, text: str) -> Path:
    """Write `text` as UTF-8 with the line ends it has; the old file stays until the new one is complete."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> Path:
    """Write `data` to a temporary file in the same folder, sync it and rename it over `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)
    return path


@contextmanager
def staged_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside `path` that takes its place when the block ends well.

    An existing folder at `path` is replaced as a whole; after an exception it is still there, untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stage = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    stage.mkdir()
    try:
        yield stage
        _swap(stage, path)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _sync_folder(path.parent)


def _swap(stage: Path, path: Path) -> None:
    old = stage.with_suffix(".old")
    if path.exists():
        path.rename(old)
    try:
        stage.rename(path)
    except BaseException:
        if old.exists():
            old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
