"""Where the user's cache, limits and counts lie, readable by nobody else."""

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_state_dir

__all__ = ["private_file", "private_folder", "state_folder"]


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that LEANRIG_STATE names, else the system's place for a user's state; made with mode 0700."""
    folder = Path(environ.get("LEANRIG_STATE") or user_state_dir("leanrig", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def private_folder(folder: Path) -> Path:
    """Return `folder`, made where it is missing, with mode 0700."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def private_file(path: Path) -> Path:
    """Return `path`, made empty where it is missing, with mode 0600; SQLite gives its -wal and -shm the same mode."""
    private_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return path
