"""The first cell of a notebook: find the workspace, use its rooms, and have a recipe at hand."""

from pathlib import Path
from typing import TYPE_CHECKING

from leanrig.clock import utc_now
from leanrig.errors import Missing
from leanrig.notebook.run import Run
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.notebook_study import Study

__all__ = ["around", "keep_recipe", "open_run", "start"]


def start(recipe: str, symbol: str | None = None) -> "Study":
    """Return a recipe to work on, by name or path; without `symbol`, its first one.

    The workspace's own signals, research and generator are the ones imported from here on.

    Raises
    ------
    Missing
        If the notebook was started outside a workspace, or there is no such recipe.
    """
    space = around()
    from leanrig.pipeline.notebook_study import study_of  # the workspace's rooms are importable from here on

    return study_of(space, recipe, symbol)


def open_run(folder: Path | str | None = None) -> Run:
    """Return a run to look at: the one in `folder`, as seen from the workspace, or the newest of all."""
    space = around()
    from leanrig.pipeline.report import newest_run

    return Run(newest_run(space.artifacts) if folder is None else space.root / folder, now=utc_now())


def keep_recipe(text: str) -> Path:
    """Check a recipe, keep it under generator/recipes by its own name, and return its path.

    Raises
    ------
    BadInput
        If it is no recipe, or one of that name is there that no notebook wrote.
    """
    space = around()
    from leanrig.pipeline.notebook_recipe import keep_recipe as keep

    return keep(space, text)


def around() -> Workspace:
    """Return the workspace around the notebook, its rooms importable."""
    try:
        space = find_workspace(Path.cwd())
    except Missing as error:
        raise Missing(
            "this notebook was started outside a workspace",
            where=error.where,
            cure="start Jupyter in a folder with lean.json (leanrig init makes one), or %cd there and run this again",
        ) from None
    space.enter()
    return space
