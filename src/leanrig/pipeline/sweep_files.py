"""A sweep's folder: what it rests on, where it stands, and the sweep that a stopped one goes on from."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.artifacts import claim_run_folder
from leanrig.pipeline.data_files import sha256_of

__all__ = ["SWEEP", "Place", "State", "claimed", "find_place", "read_record", "write_record"]

SWEEP = "sweep.json"
_LOCK = ".sweep.lock"
_VERSION = 1

State = Literal["running", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sweep goes on or begins; `differs` says what is not as it was in a stopped one that is left alone."""

    folder: Path
    is_continued: bool
    started: datetime
    differs: tuple[str, ...] = ()
    left: Path | None = None


def find_place(
    artifacts: Path, name: str, parts: Mapping[str, str], data: Path, *, now: datetime, output: Path | None = None
) -> Place:
    """Return the folder of the stopped sweep with these parts, or a new one.

    Raises
    ------
    BadInput
        If `output` holds something else.
    """
    if output is not None:
        return _in_output(output, parts, data, now)
    left: tuple[Path, tuple[str, ...]] | None = None
    for folder in _stopped(artifacts / name):
        record = read_record(folder) or {}
        if record.get("parts", {}).keys() != parts.keys() or not _is_same_kind(record, parts):
            continue
        differs = _differs(record, parts, data)
        if not differs:
            return Place(folder, True, datetime.fromisoformat(record["started"]))
        left = left or (folder, differs)
    folder = claim_run_folder(artifacts, name, now)
    return Place(folder, False, now, *((left[1], left[0]) if left else ()))


def read_record(folder: Path) -> dict[str, Any] | None:
    """Return what `sweep.json` says; None where there is none of this version."""
    with suppress(OSError, ValueError):
        found = json.loads((folder / SWEEP).read_text(encoding="utf-8"))
        if isinstance(found, dict) and found.get("version") == _VERSION:
            return found
    return None


def write_record(folder: Path, **said: Any) -> None:
    """Write `sweep.json`, whole or not at all."""
    write_text(folder / SWEEP, json.dumps({"version": _VERSION, **said}, indent=1) + "\n")


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a sweep's folder; another process that wants to go on with it is refused."""
    with (folder / _LOCK).open("a") as file:
        if not _lock(file.fileno()):
            raise BadInput("this sweep is under way in another process", where=str(folder), cure="wait for its end")
        yield


def _in_output(output: Path, parts: Mapping[str, str], data: Path, now: datetime) -> Place:
    if not output.exists() or not any(output.iterdir()):
        output.mkdir(parents=True, exist_ok=True)
        return Place(output, False, now)
    record = read_record(output)
    if record is not None and record.get("state") != "done" and not (differs := _differs(record, parts, data)):
        return Place(output, True, datetime.fromisoformat(record["started"]))
    why = "" if record is None else " of another sweep" if record.get("state") == "done" else f": {', '.join(differs)}"
    raise BadInput(f"the output folder is not empty{why}", where=str(output), cure="name a new folder with --output")


def _stopped(folder: Path) -> list[Path]:
    """Return the sweeps below `folder` that nobody works on and that did not come to their end, the newest first."""
    found = (path.parent for path in sorted(folder.glob(f"*/*/{SWEEP}"), reverse=True))
    return [one for one in found if (read_record(one) or {"state": "done"})["state"] != "done" and not _is_held(one)]


def _is_same_kind(record: Mapping[str, Any], parts: Mapping[str, str]) -> bool:
    """Whether it is the same command: the same project, whatever became of it."""
    return bool(record["parts"].get("the folders") == parts.get("the folders"))


def _differs(record: Mapping[str, Any], parts: Mapping[str, str], data: Path) -> tuple[str, ...]:
    kept = record.get("parts", {})
    found = [name for name, digest in parts.items() if kept.get(name) != digest]
    if any(sha256_of(data / name) != digest for name, digest in record.get("data_files", {}).items()):
        found.append("the data")
    return tuple(found)


def _is_held(folder: Path) -> bool:
    try:
        with claimed(folder):
            return False
    except BadInput:
        return True


def _lock(handle: int) -> bool:
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
