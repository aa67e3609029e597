"""Runs a program to its end, its time limit or ours: asked to stop first, then ended with everything it started."""

import math
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from leanrig.backtest.native import guard
from leanrig.errors import Interrupted, Missing

__all__ = ["Ended", "Patience", "run_guarded"]

_HEAD = _TAIL = 100_000
_INTERRUPTED_S = 5.0
_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a program gets after SIGINT to write its files, and after SIGTERM to end."""

    interrupt_s: float = 30.0
    terminate_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """Exit code (a signal as its negative number), what was printed, and whether the time limit ended it."""

    exit_code: int
    console: str
    is_stopped: bool


def run_guarded(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    time_limit_s: float | None = None,
    patience: Patience | None = None,
    heard: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> Ended:
    """Run `command`; whatever ends this function, nothing that the command started is left.

    Once `stop` is set it is ended as by Ctrl-C, with `Interrupted`. `heard` is called with each line that the program
    prints. Printed text is kept up to 100,000 letters from its start and as many from its end.
    """
    patience = patience or Patience()
    process, report = _start(command, cwd, environment)
    console = _Console(process.stdout, heard)
    try:
        told = _wait(report, time_limit_s, stop)
        is_stopped = told is None
        if told is None:
            told = _stop(process.pid, report, patience)
    except BaseException:
        _stop(process.pid, report, Patience(min(_INTERRUPTED_S, patience.interrupt_s), 0.0))
        raise
    finally:
        _end(process)
        os.close(report)
    if told.startswith("not started"):
        raise Missing(f"{command[0]} was {told}", cure="check that the program runs: leanrig doctor")
    return Ended(int(told or -signal.SIGKILL), console.text(), is_stopped)


def _start(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> tuple["subprocess.Popen[str]", int]:
    """Return the guard's process, and the descriptor on which it reports."""
    ours, theirs = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, str(theirs), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(environment),
            pass_fds=(theirs,),
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    return process, ours


class _Console:
    """Reads what a program prints while it runs."""

    def __init__(self, stream: IO[str] | None, heard: Callable[[str], None] | None) -> None:
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._room = {"head": _HEAD, "tail": _TAIL}
        self._left_out = False
        self._heard = heard
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def text(self) -> str:
        """Return all of it, once the program has ended."""
        self._thread.join(timeout=5)
        gap = ["(left out)\n"] if self._left_out else []
        return "".join([*self._head, *gap, *self._tail])

    def _read(self, stream: IO[str] | None) -> None:
        for line in stream or ():
            self._keep(line)
            self._tell(line.rstrip("\n"))

    def _tell(self, line: str) -> None:
        try:
            if self._heard:
                self._heard(line)
        except OSError:  # nobody reads the progress any more; the program must still be read, or it stands still
            self._heard = None

    def _keep(self, line: str) -> None:
        if self._room["head"] >= len(line) and not self._tail:
            self._room["head"] -= len(line)
            self._head.append(line)
            return
        self._tail.append(line[-_TAIL:])
        self._room["tail"] -= len(self._tail[-1])
        while self._room["tail"] < 0:
            self._room["tail"] += len(self._tail.popleft())
            self._left_out = True


def _wait(report: int, seconds: float | None, stop: threading.Event | None = None) -> str | None:
    """Return what the guard reports, empty if it was killed with its group; None once `seconds` are over."""
    end = math.inf if seconds is None else time.monotonic() + seconds
    said = b""
    while True:
        left = max(0.0, end - time.monotonic())
        if not select.select([report], [], [], min(left, _LOOK_S))[0]:
            if stop is not None and stop.is_set():
                raise Interrupted("stopped")
            if left <= _LOOK_S:
                return None
            continue
        part = os.read(report, 1000)
        if not part:
            return said.decode()
        said += part


def _stop(group: int, report: int, patience: Patience) -> str:
    for number, seconds in ((signal.SIGINT, patience.interrupt_s), (signal.SIGTERM, patience.terminate_s)):
        with suppress(ProcessLookupError):
            os.killpg(group, number)
        told = _wait(report, seconds)
        if told is not None:
            return told
    return str(-signal.SIGKILL)


def _end(process: "subprocess.Popen[str]") -> None:
    """End the whole group: the guard holds its number until here."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin:
        process.stdin.close()
