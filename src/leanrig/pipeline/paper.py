"""paper: a project trades on paper in a Lean of this machine, only for somebody who has said that this is meant."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from leanrig.backtest.lean_live import LeanPaper
from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, find_image
from leanrig.backtest.lean_program.program import find_lean_program
from leanrig.backtest.project import project_name
from leanrig.backtest.runner import Progress
from leanrig.errors import BadInput
from leanrig.pipeline.backtest import Ran, backtest
from leanrig.pipeline.runners import EngineOptions
from leanrig.workspace import Workspace

__all__ = ["require_confirmed", "trade_on_paper"]


def trade_on_paper(
    space: Workspace,
    project: Path,
    options: EngineOptions,
    *,
    confirm: str | None,
    now: datetime,
    cash: Mapping[str, str] | None = None,
    feeds: tuple[str, ...] = (),
    parameters: Mapping[str, str] | None = None,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Ran:
    """Trade until stopped; what Lean left is kept as of any other run. Its verdict is a backtest's: read the state.

    Raises
    ------
    BadInput
        If `confirm` is not the project's name; nothing was asked of Docker then.
    """
    require_confirmed(project, confirm)
    program = find_lean_program()
    image = find_image(options.image or ENGINE_IMAGE, pull=options.pull, told=options.told)
    runner = LeanPaper(image, program, cash=cash, lean_json=space.root / "lean.json", feeds=feeds)
    return backtest(
        space, project, runner, now=now, parameters=parameters, time_limit_s=time_limit_s, progress=progress
    )


def require_confirmed(project: Path, confirm: str | None) -> None:
    """Raise where the project's name was not said."""
    name = project_name(project)
    if confirm != name:
        raise BadInput(
            "trading begins only once it is confirmed" if confirm is None else "another project was confirmed",
            where=f"project {name}" + (f", --confirm {confirm}" if confirm else ""),
            cure=f"if it is meant: --confirm {name}",
        )
