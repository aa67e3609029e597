"""What a Lean project is on disk: its algorithm file, its parameters, a name that Lean accepts."""

import json
from collections.abc import Mapping
from pathlib import Path

from leanrig.errors import BadInput, Missing

__all__ = ["algorithm_file", "algorithm_id", "merged_parameters", "project_name", "require_data"]


def algorithm_file(project: Path) -> Path:
    """Return the Python file that Lean would load from a project folder, or the file itself."""
    if project.is_file():
        return _python_file(project)
    if not project.exists():
        raise Missing(
            "there is no such project or file",
            where=str(project),
            cure="leanrig render, or give the path of a Lean Python file",
        )
    main = project / "main.py"
    if not main.is_file():
        raise BadInput(
            "the project folder has no main.py",
            where=str(project),
            cure="name the algorithm's file main.py, or give its path",
        )
    return _python_file(main)


def project_name(project: Path) -> str:
    """Return the name that runs of this project are kept under."""
    return project.stem if project.is_file() else project.resolve().name


def algorithm_id(project: Path) -> str:
    """Return the name of the result files: the project's, or the file's."""
    return project_name(project)


def merged_parameters(project: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of the project's `config.json`, overridden by the given ones.

    The Lean CLI replaces all of them by the given ones; leanrig merges, because a recipe's other parameters still hold.
    """
    path = project / "config.json"
    if project.is_file() or not path.exists():
        return dict(given)
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig")).get("parameters", {})
        parameters = {str(key): str(value) for key, value in found.items()}
    except (ValueError, AttributeError):
        raise BadInput(
            "config.json cannot be read", where=str(path), cure="render the project again, or correct the file"
        ) from None
    return parameters | dict(given)


def require_data(folder: Path) -> None:
    """Raise `Missing` where there is no data folder to run on."""
    if not folder.is_dir():
        raise Missing(
            "the data folder is not there",
            where=str(folder),
            cure="leanrig fetch AAPL --vendor sample, or --data FOLDER",
        )


def _python_file(path: Path) -> Path:
    if path.suffix != ".py":
        raise BadInput(
            "only Python algorithms run here", where=str(path), cure="give a .py file or a project with a main.py"
        )
    return path.resolve()
