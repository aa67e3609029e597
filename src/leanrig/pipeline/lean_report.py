"""Lean's own report of a run that is kept here: the exact result file, with the project's name and description."""

import json
from pathlib import Path

from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, find_image
from leanrig.backtest.lean_program.program import find_lean_program
from leanrig.backtest.lean_report import LeanReport, lean_report
from leanrig.backtest.project import require_data
from leanrig.backtest.results import read_result
from leanrig.errors import BadInput
from leanrig.pipeline.runners import EngineOptions
from leanrig.workspace import Workspace

__all__ = ["make_lean_report"]


def make_lean_report(
    space: Workspace, run: Path, options: EngineOptions, *, pdf: bool = False, output: Path | None = None
) -> LeanReport:
    """Make `lean-report.html` of the run in the folder `run`, and `lean-report.pdf` on request.

    Raises
    ------
    BadInput
        If the run left no whole result file: there is nothing to report on.
    Missing
        If Docker, the image, the Lean CLI or the data are not here.
    """
    found = read_result(run).files.get("result")
    if found is None:
        raise BadInput("the run left no whole result file", where=str(run), cure="run the backtest again")
    require_data(space.data)
    program = find_lean_program()
    image = find_image(options.image or ENGINE_IMAGE, pull=options.pull, told=options.told)
    name, description = _named(run)
    return lean_report(
        found, output or run, image, program, data=space.data, name=name, description=description, pdf=pdf
    )


def _named(run: Path) -> tuple[str, str]:
    return str(_read(run / "run.json").get("project") or run.name), str(
        _read(run / "inputs" / "config.json").get("description") or ""
    )


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
