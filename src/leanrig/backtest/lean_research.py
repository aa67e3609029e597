"""Lean's research environment, Jupyter in its Docker image, by way of `lean research`.

The project is a copy, as for every call of the CLI: what Jupyter's root leaves beside it is not the user's to clean up.
Each notebook that is there is mounted over its copy as a single file, so that every save lands in the user's own. It
has to lie right beside `config.json`: a kernel reads Lean's settings from the folder of its notebook. Notebooks that
are made in a session are brought home at its end.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.docker import require_databases
from leanrig.backtest.lean_program.call import LeanCall, LeanCalls, lean_calls
from leanrig.backtest.lean_program.docker_api import EngineImage, require_network
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.owners import container_name
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.lean_program.staging import stage_workspace
from leanrig.backtest.project import require_data
from leanrig.files import write_bytes

__all__ = ["KIT", "RESEARCH_IMAGE", "STORAGE", "LeanResearch", "ResearchJob"]

RESEARCH_IMAGE = "quantconnect/research:latest"
KIT = "/leanrig"
"""Where the packages of the kit lie in the container."""
STORAGE = "/Storage"
"""Where Lean's Object Store lies in the container."""

_NOTEBOOKS = "/Lean/Launcher/bin/Debug/Notebooks"


@dataclass(frozen=True, slots=True)
class ResearchJob:
    """What to open: `kit` is name of a package -> its folder, `notebooks` the folder where notebooks are kept."""

    project: Path
    data: Path
    object_store: Path
    notebooks: Path
    kit: Mapping[str, Path]
    parameters: Mapping[str, str]
    port: int = 8888
    opens_browser: bool = True


class LeanResearch:
    """Jupyter in Lean's research image, until it or the user ends it."""

    def __init__(
        self,
        image: EngineImage,
        program: LeanProgram,
        *,
        lean_json: Path | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._image = image
        self._program = program
        self._lean_json = lean_json
        self._environ = environ

    def open(self, job: ResearchJob, *, on_line: Callable[[str], None] | None = None) -> LeanCall:
        """Run the session and return how it ended; an interrupt ends it and is passed on."""
        require_data(job.data)
        require_databases(job.data)
        require_network()
        with lean_calls() as calls:
            return self._open(job, calls, on_line)

    def _open(self, job: ResearchJob, calls: LeanCalls, on_line: Callable[[str], None] | None) -> LeanCall:
        staged = stage_workspace(
            calls.folder,
            job.project,
            data=job.data,
            object_store=job.object_store,
            parameters=job.parameters,
            lean_json=self._lean_json,
        )
        project = staged.algorithm.parent
        kept = _kept(job)
        for name, path in kept.items():  # else Docker makes an empty one to mount on, of root's
            shutil.copyfile(path, project / name)
        container = container_name()
        arguments = [
            "research", str(project),
            "--no-update",
            "--image", self._image.name,
            "--lean-config", str(staged.settings),
            "--port", str(job.port),
            "--extra-docker-config", json.dumps({"name": container, "mounts": _mounts(job, kept)}),
            *([] if job.opens_browser else ["--no-open"]),
        ]  # fmt: skip
        try:
            return calls.call(
                [*self._program.command, *arguments],
                folder=staged.root,
                environment=lean_environment(self._program, calls.folder, self._environ, image=self._image.name),
                container=container,
                image=self._image.name,
                on_line=on_line,
            )
        finally:
            _bring_home(project, job, kept)


def _kept(job: ResearchJob) -> dict[str, Path]:
    """Return the notebooks that are there by name; the project's own before those of the folder."""
    return {path.name: path for folder in (job.notebooks, job.project) for path in sorted(folder.glob("*.ipynb"))}


def _mounts(job: ResearchJob, kept: Mapping[str, Path]) -> list[dict[str, object]]:
    kit = [(f"{KIT}/{name}", folder, True) for name, folder in job.kit.items()]
    own = [(f"{_NOTEBOOKS}/{name}", path, False) for name, path in kept.items()]
    return [
        {"target": target, "source": str(source.resolve()), "read_only": read_only}
        for target, source, read_only in [*kit, *own]
    ]


def _bring_home(project: Path, job: ResearchJob, kept: Mapping[str, Path]) -> None:
    """Copy the notebooks that were made in the copy of the project to where they last."""
    for path in sorted(project.glob("*.ipynb")):
        if path.name not in kept:
            with suppress(OSError):  # one that only root may read; the session's own end comes first
                write_bytes(_free(job.notebooks / path.name), path.read_bytes())


def _free(path: Path) -> Path:
    number = 2
    found = path
    while found.exists():
        found = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return found
