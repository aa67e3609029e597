"""Finds the Python that Lean will load into its process, and asks it whether Lean can use it.

Lean loads the library that PYTHONNET_PYDLL names; that library takes its packages from the `python3` that is first on
the path. Both must be of the one version that Lean is built for, and the second must be able to import pandas.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leanrig.errors import Missing

__all__ = ["LeanPython", "find_python", "python_environment"]

_WANTED = "3.11"
_LIBRARY = "PYTHONNET_PYDLL"
_TIMEOUT_S = 60
_ASK = """
import json, os, sys, sysconfig
version = "%d.%d" % sys.version_info[:2]
said = {"program": sys.executable, "version": version, "pandas": "", "error": "", "libraries": []}
try:
    import pandas
    said["pandas"] = pandas.__version__
except BaseException as error:
    said["error"] = "%s: %s" % (type(error).__name__, error)
about = sysconfig.get_config_var
names = [about("INSTSONAME") or "", "libpython%s.so" % version, "libpython%s.dylib" % version]
base = os.path.join(sys.base_prefix, "lib")
places = [about("LIBDIR") or base, os.path.join(about("LIBDIR") or base, about("MULTIARCH") or ""), base]
frame = about("PYTHONFRAMEWORKPREFIX")
places += [frame] if frame else []
paths = [os.path.join(place, name) for name in names for place in places if name and not name.endswith(".a")]
said["libraries"] = [path for path in paths if os.path.isfile(path)]
print(json.dumps(said))
"""


@dataclass(frozen=True, slots=True)
class LeanPython:
    """A Python that Lean can load: its library, its program, and the pandas it has."""

    library: str
    program: Path
    version: str
    pandas: str


def find_python(environment: Mapping[str, str]) -> LeanPython:
    """Return the Python that Lean is to load.

    `PYTHONNET_PYDLL` is kept where it is set, and the interpreter beside it is asked first; then the `python3` that
    PATH puts first, then `python3.11`, then the Python that leanrig runs in.

    Raises
    ------
    Missing
        If none of them is of Lean's version, can import pandas and has a library to load.
    """
    library = _named_library(environment)
    said: list[_Answer] = []
    for program in _programs(library, environment):
        answer = _ask(program, _bare(environment))
        if answer and answer.fits and (library or answer.libraries):
            return LeanPython(library or answer.libraries[0], answer.program, answer.version, answer.pandas)
        said += [answer] if answer else []
    raise _nothing_fits(said)


def python_environment(python: LeanPython, environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` in which Lean loads `python` and no other, and writes nothing beside the sources."""
    path = os.pathsep.join([str(python.program.parent), environment.get("PATH", "")])
    return _bare(environment) | {"PATH": path, _LIBRARY: python.library, "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True, slots=True)
class _Answer:
    program: Path
    version: str
    pandas: str
    error: str
    libraries: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return self.version == _WANTED and bool(self.pandas)


def _bare(environment: Mapping[str, str]) -> dict[str, str]:
    """Take out what would point a Python at another one's packages: leanrig's own may be younger than Lean's."""
    others = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in environment.items() if name not in others}


def _named_library(environment: Mapping[str, str]) -> str:
    named = environment.get(_LIBRARY, "")
    if os.sep in named and not Path(named).is_file():
        raise Missing(
            f"the Python library that {_LIBRARY} names is not there",
            where=named,
            cure=f"set {_LIBRARY} to a libpython{_WANTED}, or unset it and let leanrig look",
        )
    version = re.search(r"(\d\.\d+|(?<=python)\d{3})", Path(named).name)
    if version and version[0].replace(".", "") != _WANTED.replace(".", ""):
        raise Missing(
            f"Lean loads Python {_WANTED}, and {_LIBRARY} names another one",
            where=named,
            cure=f"set {_LIBRARY} to a libpython{_WANTED}, or unset it and let leanrig look",
        )
    return named


def _programs(library: str, environment: Mapping[str, str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for program in _candidates(library, environment):
        if program not in seen and program.is_file():
            seen.add(program)
            yield program


def _candidates(library: str, environment: Mapping[str, str]) -> Iterator[Path]:
    if os.sep in library:
        for parent in Path(library).parents[1:3]:
            yield parent / "bin" / "python3"
    for name in ("python3", f"python{_WANTED}"):
        found = shutil.which(name, path=environment.get("PATH", ""))
        if found:
            yield Path(found)
    yield Path(sys.executable)


def _ask(program: Path, environment: Mapping[str, str]) -> _Answer | None:
    return _asked(program, tuple(sorted(environment.items())))


@cache
def _asked(program: Path, environment: tuple[tuple[str, str], ...]) -> _Answer | None:
    """Ask one interpreter; None where it does not answer, or where the path would lead Lean to another one."""
    try:
        process = subprocess.run(
            [str(program), "-c", _ASK],
            env=dict(environment) | {"PYTHONSAFEPATH": "1"},
            cwd=program.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        said = json.loads(process.stdout.splitlines()[-1])
        found = Path(said["program"]).with_name("python3")
        if not found.is_file():  # Lean's library looks for this name, and would find another folder's
            return None
        return _Answer(found, said["version"], said["pandas"], said["error"], tuple(said["libraries"]))
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError, KeyError):
        return None


def _nothing_fits(said: list[_Answer]) -> Missing:
    fitting = [answer for answer in said if answer.version == _WANTED]
    if not fitting:
        asked = ", ".join(f"{answer.program} ({answer.version})" for answer in said)
        return Missing(
            f"Lean loads Python {_WANTED}, and none is here",
            where=f"asked: {asked or 'none answered'}",
            cure=f"install Python {_WANTED} with pandas and put it first on PATH, or set {_LIBRARY} to its library",
        )
    first = next((answer for answer in fitting if answer.fits), fitting[0])
    if not first.pandas:
        return Missing(
            f"the Python that Lean would load cannot import pandas: {first.error}",
            where=str(first.program),
            cure=f"{first.program} -m pip install 'pandas<3'",
        )
    return Missing(
        "the Python that Lean would load has no shared library",
        where=str(first.program),
        cure=f"install libpython{_WANTED} (Debian: apt install libpython{_WANTED}), or set {_LIBRARY} to it",
    )
