"""Checks a rendered project before Lean sees it: ruff, mypy against Lean's stubs, and the members mypy cannot see."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from generator.attributes import unknown_attributes
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.stubs import stub_lists

__all__ = ["CHECKS", "CheckFailure", "check_project"]

CHECKS = ("ruff", "mypy", "the API lists")
_TOOLS = ("ruff", "mypy", "quantconnect-stubs")
_SHOWN = 20


class CheckFailure(BadInput):
    """What a check found: its name and the lines."""

    def __init__(self, check: str, lines: list[str], folder: Path) -> None:
        rest = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        super().__init__(
            f"the rendered project does not pass {check}: {lines[0] if lines else 'no message'}{rest}",
            where=folder.name,
            cure="mend the template or the file of signals/ that it names",
        )
        self.check = check
        self.lines = lines


def check_project(folder: Path, *, cache: Path) -> tuple[str, ...]:
    """Run every check over the project in `folder`, with that folder as the only root, and return the checks' names.

    A project that has passed is not checked again until a file of it, or a tool, has changed.

    Raises
    ------
    CheckFailure
        At the first check that finds something.
    """
    passed = cache / f"{_fingerprint(folder)}.passed"
    if not passed.exists():
        _check(folder, cache)
        write_text(passed, "")
    return CHECKS


def _check(folder: Path, cache: Path) -> None:
    _run("ruff", folder, ["ruff", "check", "--isolated", "--no-cache", "--select", "E9,F", "--ignore", "F403,F405"])
    _run("ruff format", folder, ["ruff", "format", "--isolated", "--no-cache", "--line-length", "120", "--check"])
    mypy = ["mypy", "--config-file=", "--check-untyped-defs", "--cache-dir", str((cache / "mypy").resolve()), "main.py"]
    _run("mypy", folder, mypy)
    returns, members = stub_lists(cache)
    source = (folder / "main.py").read_text(encoding="utf-8")
    found = unknown_attributes(source, returns=returns, members=members)
    if found:
        lines = [f"main.py:{complaint.line}: {complaint.text}" for complaint in found]
        raise CheckFailure("the API lists", lines, folder)


def _run(check: str, folder: Path, command: list[str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MYPYPATH")}
    process = subprocess.run(
        [sys.executable, "-P", "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise CheckFailure(check, (process.stdout + process.stderr).strip().splitlines()[:_SHOWN], folder)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256(repr([(tool, version(tool)) for tool in _TOOLS]).encode())
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"\n{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:32]
