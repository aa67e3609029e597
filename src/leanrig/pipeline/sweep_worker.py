"""A sweep's worker: `python -m leanrig.pipeline.sweep_worker` runs one task after the other, each line of stdin one.

It imports the engine once. Each trial runs in a process of its own that is forked from it, so that no trial meets what
another left in memory, and none pays for the imports. A task's answer is one line of JSON on stdout. When stdin ends,
so does the worker, and the trial that is under way with it.
"""

import ctypes
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["can_fork", "main"]

_CONSOLE_LIMIT = 200_000
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LATER = (
    "leanrig.engine.models.auctions",
    "leanrig.engine.models.best_effort",
    "leanrig.engine.models.fills",
    "leanrig.engine.models.fills_equity",
    "encodings.utf_8_sig",
    "statistics",
)
"""What every run would import besides."""


def can_fork() -> bool:
    """Whether this system lets a process with numpy in it be forked safely and its end be waited for."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def main() -> int:
    """Serve until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever is printed goes to stderr: stdout holds answers only
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the sweep decides what an interrupt means
    kinds: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"trial": _trial, "signals": _signals}
    if "--engine" in sys.argv:
        _warm()
    for line in iter(sys.stdin.buffer.readline, b""):
        task = json.loads(line)
        try:
            answer = kinds[task["kind"]](task)
        except OSError as error:
            answer = {"refused": error.strerror or str(error), "where": str(error.filename or task.get("output", ""))}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


def _trial(task: dict[str, Any]) -> dict[str, Any]:
    from leanrig.pipeline.data_files import opened_names
    from leanrig.pipeline.sweep_trial import cleared, keep, look_at

    place = cleared(Path(task["output"]))
    began = time.monotonic()
    code, console = _engine(task, place)
    seconds = time.monotonic() - began
    if console:
        (place / "console.txt").write_bytes(console)
    refusal = next((line for line in console.split(b"\n")[::-1] if line.startswith(b"\x1erefused ")), None)
    if code == 3 and refusal is not None:
        what, _, where = refusal.decode(errors="replace").removeprefix("\x1erefused ").rpartition(": ")
        return {"refused": what, "where": where or str(place)}
    if code < 0 and not task.get("is_late"):
        return {"died": _signal_name(-code)}
    kept = look_at(place, task["number"], task["point"], seconds=round(seconds, 4))
    if task.get("is_late"):
        return {"late": kept.told}
    opened = opened_names(place)
    if task.get("slim"):
        _slim(place)
    keep(place, kept)
    return {"kept": True, "opened": opened, "looked_s": round(time.monotonic() - began - seconds, 5)}


def _engine(task: dict[str, Any], place: Path) -> tuple[int, bytes]:
    """Run the engine in a process forked from this one; return how it ended (minus the signal) and what it printed."""
    job = place / ".job.json"
    job.write_text(json.dumps(task["job"]), encoding="utf-8")
    reads, writes = os.pipe()
    worker = os.getpid()
    child = os.fork()
    if child == 0:
        _be_the_engine(job, place, writes, worker)
    os.close(writes)
    handle = os.pidfd_open(child)
    try:
        console = _watch(child, handle, reads, task)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), console
    finally:
        os.close(handle)
        os.close(reads)
        job.unlink(missing_ok=True)


def _watch(child: int, handle: int, reads: int, task: dict[str, Any]) -> bytes:
    """Return what the child prints until it ends; end it at the time limit, and with us when nobody waits any more."""
    os.set_blocking(reads, False)
    ends_at = time.monotonic() + task["time_left_s"] if task.get("time_left_s") is not None else None
    console = bytearray()
    open_ends = [0, reads, handle]
    while True:
        left = None if ends_at is None else max(0.0, ends_at - time.monotonic())
        ready, _, _ = select.select(open_ends, [], [], left)
        if 0 in ready:
            _end_with(child)
        if not ready and ends_at is not None:
            from leanrig.backtest.stops import stopped_line

            _kill(child)
            task["is_late"] = True
            console += f"\n{stopped_line(task['time_limit_s'])}\n".encode()
            ends_at = None
        if reads in ready and not _drain(reads, console):
            open_ends.remove(reads)
        if handle in ready:
            _drain(reads, console)
            _kill(child)  # what it may have started itself
            return bytes(console)


def _drain(reads: int, console: bytearray) -> bool:
    """Take what there is to read; False at its end."""
    with suppress(BlockingIOError):
        while True:
            data = os.read(reads, 65_536)
            if not data:
                return False
            console += data[: max(0, _CONSOLE_LIMIT - len(console))]
    return True


def _end_with(child: int) -> NoReturn:
    _kill(child)
    os._exit(130)


def _kill(child: int) -> None:
    """End the process and all of its group; the child may not have come to leading one yet."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(child, signal.SIGKILL)


def _be_the_engine(job: Path, place: Path, writes: int, worker: int) -> NoReturn:
    code = 1
    try:
        os.setsid()
        _end_with_parent(worker)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        null = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((null, 0), (writes, 1), (writes, 2)):
            os.dup2(source, target)
        os.closerange(3, 256)
        os.chdir(place)
        _draw_anew()
        from leanrig.engine.child import main as run

        code = run([str(job)])
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _end_with_parent(worker: int) -> None:
    """Have the system end this process when the worker ends, however that happens: the trial may be run elsewhere."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != worker:  # it ended before we could ask
        os._exit(130)


def _draw_anew() -> None:
    """Let chance be chance: a forked process would draw the numbers that its parent's next child draws too."""
    import random

    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _warm() -> None:
    """Import what every run needs, once."""
    from leanrig.engine.shims.finder import install

    install()
    for name in ("leanrig.engine.loop.session", "leanrig.engine.child", "leanrig.pipeline.sweep_trial", *_LATER):
        importlib.import_module(name)
    exec("from AlgorithmImports import *", {})  # noqa: S102 (its names are made when first asked for)
    gc.collect()
    gc.freeze()  # what is there now is shared by all children, and none should touch it


def _signals(task: dict[str, Any]) -> dict[str, Any]:
    if task["root"] not in sys.path:
        sys.path.insert(0, task["root"])
    from leanrig.pipeline.sweep_signals import make_set

    return make_set(task)


def _slim(place: Path) -> None:
    """Keep the figures of a run and its account, and none of Lean's own files."""
    from leanrig.pipeline.sweep_trial import ATTEMPTS, RETURNS

    for path in place.iterdir():
        if path.name not in (RETURNS, ATTEMPTS, "console.txt"):
            path.unlink()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


if __name__ == "__main__":
    sys.exit(main())
