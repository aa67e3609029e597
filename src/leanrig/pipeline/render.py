"""render: a recipe becomes a project under algorithms/, whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from generator.drift import drift
from generator.recipe import Recipe, load_recipe
from generator.render import render
from leanrig.files import staged_folder
from leanrig.workspace import Workspace

__all__ = ["Rendered", "project_drift", "render_project", "rendered_files"]

# What a project folder may hold besides: Lean's own output and Python's.
_LEFT_ALONE = {"backtests", "live", "optimizations", "__pycache__", ".ruff_cache", ".mypy_cache"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A project that was written."""

    recipe: Recipe
    folder: Path
    lines: int


def render_project(space: Workspace, recipe_path: Path, *, folder: Path | None = None) -> Rendered:
    """Render a recipe and put the project in place (default: `algorithms/<name>`); its `backtests/` stay."""
    recipe, files = rendered_files(space, recipe_path)
    place = folder or space.algorithms / recipe.name
    with staged_folder(place) as stage:
        for name, text in files.items():
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        for name in _LEFT_ALONE - {"__pycache__"}:
            if (place / name).exists():
                (place / name).rename(stage / name)
    return Rendered(recipe, place, files["main.py"].count("\n"))


def project_drift(space: Workspace, recipe_path: Path) -> list[str]:
    """Return how the project in place differs from what its recipe renders to now."""
    recipe, files = rendered_files(space, recipe_path)
    return drift(_committed(space.algorithms / recipe.name), files)


def rendered_files(space: Workspace, recipe_path: Path) -> tuple[Recipe, dict[str, str]]:
    """Return the recipe in `recipe_path` and the files that it renders to."""
    recipe = load_recipe(recipe_path)

    def read(name: str) -> str | None:
        path = space.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    return recipe, render(recipe, recipe_text=recipe_path.read_text(encoding="utf-8"), read=read)


def _committed(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in files
        if not _LEFT_ALONE & set(path.relative_to(folder).parts)
    }
