"""What runs in the Docker stand-in's containers: for Lean's launcher, the embedded engine on the mounted folders."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

__all__ = ["PROGRAMS", "Inside", "Program", "Started", "embedded_lean", "ending_with", "program_of", "saying"]

_LEAN = "/Lean/Launcher/bin/Debug"


@dataclass(frozen=True, slots=True)
class Inside:
    """A container as its process sees it.

    `paths` is path in the container -> path here, `words` the whole command, `folder` where it is started.
    """

    paths: Mapping[str, Path]
    words: tuple[str, ...] = ()
    folder: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(wanted: Mapping[str, Any]) -> "Inside":
        """Read what was asked for on creation; mounts come as `source:target:mode`, or as objects."""
        host = wanted.get("HostConfig") or {}
        binds = (bind.split(":") for bind in host.get("Binds") or [])
        found = {target: Path(source) for source, target, *_ in binds if source.startswith("/")}
        for mount in host.get("Mounts") or []:
            found[mount["Target"]] = Path(mount["Source"])
        words = (*(wanted.get("Entrypoint") or []), *(wanted.get("Cmd") or []))
        environment = dict(item.split("=", 1) for item in wanted.get("Env") or [])
        return Inside(found, words, wanted.get("WorkingDir") or "", environment)

    def here(self, path: str) -> Path:
        """Return the path here of a path inside; the deepest mount wins."""
        for target in sorted(self.paths, key=len, reverse=True):
            if path == target or path.startswith(target.rstrip("/") + "/"):
                return self.paths[target] / path[len(target) :].lstrip("/")
        raise FileNotFoundError(path)

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


Program = Callable[[Inside], Started]


def program_of(inside: Inside, programs: Mapping[str, Program]) -> Started:
    """Return what a container runs: the program whose word stands in its command or start script."""
    scripts = [inside.paths[word] for word in inside.words if word in inside.paths]
    text = " ".join([*inside.words, *(path.read_text(encoding="utf-8") for path in scripts if path.is_file())])
    for mark, program in programs.items():
        if mark in text:
            return program(inside)
    return saying(f"no such program: {' '.join(inside.words)}", exit_code=127)(inside)


def embedded_lean(inside: Inside) -> Started:
    """The embedded engine in the place of Lean's launcher, with the settings that the launcher would read."""
    settings = json.loads(inside.here(f"{_LEAN}/config.json").read_text(encoding="utf-8"))
    job = {
        "algorithm_file": str(inside.here(settings["algorithm-location"])),
        "algorithm_id": str(settings["algorithm-id"]),
        "data_folder": str(inside.here(settings["data-folder"])),
        "output_folder": str(inside.here(settings["results-destination-folder"])),
        "object_store": str(inside.here(settings["object-store-root"])),
        "parameters": settings.get("parameters", {}),
        "watches_parent": True,
    }
    handle, path = tempfile.mkstemp(prefix="leanrig-container-", suffix=".json")
    with os.fdopen(handle, "w") as file:
        json.dump(job, file)
    command = [sys.executable, "-P", "-u", "-m", "leanrig.engine.child", path]
    return Started(command, inside.here("/Results"), _environment(inside, settings), path)


def ending_with(program: Program, exit_code: int) -> Program:
    """Return a program whose container ends with another exit code than its process."""
    return lambda inside: replace(program(inside), exit_code=exit_code)


def saying(words: str, *, exit_code: int = 0, seconds: float = 0.0) -> Program:
    """Return a program that prints, waits and ends without leaving a file."""
    code = (
        "import signal, sys, time; signal.signal(signal.SIGINT, lambda *_: sys.exit(130));"
        f"print({words!r}, flush=True); time.sleep({seconds}); sys.exit({exit_code})"
    )

    def program(inside: Inside) -> Started:
        folder = inside.paths.get("/Results", Path.cwd())
        return Started([sys.executable, "-I", "-c", code], folder, dict(os.environ), "")

    return program


def _environment(inside: Inside, settings: Mapping[str, Any]) -> dict[str, str]:
    """Nothing of the engine's own surroundings but the path: a container inherits none of them."""
    libraries = [path for path in settings.get("python-additional-paths", []) if _is_mounted(inside, path)]
    path = os.pathsep.join(str(inside.here(library)) for library in libraries)
    return {"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", "PYTHONPATH": path}


def _is_mounted(inside: Inside, path: str) -> bool:
    try:
        return inside.here(path).is_dir()
    except FileNotFoundError:
        return False


def changed_owner(inside: Inside) -> Started:
    """The real `chown`, on the mounted folder."""
    *options, folder = inside.words
    return Started([*options, str(inside.here(folder))], Path.cwd(), dict(os.environ), "")


PROGRAMS: dict[str, Program] = {"QuantConnect.Lean.Launcher.dll": embedded_lean, "chown": changed_owner}
"""Word in a container's start script or command -> what runs."""
