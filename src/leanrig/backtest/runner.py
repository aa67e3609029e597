"""What every way of running a Lean project has in common: a job goes in, Lean's result files come out."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

__all__ = ["BacktestJob", "BacktestOutcome", "Progress", "Runner"]

Progress = Callable[[float, str], None]
"""Called with the share that is done (0 to 1) and a word on where the run stands."""


@dataclass(frozen=True, slots=True)
class BacktestJob:
    """One run of one project.

    `project` is a folder with a `main.py`, or a single Lean Python file. `output` gets the files that Lean's launcher
    writes, with its names. `parameters` win over the ones in the project's `config.json`. `library` holds further
    folders that the algorithm may import from, as Lean's `Library/` is. `stop` is set by another thread that no longer
    wants the run: an interrupt reaches only the main one.
    """

    project: Path
    data: Path
    output: Path
    object_store: Path
    parameters: Mapping[str, str] = field(default_factory=dict)
    time_limit_s: float | None = None
    library: tuple[Path, ...] = ()
    stop: threading.Event | None = None


@dataclass(frozen=True, slots=True)
class BacktestOutcome:
    """How the process ended. Whether the run was good is judged from its files, never from the exit code.

    `details` says what the engine was beyond its name: image, digest, versions; the run's record keeps it.
    """

    output: Path
    algorithm_id: str
    exit_code: int
    seconds: float
    engine: str
    console: str
    details: Mapping[str, str] = field(default_factory=dict)


class Runner(Protocol):
    """Runs a job; raises only where nothing could be run at all. `name` says which engine, with its version."""

    name: str

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Run `job` to its end and return how the process ended."""
        ...
