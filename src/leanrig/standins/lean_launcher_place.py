"""Lays the launcher's stand-in out as a built Lean: a folder for `--lean-home`, a `dotnet` and a `python3` for PATH."""

import json
import shlex
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

__all__ = ["BEHAVIOUR", "Ending", "PlacedLean", "place_lean"]

BEHAVIOUR = "stand-in.json"


class Ending(StrEnum):
    """How the stand-in's process ends once its files are written."""

    ABORT = "abort"
    CODE = "code"
    FAILED = "failed"
    HANG = "hang"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class PlacedLean:
    """Where the stand-in lies: Lean's folder, the folder of its programs, the Python library to name."""

    home: Path
    programs: Path
    library: Path

    def environment(self) -> dict[str, str]:
        """Return the environment of a user who has built Lean and set it up."""
        path = f"{self.programs}:/usr/bin:/bin"
        return {"PATH": path, "LEAN_HOME": str(self.home), "PYTHONNET_PYDLL": str(self.library)}


def place_lean(
    folder: Path, *, replay: Path | None = None, ending: Ending = Ending.ABORT, says: tuple[str, int] | None = None
) -> PlacedLean:
    """Lay the stand-in below `folder`.

    Parameters
    ----------
    replay
        A recorded run to leave behind; without one leanrig's own engine runs the project.
    says
        Text and exit code to end with at once, as `dotnet` itself does where Lean cannot start.
    """
    home, programs = folder / "Lean" / "Launcher" / "bin" / "Release", folder / "python" / "bin"
    library = folder / "python" / "lib" / "libpython3.11.so"
    for place in (home, programs, library.parent):
        place.mkdir(parents=True, exist_ok=True)
    library.touch()
    (home / "QuantConnect.Lean.Launcher.dll").write_bytes(
        b"stand-in\0" + "ProductVersion\0\0".encode("utf-16-le") + "2.5.0.0\0".encode("utf-16-le")
    )
    runtime = {"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}
    (home / "QuantConnect.Lean.Launcher.runtimeconfig.json").write_text(json.dumps(runtime))
    (home / "AlgorithmImports.py").write_text("raise ImportError('the stand-in has modules of its own')\n")
    (home / BEHAVIOUR).write_text(json.dumps(_behaviour(replay, ending, says)))
    _program(programs / "dotnet", f'exec {shlex.quote(sys.executable)} -P -m leanrig.standins.lean_launcher "$@"')
    _program(programs / "python3", _python(programs / "python3", library))
    return PlacedLean(home, programs, library)


def _behaviour(replay: Path | None, ending: Ending, says: tuple[str, int] | None) -> dict[str, str | int]:
    found: dict[str, str | int] = {"ending": str(ending)}
    if replay is not None:
        found["replay"] = str(replay.resolve())
    if says is not None:
        found |= {"says": says[0], "exit_code": says[1]}
    return found


def _python(program: Path, library: Path) -> str:
    """Return a `python3` that answers what Lean and leanrig ask of one, and is no Python."""
    said = {"program": str(program), "version": "3.11", "pandas": "2.2.3", "error": "", "libraries": [str(library)]}
    answer = shlex.quote(json.dumps(said))
    return f'if [ "$1" = --version ]; then echo "Python 3.11.2"; else echo {answer}; fi'


def _program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
