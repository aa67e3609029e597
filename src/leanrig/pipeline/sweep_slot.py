"""Where a task of a sweep is worked on: a warm worker process, or any engine's runner. One task at a time each."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import IO, Any, Literal, Protocol

from leanrig.backtest.environment import without_secrets
from leanrig.backtest.runner import BacktestJob, Runner
from leanrig.errors import LeanrigError
from leanrig.files import write_text
from leanrig.pipeline.data_files import opened_names
from leanrig.pipeline.sweep_trial import cleared, keep, look_at

__all__ = ["Answer", "RunnerSlot", "Slot", "WarmSlot", "WorkerDied"]

Answer = dict[str, Any]
"""`kept` where a trial's files are in place, `late` where the time limit ended it, `made` for signals, `refused` (and
`where`) where they could not be written, `died` where the engine's process was ended by a signal, `failed` with what
kept the task from being done."""


class WorkerDied(Exception):
    """The process that worked on a task ended in the middle of it."""


class Slot(Protocol):
    """Works on one task at a time."""

    def work(self, task: Mapping[str, Any]) -> Answer:
        """Return the answer; raise `WorkerDied` where there will be none."""
        ...

    def stop(self) -> None:
        """End what is under way, from any thread; what it had in hand is lost."""
        ...


class WarmSlot:
    """A worker process of its own for the engine and one for signals, each started when it is first needed."""

    def __init__(self, library: tuple[Path, ...] = ()) -> None:
        self._library = library
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._said: dict[int, IO[bytes]] = {}
        self._is_stopped = False

    def work(self, task: Mapping[str, Any]) -> Answer:
        """Hand the task over and wait; a worker that died is replaced at the next task."""
        kind: Literal["engine", "signals"] = "engine" if task["kind"] == "trial" else "signals"
        process = self._process(kind)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            self._processes.pop(kind, None)
            code = _ended(process)
            raise WorkerDied(f"by signal {-code}" if code < 0 else f"with exit code {code}{self._last_words(process)}")
        answer: Answer = json.loads(line)
        return answer

    @property
    def pids(self) -> list[int]:
        """The worker processes there are."""
        return [process.pid for process in self._processes.values()]

    def stop(self) -> None:
        """End both; their trials end with them."""
        self._is_stopped = True
        for process in list(self._processes.values()):
            if process.stdin:
                with suppress(OSError):
                    process.stdin.close()  # the worker ends its trial, and itself
        for process in list(self._processes.values()):
            _ended(process)

    def _process(self, kind: Literal["engine", "signals"]) -> "subprocess.Popen[bytes]":
        process = self._processes.get(kind)
        if process is None or process.poll() is not None:
            if self._is_stopped:
                raise WorkerDied("it was stopped")
            process = self._processes[kind] = self._started(kind)
        return process

    def _started(self, kind: str) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(str(folder.resolve()) for folder in self._library)
        said = tempfile.TemporaryFile()  # noqa: SIM115 (it goes with the process)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "leanrig.pipeline.sweep_worker", f"--{kind}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=without_secrets(os.environ) | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": path},
            start_new_session=True,  # an interrupt of the terminal is for the sweep, which ends its workers
        )
        self._said[process.pid] = said
        return process

    def _last_words(self, process: "subprocess.Popen[bytes]") -> str:
        """Return the last line that a worker wrote before it gave up."""
        with self._said.pop(process.pid) as said:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
        return f" ({lines[-1][:200]})" if lines else ""


class RunnerSlot:
    """Trials by an engine's own runner; signals by a worker, as elsewhere."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._stop = Event()
        self._signals = WarmSlot()

    def work(self, task: Mapping[str, Any]) -> Answer:
        """Run the trial here."""
        if task["kind"] != "trial":
            return self._signals.work(task)
        job, place = task["job"], Path(task["output"])
        left = task.get("time_left_s")
        began = time.monotonic()
        try:
            cleared(place)
            outcome = self._runner.run(self._job(task, job, place, left))
            if outcome.console:
                write_text(place / "console.txt", outcome.console)
            kept = look_at(place, task["number"], task["point"], seconds=round(outcome.seconds, 4))
            if left is not None and time.monotonic() - began >= left:
                return {"late": kept.told}
            keep(place, kept)
        except OSError as error:
            return {"refused": error.strerror or str(error), "where": str(error.filename or place)}
        except LeanrigError as error:
            return {"failed": f"{error.what} ({error.where})" if error.where else error.what}
        return {"kept": True, "opened": opened_names(place), "details": dict(outcome.details)}

    def _job(self, task: Mapping[str, Any], job: Mapping[str, Any], place: Path, left: float | None) -> BacktestJob:
        return BacktestJob(
            Path(task["project"]),
            Path(job["data_folder"]),
            place,
            Path(job["object_store"]),
            job["parameters"],
            left,
            tuple(Path(folder) for folder in task["library"]),
            self._stop,
        )

    def stop(self) -> None:
        """End what is under way."""
        self._stop.set()
        self._signals.stop()


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """Return how the process ended; one that closed its pipe and lives on is ended."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        return process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
