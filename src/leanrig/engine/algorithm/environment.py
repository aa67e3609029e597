"""What surrounds an algorithm: its folders, its parameters, its log, and the rooms that work for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leanrig.errors import OwnFault

__all__ = ["Environment", "enter", "environment"]


@dataclass(frozen=True, slots=True)
class Environment:
    """Made once by the child process before the algorithm's module is loaded.

    Attributes
    ----------
    store
        The Object Store's root.
    today
        The calendar's date: no run goes beyond yesterday.
    log
        Takes the algorithm's lines (results.log.RunLog).
    furnish
        Gives a new algorithm its rooms: feed, securities, schedule, orders.
    """

    store: Path
    algorithm_id: str
    parameters: dict[str, str]
    today: date
    log: Any
    furnish: Callable[[Any], None]


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
