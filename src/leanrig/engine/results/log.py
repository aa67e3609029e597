"""The two logs of a run: the algorithm's (`<id>-log.txt`) and the engine's (`log.txt`)."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

__all__ = ["RunLog"]


class RunLog:
    """Keeps the algorithm's lines with the algorithm's time and the engine's lines with the wall clock's.

    Parameters
    ----------
    algorithm_time
        Gives the algorithm's local time; None while there is no algorithm.
    wall
        Gives the present for the engine's lines.
    echo
        Where the engine's lines are shown at once; None for nowhere.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        echo: Any = sys.stderr,
    ) -> None:
        self.algorithm_time: Callable[[], datetime] | None = None
        self.lines: list[str] = []
        self.engine_lines: list[str] = []
        self._warned: set[str] = set()
        self._wall = wall
        self._echo = echo

    def algorithm_line(self, algorithm: Any, kind: str, message: str) -> None:
        """A line that user code wrote: log, debug or error."""
        stamped = f"{algorithm.time:%Y-%m-%d %H:%M:%S} {message}"
        self.lines.append(stamped)
        if kind == "error":
            self.engine("ERROR", f"{message}")
        else:
            self.engine("TRACE", f"{kind.capitalize()}: {stamped}")

    def message(self, message: str) -> None:
        """A line of the engine's own in the algorithm's log, at the algorithm's time."""
        self.lines.append(self.stamped(message))
        self.engine("TRACE", f"Debug: {self.lines[-1]}")

    def stamped(self, message: str) -> str:
        """The message with the algorithm's time in front, where there is an algorithm."""
        return f"{self.algorithm_time():%Y-%m-%d %H:%M:%S} {message}" if self.algorithm_time else message

    def engine(self, level: str, message: str) -> None:
        """A line of `log.txt`: TRACE or ERROR."""
        line = f"{self._wall():%Y-%m-%dT%H:%M:%S.%f}0Z {level}:: {message}"
        self.engine_lines.append(line)
        if self._echo is not None:
            print(line, file=self._echo)

    def trace(self, message: str) -> None:
        self.engine("TRACE", message)

    def error(self, message: str) -> None:
        self.engine("ERROR", message)

    def warn_besides(self, message: str) -> None:
        """A warning that Lean does not give, for what would cost the user a day; each once a run."""
        if message not in self._warned:
            self._warned.add(message)
            self.engine("WARNING", f"leanrig: {message}")

    def text(self) -> str:
        """The algorithm's log as a file."""
        return "".join(f"{line}\n" for line in self.lines)

    def engine_text(self) -> str:
        """`log.txt` as a file."""
        return "".join(f"{line}\n" for line in self.engine_lines)
