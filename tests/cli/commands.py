"""How a command ended, and the type of what runs one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """Exit code and both outputs."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]
