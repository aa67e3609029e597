"""What surrounds an algorithm: folders, parameters, and the readers of the data folder."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leanrig.errors import OwnFault

__all__ = ["Environment", "enter", "environment"]


@dataclass(slots=True)
class Environment:
    """Made once by the child process before the algorithm's module is loaded.

    Attributes
    ----------
    data, store
        Lean's data folder and the Object Store's root.
    hours, properties, files
        Rooms' readers: market hours, symbol properties, price files.
    log_lines
        Where the algorithm's log and the engine's own lines go.
    """

    data: Path
    store: Path
    algorithm_id: str
    parameters: dict[str, str]
    hours: Any
    properties: Any
    files: Any
    log_lines: Any
    extra: dict[str, Any] = field(default_factory=dict)


_present: list[Environment] = []


def enter(surroundings: Environment) -> None:
    """Make an environment the present one."""
    _present[:] = [surroundings]


def environment() -> Environment:
    """The present environment."""
    if not _present:
        raise OwnFault(
            "an algorithm was made outside of a run",
            cure="run it with `leanrig backtest`; algorithms cannot be constructed by hand",
        )
    return _present[0]
