"""A Lean workspace of one run's own: the CLI may write what it likes into it, the user's is only read.

The project is copied, so that its path is always one that Lean can run from, `config.json` holds the parameters that
hold, and no file of the container's user lands in it. Bars and Object Store are the user's own, reached by path and
by link.
"""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.backtest.native.configuration import engine_settings
from leanrig.backtest.project import algorithm_file, project_name
from leanrig.errors import BadInput
from leanrig.workspace import read_json_with_comments

__all__ = ["StagedWorkspace", "stage_workspace"]

_SECRET = re.compile(r"key|secret|token|password|passphrase|user-?name|account|credential", re.I)
_ROOMS = ("backtests", "live", "optimizations", "storage", "report")
_CACHES = ("__pycache__", ".git", ".venv", "node_modules")
_OF_THE_CLOUD = ("cloud-id", "organization-id", "local-id", "engine-image")


@dataclass(frozen=True, slots=True)
class StagedWorkspace:
    """Where the parts lie; `algorithm` is the file that Lean loads, `results` is empty until the run."""

    root: Path
    settings: Path
    algorithm: Path
    results: Path


def stage_workspace(
    folder: Path,
    project: Path,
    *,
    data: Path,
    object_store: Path,
    parameters: Mapping[str, str],
    library: tuple[Path, ...] = (),
    lean_json: Path | None = None,
) -> StagedWorkspace:
    """Lay a workspace below `folder` for one run of `project`.

    Parameters
    ----------
    parameters
        All that hold: they replace those of the project's `config.json`.
    lean_json
        The user's settings; a copy without anything that looks like a credential is used.
    """
    _require_usable(folder)
    for mounted in (data, object_store, *library):
        _require_mountable(mounted.resolve())
    root = folder / "workspace"
    root.mkdir(parents=True)
    algorithm = _copy_project(project, root, parameters)
    object_store.mkdir(parents=True, exist_ok=True)
    (root / "storage").symlink_to(object_store.resolve(), target_is_directory=True)
    for room in library[:1]:
        (root / "Library").symlink_to(room.resolve(), target_is_directory=True)
    results = root / "results"
    results.mkdir()
    settings = root / "lean.json"
    settings.write_text(json.dumps(_settings(lean_json, data) | _paths(library), indent=1), encoding="utf-8")
    return StagedWorkspace(root, settings, algorithm, results)


def _require_usable(folder: Path) -> None:
    if any(mark in str(folder) for mark in ("'", ":")):
        raise BadInput(
            "Lean cannot run from a temporary folder with an apostrophe or a colon in its path",
            where=str(folder),
            cure="set TMPDIR to another folder",
        )


def _require_mountable(folder: Path) -> None:
    if ":" in str(folder):
        raise BadInput(
            "Docker cannot mount a folder with a colon in its path",
            where=str(folder),
            cure="name a folder without one, or stay with --engine embedded",
        )


def _copy_project(project: Path, root: Path, parameters: Mapping[str, str]) -> Path:
    algorithm = algorithm_file(project)
    place = root / (re.sub(r"[^A-Za-z0-9_-]", "_", project_name(project)) or "project")
    if place.name.lower() in _ROOMS + _CACHES or place.name.lower() in {"results", "library", "data"}:
        place = root / f"project_{place.name}"
    source = algorithm.parent
    ignore = _only_sources(source) if project.is_file() else _without_rooms(source)
    shutil.copytree(source, place, ignore=ignore)
    _make_own(place)
    _write_config(place / "config.json", parameters)
    return place / algorithm.name


def _make_own(place: Path) -> None:
    """Let a copy be written and deleted: it has the rights of what may have been read-only."""
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o700 if path.is_dir() else 0o600))


def _without_rooms(source: Path) -> Any:
    """Return what leaves out the CLI's own rooms, which lie at the top: a package deeper down may have such a name."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        left_out = (*_ROOMS, *_CACHES) if Path(folder) == source else _CACHES
        return [name for name in names if name in left_out]

    return ignored


def _only_sources(source: Path) -> Any:
    """Return what leaves out everything but Python files and packages: a lone file's folder may hold anything."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        here = Path(folder)
        if here == source:
            return [name for name in names if not _is_source(here / name)]
        return [name for name in names if name in _CACHES]

    return ignored


def _is_source(path: Path) -> bool:
    return (path.is_file() and path.suffix == ".py") or (path / "__init__.py").is_file()


def _write_config(path: Path, parameters: Mapping[str, str]) -> None:
    """Write the project's configuration with these parameters and without its ties to the cloud."""
    found = json.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    kept = {key: value for key, value in found.items() if key not in _OF_THE_CLOUD}
    kept = {"algorithm-language": "Python"} | kept | {"parameters": dict(parameters)}
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def _settings(lean_json: Path | None, data: Path) -> dict[str, Any]:
    """Return the user's settings over what a backtest needs: `lean.json` may be as short as one line."""
    found = read_json_with_comments(lean_json) if lean_json and lean_json.is_file() else {}
    kept = {key: value for key, value in _without_secrets(found).items() if value is not None}
    needed = engine_settings()
    environments = {"environments": needed["environments"] | kept.get("environments", {})}
    return needed | {"organization-id": ""} | kept | environments | {"data-folder": str(data.resolve())}


def _paths(library: tuple[Path, ...]) -> dict[str, Any]:
    """Let the algorithm import from the library without naming it in `config.json`, as every engine here does."""
    return {"python-additional-paths": ["/Library"]} if library else {}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_secrets(item) for key, item in value.items() if not _SECRET.search(key)}
    return [_without_secrets(item) for item in value] if isinstance(value, list) else value
