"""Stands in for `dotnet QuantConnect.Lean.Launcher.dll`.

It reads the launcher's configuration as Lean does, then runs leanrig's own engine under it, or leaves a recorded
run behind, byte for byte, and ends as a recorded process ended.

`python -m leanrig.standins.lean_launcher LAUNCHER.dll --config FILE`. What it does beyond a plain run is read from
`stand-in.json` beside the launcher (`lean_launcher_place.py` writes it): an environment would not come through.
It proves the plumbing around Lean, and nothing about Lean itself.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from leanrig.standins.lean_launcher_place import BEHAVIOUR, Ending

__all__ = ["main"]


def main(arguments: list[str]) -> NoReturn:
    """Run what the configuration says, and end as told."""
    if arguments == ["--list-runtimes"]:
        _end_with("Microsoft.NETCore.App 10.0.1 [/usr/share/dotnet/shared/Microsoft.NETCore.App]", 0)
    launcher, behaviour = Path(arguments[0]), {}
    if not launcher.is_file():
        _end_with(f"The application to execute does not exist: {launcher}", 1)
    if (launcher.parent / BEHAVIOUR).is_file():
        behaviour = json.loads((launcher.parent / BEHAVIOUR).read_text())
    if "says" in behaviour:
        _end_with(behaviour["says"], behaviour.get("exit_code", 150))
    keys = _Configuration.of(arguments[1:])
    results = Path(keys.text("results-destination-folder", "."))
    results.mkdir(parents=True, exist_ok=True)
    _loads_python(keys)
    ending = Ending(behaviour.get("ending", Ending.ABORT))
    code = 0
    if "replay" in behaviour:
        _replay(Path(behaviour["replay"]), results)
    else:
        code = _run(keys)
    _acknowledge(keys)
    _end(ending, code)


class _Configuration:
    """The launcher's file with its environment laid over it, as Lean reads it."""

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    @staticmethod
    def of(arguments: list[str]) -> "_Configuration":
        if arguments[:1] != ["--config"] or not Path(arguments[1]).is_file():
            _end_with("Configuration file does not exist, using config.json", 1)
        print(f"{_now()} TRACE:: Using {arguments[1]} as configuration file", flush=True)
        found = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
        layer = found.get("environments", {}).get(found.get("environment", ""), {})
        return _Configuration(found | layer)

    def text(self, key: str, default: str = "") -> str:
        return str(self._found.get(key, default))

    def has(self, key: str) -> bool:
        return str(self._found.get(key, False)).lower() == "true"

    def folders(self, key: str) -> list[str]:
        return [str(folder) for folder in self._found.get(key, [])]

    def parameters(self) -> dict[str, str]:
        return {str(key): str(value) for key, value in self._found.get("parameters", {}).items()}


def _loads_python(keys: _Configuration) -> None:
    """Look for Python as Lean does: the library by its variable, the rest by the `python3` that PATH puts first."""
    library = os.environ.get("PYTHONNET_PYDLL", "")
    if keys.text("algorithm-language") != "Python" or not Path(keys.text("algorithm-location")).is_file():
        _abort("System.IO.FileNotFoundException: Unable to find py file: " + keys.text("algorithm-location"))
    if not Path(library).is_file():
        _abort(f"Python.Runtime.BadPythonDllException: Could not load {library or 'libpython'}.")
    if not (Path(keys.text("composer-dll-directory")) / "AlgorithmImports.py").is_file():
        _abort("System.ArgumentException: no assemblies in " + keys.text("composer-dll-directory"))
    answer = subprocess.run(["python3", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    print(f"{_now()} TRACE:: AlgorithmPythonWrapper(): {answer}: Importing python module main", flush=True)


def _replay(recorded: Path, results: Path) -> None:
    """Leave the files of a recorded run; what was added to them afterwards has a leading underscore."""
    for path in sorted(recorded.iterdir()):
        if not path.name.startswith("_"):
            shutil.copyfile(path, results / path.name)
    console = recorded / "_console.txt"
    if console.is_file():
        sys.stdout.write(console.read_text(encoding="utf-8"))
        sys.stdout.flush()


def _run(keys: _Configuration) -> int:
    from leanrig.engine.loop.session import Job, Session
    from leanrig.engine.shims.finder import install

    for folder in keys.folders("python-additional-paths"):
        if Path(folder).is_dir():
            sys.path.insert(0, folder)
    install()
    session = Session(
        Job(
            algorithm_file=Path(keys.text("algorithm-location")),
            data_folder=Path(keys.text("data-folder")),
            output_folder=Path(keys.text("results-destination-folder")),
            object_store=Path(keys.text("object-store-root")),
            algorithm_id=keys.text("algorithm-id", keys.text("algorithm-type-name")),
            parameters=keys.parameters(),
        )
    )

    def shut_down(_number: int, _frame: FrameType | None) -> None:
        """End after this moment with all files, `Completed`: what Lean makes of Ctrl-C."""
        print(f"{_now()} TRACE:: Program.ExitKeyPress(): Lean instance has been cancelled", flush=True)
        if session.algorithm is not None:
            session.algorithm._lean_stop.end()

    signal.signal(signal.SIGINT, shut_down)
    return session.run()


def _acknowledge(keys: _Configuration) -> None:
    print("Engine.Main(): Analysis Complete.", flush=True)
    if not keys.has("close-automatically"):
        print("Engine.Main(): Press any key to continue.", flush=True)
        time.sleep(3600)


def _end(ending: Ending, code: int) -> NoReturn:
    """End the process; real Lean aborts at its shutdown once Python has been loaded, whatever the run was."""
    if ending is Ending.HANG:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        print(f"{_now()} TRACE:: stand-in: hangs", flush=True)
        time.sleep(3600)
    if ending is Ending.KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if ending is Ending.ABORT:
        print("Fatal Python error: the GIL must always be released", flush=True)
        _signal_abort()
    os._exit(1 if ending is Ending.FAILED else code)


def _abort(message: str) -> NoReturn:
    print(f"Unhandled exception. {message}", flush=True)
    _signal_abort()


def _signal_abort() -> NoReturn:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a stand-in's crash is nobody's to look into
    os.abort()


def _end_with(message: str, code: int) -> NoReturn:
    print(message, flush=True)
    os._exit(code)


def _now() -> str:
    return time.strftime("%Y%m%d %H:%M:%S.000", time.gmtime())


if __name__ == "__main__":
    main(sys.argv[1:])
