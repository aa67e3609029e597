"""notebook: a recipe's notebook, in the workspace's own Jupyter or in Lean's research environment."""

import socket
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import leanrig
from generator.recipe import load_recipe
from leanrig.backtest.lean_research import LeanResearch, ResearchJob
from leanrig.backtest.project import merged_parameters
from leanrig.errors import BadInput, Missing, VendorFailed
from leanrig.files import write_text
from leanrig.pipeline.notebook_cells import notebook_text
from leanrig.workspace import Workspace

__all__ = ["has_jupyter", "open_in_jupyter", "open_in_lean", "recipe_notebook"]

_LAST_LINES = 5
# What Jupyter prints once it answers. The CLI ends with 0 whether it came to that or not.
_ANSWERS = "is running at:"


def recipe_notebook(space: Workspace, recipe_path: Path) -> Path:
    """Return the recipe's notebook; one that is there is left as it is."""
    recipe = load_recipe(recipe_path)
    path = space.root / "research" / "notebooks" / "lean" / f"{recipe.name}.ipynb"
    return path if path.exists() else write_text(path, notebook_text(recipe))


def has_jupyter() -> bool:
    """Whether JupyterLab is in this environment."""
    return find_spec("jupyterlab") is not None


def open_in_jupyter(space: Workspace, notebook: Path, *, port: int, opens_browser: bool) -> None:
    """Open a notebook in JupyterLab, with the workspace as its folder, until it is ended.

    Raises
    ------
    BadInput, VendorFailed
        If the port is taken, or JupyterLab ended badly.
    """
    _require_free(port)
    command = [sys.executable, "-m", "jupyterlab", str(notebook.relative_to(space.root)), "--port", str(port)]
    if not opens_browser:
        command.append("--no-browser")
    ended = subprocess.run(command, cwd=space.root, check=False)
    if ended.returncode != 0:
        raise VendorFailed(
            f"JupyterLab ended with exit code {ended.returncode}",
            where=" ".join(command),
            cure="read its lines above; python -m jupyterlab --version shows whether it is whole",
        )


def open_in_lean(
    space: Workspace,
    recipe_path: Path,
    research: LeanResearch,
    *,
    port: int,
    opens_browser: bool,
    on_line: Callable[[str], None] | None = None,
) -> Path:
    """Open Lean's research environment on a recipe's project until it ends; return the recipe's notebook.

    Raises
    ------
    BadInput, Missing
        If the project is not rendered, its signal files are not there, or the port is taken.
    VendorFailed
        If the environment did not start, or ended badly.
    """
    project = _project(space, recipe_path)
    _require_free(port)
    notebook = recipe_notebook(space, recipe_path)
    job = ResearchJob(
        project=project,
        data=space.data,
        object_store=space.storage,
        notebooks=notebook.parent,
        kit={
            "leanrig": Path(leanrig.__file__).parent,
            "research": space.root / "research",
            "signals": space.root / "signals",
        },
        parameters=merged_parameters(project, {}),
        port=port,
        opens_browser=opens_browser,
    )
    ended = research.open(job, on_line=on_line)
    if ended.exit_code != 0 or _ANSWERS not in ended.console:
        raise VendorFailed(
            "Lean's research environment did not start, or ended with an error",
            where="\n".join(ended.console.strip().splitlines()[-_LAST_LINES:]),
            cure="leanrig doctor looks at Docker; docker run --rm -it with the research image shows whether it starts",
        )
    return notebook


def _project(space: Workspace, recipe_path: Path) -> Path:
    recipe = load_recipe(recipe_path)
    project = space.algorithms / recipe.name
    if not (project / "main.py").is_file():
        raise Missing("the project has not been rendered", where=str(project), cure=f"leanrig render {recipe.name}")
    for symbol in recipe.securities:
        path = space.storage / recipe.signal_key(symbol)
        if not path.is_file():
            raise Missing("a signal file is not there", where=str(path), cure=f"leanrig signals {recipe.name}")
    return project


def _require_free(port: int) -> None:
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError:
            raise BadInput("the port is taken", where=f"127.0.0.1:{port}", cure="choose another: --port") from None
