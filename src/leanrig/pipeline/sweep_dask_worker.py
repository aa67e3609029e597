"""What happens on a Dask worker: a task goes to a warm worker of ours, kept from one task to the next."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from leanrig import __version__
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.pipeline.sweep_files import SWEEP
from leanrig.pipeline.sweep_slot import Answer, RunnerSlot, Slot, WarmSlot, WorkerDied
from leanrig.pipeline.sweep_task import MOST_DEATHS
from leanrig.pipeline.sweep_trial import ATTEMPTS
from leanrig.pipeline.sweep_worker import can_fork

__all__ = ["end_here", "look_here", "versions", "work_here"]

_lock = Lock()
_idle: list[tuple[tuple[str, ...], Slot]] = []
_busy: dict[int, tuple[str, Slot]] = {}


def work_here(body: Mapping[str, Any], library: Sequence[str]) -> Answer:
    """Do a task. One that two workers have died over is given up."""
    place = Path(body["output"]) if body["kind"] == "trial" else None
    if place is not None and not _attempt(place):
        return {"failed": f"its worker died {MOST_DEATHS} times"}
    key, slot = _slot(tuple(library), str(place or ""))
    try:
        answer = slot.work(body)
    except WorkerDied as error:
        answer = {"died": str(error)}
    with _lock:
        _busy.pop(id(slot), None)
        if "died" not in answer:
            _idle.append((key, slot))
    if place is not None:
        (place / ATTEMPTS).unlink(missing_ok=True)
    return answer


def look_here(folder: str) -> dict[str, Any]:
    """Return what this worker is, and whether it sees a sweep's folder."""
    return {"versions": versions(), "sees": (Path(folder) / SWEEP).is_file()}


def end_here(folder: str) -> None:
    """End the trials of a sweep that are under way on this worker."""
    with _lock:
        slots = [slot for place, slot in _busy.values() if place.startswith(folder)]
    for slot in slots:
        slot.stop()


def versions() -> dict[str, str]:
    """Return what has to be the same where the results have to be."""
    major, minor, _ = platform.python_version_tuple()
    return {
        "leanrig": __version__,
        "Python": f"{major}.{minor}",
        "numpy": version("numpy"),
        "pandas": version("pandas"),
    }


def _attempt(place: Path) -> bool:
    """Mark an attempt; False where there were too many that nobody ended."""
    place.mkdir(parents=True, exist_ok=True)
    marks = place / ATTEMPTS
    if marks.exists() and marks.stat().st_size >= MOST_DEATHS:
        return False
    with marks.open("a") as file:
        file.write("x")
    return True


def _slot(library: tuple[str, ...], place: str) -> tuple[tuple[str, ...], Slot]:
    with _lock:
        found = next((item for item in _idle if item[0] == library), None)
        if found is not None:
            _idle.remove(found)
        else:
            folders = tuple(Path(folder) for folder in library)
            found = (library, WarmSlot(folders) if can_fork() else RunnerSlot(EmbeddedRunner()))
        _busy[id(found[1])] = (place, found[1])
    return found
