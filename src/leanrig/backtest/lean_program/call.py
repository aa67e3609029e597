"""One call of the Lean CLI, from start to end: what it printed, how it ended, and nothing of it left behind."""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from leanrig.backtest.lean_program.docker_api import remove_container
from leanrig.backtest.lean_program.guard import CallFile, Ending
from leanrig.errors import LeanrigError

__all__ = ["LeanCall", "call_lean", "container_name", "scratch_folder"]

GRACE_S = 70.0
"""What a run past its limit gets to end by itself: Docker gives Lean 60 seconds of it."""

_CONSOLE_LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class LeanCall:
    """How a call ended. The exit code is a note: the CLI's says little about the run."""

    exit_code: int
    seconds: float
    console: str
    hit_limit: bool
    container_left: str = ""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder for one call, gone afterwards with everything that the CLI left in it."""
    folder = Path(tempfile.mkdtemp(prefix="leanrig-lean-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def container_name() -> str:
    """Return a name for one container that no other run has."""
    return f"leanrig_{secrets.token_hex(16)}"


def call_lean(
    command: Sequence[str],
    *,
    folder: Path,
    scratch: Path,
    environment: Mapping[str, str],
    container: str = "",
    time_limit_s: float | None = None,
    grace_s: float = GRACE_S,
    on_line: Callable[[str], None] | None = None,
) -> LeanCall:
    """Run `command` in `folder` and return how it ended.

    Parameters
    ----------
    scratch
        A `scratch_folder()`; if this process ends before the call does, it is emptied all the same.
    environment
        From `lean_environment`.
    container
        The name that the container was told to have; removed if the CLI leaves it.
    on_line
        Gets each line as it is printed.
    """
    file = scratch / "call.json"
    file.write_text(
        json.dumps(asdict(CallFile(list(command), str(folder), str(scratch), container, time_limit_s, grace_s)))
    )
    began = time.monotonic()
    console, ending = _guarded(file, environment, on_line)
    if ending is None:  # the guard itself was ended: its work is ours
        ending = Ending(-1, "stopped", _removed(container))
    return LeanCall(ending.exit_code, time.monotonic() - began, console, ending.why == "time limit", ending.left)


def _guarded(
    file: Path, environment: Mapping[str, str], on_line: Callable[[str], None] | None
) -> tuple[str, Ending | None]:
    guard = subprocess.Popen(
        [sys.executable, "-P", "-m", "leanrig.backtest.lean_program.guard", str(file)],
        stdin=subprocess.PIPE,  # never written to: its end tells the guard that nobody is left to report to
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    assert guard.stdout is not None
    assert guard.stdin is not None
    try:
        console = _listen(guard.stdout, on_line)
    finally:
        if sys.exc_info()[0] is not None:
            guard.stdin.close()
        with suppress(KeyboardInterrupt):  # a second Ctrl-C must not leave a container behind
            guard.wait()
    ending = Ending.of(file.parent)
    with suppress(OSError):
        guard.stdin.close()
    return console, ending


def _listen(stream: IO[str], on_line: Callable[[str], None] | None) -> str:
    kept: list[str] = []
    size = 0
    for line in stream:
        if on_line:
            on_line(line.rstrip("\n"))
        if size < _CONSOLE_LIMIT:
            kept.append(line)
            size += len(line)
    return "".join(kept)


def _removed(container: str) -> str:
    try:
        if container:
            remove_container(container)
    except LeanrigError:
        return container
    return ""
