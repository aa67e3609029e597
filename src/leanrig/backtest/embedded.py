"""Runs a project in the embedded engine: a child process of its own, with nothing but the project on its path."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from leanrig import __version__
from leanrig.backtest.environment import without_secrets
from leanrig.backtest.project import algorithm_file, algorithm_id, merged_parameters, require_data
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress
from leanrig.backtest.stops import stopped_line
from leanrig.errors import Interrupted, Missing

__all__ = ["EmbeddedRunner"]

_CONSOLE_LIMIT = 200_000
_LOOK_S = 0.1
_REFUSED = "\x1erefused "


class EmbeddedRunner:
    """The engine that needs nothing but Python."""

    name = f"embedded {__version__}"

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Run `job` in a child process; after `time_limit_s` it is ended and its files say `Running`."""
        require_data(job.data)
        job.output.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="leanrig-") as folder:
            description = self._describe(job, Path(folder))
            exit_code, console = _run(description, job, progress)
        _raise_if_refused(exit_code, console, job.output)
        return BacktestOutcome(
            output=job.output,
            algorithm_id=algorithm_id(job.project),
            exit_code=exit_code,
            seconds=time.monotonic() - began,
            engine=self.name,
            console=console,
        )

    def _describe(self, job: BacktestJob, folder: Path) -> Path:
        path = folder / "job.json"
        description = {
            "algorithm_file": str(algorithm_file(job.project)),
            "algorithm_id": algorithm_id(job.project),
            "data_folder": str(job.data.resolve()),
            "output_folder": str(job.output.resolve()),
            "object_store": str(job.object_store.resolve()),
            "parameters": merged_parameters(job.project, job.parameters),
            "progress": True,
            "watches_parent": True,
        }
        path.write_text(json.dumps(description))
        return path


def _raise_if_refused(exit_code: int, console: str, output: Path) -> None:
    """Raise where the child could not write its files: a full disk is no verdict on an algorithm."""
    refusals = [line for line in console.split("\n") if line.startswith(_REFUSED)]
    if exit_code == 3 and refusals:
        what, _, where = refusals[-1].removeprefix(_REFUSED).rpartition(": ")
        raise Missing(
            f"the results could not be written: {what}",
            where=where or f"below {output.parent}",
            cure="check free disk space and permissions (leanrig doctor), then run the same command again",
        )


def _run(description: Path, job: BacktestJob, progress: Progress | None) -> tuple[int, str]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "leanrig.engine.child", str(description)],
        stdin=subprocess.PIPE,  # never written to: its end tells the child that nobody is left to report to
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=job.output,
        env=_environment(job.library),
        text=True,
        errors="replace",
    )
    stopped: list[str] = []

    def stop(limit_s: float) -> None:
        stopped.append(f"\n{stopped_line(limit_s)}\n")
        process.kill()

    if job.stop:
        threading.Thread(target=_watch, args=[process, job.stop], daemon=True).start()
    timer = threading.Timer(job.time_limit_s, stop, [job.time_limit_s]) if job.time_limit_s else None
    if timer:
        timer.start()
    try:
        assert process.stdout is not None
        console = _listen(process.stdout, progress)
        code = process.wait()
        if job.stop and job.stop.is_set():
            raise Interrupted("stopped", where=str(job.output))
        return code, "".join([console, *stopped])
    finally:
        if timer:
            timer.cancel()
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()


def _watch(process: "subprocess.Popen[str]", stop: threading.Event) -> None:
    while process.poll() is None:
        if stop.wait(_LOOK_S):
            process.kill()


def _listen(stream: IO[str], progress: Progress | None) -> str:
    """Read the child to its end: progress lines are told, everything else is what the algorithm printed."""
    kept: list[str] = []
    size = 0
    for line in stream:
        if line.startswith("\x1eprogress "):
            if progress:
                _, share, word = line.rstrip("\n").split(" ", 2)
                progress(float(share), word)
        elif size < _CONSOLE_LIMIT:
            kept.append(line)
            size += len(line)
    return "".join(kept)


def _environment(library: tuple[Path, ...]) -> dict[str, str]:
    """The user's environment without anything that looks like a key: an algorithm has no business with it."""
    kept = without_secrets(os.environ)
    path = os.pathsep.join(str(folder.resolve()) for folder in library)
    return kept | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": path}
