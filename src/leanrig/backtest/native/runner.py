"""Runs a project in a Lean that the user built: `dotnet`, a configuration of our own, and nothing of Lean touched."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from leanrig.backtest.environment import without_secrets
from leanrig.backtest.native.configuration import launcher_configuration
from leanrig.backtest.native.home import LeanHome, find_lean
from leanrig.backtest.native.process import Ended, Patience, run_guarded
from leanrig.backtest.native.python import LeanPython, find_python, python_environment
from leanrig.backtest.native.start import raise_if_not_started
from leanrig.backtest.project import algorithm_file, algorithm_id, merged_parameters, project_name, require_data
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress
from leanrig.backtest.stops import stopped_line
from leanrig.errors import BadInput, Missing
from leanrig.files import write_text

__all__ = ["NativeRunner"]

_STAGES = (
    ("Importing python module", "loads the algorithm"),
    ("Begin DataStream", "runs"),
    ("Algorithm Id:", "writes its files"),
)


class NativeRunner:
    """Real Lean without Docker.

    Parameters
    ----------
    lean_home
        The folder of the launcher; without it `LEAN_HOME` names it.
    environment
        Where `LEAN_HOME`, `PATH`, `DOTNET_ROOT` and `PYTHONNET_PYDLL` are read; default: this process's.
    patience
        Seconds that Lean gets to write its files once it has been asked to stop.

    Raises
    ------
    Missing
        If Lean, `dotnet` or a Python that Lean can load is not here.
    """

    name: str

    def __init__(
        self,
        lean_home: Path | None = None,
        *,
        environment: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> None:
        if os.name == "nt":
            raise Missing("the native engine needs Linux or macOS", cure="use --engine docker, or run leanrig in WSL")
        self._environment = without_secrets(os.environ if environment is None else environment)
        self._patience = patience
        self.home: LeanHome = find_lean(lean_home, self._environment)
        self.python: LeanPython = find_python(self._environment)
        self.name = f"native Lean {self.home.version}".rstrip()

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Run `job` in a process of its own; after `time_limit_s` Lean is asked to stop, then ended."""
        require_data(job.data)
        job.output.mkdir(parents=True, exist_ok=True)
        configuration = self._configure(job)
        began = time.monotonic()
        ended = run_guarded(
            [str(self.home.dotnet), str(self.home.launcher), "--config", str(configuration)],
            cwd=job.output,
            environment=self._environment_of_run(),
            time_limit_s=job.time_limit_s,
            patience=self._patience,
            stop=job.stop,
            heard=_Stages(progress) if progress else None,
        )
        result = job.output / f"{algorithm_id(job.project)}.json"
        raise_if_not_started(ended, result, self.home, self.python)
        return BacktestOutcome(
            output=job.output,
            algorithm_id=algorithm_id(job.project),
            exit_code=ended.exit_code,
            seconds=time.monotonic() - began,
            engine=self.name,
            console=_console(ended, job.time_limit_s),
            details=self._details(),
        )

    def _details(self) -> dict[str, str]:
        said = {
            "lean_home": str(self.home.folder),
            "lean_version": self.home.version,
            "dotnet": self.home.runtime,
            "python": f"{self.python.version} ({self.python.library})",
            "pandas": self.python.pandas,
        }
        return {name: text for name, text in said.items() if text}

    def _configure(self, job: BacktestJob) -> Path:
        output = job.output.resolve()
        library = tuple(folder.resolve() for folder in job.library if folder.is_dir())
        algorithm = algorithm_file(job.project)
        for path in (algorithm, output, *library):
            _refuse_apostrophe(path)
        configuration = launcher_configuration(
            home=self.home.folder,
            algorithm=algorithm,
            algorithm_id=algorithm_id(job.project),
            name=project_name(job.project),
            data=job.data.resolve(),
            output=output,
            object_store=job.object_store.resolve(),
            parameters=merged_parameters(job.project, job.parameters),
            library=library,
        )
        return write_text(output / "config.json", json.dumps(configuration, indent=2) + "\n")

    def _environment_of_run(self) -> dict[str, str]:
        return python_environment(self.python, self._environment) | {"DOTNET_NOLOGO": "1", "PYTHONIOENCODING": "utf-8"}


def _refuse_apostrophe(path: Path) -> None:
    """Refuse what Lean would paste into a line of Python between apostrophes."""
    if "'" in str(path):
        raise BadInput(
            "Lean cannot run with an apostrophe in a path",
            where=str(path),
            cure="move it to a path without one (results: --output), or take --engine embedded",
        )


class _Stages:
    """Turns Lean's own lines into words on where the run stands; Lean does not say how much of it is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        progress(0.0, "Lean starts")

    def __call__(self, line: str) -> None:
        for sign, word in _STAGES:
            if sign in line:
                self._progress(0.0, f"Lean {word}")


def _console(ended: Ended, limit_s: float | None) -> str:
    if not ended.is_stopped or limit_s is None:
        return ended.console
    return f"{ended.console}\n{stopped_line(limit_s)}\n"
