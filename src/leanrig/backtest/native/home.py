"""Finds a built Lean and the `dotnet` that starts it. Nothing in Lean's folder is written."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leanrig.errors import BadInput, Missing

__all__ = ["LAUNCHER", "LeanHome", "find_lean", "require_runtime"]

LAUNCHER = "QuantConnect.Lean.Launcher.dll"

_TIMEOUT_S = 15
_BUILDS = ("", "Launcher/bin/Release", "Launcher/bin/Debug")
# Every .NET program carries its version as a UTF-16 text beside this name.
_VERSION = re.compile("ProductVersion".encode("utf-16-le") + rb"\0{2,4}((?:[\x20-\x7e]\0)+)")


@dataclass(frozen=True, slots=True)
class LeanHome:
    """A built Lean.

    `folder` holds the launcher, `dotnet` is the program that starts it, `version` is empty where the launcher does not
    say it, and `runtime` is the .NET version that it was built for.
    """

    folder: Path
    dotnet: Path
    version: str = ""
    runtime: str = ""

    @property
    def launcher(self) -> Path:
        """The launcher's file."""
        return self.folder / LAUNCHER


def find_lean(folder: Path | None, environment: Mapping[str, str]) -> LeanHome:
    """Return the Lean in `folder`, or in the folder that `LEAN_HOME` names.

    The folder is the one of the launcher, or the checkout that it was built in.

    Raises
    ------
    Missing
        If no folder is named, if it holds no launcher, or if there is no `dotnet`.
    BadInput
        If Lean cannot load Python code from that path.
    """
    place = _launcher_folder(folder, environment)
    if "'" in str(place):
        raise BadInput(
            "Lean cannot load Python from a path with an apostrophe",
            where=str(place),
            cure="move the built Lean to a path without one",
        )
    return LeanHome(place, _dotnet(environment), _version(place / LAUNCHER), _runtime(place))


def require_runtime(home: LeanHome) -> None:
    """Raise `Missing` where `dotnet` says that it lacks the runtime that Lean was built for."""
    if not home.runtime:
        return
    asked = [str(home.dotnet), "--list-runtimes"]
    try:
        said = subprocess.run(
            asked, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False, stdin=subprocess.DEVNULL
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"dotnet does not start: {error}", cure="install the .NET runtime again") from None
    wanted = home.runtime.partition(".")[0]
    found = re.findall(r"^Microsoft\.NETCore\.App (\d+)(\S*)", said, re.MULTILINE)
    if wanted not in {major for major, _ in found}:
        here = ", ".join(major + rest for major, rest in found) or "none"
        raise Missing(
            f"Lean was built for .NET {home.runtime}, which is not here",
            where=f"{home.dotnet} has: {here}",
            cure=f"install the .NET {wanted} runtime, or build Lean again for the one that is here",
        )


def _launcher_folder(folder: Path | None, environment: Mapping[str, str]) -> Path:
    named = folder or (Path(environment["LEAN_HOME"]) if environment.get("LEAN_HOME") else None)
    if named is None:
        raise Missing(
            "no built Lean was named",
            cure="set LEAN_HOME, or --lean-home, to its launcher's folder",
        )
    for build in _BUILDS:
        if (named / build / LAUNCHER).is_file():
            return (named / build).resolve()
    raise Missing(
        f"there is no {LAUNCHER}",
        where=str(named),
        cure="build Lean (dotnet build QuantConnect.Lean.sln), then name its Launcher/bin/Debug folder",
    )


def _dotnet(environment: Mapping[str, str]) -> Path:
    root = environment.get("DOTNET_ROOT")
    places = [*([root] if root else []), environment.get("PATH", ""), str(Path.home() / ".dotnet")]
    for place in places:
        program = shutil.which("dotnet", path=place)
        if program:
            return Path(program).absolute()
    raise Missing(
        "the dotnet program is not on the path",
        where=environment.get("PATH", ""),
        cure="install the .NET runtime that Lean was built for, or set DOTNET_ROOT to its folder",
    )


def _version(launcher: Path) -> str:
    found = _VERSION.search(launcher.read_bytes())
    return found[1].decode("utf-16-le").strip() if found else ""


def _runtime(folder: Path) -> str:
    """Return what the launcher's own note of its runtime says."""
    try:
        found = json.loads((folder / LAUNCHER).with_suffix(".runtimeconfig.json").read_text(encoding="utf-8-sig"))
        options = found["runtimeOptions"]
        return str((options.get("framework") or options["frameworks"][0])["version"])
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return ""
