"""The process between leanrig and the Lean CLI: `python -m leanrig.backtest.lean_program.guard`.

It makes the scratch folder, says where, runs the calls that come as lines of JSON, and when its input ends it leaves
nothing: the CLI is ended, the container that it may have left is removed, the folder is deleted. It stands in a
session of its own, so whatever ends leanrig (Ctrl-C, a killed terminal, SIGKILL) reaches it only as the end of its
input.
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Call", "Ending", "main"]

_NOT_STARTED = 127
_HURRIED_S = 2.0
_LAST_S = 10.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Call:
    """What to run.

    `container` is the name that its container has, empty where it starts none; `image` is one whose root can hand back
    what the container's root wrote. A run past its limit has `grace_s` to end by itself. `mark` stands before the
    `Ending` that is told: the program cannot know it, so what it prints is never taken for one.
    """

    command: list[str]
    folder: str
    environment: dict[str, str]
    container: str
    image: str
    time_limit_s: float | None
    grace_s: float
    mark: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended: `why` is "", "time limit" or "stopped"; `left` names a container that could not be removed."""

    exit_code: int
    why: str = ""
    left: str = ""


def main() -> None:
    """Run calls until the input ends."""
    calls: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    nobody_left = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: nobody_left.set())
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="leanrig-lean-"))
    try:
        _say(scratch)
        threading.Thread(target=_listen, args=[calls, nobody_left], daemon=True).start()
        while (line := calls.get()) is not None:
            call = Call(**json.loads(line))
            ending = _run(call, nobody_left)
            _hand_back(call, scratch)
            _say(call.mark + json.dumps(asdict(ending)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _say(line: str) -> None:
    with suppress(OSError):  # nobody listens any more
        os.write(1, f"{line}\n".encode())


def _listen(calls: "queue.SimpleQueue[str | None]", nobody_left: threading.Event) -> None:
    rest = b""
    while found := os.read(0, 65_536):
        *lines, rest = (rest + found).split(b"\n")
        for line in lines:
            calls.put(line.decode())
    nobody_left.set()
    calls.put(None)


def _run(call: Call, nobody_left: threading.Event) -> Ending:
    # A group of its own on Windows, where only that can be interrupted.
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    try:
        process = subprocess.Popen(
            call.command, cwd=call.folder, env=call.environment, stdin=subprocess.DEVNULL, creationflags=flags
        )
    except OSError as error:
        _say(f"not started: {call.command[0]}: {error.strerror}")
        return Ending(_NOT_STARTED)
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


def _hand_back(call: Call, scratch: str) -> None:
    """Have what the container's root wrote belong to this user again: it could be neither moved nor deleted."""
    if not call.image or not hasattr(os, "getuid") or not _holds_foreign(scratch):
        return
    from leanrig.backtest.lean_program.docker_api import give_to
    from leanrig.errors import LeanrigError

    with suppress(LeanrigError):
        give_to(os.getuid(), os.getgid(), scratch, image=call.image)


def _holds_foreign(scratch: str) -> bool:
    me = os.getuid()
    paths = (Path(folder, name) for folder, names, files in os.walk(scratch) for name in names + files)
    return any(path.lstat().st_uid != me for path in paths)


if __name__ == "__main__":
    main()
