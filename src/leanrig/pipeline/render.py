"""render: a recipe becomes a project under algorithms/, whole or not at all."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.drift import drift
from generator.recipe import Recipe, load_recipe
from generator.render import MARK, render
from leanrig.errors import BadInput
from leanrig.files import staged_folder
from leanrig.pipeline.check_project import check_project
from leanrig.workspace import Workspace

__all__ = ["Rendered", "project_drift", "render_project", "rendered_files"]

_RENDERED = ("main.py", "config.json", "recipe.toml", "signals")
_CACHES = ("__pycache__", ".ruff_cache", ".mypy_cache")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A project that was written; `checks` names what its code has passed."""

    recipe: Recipe
    folder: Path
    lines: int
    checks: tuple[str, ...]


def render_project(
    space: Workspace, recipe_path: Path, *, folder: Path | None = None, is_checked: bool = True
) -> Rendered:
    """Render a recipe and put the project in place (default: `algorithms/<name>`).

    What else lies in the folder (Lean's `backtests/`, a notebook of the user's) stays, and so does what the Lean CLI
    wrote into `config.json`.

    Raises
    ------
    BadInput
        If recipe, template or rendered code is bad, or the folder holds an algorithm that was not rendered here. What
        was there before is as it was.
    """
    recipe, files = rendered_files(space, recipe_path)
    place = folder or space.algorithms / recipe.name
    _refuse_foreign(place)
    files["config.json"] = _with_what_the_cli_added(files["config.json"], place / "config.json")
    checks: tuple[str, ...] = ()
    if is_checked:
        with TemporaryDirectory(prefix="leanrig-") as scratch:
            _write(Path(scratch) / recipe.name, files)
            checks = check_project(Path(scratch) / recipe.name, cache=space.root / "build" / "checks")
    with staged_folder(place) as stage:
        _write(stage, files)
        _carry_over(place, stage)
    return Rendered(recipe, place, files["main.py"].count("\n"), checks)


def project_drift(space: Workspace, recipe_path: Path) -> list[str]:
    """Return how the project in place differs from what its recipe renders to now."""
    recipe, files = rendered_files(space, recipe_path)
    place = space.algorithms / recipe.name
    files["config.json"] = _with_what_the_cli_added(files["config.json"], place / "config.json")
    return drift(_committed(place), files)


def rendered_files(space: Workspace, recipe_path: Path) -> tuple[Recipe, dict[str, str]]:
    """Return the recipe in `recipe_path` and the files that it renders to."""
    recipe = load_recipe(recipe_path)

    def read(name: str) -> str | None:
        path = space.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    return recipe, render(recipe, recipe_text=recipe_path.read_text(encoding="utf-8-sig"), read=read)


def _refuse_foreign(place: Path) -> None:
    main = place / "main.py"
    if main.exists() and MARK not in main.read_text(encoding="utf-8", errors="replace")[:200]:
        raise BadInput(
            "an algorithm of your own lies where the project would go", where=str(main), cure="rename the recipe"
        )


def _with_what_the_cli_added(text: str, path: Path) -> str:
    """Return the rendered `config.json` with the keys that only the one in place has, such as `cloud-id`.

    One that says the same is left as the CLI has written it.
    """
    try:
        written = path.read_text(encoding="utf-8")
        there = json.loads(written)
    except (OSError, ValueError):
        return text
    if not isinstance(there, dict):
        return text
    wanted = there | json.loads(text)
    return written if wanted == there else json.dumps(wanted, indent=4, ensure_ascii=False) + "\n"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def _carry_over(place: Path, stage: Path) -> None:
    """Take along what is not rendered; the old folder keeps it until the new one stands in its place."""
    for path in sorted(place.iterdir()) if place.exists() else ():
        if path.name in _RENDERED or path.name in _CACHES:
            continue
        if path.is_dir():
            shutil.copytree(path, stage / path.name, symlinks=True, copy_function=_link)
        else:
            _link(path, stage / path.name)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target, follow_symlinks=False)


def _committed(folder: Path) -> dict[str, str]:
    """Return what must be as rendered; a module beside it is no part of the recipe either, and Lean may run it."""
    files = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.as_posix(): (folder / path).read_text(encoding="utf-8", errors="replace")
        for path in files
        if (path.parts[0] in _RENDERED or (len(path.parts) == 1 and path.suffix == ".py"))
        and not set(_CACHES) & set(path.parts)
    }
