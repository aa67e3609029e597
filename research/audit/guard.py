"""Keeps signals that are run for an audit from writing, connecting or starting programs. A fence, and no prison."""

import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["fence"]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PATHS = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
)
_PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request")


def fence(folder: Path) -> None:
    """From here on this process writes below `folder` only; it cannot be taken down again."""
    allowed = str(folder.resolve()) + os.sep

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = any(letter in (mode or "") for letter in "wax+") or bool((flags or 0) & _WRITES)
            if writes and not isinstance(path, int) and not _is_inside(path, allowed):
                raise PermissionError(f"a signal that is audited may not write {os.fsdecode(path)}")
        elif event.startswith((*_PROGRAMS, *_NETWORK)):
            raise PermissionError(f"a signal that is audited may not use {event}")
        elif event in _PATHS and not _is_inside(arguments[0], allowed):
            raise PermissionError(f"a signal that is audited may not change {arguments[0]}")

    sys.addaudithook(hook)


def _is_inside(path: Any, allowed: str) -> bool:
    if isinstance(path, int):
        return True
    text = os.path.realpath(os.fsdecode(path))
    return text.startswith(allowed) or text == os.devnull
