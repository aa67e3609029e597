"""A run from its job to its files: load, initialize, go through time, write down."""

import sys
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.engine.errors import DotnetError, NotThereYet, set_algorithm_folder
from leanrig.engine.loop.failures import SetupFailed, short, told
from leanrig.engine.loop.loader import load
from leanrig.engine.loop.wiring import Rooms
from leanrig.engine.results.log import RunLog

__all__ = ["Job", "Session"]


@dataclass(frozen=True, slots=True)
class Job:
    """What the parent process asks for."""

    algorithm_file: Path
    data_folder: Path
    output_folder: Path
    object_store: Path
    algorithm_id: str
    parameters: dict[str, str]
    progress: bool = False

    @staticmethod
    def of(description: dict[str, Any]) -> "Job":
        """Read the description that `backtest.embedded` writes."""
        names = ("algorithm_file", "data_folder", "output_folder", "object_store")
        paths = {name: Path(description[name]) for name in names}
        return Job(
            **paths,
            algorithm_id=str(description["algorithm_id"]),
            parameters={str(key): str(value) for key, value in description.get("parameters", {}).items()},
            progress=bool(description.get("progress", False)),
        )


class Session:
    """One algorithm's run.

    Attributes
    ----------
    status
        Lean's word for how it ended: Completed or RuntimeError.
    data_points
        Rows that were delivered, as Lean counts them.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.log = RunLog(echo=None)
        self.started = datetime.now(UTC)
        self.status = "Running"
        self.runtime_error = ""
        self.stack_trace = ""
        self.algorithm: Any = None
        self.data_points = 0
        self.rooms = Rooms(job, self.log)

    def run(self) -> int:
        """Run and write everything; 0 when it completed, 1 otherwise."""
        try:
            if self._set_up():
                self._go()
        except Exception as err:
            # Not the user's code: say so, and where, but leave the files of a failed run all the same.
            traceback.print_exc()
            self.fail(err, "the engine")
        finally:
            self.rooms.write(self)
        return 0 if self.status == "Completed" else 1

    def _set_up(self) -> bool:
        """Load the algorithm and run its initialize; False when the run is over."""
        folder = self.job.algorithm_file.parent
        sys.path.insert(0, str(folder))
        set_algorithm_folder(str(folder))
        try:
            self.rooms.open(self.fail)
            self.algorithm = load(self.job.algorithm_file, warn=self.log.warn_besides)
        except SetupFailed as err:
            return self._not_loaded(str(err))
        self.log.algorithm_time = lambda: self.algorithm.time
        try:
            self.rooms.initialize(self.algorithm)
        except Exception as err:
            return self._not_initialized(err)
        launch = f"Launching analysis for {self.job.algorithm_id} with LEAN Engine v2.5.0.0"
        self.log.lines.insert(0, self.log.stamped(launch))  # Lean's log has it before the lines of initialize
        return True

    def _not_loaded(self, message: str) -> bool:
        whole = f"During the algorithm initialization, the following exception has occurred: {message}"
        self.status = "RuntimeError"
        self.stack_trace = whole
        self.runtime_error = f"Algorithm.Initialize() Error: {whole} Stack Trace: {whole}"
        self.log.error(self.runtime_error)
        self.log.lines.append(self.runtime_error)
        return False

    def _not_initialized(self, err: Exception) -> bool:
        text = f"{told(err)} {short(err)}"
        self.status = "RuntimeError"
        self.stack_trace = text
        self.runtime_error = self.log.stamped(
            f"During the algorithm initialization, the following exception has occurred: {text}"
        )
        self.log.error(self.runtime_error)
        self.log.lines.append(self.runtime_error)
        return False

    def fail(self, err: BaseException, context: str) -> None:
        """Take down an error of the user's code while running."""
        text = told(err)
        if text.endswith("\n") is False:
            text += "\n"
        self.status = "RuntimeError"
        self.stack_trace = text
        self.runtime_error = self.log.stamped(f"Runtime Error: {text}")
        self.log.lines.append(self.runtime_error)
        self.log.error(f"Algorithm.Run(): error in {context}: {self.runtime_error}")

    def _go(self) -> None:
        moments = self.rooms.moments(self.algorithm)
        began = time.monotonic()
        try:
            moments.run()
        except (NotThereYet, DotnetError) as err:
            self.fail(err, "Run")  # raised while data was read, outside of every callback
        self.data_points = moments.data_points
        if self.status == "Running":
            self.status = "Completed"
        seconds = time.monotonic() - began
        points = self.data_points + self.algorithm._lean_history_points
        self.log.message(
            f"Algorithm Id:({self.job.algorithm_id}) completed in {seconds:.2f} seconds at "
            f"{points / 1000 / max(seconds, 1e-9):.0f}k data points per second. "
            f"Processing total of {points:,} data points."
        )
        for line in self.rooms.closing_lines():
            self.log.message(line)
        self._mind_benchmark()

    def _mind_benchmark(self) -> None:
        """Lean counts a benchmark without data as 0 and says nothing."""
        security = self.algorithm.benchmark.security
        if security is not None and not security.exact_price and self.data_points > 1:
            self.log.warn_besides(
                f"the benchmark {security.symbol.value} has no data, so that Beta, Alpha and Treynor are 0: it is read "
                "as hourly bars. Put them into the data folder, or call set_benchmark with a function."
            )
