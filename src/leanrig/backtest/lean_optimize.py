"""Goes through a grid with Lean's own optimizer, by way of `lean optimize`.

`--parameter` of the CLI takes ranges only, and Lean gives a trial no other parameter than those of the search: what a
recipe sets besides would fall back to the algorithm's defaults. The configuration of the optimizer is therefore written
here, with a fixed value for every parameter that has no range.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from leanrig.backtest.docker import call_notes, keep_results, raise_if_not_started, require_databases
from leanrig.backtest.grid_search import TOO_LATE, Searched, trial_folder
from leanrig.backtest.lean_program.call import GRACE_S, LeanCall, LeanCalls, lean_calls
from leanrig.backtest.lean_program.docker_api import EngineImage, require_network
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.owners import container_name
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.lean_program.staging import StagedWorkspace, stage_workspace
from leanrig.backtest.project import require_data
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob, Progress
from leanrig.backtest.trials import Axis, Target, grid, plain, same_point
from leanrig.errors import BadInput, LeanrigError

__all__ = ["LeanOptimizer", "optimizer_configuration"]

_LAUNCHED = re.compile(r"launched backtest '([^']+)' with parameters '([^']*)'")
_SPLITS = re.compile(r"[\s,:\"']")


class LeanOptimizer:
    """A search in one container, in which Lean's optimizer starts a Lean for each trial."""

    def __init__(
        self,
        image: EngineImage,
        program: LeanProgram,
        *,
        lean_json: Path | None = None,
        environ: Mapping[str, str] = os.environ,
        grace_s: float = GRACE_S,
    ) -> None:
        self.name = f"docker {image.lean_version or image.name}"
        self._image = image
        self._program = program
        self._lean_json = lean_json
        self._environ = environ
        self._grace_s = grace_s

    def search(
        self, job: BacktestJob, axes: Sequence[Axis], target: Target, *, at_once: int, progress: Progress | None = None
    ) -> Searched:
        """Run the search; its trials' results are found by what the optimizer's log says it launched."""
        require_data(job.data)
        require_databases(job.data)
        configuration = optimizer_configuration(job.parameters, axes, target, at_once=at_once)
        require_network()
        with lean_calls() as calls:
            staged = stage_workspace(
                calls.folder,
                job.project,
                data=job.data,
                object_store=job.object_store,
                parameters=job.parameters,
                library=job.library,
                lean_json=self._lean_json,
            )
            wanted = calls.folder / "optimizer.json"
            wanted.write_text(json.dumps(configuration, indent=1), encoding="utf-8")
            call = self._call(job, calls, staged, wanted, _Watch(len(grid(axes)), progress))
            raise_if_not_started(call, staged)
            points = grid(axes)
            folders = _keep(staged.results, job.output, points)
        late = set(range(len(points))) - set(folders) if call.hit_limit else set()
        return Searched(
            folders,
            call.seconds,
            console=call.console + call_notes(call, job),
            exit_code=call.exit_code,
            told=dict.fromkeys(late, TOO_LATE),
            details={**self._image.described, "lean_cli": self._program.version},
        )

    def _call(
        self, job: BacktestJob, calls: LeanCalls, staged: StagedWorkspace, wanted: Path, watch: "_Watch"
    ) -> LeanCall:
        container = container_name()
        arguments = [
            "optimize", str(staged.algorithm),
            "--no-update",
            "--image", self._image.name,
            "--lean-config", str(staged.settings),
            "--output", str(staged.results),
            "--optimizer-config", str(wanted),
            "--extra-config", "container-name", container,
        ]  # fmt: skip
        return calls.call(
            [*self._program.command, *arguments],
            folder=staged.root,
            environment=lean_environment(self._program, calls.folder, self._environ, image=self._image.name),
            container=container,
            image=self._image.name,
            time_limit_s=job.time_limit_s,
            grace_s=self._grace_s,
            on_line=watch,
        )


def optimizer_configuration(
    parameters: Mapping[str, str], axes: Sequence[Axis], target: Target, *, at_once: int
) -> dict[str, Any]:
    """Return what Lean's optimizer reads: the ranges, and a fixed value for each parameter that has none.

    Raises
    ------
    BadInput
        If a fixed value cannot be handed to a trial: the optimizer puts them on a command line as they are.
    """
    varied = {axis.name for axis in axes}
    fixed = {key: value for key, value in parameters.items() if key not in varied}
    for key, value in fixed.items():
        if not value or _SPLITS.search(key + value):
            raise BadInput(
                "Lean's optimizer cannot hand this parameter to its trials",
                where=f"{key} = {value!r}",
                cure="no blanks, commas, colons or quotes and not empty; or --engine embedded",
            )
    ranges = [
        {"name": axis.name, "min": _json(axis.low), "max": _json(axis.high), "step": _json(axis.step)} for axis in axes
    ]
    strategies = "QuantConnect.Optimizer.Strategies"
    return {
        "optimization-strategy": f"{strategies}.GridSearchOptimizationStrategy",
        "optimization-strategy-settings": {
            "$type": f"{strategies}.StepBaseOptimizationStrategySettings, QuantConnect.Optimizer",
            "default-segment-amount": 10,
        },
        "optimization-criterion": {"target": target.lean_path, "extremum": target.direction},
        "parameters": [*ranges, *({"name": key, "value": value} for key, value in fixed.items())],
        "constraints": [],
        "maximum-concurrent-backtests": at_once,
    }


class _Watch:
    """Counts the trials that the optimizer says it launched."""

    def __init__(self, count: int, progress: Progress | None) -> None:
        self._count = count
        self._launched = 0
        self._progress = progress

    def __call__(self, line: str) -> None:
        if self._progress and "launched backtest" in line:
            self._launched += 1
            self._progress((self._launched - 1) / self._count, f"trial {self._launched} of {self._count}")


def _keep(results: Path, output: Path, points: Sequence[Mapping[str, str]]) -> dict[int, Path]:
    """Copy each trial's files to its place in `output`; what belongs to no trial, and the log, go beside them."""
    found = _trials(results, points)
    for number, folder in found.items():
        keep_results(folder, trial_folder(output, number))
    keep_results(results, output / "lean", left_out={folder.name for folder in found.values()})
    return {number: trial_folder(output, number) for number in found}


def _trials(results: Path, points: Sequence[Mapping[str, str]]) -> dict[int, Path]:
    """Return place in the grid -> folder, by the optimizer's log, else by the parameters that a result names."""
    log = results / "log.txt"
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    launched = {name: _parsed(parameters) for name, parameters in _LAUNCHED.findall(text)}
    found: dict[int, Path] = {}
    for folder in sorted(path for path in results.iterdir() if path.is_dir() and path.name != "code"):
        parameters = launched.get(folder.name) or _result_parameters(folder)
        for number, point in enumerate(points):
            if number not in found and parameters and same_point(point, parameters):
                found[number] = folder
                break
    return found


def _parsed(parameters: str) -> dict[str, str]:
    return dict(item.split(":", 1) for item in parameters.split(",") if ":" in item)


def _result_parameters(folder: Path) -> Mapping[str, str]:
    try:
        configuration = read_result(folder).configuration
    except LeanrigError:
        return {}
    return configuration.parameters if configuration else {}


def _json(value: Any) -> int | float:
    text = plain(value)
    return float(text) if "." in text else int(text)
