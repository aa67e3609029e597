"""What .NET and pythonnet say when Lean cannot even start: something missing here, not a failed backtest."""

from pathlib import Path

from leanrig.backtest.native.home import LeanHome
from leanrig.backtest.native.process import Ended
from leanrig.backtest.native.python import LeanPython
from leanrig.errors import Missing

__all__ = ["raise_if_not_started"]

_NO_RUNTIME = ("You must install or update .NET", "The framework 'Microsoft.NETCore.App'", "libhostfxr")
_NO_LIBRARY = ("Could not load libpython", "Unable to load shared library 'libpython", "Runtime.PythonDLL")
_BUILT_BY_HALVES = ("Could not load file or assembly 'QuantConnect.", "does not exist: QuantConnect.Lean.Launcher")


def raise_if_not_started(ended: Ended, result: Path, home: LeanHome, python: LeanPython) -> None:
    """Raise `Missing` where the console shows that no backtest was begun.

    One that left its `result` file was, whatever the console says: Lean tries assemblies that a build need not have,
    and often ends with a crash code after a perfect run.
    """
    if ended.exit_code == 0 or ended.is_stopped or result.is_file():
        return
    if said := _line_of(ended.console, _NO_RUNTIME):
        version = f" {home.runtime}" if home.runtime else ""
        raise Missing(
            f"Lean does not start: the .NET runtime{version} that it was built for is not here",
            where=f"{home.dotnet}: {said}",
            cure=f"install .NET{version}, or build Lean for the one that is here (dotnet --list-runtimes)",
        )
    if said := _line_of(ended.console, _NO_LIBRARY):
        raise Missing(
            "Lean could not load its Python",
            where=f"{python.library}: {said}",
            cure="set PYTHONNET_PYDLL to a libpython3.11 that dotnet can load (same processor, same system)",
        )
    if said := _line_of(ended.console, _BUILT_BY_HALVES):
        raise Missing(
            "Lean's build is not whole",
            where=f"{home.folder}: {said}",
            cure="build it again: dotnet build QuantConnect.Lean.sln",
        )


def _line_of(console: str, signs: tuple[str, ...]) -> str:
    return next((line.strip() for line in console.splitlines() if any(sign in line for sign in signs)), "")
