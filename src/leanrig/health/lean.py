"""The three ways to real Lean on this machine: Docker with its image, the Lean CLI, a Lean that was built here.

Nothing here reaches for the network: the Lean CLI asks QuantConnect's server for a list of modules when it is started
for the first time, so it is started only once that list is there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from leanrig.errors import LeanrigError
from leanrig.health.finding import Finding, State

__all__ = ["docker", "image", "lean_cli", "native_lean"]

_IMAGE = "quantconnect/lean:latest"
_TIMEOUT_S = 8


def docker() -> Finding:
    """Look for a Docker daemon that this user may talk to."""
    program = shutil.which("docker")
    if program is None:
        return Finding("Docker", State.ABSENT, "not installed", "install Docker, or stay with the embedded engine")
    code, text = _answer([program, "version", "--format", "{{.Server.Version}}"])
    if code == 0:
        return Finding("Docker", State.GOOD, f"daemon {text}")
    if "permission denied" in text.lower():
        return Finding(
            "Docker", State.ABSENT, "this user may not talk to it", "sudo usermod -aG docker $USER, then log in again"
        )
    return Finding(
        "Docker", State.ABSENT, "installed, but no daemon answers", "start Docker, or stay with the embedded engine"
    )


def image() -> Finding:
    """Look for Lean's image, without pulling it."""
    program = shutil.which("docker")
    if program is None or docker().state is not State.GOOD:
        return Finding("Lean image", State.ABSENT, "cannot be looked for without Docker", "see the line above")
    code, text = _answer([program, "image", "inspect", "--format", '{{index .Config.Labels "lean_version"}}', _IMAGE])
    if code == 0:
        return Finding("Lean image", State.GOOD, f"{_IMAGE}, Lean {text or 'unknown'}")
    return Finding("Lean image", State.ABSENT, f"{_IMAGE} is not here", f"docker pull {_IMAGE} (about 5 GB)")


def lean_cli() -> Finding:
    """Look whether the `lean` program is there and able to start."""
    program = Path(sys.executable).with_name("lean.exe" if os.name == "nt" else "lean")
    spec = find_spec("lean")
    if not program.exists() or spec is None or not spec.submodule_search_locations:
        return Finding("Lean CLI", State.ABSENT, "not installed", "pip install lean")
    if not [path for place in spec.submodule_search_locations for path in Path(place).glob("modules-*.json")]:
        return Finding(
            "Lean CLI",
            State.ABSENT,
            "installed, but not able to start: its list of modules was never fetched",
            "run `lean --version` once with a network",
        )
    code, text = _answer([str(program), "--version"])
    if code == 0:
        return Finding("Lean CLI", State.GOOD, text)
    return Finding(
        "Lean CLI",
        State.ABSENT,
        f"does not start: {text.splitlines()[-1] if text else 'no answer'}",
        "pip install --force-reinstall lean",
    )


def native_lean(look: Callable[[], str]) -> Finding:
    """Look for a Lean that the user built; `look` says what it found, or raises what is missing with its cure."""
    try:
        return Finding("Lean built here", State.GOOD, look())
    except LeanrigError as error:
        detail = f"{error.what}; {error.where}" if error.where else error.what
        return Finding("Lean built here", State.ABSENT, detail, error.cure)


def _answer(command: list[str]) -> tuple[int, str]:
    """Return exit code and text of a program; one that hangs or cannot start counts as failed, in words."""
    try:
        process = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return 1, f"no answer within {_TIMEOUT_S} s"
    except OSError as error:
        return 1, str(error)
    return process.returncode, (process.stdout if process.returncode == 0 else process.stderr).strip()
