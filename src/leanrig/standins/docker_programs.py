"""What runs in the Docker stand-in's containers: for Lean's launcher, the embedded engine on the mounted folders."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

__all__ = ["PROGRAMS", "Mounts", "Program", "Started", "embedded_lean", "ending_with", "program_of", "saying"]

_LEAN = "/Lean/Launcher/bin/Debug"


@dataclass(frozen=True, slots=True)
class Mounts:
    """Path in the container -> path here."""

    paths: Mapping[str, Path]

    @staticmethod
    def of(host: Mapping[str, Any]) -> "Mounts":
        """Read the mounts of a container's HostConfig: `source:target:mode`, or objects."""
        binds = (bind.split(":") for bind in host.get("Binds") or [])
        found = {target: Path(source) for source, target, *_ in binds if source.startswith("/")}
        for mount in host.get("Mounts") or []:
            found[mount["Target"]] = Path(mount["Source"])
        return Mounts(found)

    def here(self, inside: str) -> Path:
        """Return the path here of a path inside; the deepest mount wins."""
        for target in sorted(self.paths, key=len, reverse=True):
            if inside == target or inside.startswith(target.rstrip("/") + "/"):
                return self.paths[target] / inside[len(target) :].lstrip("/")
        raise FileNotFoundError(inside)

    def missing(self) -> Path | None:
        """Return a source that does not exist."""
        return next((source for source in self.paths.values() if not source.exists()), None)


@dataclass(frozen=True, slots=True)
class Started:
    """A process to start; `exit_code` takes the place of its own, `job` is a file to delete afterwards."""

    command: list[str]
    folder: Path
    environment: dict[str, str]
    job: str
    exit_code: int | None = None


Program = Callable[[Mounts], Started]


def program_of(wanted: Mapping[str, Any], mounts: Mounts, programs: Mapping[str, Program]) -> Started:
    """Return what a container runs: the program whose word stands in its start script or command."""
    words = [*(wanted.get("Entrypoint") or []), *(wanted.get("Cmd") or [])]
    text = " ".join(words)
    for word in words:
        if word in mounts.paths and mounts.paths[word].is_file():
            text += mounts.paths[word].read_text(encoding="utf-8")
    for mark, program in programs.items():
        if mark in text:
            return program(mounts)
    return saying(f"no such program: {' '.join(words)}", exit_code=127)(mounts)


def embedded_lean(mounts: Mounts) -> Started:
    """The embedded engine in the place of Lean's launcher, with the settings that the launcher would read."""
    settings = json.loads(mounts.here(f"{_LEAN}/config.json").read_text(encoding="utf-8"))
    job = {
        "algorithm_file": str(mounts.here(settings["algorithm-location"])),
        "algorithm_id": str(settings["algorithm-id"]),
        "data_folder": str(mounts.here(settings["data-folder"])),
        "output_folder": str(mounts.here(settings["results-destination-folder"])),
        "object_store": str(mounts.here(settings["object-store-root"])),
        "parameters": settings.get("parameters", {}),
        "watches_parent": True,
    }
    handle, path = tempfile.mkstemp(prefix="leanrig-container-", suffix=".json")
    with os.fdopen(handle, "w") as file:
        json.dump(job, file)
    command = [sys.executable, "-P", "-u", "-m", "leanrig.engine.child", path]
    return Started(command, mounts.here("/Results"), _environment(mounts, settings), path)


def ending_with(program: Program, exit_code: int) -> Program:
    """Return a program whose container ends with another exit code than its process."""
    return lambda mounts: replace(program(mounts), exit_code=exit_code)


def saying(words: str, *, exit_code: int = 0, seconds: float = 0.0) -> Program:
    """Return a program that prints, waits and ends without leaving a file."""
    code = f"import time; print({words!r}, flush=True); time.sleep({seconds})"

    def program(mounts: Mounts) -> Started:
        folder = mounts.paths.get("/Results", Path.cwd())
        return Started([sys.executable, "-I", "-c", code], folder, dict(os.environ), "", exit_code)

    return program


def _environment(mounts: Mounts, settings: Mapping[str, Any]) -> dict[str, str]:
    """Nothing of the engine's own surroundings but the path: a container inherits none of them."""
    libraries = [path for path in settings.get("python-additional-paths", []) if _is_mounted(mounts, path)]
    path = os.pathsep.join(str(mounts.here(library)) for library in libraries)
    return {"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": path}


def _is_mounted(mounts: Mounts, inside: str) -> bool:
    try:
        return mounts.here(inside).is_dir()
    except FileNotFoundError:
        return False


PROGRAMS: dict[str, Program] = {"QuantConnect.Lean.Launcher.dll": embedded_lean}
"""Word in a container's start script or command -> what runs."""
