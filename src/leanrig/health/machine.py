"""Python, packages, disk: what every command stands on."""

import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

from leanrig.health.finding import Finding, State

__all__ = ["disk", "packages", "python"]

_OLDEST = (3, 11)
_NEEDED_BYTES = 500 * 2**20


def python() -> Finding:
    """Look at the interpreter."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _OLDEST:
        return Finding("Python", State.BROKEN, version, "install Python 3.11 or newer, then ./rig doctor")
    return Finding("Python", State.GOOD, version)


def packages(lock: Path) -> Finding:
    """Compare what is installed with the lock file; without one, only that the main packages are there."""
    wanted = (
        _pinned(lock.read_text()) if lock.exists() else {"pandas": None, "numpy": None, "jinja2": None, "click": None}
    )
    wrong = [problem for name, versions in wanted.items() if (problem := _problem(name, versions))]
    if wrong:
        return Finding("Packages", State.BROKEN, "; ".join(wrong[:3]), "delete .venv and run ./rig doctor")
    return Finding("Packages", State.GOOD, f"{len(wanted)} as locked" if lock.exists() else "the main ones are there")


def disk(folder: Path) -> Finding:
    """Look at the room left where runs are kept."""
    free = shutil.disk_usage(folder).free
    detail = f"{free / 2**30:.1f} GB free"
    if free < _NEEDED_BYTES:
        return Finding("Disk", State.BROKEN, detail, "free some room, or delete old runs below artifacts/")
    return Finding("Disk", State.GOOD, detail)


def _pinned(text: str) -> dict[str, set[str] | None]:
    """Return name -> versions that the lock allows; a line that holds on some machines only is left out."""
    pins: dict[str, set[str] | None] = {}
    for name, version, marker in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)( ;[^\\\n]*)?", text, re.MULTILINE):
        if not marker or re.fullmatch(r" ; python_full_version [<>=]+ '[\d.]+' ", marker):
            versions = pins.setdefault(name, set())
            if versions is not None:
                versions.add(version)
    return pins


def _problem(name: str, versions: set[str] | None) -> str | None:
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    if versions and installed not in versions:
        return f"{name} is {installed}, locked {' or '.join(sorted(versions))}"
    return None
