"""The process between leanrig and the Lean CLI: `python -m leanrig.backtest.lean_program.guard call.json`.

Whatever becomes of leanrig, this process sees the CLI to its end, takes away the container that the CLI may have left
and empties the scratch folder. It stands in a session of its own, so that Ctrl-C and a killed terminal reach it only
as the end of its input.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CallFile", "Ending", "main"]

_HURRIED_S = 2.0
_LAST_S = 10.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class CallFile:
    """What to run: `container` is its name, empty where the command starts none; `grace_s` what a limit leaves it."""

    command: list[str]
    folder: str
    scratch: str
    container: str
    time_limit_s: float | None
    grace_s: float


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended: `why` is "", "time limit" or "stopped"; `left` names a container that could not be removed."""

    exit_code: int
    why: str = ""
    left: str = ""

    @staticmethod
    def of(folder: Path) -> "Ending | None":
        """Return what the guard wrote down, None where it could not."""
        try:
            return Ending(**json.loads((folder / "ending.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None


def main(arguments: list[str]) -> int:
    """See one call through; 0 once nothing of it is left."""
    call = CallFile(**json.loads(Path(arguments[0]).read_text()))
    nobody_left = threading.Event()
    threading.Thread(target=_watch_parent, args=[nobody_left], daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: nobody_left.set())
    ending = _run(call, nobody_left)
    if nobody_left.is_set():
        shutil.rmtree(call.scratch, ignore_errors=True)
        return 0
    text = json.dumps({"exit_code": ending.exit_code, "why": ending.why, "left": ending.left})
    (Path(call.scratch) / "ending.json").write_text(text)
    return 0


def _watch_parent(gone: threading.Event) -> None:
    while os.read(0, 1):
        pass
    gone.set()


def _run(call: CallFile, nobody_left: threading.Event) -> Ending:
    # A group of its own on Windows, where only that can be interrupted.
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    process = subprocess.Popen(call.command, cwd=call.folder, stdin=subprocess.DEVNULL, creationflags=flags)
    ends_at = time.monotonic() + call.time_limit_s if call.time_limit_s else None
    why = ""
    while process.poll() is None:
        if nobody_left.wait(_LOOK_S):
            why = "stopped"
            _end(process, nobody_left, _HURRIED_S)
        elif ends_at is not None and time.monotonic() > ends_at:
            why = "time limit"
            _end(process, nobody_left, call.grace_s)
    code = process.wait()
    # The CLI removes its container itself unless it was hindered.
    left = _remove(call.container, look_again=bool(why)) if call.container and (code != 0 or why) else ""
    return Ending(code, why, left)


def _end(process: "subprocess.Popen[bytes]", nobody_left: threading.Event, grace_s: float) -> None:
    """Interrupt, wait, interrupt again, which kills the container, and only then kill the CLI."""
    _interrupt(process)
    until = time.monotonic() + grace_s
    while process.poll() is None and time.monotonic() < until:
        if nobody_left.is_set():
            until = min(until, time.monotonic() + _HURRIED_S)
        time.sleep(_LOOK_S)
    if process.poll() is not None:
        return
    _interrupt(process)
    try:
        process.wait(_LAST_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))


def _remove(container: str, *, look_again: bool) -> str:
    """Remove the container if it is there; return its name if it may still be there."""
    from leanrig.backtest.lean_program.docker_api import remove_container
    from leanrig.errors import LeanrigError

    try:
        found = remove_container(container)
        if look_again and not found:
            time.sleep(0.5)  # the engine may still have been making it when the CLI was ended
            remove_container(container)
    except LeanrigError:
        return container
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
