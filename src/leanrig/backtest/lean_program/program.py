"""Finds the `lean` program and the Python that runs it; the program's code is never imported here."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leanrig.errors import Missing

__all__ = ["LeanProgram", "find_lean_program"]

_TIMEOUT_S = 60
_ASK = (
    "import importlib.util as u, importlib.metadata as m;"
    "s = u.find_spec('lean');"
    "print(s.origin if s else ''); print(m.version('lean') if s else '')"
)
_SHEBANG = re.compile(rb"#!(?:/bin/sh\n'''exec' \"?)?(?P<python>/[^\n\"']+?)(?: -\S+)*[\"\s]")


@dataclass(frozen=True, slots=True)
class LeanProgram:
    """An installed Lean CLI: the script, its Python, its package's folder and version."""

    executable: Path
    python: Path
    package: Path
    version: str

    @property
    def command(self) -> list[str]:
        """What starts it; by module, so that the private view of its package (`home.py`) is the one used."""
        return [str(self.python), "-m", "lean"]


def find_lean_program(environ: Mapping[str, str] = os.environ) -> LeanProgram:
    """Return the `lean` beside this Python, else the first on PATH; raise `Missing` where neither can be used."""
    executable = _executable(environ)
    python = _python_of(executable)
    origin, _, version = _asked(python).partition("\n")
    if not origin:
        raise Missing(
            "the lean program is there, but its Python does not have the package lean",
            where=str(executable),
            cure=f'"{python}" -m pip install --upgrade lean',
        )
    return LeanProgram(executable, python, Path(origin).parent, version)


def _asked(python: Path) -> str:
    """Return what a Python says of its package lean; nothing where it does not answer."""
    try:
        asked = subprocess.run(
            [str(python), "-I", "-c", _ASK],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _executable(environ: Mapping[str, str]) -> Path:
    places = os.pathsep.join([sysconfig.get_path("scripts"), environ.get("PATH", "")])
    found = shutil.which("lean", path=places)
    if found is None:
        raise Missing(
            "the Lean CLI is not installed", where="no program `lean` on PATH", cure="pip install 'lean>=1.0.230'"
        )
    return Path(found)


def _python_of(executable: Path) -> Path:
    """Return the Python that a script is started with: our own beside it, else the one in its first line."""
    if executable.parent == Path(sysconfig.get_path("scripts")):
        return Path(sys.executable)
    match = _SHEBANG.match(executable.read_bytes()[:1000])
    python = Path(os.fsdecode(match["python"])) if match else None
    if python is not None and python.name == "env":  # `#!/usr/bin/env python3`
        python = Path(shutil.which("python3") or "")
    if python is None or not python.is_file():
        raise Missing(
            "the Python that runs the Lean CLI cannot be told",
            where=str(executable),
            cure="install lean into the environment of leanrig: pip install 'lean>=1.0.230'",
        )
    return python
