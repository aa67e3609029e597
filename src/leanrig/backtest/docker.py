"""Runs a project in Lean itself, in its Docker image, by way of the Lean CLI."""

import os
import secrets
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from leanrig.backtest.lean_program.call import GRACE_S, LeanCall, LeanCalls, lean_calls
from leanrig.backtest.lean_program.docker_api import EngineImage, require_network
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.owners import container_name, left_containers
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.lean_program.staging import StagedWorkspace, stage_workspace
from leanrig.backtest.project import project_name, require_data
from leanrig.backtest.runner import BacktestJob, BacktestOutcome, Progress
from leanrig.backtest.stops import stopped_line
from leanrig.errors import Missing, VendorFailed

__all__ = ["DockerRunner", "call_notes", "keep_results", "raise_if_not_started", "require_databases"]

_DATABASES = ("market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv")


class DockerRunner:
    """Lean in a container.

    Parameters
    ----------
    image, program
        From `find_image` and `find_lean_program`: both are known to be here before anything starts.
    lean_json
        The workspace's settings; they are read, never written.
    grace_s
        What a run past its limit gets to end by itself before its container is killed.
    """

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

    def run(self, job: BacktestJob, *, progress: Progress | None = None) -> BacktestOutcome:
        """Run `job` in a container of its own; after `time_limit_s` Lean is asked to end, then made to."""
        require_data(job.data)
        require_databases(job.data)
        job.output.mkdir(parents=True, exist_ok=True)
        algorithm_id = str(1_000_000_000 + secrets.randbelow(1_000_000_000))
        if progress:
            progress(0.0, "Lean in Docker")
        require_network()
        left = left_containers()
        with lean_calls() as calls:
            staged = self._stage(job, calls.folder)
            call = self._call(job, calls, staged, algorithm_id)
            raise_if_not_started(call, staged)
            keep_results(staged.results, job.output)
        return BacktestOutcome(
            output=job.output,
            algorithm_id=algorithm_id,
            exit_code=call.exit_code,
            seconds=call.seconds,
            engine=self.name,
            console=call.console + call_notes(call, job, left=left),
            details=self._image.described | {"lean_cli": self._program.version},
        )

    def _stage(self, job: BacktestJob, scratch: Path) -> StagedWorkspace:
        return stage_workspace(
            scratch,
            job.project,
            data=job.data,
            object_store=job.object_store,
            parameters=job.parameters,
            library=job.library,
            lean_json=self._lean_json,
        )

    def _call(self, job: BacktestJob, calls: LeanCalls, staged: StagedWorkspace, algorithm_id: str) -> LeanCall:
        container = container_name()
        arguments = [
            "backtest", str(staged.algorithm),
            "--no-update",
            "--image", self._image.name,
            "--lean-config", str(staged.settings),
            "--output", str(staged.results),
            "--backtest-name", project_name(job.project),
            "--extra-config", "algorithm-id", algorithm_id,
            "--extra-config", "container-name", container,
        ]  # fmt: skip
        for key, value in job.parameters.items():
            arguments += ["--parameter", key, value]
        return calls.call(
            [*self._program.command, *arguments],
            folder=staged.root,
            environment=lean_environment(self._program, calls.folder, self._environ, image=self._image.name),
            container=container,
            image=self._image.name,
            time_limit_s=job.time_limit_s,
            grace_s=self._grace_s,
        )


def require_databases(data: Path) -> None:
    """Raise where Lean would stop before the algorithm: the image's own files are hidden by the data folder."""
    for name in _DATABASES:
        if not (data / name).is_file():
            raise Missing(
                "the data folder lacks a file without which Lean does not start",
                where=str(data / name),
                cure="leanrig fetch lays it beside the bars; or copy it from Lean's own Data folder",
            )


def raise_if_not_started(call: LeanCall, staged: StagedWorkspace) -> None:
    """Raise where the CLI gave up before it had a container made: that is no verdict on an algorithm."""
    if call.exit_code != 0 and not call.hit_limit and not (staged.results / "config").exists():
        said = [line.strip() for line in call.console.splitlines() if line.strip()]
        raise VendorFailed(
            "the Lean CLI did not start the run",
            where=" ".join(said[-3:]) or f"it ended with exit code {call.exit_code}",
            cure="leanrig doctor shows what is missing",
        )


def call_notes(call: LeanCall, job: BacktestJob, *, left: Sequence[str] = ()) -> str:
    """Return what is to be known besides the CLI's own lines, as lines; `left` are containers of killed runs."""
    notes = []
    if call.hit_limit and job.time_limit_s:
        notes.append(stopped_line(job.time_limit_s))
    if call.container_left:
        notes.append(f"leanrig: Docker no longer answers; if it comes back: docker rm -f {call.container_left}")
    notes += [f"leanrig: a run that was killed has left a container: docker rm -f {name}" for name in left]
    return "".join(f"{note}\n" for note in notes)


def keep_results(results: Path, output: Path, *, left_out: Collection[str] = ()) -> None:
    """Copy what a run left; `code` is only the staged copy, the run's own inputs are kept by the pipeline."""
    try:
        shutil.copytree(
            results,
            output,
            dirs_exist_ok=True,
            ignore=lambda _, names: [name for name in names if name == "code" or name in left_out],
        )
    except OSError as error:
        raise Missing(
            f"the results could not be written: {_first(error)}",
            where=str(output),
            cure="check free disk space and permissions (leanrig doctor), then run the same command again",
        ) from None


def _first(error: OSError) -> str:
    """Return what the system said; of a whole tree that could not be copied, of its first file."""
    found = error.args[0] if isinstance(error, shutil.Error) else None
    return f"{found[0][2]}" if isinstance(found, list) and found else error.strerror or str(error)
