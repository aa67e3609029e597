"""Other interpreters' worth of packages: what is copied into projects must run on them, and on nothing more.

Each stack is a virtual environment with numpy, pandas and a test runner, made once by pip or uv and kept in the user's
cache folder under a name that holds its pins. Where it cannot be had (no network, no wheels for this Python), tests
skip.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest

__all__ = ["STACKS", "Stack", "python_of"]

_RUNNER = ("pytest>=8", "hypothesis>=6.120")


@dataclass(frozen=True, slots=True)
class Stack:
    """A name and what pip is asked for."""

    name: str
    pins: tuple[str, ...]


STACKS = (
    Stack("newest", ("numpy", "pandas>=3")),
    # What Lean's image holds, numba too: there the compiled path is the one that runs.
    Stack("lean image", ("numpy==1.26.4", "pandas==2.3.3", "numba", "plotly==5.24.1")),
    # A Lean that was built on the user's own machine.
    Stack("built Lean", ("numpy==1.24.2", "pandas==1.5.3")),
)


@lru_cache(maxsize=8)
def python_of(stack: Stack) -> str:
    """Return the stack's interpreter, made at first use; skip the test where pip cannot make it."""
    text = "\n".join((sys.version, *stack.pins, *_RUNNER))
    folder = _cache() / f"{stack.name.replace(' ', '-')}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    if not folder.exists():
        _make(stack, folder)
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _make(stack: Stack, folder: Path) -> None:
    """Make it beside its place and rename: a half-made one is never used. A venv's python runs from any place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        _run([sys.executable, "-m", "venv", "--without-pip", str(scratch)], stack)
        python = scratch / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        _run([*_installer(python), "--only-binary", ":all:", "--quiet", *stack.pins, *_RUNNER], stack)
        try:
            scratch.rename(folder)
        except OSError:
            if not folder.exists():  # else another process made the same one meanwhile
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _installer(python: Path) -> list[str]:
    """An environment made by uv holds no pip; where that made ours, uv is there."""
    uv = shutil.which("uv")
    if uv and find_spec("pip") is None:
        return [uv, "pip", "install", "--python", str(python)]
    return [sys.executable, "-m", "pip", "--python", str(python), "install", "--disable-pip-version-check"]


def _run(command: list[str], stack: Stack) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        pytest.skip(f"the stack {stack.name!r} ({', '.join(stack.pins)}) cannot be made here: {last}")


def _cache() -> Path:
    if os.name == "nt":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return root / "leanrig" / "stacks"
