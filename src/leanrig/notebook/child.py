"""One command of leanrig in a process of its own: what it says is shown as it comes, its object is returned.

A process of its own uses the signals and recipes as they lie in the workspace now; what this kernel has imported before
does not count.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

__all__ = ["Ended", "run_command"]

_LAST_WORDS_S = 30.0
_MAIN = "import sys; sys.argv[0] = 'leanrig'; from leanrig.cli.main import main; main()"  # so that usage says leanrig


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit code, what it said, and the object that it printed (None where it printed none)."""

    arguments: tuple[str, ...]
    code: int
    said: tuple[str, ...]
    found: Any


def run_command(arguments: Sequence[str], folder: Path, *, on_line: Callable[[str], None]) -> Ended:
    """Run `leanrig` with these arguments in `folder`, tell `on_line` each line of its stderr, and wait for it.

    With `--json` among the arguments stdout is the one object; else it is told too. On Ctrl-C the command is given time
    to put its things away and to say what it kept.
    """
    wants_object = "--json" in arguments
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _MAIN, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if wants_object else subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    written: list[str] = []
    reader = Thread(target=lambda: written.append(_all(process.stdout)), daemon=True) if wants_object else None
    if reader is not None:
        reader.start()
    said: list[str] = []
    _tell(process, process.stderr if wants_object else process.stdout, said, on_line)
    code = process.wait()
    if reader is not None:
        reader.join()
    return Ended(tuple(arguments), code, tuple(said), _object("".join(written)))


def _tell(
    process: "subprocess.Popen[str]", stream: IO[str] | None, said: list[str], on_line: Callable[[str], None]
) -> None:
    def told() -> None:
        for text in stream or ():
            said.append(text.rstrip("\n"))
            on_line(said[-1])

    try:
        told()
    except KeyboardInterrupt:
        # A kernel's interrupt reaches the whole process group; where it does not, the command hears of it here.
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_LAST_WORDS_S)
        if process.poll() is None:
            process.kill()
        told()


def _all(stream: IO[str] | None) -> str:
    return stream.read() if stream is not None else ""


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
