"""Goes through a grid with any runner, several runs at a time: what Lean's optimizer does, without Lean's optimizer."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress, Runner
from leanrig.backtest.trials import Axis, Target, grid
from leanrig.errors import LeanrigError
from leanrig.files import write_text

__all__ = ["TOO_LATE", "TRIALS", "GridSearch", "Search", "Searched", "runs_at_once", "trial_folder"]

TRIALS = "trials"
"""The folder, below the output, in which each point of the grid has one of its own."""

TOO_LATE = "the time limit was reached before this trial began"
"""What is told of a trial that was never started."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search left.

    `folders` and `told` go by the point's place in the grid: where its results lie, and what kept it from having any.
    """

    folders: Mapping[int, Path]
    seconds: float
    console: str = ""
    exit_code: int = 0
    told: Mapping[int, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


class Search(Protocol):
    """Runs a job at each point of a grid; `name` says which engine, with its version."""

    name: str

    def search(
        self, job: BacktestJob, axes: Sequence[Axis], target: Target, *, at_once: int, progress: Progress | None = None
    ) -> Searched:
        """Run every trial to its end. `time_limit_s` of the job is that of the whole search."""
        ...


class GridSearch:
    """A search in which each trial is a run of `runner`."""

    def __init__(self, runner: Runner) -> None:
        self.name = runner.name
        self._runner = runner

    def search(
        self,
        job: BacktestJob,
        axes: Sequence[Axis],
        target: Target,  # noqa: ARG002 - every point is run, whatever is looked for
        *,
        at_once: int,
        progress: Progress | None = None,
    ) -> Searched:
        """Run every point; one that cannot be run is told and does not keep the others from running."""
        began = time.monotonic()
        stop = threading.Event()
        points = grid(axes)
        ends_at = began + job.time_limit_s if job.time_limit_s else None
        done: dict[int, BacktestOutcome] = {}
        told: dict[int, str] = {}
        pool = ThreadPoolExecutor(at_once)
        try:
            futures = {
                pool.submit(self._run, replace(job, stop=stop), number, point, ends_at): number
                for number, point in enumerate(points)
            }
            for future in as_completed(futures):
                _take(future, futures[future], done, told)
                if progress:
                    progress((len(done) + len(told)) / len(points), f"{len(done) + len(told)} of {len(points)}")
        except BaseException:  # the pool waits for the runs that are under way
            stop.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        folders = {number: outcome.output for number, outcome in done.items()}
        details = next(iter(done.values())).details if done else {}
        return Searched(folders, time.monotonic() - began, told=told, details=details)

    def _run(self, job: BacktestJob, number: int, point: Mapping[str, str], ends_at: float | None) -> BacktestOutcome:
        left = None if ends_at is None else ends_at - time.monotonic()
        if left is not None and left <= 0:
            raise _NoTimeLeft(TOO_LATE)
        output = trial_folder(job.output, number)
        output.mkdir(parents=True)
        parameters = {**job.parameters, **point}
        outcome = self._runner.run(replace(job, output=output, parameters=parameters, time_limit_s=left))
        if outcome.console:
            write_text(output / "console.txt", outcome.console)
        return outcome


def runs_at_once() -> int:
    """Return how many trials run at a time unless told otherwise: half the processors, as Lean's optimizer has it."""
    return max(1, (os.cpu_count() or 2) // 2)


def trial_folder(output: Path, number: int) -> Path:
    """Return the folder of the point at place `number` of the grid; people count from 1."""
    return output / TRIALS / f"{number + 1:03d}"


class _NoTimeLeft(LeanrigError):
    """A trial that was never started."""


def _take(
    future: "Future[BacktestOutcome]", number: int, done: dict[int, BacktestOutcome], told: dict[int, str]
) -> None:
    try:
        done[number] = future.result()
    except LeanrigError as error:
        told[number] = f"{error.what} ({error.where})" if error.where else error.what
    except OSError as error:
        told[number] = f"the system refused: {error.strerror or error} ({error.filename or 'no file named'})"
