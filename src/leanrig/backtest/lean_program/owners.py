"""Whose a container is: its name says which process made it, so that one that was left can be told from one at work.

Only where leanrig and the process that guards it were both killed is nobody left to remove a container.
"""

import hashlib
import os
import re
import secrets
import socket
from contextlib import suppress
from pathlib import Path

from leanrig.backtest.lean_program.docker_api import container_names

__all__ = ["container_name", "is_left", "left_containers"]

_PREFIX = "leanrig_"
_NAME = re.compile(rf"{_PREFIX}(?P<machine>[0-9a-f]{{8}})_(?P<process>\d+)_[0-9a-f]{{16}}")


def container_name() -> str:
    """Return a name for one container that no other run has."""
    return f"{_PREFIX}{_machine()}_{os.getpid()}_{secrets.token_hex(8)}"


def is_left(name: str) -> bool:
    """Whether the process that made a container is gone; False wherever that cannot be told from here."""
    found = _NAME.fullmatch(name)
    if found is None or found["machine"] != _machine() or os.name == "nt":
        return False
    try:
        os.kill(int(found["process"]), 0)
    except ProcessLookupError:
        return True
    except OSError:  # another user's
        pass
    return False


def left_containers() -> list[str]:
    """Return the names of containers whose runs were killed; nothing is done about them."""
    return [name for name in container_names(_PREFIX) if is_left(name)]


def _machine() -> str:
    """Return what stands for the place in which a process number means something: Docker may serve several."""
    place = socket.gethostname()
    with suppress(OSError):
        place += str(Path("/proc/self/ns/pid").readlink())
    return hashlib.sha256(place.encode()).hexdigest()[:8]
