"""What a run rests on: copies of project, recipe and signal files beside its results, with their hashes.

The rooms of the workspace are imported only where a project has a recipe: any other Lean workspace has none of them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from leanrig.errors import BadInput
from leanrig.files import write_bytes, write_text

if TYPE_CHECKING:
    from generator.recipe import Recipe

__all__ = ["keep_inputs", "keep_texts", "project_files", "recipe_of", "signal_files"]

_KEPT = {".py", ".json", ".toml", ".csv", ".txt", ".ipynb", ".md"}
_LEFT_OUT = {"backtests", "live", "optimizations", "storage", "report", "__pycache__"}
_LARGEST = 5_000_000


def recipe_of(project: Path) -> "Recipe | None":
    """Return the recipe that a project was rendered from; None for a project that somebody wrote."""
    path = project / "recipe.toml"
    if not path.is_file() or find_spec("generator") is None:
        return None
    from generator.recipe import parse_recipe

    try:
        return parse_recipe(path.read_text(encoding="utf-8-sig"), where=str(path))
    except BadInput:
        return None  # a file of the user's that happens to have this name is no reason not to run the project


def project_files(project: Path) -> dict[str, Path]:
    """Return name -> path of the files that make a project; a single algorithm file is all of its own."""
    if project.is_file():
        return {project.name: project}
    return {path.relative_to(project).as_posix(): path for path in sorted(_walk(project))}


def signal_files(storage: Path, recipe: "Recipe", parameters: Mapping[str, str]) -> dict[str, Path]:
    """Return name -> path of the signal files, with their sidecars, that a rendered project reads."""
    if recipe.variant != "file":
        return {}
    folder = parameters.get("signals", recipe.signal_folder)
    csvs = (storage / folder / f"{symbol.ticker.lower()}.csv" for symbol in recipe.securities)
    found = (path for csv in csvs for path in (csv, csv.with_suffix(".json")) if path.is_file())
    return {f"storage/{path.relative_to(storage).as_posix()}": path for path in found}


def keep_inputs(folder: Path, files: Mapping[str, Path]) -> dict[str, str]:
    """Copy `files` below `folder` and return name -> SHA-256 of what was copied."""
    hashes = {}
    for name, path in files.items():
        data = path.read_bytes()
        write_bytes(folder / name, data)
        hashes[name] = hashlib.sha256(data).hexdigest()
    return hashes


def keep_texts(folder: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Write `texts` by their names below `folder` and return name -> SHA-256."""
    for name, text in texts.items():
        write_text(folder / name, text)
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def _walk(folder: Path) -> Iterable[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _LEFT_OUT or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.suffix in _KEPT and path.stat().st_size <= _LARGEST:
            yield path
