"""Calls of the Lean CLI, from start to end: what it printed, how it ended, and nothing of it left behind."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from leanrig.backtest.environment import without_secrets
from leanrig.backtest.lean_program.docker_api import remove_container
from leanrig.backtest.lean_program.guard import Call, Ending
from leanrig.errors import LeanrigError, OwnFault

__all__ = ["GRACE_S", "LeanCall", "LeanCalls", "lean_calls"]

GRACE_S = 70.0
"""What a run past its limit gets to end by itself: Docker gives Lean 60 seconds of it."""

_CONSOLE_LIMIT = 2_000_000
_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class LeanCall:
    """How a call ended. The exit code is a note: the CLI's says little about the run."""

    exit_code: int
    seconds: float
    console: str
    hit_limit: bool
    container_left: str = ""


class LeanCalls:
    """Makes calls, one after the other, around one scratch folder; from `lean_calls`."""

    def __init__(self, guard: "subprocess.Popen[str]", folder: Path) -> None:
        self._guard = guard
        self.folder = folder

    def call(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        container: str = "",
        image: str = "",
        time_limit_s: float | None = None,
        grace_s: float = GRACE_S,
        on_line: Callable[[str], None] | None = None,
    ) -> LeanCall:
        """Run `command` in `folder` and return how it ended.

        Parameters
        ----------
        environment
            From `lean_environment`.
        container
            The name that the container was told to have; removed if the CLI leaves it.
        image
            An image to hand back with what the container's root wrote, if it did.
        on_line
            Gets each line as it is printed.
        """
        mark = f"\x1eended {secrets.token_hex(8)} "
        asked = Call(list(command), str(folder), dict(environment), container, image, time_limit_s, grace_s, mark)
        assert self._guard.stdin is not None
        assert self._guard.stdout is not None
        began = time.monotonic()
        with suppress(BrokenPipeError):
            self._guard.stdin.write(json.dumps(asdict(asked)) + "\n")
            self._guard.stdin.flush()
        console, ending = _listen(self._guard.stdout, mark, on_line)
        if ending is None:  # the guard itself was ended: its work is ours
            ending = Ending(-1, "stopped", _removed(container))
            if not self.folder.is_dir():
                raise OwnFault("the guard of the Lean CLI failed", where=console[-2000:])
        return LeanCall(ending.exit_code, time.monotonic() - began, console, ending.why == "time limit", ending.left)


@contextmanager
def lean_calls() -> Iterator[LeanCalls]:
    """Yield what makes calls, with a scratch folder that is gone afterwards, even if this process is killed before."""
    guard = subprocess.Popen(
        [sys.executable, "-P", "-m", "leanrig.backtest.lean_program.guard"],
        stdin=subprocess.PIPE,  # its end tells the guard that nobody is left to report to
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=without_secrets(os.environ),
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    assert guard.stdout is not None
    assert guard.stdin is not None
    folder = ""
    try:
        folder = guard.stdout.readline().rstrip("\n")
        if not Path(folder).is_absolute():
            raise OwnFault("the guard of the Lean CLI did not start", where=folder + guard.stdout.read())
        yield LeanCalls(guard, Path(folder))
    finally:
        with suppress(OSError):
            guard.stdin.close()
        # Should the user not want to wait for the end of Lean, the guard waits alone.
        with suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            guard.wait(_WAIT_S)
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
        guard.stdout.close()


def _listen(stream: IO[str], mark: str, on_line: Callable[[str], None] | None) -> tuple[str, Ending | None]:
    kept: list[str] = []
    size = 0
    for line in stream:
        said, has_ended, ending = line.partition(mark)  # the last words need not have ended with a line
        if said and on_line:
            on_line(said.rstrip("\n"))
        if size < _CONSOLE_LIMIT:
            kept.append(said)
            size += len(said)
        if has_ended:
            return "".join(kept), Ending(**json.loads(ending))
    return "".join(kept), None


def _removed(container: str) -> str:
    try:
        if container:
            remove_container(container)
    except LeanrigError:
        return container
    return ""
